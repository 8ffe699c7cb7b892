"""Pure computation: arrays and frozen dataclasses in, the same out."""

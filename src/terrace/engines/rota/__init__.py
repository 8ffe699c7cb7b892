"""Turns of people over time: complete and fair, with a certificate."""

"""The pages of paper, thin."""

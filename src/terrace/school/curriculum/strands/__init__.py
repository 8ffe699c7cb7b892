"""The content: one file for each strand of a grade."""

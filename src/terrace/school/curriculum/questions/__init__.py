"""A teacher's own questions, read from the files of other programs."""

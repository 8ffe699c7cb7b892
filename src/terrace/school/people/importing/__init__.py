"""A school's lists, read from the files that people have; every problem is named."""

"""The compiled search: lessons placed one by one, displaced ones put back, then polished."""

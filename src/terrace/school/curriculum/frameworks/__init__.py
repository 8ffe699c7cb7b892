"""Curricula of other countries and programs: what is taught, and what comes before what."""

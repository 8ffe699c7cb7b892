"""The musts of a timetable written down exactly, for proofs: what can hold, and what cannot."""

"""Lessons into slots: the problem, a plan in seconds, why there is none, who covers."""

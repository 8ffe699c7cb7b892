"""Slow work: one child process a job, which ends."""

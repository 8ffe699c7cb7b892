"""Sharing out money by ballots: counted exactly, explained, and counted again by anyone."""

"""Practices, tries and reports that travel between schools: signed, and the same in any order."""

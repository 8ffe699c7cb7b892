"""Terrace: what carries a village school, on one cheap box."""

__version__ = "0.1.0"

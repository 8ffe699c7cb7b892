"""Identifiers of rows: UUIDv7, so that rows made one after another lie one after another."""

import uuid

import uuid_utils.compat


def new_id() -> uuid.UUID:
    """A fresh UUIDv7 (RFC 9562, section 5.7)."""
    return uuid_utils.compat.uuid7()

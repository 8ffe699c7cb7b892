"""The chain: each entry's link rests on the one before, so that none can change, go or move unseen.

link(n) = SHA-256(link(n-1) || n || digest(entry n)); the digest is over the salt and every field.
"""

from collections.abc import Iterable
from datetime import UTC, datetime, timedelta
from hashlib import sha256
from typing import Any, NamedTuple
from uuid import UUID

START = bytes(32)
"""What the first entry's link rests on."""

_EPOCH = datetime(1970, 1, 1, tzinfo=UTC)


class Fields(NamedTuple):
    """What the digest of an entry covers, in this order."""

    salt: bytes
    id: UUID
    node_id: UUID
    school_id: UUID | None
    verb: str
    by_id: UUID | None
    about_id: UUID | None
    subject_id: UUID | None
    at: datetime
    payload: bytes

    @classmethod
    def of(cls, values: Iterable[Any]) -> "Fields":
        """From an entry's values; PostgreSQL gives bytes as memoryview."""
        whole: list[Any] = [bytes(v) if isinstance(v, memoryview) else v for v in values]
        return cls(*whole)


def digest(fields: Fields) -> bytes:
    """SHA-256 over every field, each with its length in front: no two entries read the same."""
    whole = sha256()
    for value in fields:
        raw = _raw(value)
        if raw is None:
            whole.update(b"\x00")
        else:
            whole.update(b"\x01" + len(raw).to_bytes(4, "big") + raw)
    return whole.digest()


def link(before: bytes, number: int, entry: bytes) -> bytes:
    """The link of the entry with this number and digest, after the link `before`."""
    return sha256(before + number.to_bytes(8, "big", signed=True) + entry).digest()


def _raw(value: bytes | UUID | str | datetime | None) -> bytes | None:
    match value:
        case None:
            return None
        case UUID():
            return value.bytes
        case str():
            return value.encode()
        case datetime():
            return ((value - _EPOCH) // timedelta(microseconds=1)).to_bytes(8, "big", signed=True)
        case bytes():
            return value

"""Ballots of several villages, counted offline and put together in any order.

A box is a set of records. Putting boxes together is their union: order, repetition and what is sent
again do not matter. What one voter's slip says twice is settled at the count, by a rule stated
beforehand: the way that stands first in `WAYS` counts; of two by that way that differ, neither.
"""

import json
from collections.abc import Iterable
from dataclasses import dataclass

WAYS = ("paper", "phone", "voice")
"""Which way counts when one slip was used by several: paper first."""


@dataclass(frozen=True, slots=True, order=True)
class Record:
    """One ballot as it came in. ``slip`` is the random code on the voter's slip, no name."""

    slip: str
    way: str
    supports: tuple[str, ...]
    """Ids of projects, sorted."""


@dataclass(frozen=True, slots=True)
class Box:
    """All that has come in so far."""

    records: frozenset[Record] = frozenset()

    def __or__(self, other: "Box") -> "Box":
        return Box(self.records | other.records)

    def to_bytes(self) -> bytes:
        """The same box gives the same bytes, however it was put together."""
        rows = [[one.slip, one.way, list(one.supports)] for one in sorted(self.records)]
        return json.dumps(rows, ensure_ascii=False, separators=(",", ":")).encode()

    @classmethod
    def from_bytes(cls, data: bytes) -> "Box":
        """The box that was written. Raises `ValueError` for anything else."""
        rows = json.loads(data)
        if not isinstance(rows, list):
            raise ValueError("a box is a list of records")
        found = []
        for row in rows:
            slip, way, supports = row
            if not isinstance(slip, str) or way not in WAYS:
                raise ValueError(f"no record: {row!r}")
            found.append(record(slip, way, supports))
        return cls(frozenset(found))


def record(slip: str, way: str, supports: Iterable[str]) -> Record:
    """A ballot. Raises `ValueError` for a way that is none."""
    if way not in WAYS:
        raise ValueError(f"no way to vote: {way}")
    return Record(slip, way, tuple(sorted(set(supports))))


@dataclass(frozen=True, slots=True)
class Settled:
    """What counts, by slip; and which slips were used more than once."""

    ballots: tuple[tuple[str, tuple[str, ...]], ...]
    twice: tuple[str, ...]
    """Slips used in several ways or differently; one ballot of each counts at most."""
    void: tuple[str, ...]
    """Slips of which no ballot counts: two that differ came by the same way."""


def settled(box: Box) -> Settled:
    """One ballot a slip, by the rule above."""
    by_slip: dict[str, list[Record]] = {}
    for one in sorted(box.records):
        by_slip.setdefault(one.slip, []).append(one)
    ballots, twice, void = [], [], []
    for slip, rows in sorted(by_slip.items()):
        way = min((one.way for one in rows), key=WAYS.index)
        first = [one for one in rows if one.way == way]
        if len(rows) > 1:
            twice.append(slip)
        if len(first) > 1:
            void.append(slip)
        else:
            ballots.append((slip, first[0].supports))
    return Settled(tuple(ballots), tuple(twice), tuple(void))

"""A school's library: for each thing its latest version, and which keys are revoked.

A state-based replicated set (Shapiro, Preguiça, Baquero and Zawirski, "Conflict-free replicated
data types", 2011). `merge` takes the greater of two versions and the union of revocations, then
drops what revoked keys signed: it is commutative, associative and idempotent, so libraries that
have seen the same records, in whatever order and however often, are the same library.
"""

import hashlib
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from types import MappingProxyType

from .refusal import Refusal
from .signing import Signed

Address = tuple[str, str, str]
_NOTHING: Mapping[Address, Signed] = MappingProxyType({})


@dataclass(frozen=True, slots=True)
class Taken:
    """What became of records that were offered: which were new and refused, how many known."""

    library: "Library"
    new: tuple[Signed, ...]
    known: int
    refused: tuple[Refusal, ...]


@dataclass(frozen=True, slots=True)
class Library:
    """What a school knows. `trusted` are keys of offices whose revocations of others count here."""

    records: Mapping[Address, Signed] = field(default_factory=lambda: _NOTHING)
    trusted: frozenset[str] = frozenset()

    @property
    def revoked(self) -> frozenset[str]:
        """The keys that sign no longer."""
        return frozenset(
            str(one.record.body["revoked"])
            for one in self.records.values()
            if one.record.kind == "revocation"
        )

    @property
    def digest(self) -> str:
        """The same for two libraries exactly when they hold the same."""
        whole = hashlib.sha256()
        for digest in sorted(one.digest for one in self.records.values()):
            whole.update(digest.encode())
        return whole.hexdigest()

    def merge(self, other: "Library") -> "Library":
        """Everything that either knows. Both must trust the same offices, else `ValueError`."""
        if self.trusted != other.trusted:
            raise ValueError("these libraries trust different offices")
        return self._joined(other.records.values())

    def take(self, offered: Iterable[Signed]) -> Taken:
        """The library with what is genuine of `offered`, and what became of each.

        A revocation counts for the whole offer, wherever in it it stands.
        """
        offer = list(offered)
        why = [self._wrong(one) for one in offer]
        library = self._joined(one for one, bad in zip(offer, why, strict=True) if not bad)
        revoked = library.revoked
        refused: list[Refusal] = []
        new: dict[Address, Signed] = {}
        known = 0
        for one, bad in zip(offer, why, strict=True):
            address = one.record.address
            if not bad and one.record.kind != "revocation" and one.record.key in revoked:
                bad = "revoked"
            if bad:
                refused.append(_refusal(bad, one))
            elif address in new or self.records.get(address) == library.records[address]:
                known += 1
            elif library.records[address] == one:
                new[address] = one
            else:
                known += 1
        return Taken(library, tuple(new.values()), known, tuple(refused))

    def _joined(self, more: Iterable[Signed]) -> "Library":
        joined = dict(self.records)
        for one in more:
            there = joined.get(one.record.address)
            if there is None or one.rank > there.rank:
                joined[one.record.address] = one
        whole = Library(joined, self.trusted)
        gone = whole.revoked
        if not gone:
            return whole
        kept = {
            address: one
            for address, one in joined.items()
            if one.record.kind == "revocation" or one.record.key not in gone
        }
        return Library(kept, self.trusted)

    def _wrong(self, one: Signed) -> str:
        """Why this is not taken; empty where nothing is wrong with it.

        A key is revoked by itself or by a trusted office, and for ever.
        """
        if self.records.get(one.record.address) == one:
            return ""  # it was looked at when it came the first time
        if not one.is_genuine():
            return "forged"
        if one.record.kind != "revocation":
            return ""
        return "" if one.record.key in {one.record.body["revoked"], *self.trusted} else "no_right"


def _refusal(reason: str, one: Signed) -> Refusal:
    record = one.record
    return Refusal(reason, record.name, "", record.school, record.key)

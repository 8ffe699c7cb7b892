"""A rota: turns, who is left out, and the certificate that says why that is right."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any

FORMAT = "terrace-rota-1"


@dataclass(frozen=True, slots=True, order=True)
class Need:
    """Who needs a turn: a child in a period, or a post in one of its slots (``slot`` not empty)."""

    served: str
    period: str
    slot: str = ""

    def to_json(self) -> dict[str, str]:
        told = {"served": self.served, "period": self.period}
        return told | {"slot": self.slot} if self.slot else told


@dataclass(frozen=True, slots=True, order=True)
class Turn:
    """An adult serves a child or keeps a post in a slot."""

    served: str
    period: str
    slot: str
    adult: str

    def to_json(self) -> dict[str, str]:
        return {
            "served": self.served,
            "period": self.period,
            "slot": self.slot,
            "adult": self.adult,
        }


@dataclass(frozen=True, slots=True)
class Shortage:
    """Needs that no rota can all meet: they want ``wanted`` turns, and all who may serve any of
    them, named in ``adults``, have room for ``places`` between them.

    ``counted`` is true when counting proves it (a violator of Hall's condition); false when only
    the search through all rotas did, or ran out of time (then ``places`` is what it found).
    """

    needs: tuple[Need, ...]
    adults: tuple[str, ...]
    wanted: int
    places: int
    counted: bool = True

    def to_json(self) -> dict[str, Any]:
        return {
            "needs": [need.to_json() for need in self.needs],
            "adults": list(self.adults),
            "wanted": self.wanted,
            "places": self.places,
            "counted": self.counted,
        }


@dataclass(frozen=True, slots=True)
class Rota:
    """Turns in order, needs left out (a post that lacks two adults stands twice), the shortages
    that make it so. ``fixed_before``: earlier turns were not touched when it was planned again.
    """

    turns: tuple[Turn, ...]
    left_out: tuple[Need, ...]
    shortages: tuple[Shortage, ...]
    fixed_before: date | None = None

    def loads(self, adults: Sequence[str]) -> dict[str, int]:
        """How many turns each adult has."""
        loads = dict.fromkeys(adults, 0)
        for turn in self.turns:
            loads[turn.adult] += 1
        return loads

    def to_json(self, adults: Sequence[str]) -> dict[str, Any]:
        certificate: dict[str, Any] = {
            "complete": not self.left_out,
            "turns": len(self.turns),
            "wanted": len(self.turns) + len(self.left_out),
            "loads": self.loads(adults),
            "shortages": [one.to_json() for one in self.shortages],
        }
        if self.fixed_before is not None:
            certificate["fixed_before"] = self.fixed_before.isoformat()
        return {
            "format": FORMAT,
            "turns": [turn.to_json() for turn in self.turns],
            "left_out": [need.to_json() for need in self.left_out],
            "certificate": certificate,
        }


def turns_from_json(rota: Mapping[str, Any]) -> tuple[Turn, ...]:
    """The turns of a rota's JSON. Raises `KeyError` or `TypeError` for what is not one."""
    return tuple(
        Turn(
            served=str(one["served"]),
            period=str(one["period"]),
            slot=str(one["slot"]),
            adult=str(one["adult"]),
        )
        for one in rota["turns"]
    )

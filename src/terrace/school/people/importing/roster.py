"""A school as another program keeps it: everybody with the key by which that program knows them."""

from collections.abc import Mapping
from dataclasses import asdict, dataclass, field
from datetime import date
from typing import Any

from .problem import Problem


@dataclass(frozen=True, slots=True)
class RosterClass:
    """``code`` is empty where the name does not say which class of its grade it is."""

    key: str
    name: str
    code: str
    grade: int


@dataclass(frozen=True, slots=True)
class RosterChild:
    key: str
    row: int
    name: str
    sex: str
    birth_date: date | None
    class_key: str


@dataclass(frozen=True, slots=True)
class RosterAdult:
    key: str
    row: int
    name: str
    phone: str


@dataclass(frozen=True, slots=True)
class RosterGuardian:
    """One adult of one child's family: who has two children here stands there twice."""

    key: str
    row: int
    child_key: str
    name: str
    relation: str
    phone: str


@dataclass(slots=True)
class Roster:
    """What a file says, and what in it is not understood: rows with a problem are left out.

    ``leads``: class key to the key of its class teacher. Every key that is referred to is there.
    """

    school: str = ""
    classes: list[RosterClass] = field(default_factory=list)
    children: list[RosterChild] = field(default_factory=list)
    staff: list[RosterAdult] = field(default_factory=list)
    guardians: list[RosterGuardian] = field(default_factory=list)
    leads: dict[str, str] = field(default_factory=dict)
    problems: list[Problem] = field(default_factory=list)

    def to_json(self) -> dict[str, Any]:
        """The roster as plain JSON, so that it can travel between processes."""
        told = asdict(self)
        for child in told["children"]:
            child["birth_date"] = child["birth_date"] and child["birth_date"].isoformat()
        return told

    @classmethod
    def from_json(cls, told: Mapping[str, Any]) -> "Roster":
        """The roster that `to_json` wrote."""
        return cls(
            school=told["school"],
            classes=[RosterClass(**one) for one in told["classes"]],
            children=[RosterChild(**{**one, "birth_date": _date(one)}) for one in told["children"]],
            staff=[RosterAdult(**one) for one in told["staff"]],
            guardians=[RosterGuardian(**one) for one in told["guardians"]],
            leads=dict(told["leads"]),
            problems=[Problem(**one) for one in told["problems"]],
        )


def _date(child: Mapping[str, Any]) -> date | None:
    return date.fromisoformat(child["birth_date"]) if child["birth_date"] else None

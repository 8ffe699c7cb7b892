"""A rota's problem: who serves whom, in which half-hours of which periods, under which laws.

Frozen values. `reading.problem_from_json` makes them from JSON; docs/reference/rota.md names every
key with an example.
"""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date
from functools import cached_property

DAY = 1440
"""Minutes of a day."""


@dataclass(frozen=True, slots=True)
class Period:
    """A stretch of days in which every child has one turn: a week, a fortnight, a term."""

    id: str
    starts: date
    ends: date
    name: str = ""


@dataclass(frozen=True, slots=True)
class Away:
    """Days, first and last included, on which somebody is not there."""

    first: date
    last: date

    def covers(self, day: date) -> bool:
        return self.first <= day <= self.last


@dataclass(frozen=True, slots=True)
class Adult:
    """Somebody who serves; a phone booth or a visitors' room may stand here as well.

    ``share`` is what part of the load she takes, in per cent of a full share; ``already`` are turns
    of earlier rotas that count in fairness; ``most`` and ``most_each_period`` limit her turns.
    """

    id: str
    name: str = ""
    sex: str = ""
    languages: tuple[str, ...] = ()
    share: int = 100
    already: int = 0
    most: int | None = None
    most_each_period: int | None = None
    absent: tuple[Away, ...] = ()


@dataclass(frozen=True, slots=True)
class Child:
    """Somebody served once in each of her periods (empty ``periods``: in all).

    ``prefers`` weighs adults by id, 0 to 1000. ``only_on`` are the only days that suit (a family's
    visit); empty: every day.
    """

    id: str
    name: str = ""
    sex: str = ""
    language: str = ""
    periods: tuple[str, ...] = ()
    only_by: tuple[str, ...] = ()
    not_with: tuple[str, ...] = ()
    only_on: tuple[date, ...] = ()
    absent: tuple[Away, ...] = ()
    prefers: Mapping[str, int] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class Post:
    """A duty that is kept in each slot that names it, by ``adults`` different adults."""

    id: str
    name: str = ""
    adults: int = 1
    only_by: tuple[str, ...] = ()
    not_with: tuple[str, ...] = ()
    prefers: Mapping[str, int] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class Slot:
    """A half-hour, a meal or a night, on one day of one period.

    ``begins`` and ``ends`` are minutes since midnight (``ends`` before ``begins``: next morning);
    without them it never overlaps another. ``adults`` who offer it (empty: all). ``places``: how
    many children one adult serves at once. ``posts`` kept in it (empty: it is for children).
    ``rest_days``: whole days without a turn after it.
    """

    id: str
    period: str
    date: date
    begins: int | None = None
    ends: int | None = None
    adults: tuple[str, ...] = ()
    places: int = 1
    posts: tuple[str, ...] = ()
    rest_days: int = 0

    def busy(self) -> tuple[int, int]:
        """From when to when, in minutes, an adult who serves in it can serve nowhere else."""
        midnight = self.date.toordinal() * DAY
        first = midnight + (self.begins if self.begins is not None else 0)
        if self.begins is None and self.rest_days:
            first = midnight + DAY - 1
        last = first
        if self.begins is not None and self.ends is not None:
            last = midnight + self.ends + (DAY if self.ends <= self.begins else 0)
        if self.rest_days:
            last = max(last, midnight + (self.rest_days + 1) * DAY)
        return first, last


@dataclass(frozen=True, slots=True)
class Weights:
    """What a turn is worth beyond ``prefers`` when sex or language agree."""

    same_sex: int = 0
    same_language: int = 0


@dataclass(frozen=True)
class Problem:
    """All of it, ids unique within their kind and every id that is named known."""

    periods: tuple[Period, ...]
    adults: tuple[Adult, ...]
    slots: tuple[Slot, ...]
    children: tuple[Child, ...] = ()
    posts: tuple[Post, ...] = ()
    weights: Weights = Weights()

    @cached_property
    def adult(self) -> Mapping[str, Adult]:
        return {one.id: one for one in self.adults}

    @cached_property
    def slot(self) -> Mapping[str, Slot]:
        return {one.id: one for one in self.slots}

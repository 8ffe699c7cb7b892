"""A timetable problem: who, what, when, and the rules with their weights.

Slots are numbered ``day * hours + hour``. *Lines* are those who can be in one place at a time:
first the teachers, then the groups of pupils that no lesson splits further. Every rule of every
file format is written in five shapes (`Times`, `Pair`, `OfLine`, `OfSet`, `Rooms`): the solver,
the scorer and the reasons know these five and no format. A weight is a share, 0 to 1; 1 is a
must.
"""

from dataclasses import dataclass, field
from enum import IntEnum

MUST = 1.0
NOBODY_TWICE = "ConstraintBasicCompulsoryTime"
"""FET's name for: nobody is in two places at a time."""


@dataclass(frozen=True, slots=True)
class Source:
    """Where a rule stands: its kind in the file, the line there, and whom it names."""

    kind: str
    line: int
    about: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Activity:
    """One lesson to place. ``name`` is its id in the file; ``lines`` are all who are in it."""

    name: str
    subject: str
    teachers: tuple[int, ...]
    groups: tuple[int, ...]
    """Lines of pupils."""
    tags: tuple[str, ...]
    duration: int
    students: tuple[str, ...]
    """The classes as the file names them."""
    headcount: int = 0
    line: int = 0

    @property
    def lines(self) -> tuple[int, ...]:
        return self.teachers + self.groups


@dataclass(frozen=True, slots=True)
class Line:
    """A teacher, or pupils who always sit together."""

    name: str
    is_teacher: bool
    count: int = 1
    """So many groups of the file are this one line: each counts in the sum of what is broken."""


@dataclass(frozen=True, slots=True)
class Room:
    name: str
    building: str = ""
    capacity: int = 30_000


class Span(IntEnum):
    """What of a lesson must lie in the slots of a `Times` rule."""

    START = 0
    WHOLE = 1


@dataclass(frozen=True, slots=True)
class Times:
    """The activities begin in (START), or lie within (WHOLE), these slots."""

    activities: tuple[int, ...]
    slots: frozenset[int]
    span: Span
    weight: float
    source: Source


class Relation(IntEnum):
    """What two activities are to each other. ``amount`` is in days, hours or gaps."""

    DAYS_APART = 0
    """At least ``amount`` days between them."""
    DAYS_NEAR = 1
    """At most ``amount`` days between them."""
    APART = 2
    """Never at the same time."""
    SAME_START = 3
    SAME_DAY = 4
    SAME_HOUR = 5
    ADJACENT_IF_SAME_DAY = 6
    """One straight after the other, in any order, if on one day."""
    FOLLOWS = 7
    """The second straight after the first (breaks between do not count)."""
    GROUPED = 8
    """One straight after the other, in any order."""
    BEFORE = 9
    """The first is over before the second begins, in the week."""
    BEFORE_IF_SAME_DAY = 10
    GAPS_AT_LEAST = 11
    """If on one day, at least ``amount`` hours between them."""
    GAPS_AT_MOST = 12
    """At most ``amount`` hours between them, on one day."""
    GAPS_AFTER = 13
    """If the second comes later on the same day, at least ``amount`` hours between."""


@dataclass(frozen=True, slots=True)
class Pair:
    first: int
    second: int
    relation: Relation
    amount: int
    weight: float
    source: Source


class Habit(IntEnum):
    """A rule on the week of one line. ``amount`` and ``other`` as said."""

    GAPS_WEEK = 0
    GAPS_DAY = 1
    EARLY = 2
    """At most ``amount`` days begin at the second hour, none later."""
    HOURS_MIN = 3
    """At least ``amount`` hours a day; ``other`` 1: days without any are allowed."""
    HOURS_MAX = 4
    CONTINUOUS_MAX = 5
    DAYS_MAX = 6
    DAYS_MIN = 7
    SPAN_MAX = 8
    """First to last hour of a day at most ``amount``; ``other`` 1: one day may have one more."""
    REST_MIN = 9
    """At least ``amount`` hours free between two days; ``other`` 1: last to first day too."""
    INTERVAL_DAYS_MAX = 10
    """At most ``amount`` days with a lesson in the hours of ``mask``."""
    TAG_HOURS_MAX = 11
    TAG_CONTINUOUS_MAX = 12
    TAG_HOURS_MIN = 13


@dataclass(frozen=True, slots=True)
class OfLine:
    line: int
    habit: Habit
    amount: int
    weight: float
    source: Source
    other: int = 0
    tag: str = ""
    mask: int = 0


class Together(IntEnum):
    """A rule on a set of activities and a set of slots."""

    OCCUPY_MAX = 0
    """They use at most ``amount`` of the slots."""
    OCCUPY_MIN = 1
    SIMULTANEOUS_MAX = 2
    """In each of the slots at most ``amount`` of them."""
    SIMULTANEOUS_MIN = 3
    """In each of the slots (``other`` 1: that is used at all) at least ``amount`` of them."""
    TOTAL_MAX = 4
    """At most ``amount`` of them in the slots together."""
    THREE_GROUPED = 5
    """All three in one row on one day."""


@dataclass(frozen=True, slots=True)
class OfSet:
    activities: tuple[int, ...]
    slots: frozenset[int]
    rule: Together
    amount: int
    weight: float
    source: Source
    other: int = 0


@dataclass(frozen=True, slots=True)
class Rooms:
    """The activities are held in one of the rooms."""

    activities: tuple[int, ...]
    rooms: tuple[int, ...]
    weight: float
    source: Source
    home: bool = False
    """Only for activities that no other room rule names."""


Rule = Times | Pair | OfLine | OfSet | Rooms


@dataclass(frozen=True, slots=True)
class Closing:
    """Slots that a rule takes from lines or rooms; where it names neither, from all (a break)."""

    slots: frozenset[int]
    source: Source
    lines: tuple[int, ...] = ()
    rooms: tuple[int, ...] = ()


@dataclass(frozen=True, slots=True)
class Problem:
    """Everything to plan. Rules refer to activities, lines and rooms by number."""

    name: str
    days: tuple[str, ...]
    hours: tuple[str, ...]
    lines: tuple[Line, ...]
    activities: tuple[Activity, ...]
    rooms: tuple[Room, ...]
    rules: tuple[Rule, ...]
    line_free: tuple[frozenset[int], ...]
    """Slots in which a line may have a lesson (breaks are nobody's)."""
    room_free: tuple[frozenset[int], ...]
    breaks: frozenset[int]
    unsupported: tuple[Source, ...] = ()
    sets: dict[str, tuple[int, ...]] = field(default_factory=dict)
    """Name of a class, year or group → its lines."""
    closings: tuple[Closing, ...] = ()
    """By which rules slots are missing from `line_free`, `room_free` and in `breaks`."""

    @property
    def slots(self) -> int:
        return len(self.days) * len(self.hours)


@dataclass(frozen=True, slots=True)
class Plan:
    """``starts[a]`` is the slot in which activity a begins, or -1; ``rooms[a]`` its room, or -1."""

    starts: tuple[int, ...]
    rooms: tuple[int, ...]

    @property
    def placed(self) -> int:
        return sum(one >= 0 for one in self.starts)


class Broken(Exception):
    """The file cannot be read as a timetable: the line and the reason, in both languages."""

    def __init__(self, line: int, zh: str, en: str) -> None:
        super().__init__(f"line {line}: {en}" if line else en)
        self.line, self.zh, self.en = line, zh, en

"""A school as the XHSTT format says it: times, resources, events and what is asked of a timetable.

Source: Post et al., "An XML format for benchmarks in high school timetabling" (Annals of Operations
Research 194, 2012) and its form of 2014. Times, resources and events are named by their index.
"""

from dataclasses import dataclass

NONE = -1
"""No time, or no resource."""


@dataclass(frozen=True, slots=True)
class Resource:
    """A teacher, a class, a room: whatever can be in one place at a time."""

    id: str
    kind: str


@dataclass(frozen=True, slots=True)
class Role:
    """What an event needs somebody for; ``resource`` is `NONE` where a solver chooses."""

    name: str
    kind: str
    resource: int
    workload: int


@dataclass(frozen=True, slots=True)
class Event:
    """``duration`` times of teaching, whole or in parts; ``time`` is set beforehand or `NONE`."""

    id: str
    duration: int
    time: int
    roles: tuple[Role, ...]


@dataclass(frozen=True, slots=True)
class Lesson:
    """A part of an event: how long, when it starts, and who takes each of the event's roles."""

    event: int
    duration: int
    time: int
    who: tuple[int, ...]


Plan = tuple[Lesson, ...]


@dataclass(frozen=True, slots=True)
class Window:
    """Some times, in order, with how often something should fall into them."""

    times: tuple[int, ...]
    least: int = 0
    most: int = 0


@dataclass(frozen=True, slots=True, kw_only=True)
class Rule:
    """A constraint: a must or a wish; ``cost`` is Linear, Quadratic or Step in the deviation."""

    id: str
    line: int
    required: bool
    weight: int
    cost: str


@dataclass(frozen=True, slots=True, kw_only=True)
class OfEvents(Rule):
    """A rule for each of some events."""

    events: tuple[int, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class OfGroups(Rule):
    """A rule for each of some groups of events."""

    groups: tuple[tuple[int, ...], ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class OfResources(Rule):
    """A rule for each of some resources."""

    resources: tuple[int, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class AssignTime(OfEvents):
    """Every part has a time."""


@dataclass(frozen=True, slots=True, kw_only=True)
class AssignResource(OfEvents):
    """Every part has somebody in the role."""

    role: str


@dataclass(frozen=True, slots=True, kw_only=True)
class PreferTimes(OfEvents):
    """Parts (of one duration, unless it is 0) start at one of the times."""

    times: tuple[int, ...]
    duration: int


@dataclass(frozen=True, slots=True, kw_only=True)
class PreferResources(OfEvents):
    """Whoever is in the role is one of these."""

    role: str
    resources: tuple[int, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class SplitEvents(OfEvents):
    """How long parts are, and how many."""

    shortest: int
    longest: int
    fewest: int
    most: int


@dataclass(frozen=True, slots=True, kw_only=True)
class DistributeSplit(OfEvents):
    """How many parts have one duration."""

    duration: int
    least: int
    most: int


@dataclass(frozen=True, slots=True, kw_only=True)
class AvoidSplitAssignments(OfGroups):
    """One and the same in the role throughout the group."""

    role: str


@dataclass(frozen=True, slots=True, kw_only=True)
class SpreadEvents(OfGroups):
    """How many parts of the group start in each window."""

    windows: tuple[Window, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class LinkEvents(OfGroups):
    """The events of the group run at the same times."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Pair:
    """Two events in order, and the times between the end of one and the start of the other."""

    first: int
    second: int
    least: int
    most: int


@dataclass(frozen=True, slots=True, kw_only=True)
class OrderEvents(Rule):
    """One event after the other."""

    pairs: tuple[Pair, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class AvoidClashes(OfResources):
    """At most one lesson at a time."""


@dataclass(frozen=True, slots=True, kw_only=True)
class AvoidUnavailable(OfResources):
    """No lesson at these times."""

    times: tuple[int, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class LimitIdle(OfResources):
    """Times without a lesson between lessons of one window, over all windows."""

    windows: tuple[Window, ...]
    least: int
    most: int


@dataclass(frozen=True, slots=True, kw_only=True)
class ClusterBusy(OfResources):
    """In how many of the windows there is a lesson."""

    windows: tuple[Window, ...]
    least: int
    most: int


@dataclass(frozen=True, slots=True, kw_only=True)
class LimitBusy(OfResources):
    """How many lessons in each window that has one."""

    windows: tuple[Window, ...]
    least: int
    most: int


@dataclass(frozen=True, slots=True, kw_only=True)
class LimitWorkload(OfResources):
    """How much work in all."""

    least: int
    most: int


@dataclass(frozen=True, slots=True)
class Unsupported:
    """A rule of the file that we cannot weigh."""

    kind: str
    line: int


@dataclass(frozen=True, slots=True)
class Instance:
    """A school: everything that one instance of an archive says."""

    id: str
    times: tuple[str, ...]
    resources: tuple[Resource, ...]
    events: tuple[Event, ...]
    rules: tuple[Rule, ...]
    unsupported: tuple[Unsupported, ...] = ()

"""Every rule at every point of application: a row of numbers for the compiled weighing."""

from dataclasses import dataclass, field

from terrace.engines.timetable.xhstt import instance as of
from terrace.engines.timetable.xhstt.instance import NONE, Instance, Rule, Window

COSTS = ("Linear", "Quadratic", "Step")
(
    ASSIGN_TIME,
    ASSIGN_RESOURCE,
    PREFER_TIMES,
    PREFER_RESOURCES,
    SPLIT,
    DISTRIBUTE,
    SAME,
    SPREAD,
    LINK,
    ORDER,
    CLASHES,
    UNAVAILABLE,
    IDLE,
    CLUSTER,
    BUSY,
    LOAD,
) = range(16)


@dataclass(frozen=True, slots=True)
class Point:
    """``on``: the event or resource; ``amounts`` and ``list`` as its kind reads them."""

    kind: int
    rule: Rule
    on: int
    amounts: tuple[int, int, int, int] = (0, 0, 0, 0)
    list: tuple[int, ...] = ()
    events: tuple[int, ...] = ()
    resources: tuple[int, ...] = ()


@dataclass(slots=True)
class Pointed:
    """All points, and the sets of times and of resources that they speak of."""

    points: list[Point] = field(default_factory=list)
    sets: list[tuple[int, ...]] = field(default_factory=list)
    people: list[tuple[int, ...]] = field(default_factory=list)

    def set(self, times: tuple[int, ...]) -> int:
        """The index of a set of times, each set once."""
        if times not in self.sets:
            self.sets.append(times)
        return self.sets.index(times)

    def windows(self, windows: tuple[Window, ...]) -> tuple[int, ...]:
        """Set, least, most of each window in a row."""
        row: list[int] = []
        for one in windows:
            row += [self.set(one.times), one.least, one.most]
        return tuple(row)


def points(school: Instance) -> Pointed:
    """The points of all rules that weigh anything."""
    found = Pointed()
    for rule in school.rules:
        if not rule.weight:
            continue
        if isinstance(rule, of.OfEvents):
            found.points += [_of_event(school, rule, event, found) for event in rule.events]
        elif isinstance(rule, of.OfGroups):
            found.points += [_of_group(school, rule, group, found) for group in rule.groups]
        elif isinstance(rule, of.OfResources):
            found.points += _of_resources(rule, found)
        elif isinstance(rule, of.OrderEvents):
            for pair in rule.pairs:
                both = (pair.first, pair.second)
                limits = (pair.second, pair.least, pair.most, 0)
                found.points.append(Point(ORDER, rule, pair.first, limits, events=both))
    return found


def _roles(school: Instance, event: int, name: str) -> tuple[int, ...]:
    return tuple(j for j, one in enumerate(school.events[event].roles) if one.name == name)


def _of_event(school: Instance, rule: of.OfEvents, event: int, found: Pointed) -> Point:
    own = (event,)
    match rule:
        case of.AssignTime():
            return Point(ASSIGN_TIME, rule, event, events=own)
        case of.AssignResource():
            roles = _roles(school, event, rule.role)
            return Point(ASSIGN_RESOURCE, rule, event, list=roles, events=own)
        case of.PreferTimes():
            amounts = (found.set(rule.times), rule.duration, 0, 0)
            return Point(PREFER_TIMES, rule, event, amounts, events=own)
        case of.PreferResources():
            if rule.resources not in found.people:
                found.people.append(rule.resources)
            amounts = (found.people.index(rule.resources), 0, 0, 0)
            roles = _roles(school, event, rule.role)
            return Point(PREFER_RESOURCES, rule, event, amounts, list=roles, events=own)
        case of.SplitEvents():
            amounts = (rule.shortest, rule.longest, rule.fewest, rule.most)
            return Point(SPLIT, rule, event, amounts, events=own)
        case of.DistributeSplit():
            amounts = (rule.duration, rule.least, rule.most, 0)
            return Point(DISTRIBUTE, rule, event, amounts, events=own)
    raise TypeError(rule)


def _of_group(school: Instance, rule: of.OfGroups, group: tuple[int, ...], found: Pointed) -> Point:
    match rule:
        case of.AvoidSplitAssignments():
            row: list[int] = []
            for event in group:
                for role in _roles(school, event, rule.role):
                    row += [event, role]
            return Point(SAME, rule, NONE, list=tuple(row), events=group)
        case of.SpreadEvents():
            windows = found.windows(rule.windows)
            amounts = (len(windows), 0, 0, 0)
            return Point(SPREAD, rule, NONE, amounts, list=(*windows, *group), events=group)
        case of.LinkEvents():
            return Point(LINK, rule, NONE, list=group, events=group)
    raise TypeError(rule)


def _of_resources(rule: of.OfResources, found: Pointed) -> list[Point]:
    amounts: tuple[int, int, int, int] = (0, 0, 0, 0)
    row: tuple[int, ...] = ()
    match rule:
        case of.AvoidClashes():
            kind = CLASHES
        case of.AvoidUnavailable():
            kind, amounts = UNAVAILABLE, (found.set(tuple(sorted(rule.times))), 0, 0, 0)
        case of.LimitIdle():
            kind, amounts = IDLE, (rule.least, rule.most, 0, 0)
            row = found.windows(rule.windows)
        case of.ClusterBusy():
            kind, amounts = CLUSTER, (rule.least, rule.most, 0, 0)
            row = found.windows(rule.windows)
        case of.LimitBusy():
            kind, amounts = BUSY, (rule.least, rule.most, 0, 0)
            row = found.windows(rule.windows)
        case of.LimitWorkload():
            kind, amounts = LOAD, (rule.least, rule.most, 0, 0)
        case _:
            raise TypeError(rule)
    return [Point(kind, rule, one, amounts, list=row, resources=(one,)) for one in rule.resources]

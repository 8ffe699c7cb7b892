"""What a plan costs in XHSTT's own terms: infeasibility (musts) and objective (wishes).

Plain and slow on purpose: it stands apart from the search and is the judge of it. A rule has
points of application; each point's deviation goes through the cost function and the weight.
"""

import math
from collections import defaultdict
from collections.abc import Iterator
from dataclasses import dataclass, field

from terrace.engines.timetable.xhstt import instance as of
from terrace.engines.timetable.xhstt.instance import NONE, Instance, Lesson, Plan, Rule


@dataclass(frozen=True, slots=True)
class Cost:
    """The sums over musts and over wishes."""

    hard: int
    soft: int


@dataclass(slots=True)
class _Seen:
    """A plan by event and by resource; ``busy`` counts lessons by resource and time."""

    school: Instance
    plan: Plan
    parts: dict[int, list[Lesson]] = field(default_factory=lambda: defaultdict(list))
    busy: dict[int, dict[int, int]] = field(default_factory=lambda: defaultdict(dict))
    load: dict[int, float] = field(default_factory=lambda: defaultdict(float))

    def __post_init__(self) -> None:
        for lesson in self.plan:
            self.parts[lesson.event].append(lesson)
            event = self.school.events[lesson.event]
            for role, who in zip(event.roles, lesson.who, strict=True):
                if who == NONE:
                    continue
                self.load[who] += role.workload * lesson.duration / event.duration
                for time in self.running(lesson):
                    self.busy[who][time] = self.busy[who].get(time, 0) + 1

    def running(self, lesson: Lesson) -> range:
        """The times during which the lesson runs."""
        if lesson.time == NONE:
            return range(0)
        return range(lesson.time, min(lesson.time + lesson.duration, len(self.school.times)))


def evaluate(school: Instance, plan: Plan) -> Cost:
    """The cost of ``plan``, whose lessons are the parts of the events of ``school``."""
    seen = _Seen(school, plan)
    sums = {True: 0, False: 0}
    for rule in school.rules:
        sums[rule.required] += sum(weighed(rule, off) for off in _deviations(rule, seen))
    return Cost(sums[True], sums[False])


def weighed(rule: Rule, off: int) -> int:
    """The cost of a deviation at one point of application."""
    if rule.cost == "Quadratic":
        return rule.weight * off * off
    return rule.weight * (off if rule.cost == "Linear" else min(off, 1))


def outside(amount: int, least: int, most: int) -> int:
    """By how much ``amount`` is under ``least`` or over ``most``."""
    return max(0, least - amount, amount - most)


def _deviations(rule: Rule, seen: _Seen) -> Iterator[int]:
    if isinstance(rule, of.OfEvents):
        for event in rule.events:
            yield _of_event(rule, event, seen)
    elif isinstance(rule, of.OfGroups):
        for group in rule.groups:
            yield _of_group(rule, group, seen)
    elif isinstance(rule, of.OfResources):
        for resource in rule.resources:
            yield _of_resource(rule, resource, seen)
    elif isinstance(rule, of.OrderEvents):
        for pair in rule.pairs:
            yield _of_pair(pair, seen)


def _in_role(seen: _Seen, event: int, role: str) -> Iterator[tuple[Lesson, int]]:
    """Each part of the event with whoever takes the role; a role set beforehand is not meant."""
    for k, one in enumerate(seen.school.events[event].roles):
        if one.name == role:
            for lesson in seen.parts[event]:
                yield lesson, lesson.who[k]


def _of_event(rule: of.OfEvents, event: int, seen: _Seen) -> int:
    parts = seen.parts[event]
    match rule:
        case of.AssignTime():
            return sum(one.duration for one in parts if one.time == NONE)
        case of.AssignResource():
            roles = _in_role(seen, event, rule.role)
            return sum(one.duration for one, who in roles if who == NONE)
        case of.PreferTimes():
            return sum(
                one.duration
                for one in parts
                if one.time != NONE
                and rule.duration in (0, one.duration)
                and one.time not in rule.times
            )
        case of.PreferResources():
            roles = _in_role(seen, event, rule.role)
            return sum(
                one.duration for one, who in roles if who != NONE and who not in rule.resources
            )
        case of.SplitEvents():
            wrong = sum(not rule.shortest <= one.duration <= rule.longest for one in parts)
            return wrong + outside(len(parts), rule.fewest, rule.most)
        case of.DistributeSplit():
            count = sum(one.duration == rule.duration for one in parts)
            return outside(count, rule.least, rule.most)
    raise TypeError(rule)


def _of_group(rule: of.OfGroups, group: tuple[int, ...], seen: _Seen) -> int:
    match rule:
        case of.AvoidSplitAssignments():
            people = {who for event in group for _, who in _in_role(seen, event, rule.role)}
            return max(0, len(people - {NONE}) - 1)
        case of.SpreadEvents():
            starts = [one.time for event in group for one in seen.parts[event]]
            return sum(
                outside(sum(time in window.times for time in starts), window.least, window.most)
                for window in rule.windows
            )
        case of.LinkEvents():
            running: list[set[int]] = [
                {time for one in seen.parts[event] for time in seen.running(one)} for event in group
            ]
            return len(set().union(*running) - running[0].intersection(*running)) if running else 0
    raise TypeError(rule)


def _of_pair(pair: of.Pair, seen: _Seen) -> int:
    first = [one for one in seen.parts[pair.first] if one.time != NONE]
    second = [one.time for one in seen.parts[pair.second] if one.time != NONE]
    if not first or not second:
        return 0
    between = min(second) - max(one.time + one.duration for one in first)
    return outside(between, pair.least, pair.most)


def _of_resource(rule: of.OfResources, resource: int, seen: _Seen) -> int:
    busy = seen.busy[resource]
    match rule:
        case of.AvoidClashes():
            return sum(count - 1 for count in busy.values())
        case of.AvoidUnavailable():
            return sum(time in busy for time in rule.times)
        case of.LimitIdle():
            idle = sum(_idle(window.times, busy) for window in rule.windows)
            return outside(idle, rule.least, rule.most)
        case of.ClusterBusy():
            days = sum(any(time in busy for time in window.times) for window in rule.windows)
            return outside(days, rule.least, rule.most)
        case of.LimitBusy():
            counts = [sum(time in busy for time in window.times) for window in rule.windows]
            return sum(outside(count, rule.least, rule.most) for count in counts if count)
        case of.LimitWorkload():
            load = seen.load[resource]
            return math.ceil(max(0.0, rule.least - load, load - rule.most) - 1e-6)
    raise TypeError(rule)


def _idle(times: tuple[int, ...], busy: dict[int, int]) -> int:
    places = [place for place, time in enumerate(times) if time in busy]
    return places[-1] - places[0] + 1 - len(places) if places else 0

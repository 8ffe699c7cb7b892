"""When an activity may begin, and where it may be held, by the musts on it alone."""

from collections.abc import Sequence

import numpy as np
from numpy.typing import NDArray

from terrace.engines.timetable.problem import MUST, Pair, Problem, Relation, Rooms, Span, Times

Flags = NDArray[np.bool_]
Ints = NDArray[np.int64]


def openings(problem: Problem) -> Flags:
    """(activities, slots): all its people are there for its whole length, and the time suits."""
    count, hours, slots = len(problem.activities), len(problem.hours), problem.slots
    free = np.zeros((len(problem.lines), slots), bool)
    for line, own in enumerate(problem.line_free):
        free[line, list(own)] = True
    unbroken = np.ones(slots, bool)
    unbroken[list(problem.breaks)] = False
    whole = np.tile(unbroken, (count, 1))
    starts = np.ones((count, slots), bool)
    for number, activity in enumerate(problem.activities):
        if activity.lines:
            whole[number] &= free[list(activity.lines)].all(0)
    for rule in problem.rules:
        if isinstance(rule, Times) and rule.weight >= MUST:
            good = np.zeros(slots, bool)
            good[list(rule.slots)] = True
            chosen = list(rule.activities)
            (starts if rule.span is Span.START else whole)[chosen] &= good
    lengths = np.array([one.duration for one in problem.activities], int)
    by_day = whole.reshape(count, len(problem.days), hours)
    fits = np.zeros_like(by_day)
    for length in np.unique(lengths):
        own = lengths == length
        run = by_day[own, :, : hours - length + 1].copy()
        for later in range(1, int(length)):
            run &= by_day[own, :, later : hours - length + 1 + later]
        fits[own, :, : hours - length + 1] = run
    every: Flags = fits.reshape(count, slots) & starts
    return every


def rooms_of(problem: Problem) -> list[tuple[int, ...] | None]:
    """The rooms that each activity must have one of, large enough for it; None: it needs none."""
    found: list[set[int] | None] = [None] * len(problem.activities)
    rules = [one for one in problem.rules if isinstance(one, Rooms)]
    named = {one for rule in rules if not rule.home for one in rule.activities}
    for rule in rules:
        if rule.weight < MUST:
            continue
        for one in rule.activities:
            if rule.home and one in named:
                continue
            before = found[one]
            found[one] = set(rule.rooms) if before is None else before & set(rule.rooms)
    return [
        None
        if rooms is None
        else tuple(
            sorted(one for one in rooms if problem.rooms[one].capacity >= activity.headcount)
        )
        for rooms, activity in zip(found, problem.activities, strict=True)
    ]


def room_openings(problem: Problem, number: int, rooms: Sequence[int]) -> Flags:
    """(rooms, slots): the room is open for the activity's whole length from there."""
    length, hours = problem.activities[number].duration, len(problem.hours)
    found = np.zeros((len(rooms), problem.slots), bool)
    for row, room in enumerate(rooms):
        free = problem.room_free[room]
        for slot in range(problem.slots):
            if slot % hours + length <= hours:
                found[row, slot] = all(one in free for one in range(slot, slot + length))
    return found


def suits(problem: Problem, rule: Pair) -> Flags:
    """(slots, slots): beginning there, the two activities keep the rule."""
    hours = len(problem.hours)
    slot = np.arange(problem.slots)
    day, hour = slot // hours, slot % hours
    a_day, b_day = day[:, None], day[None, :]
    a, b = hour[:, None], hour[None, :]
    long_a = problem.activities[rule.first].duration
    long_b = problem.activities[rule.second].duration
    same, apart = a_day == b_day, np.abs(a_day - b_day)
    found: Flags
    match rule.relation:
        case Relation.DAYS_APART:
            found = apart >= rule.amount
        case Relation.DAYS_NEAR:
            found = apart <= rule.amount
        case Relation.APART:
            found = ~same | (a + long_a <= b) | (b + long_b <= a)
        case Relation.SAME_START:
            found = same & (a == b)
        case Relation.SAME_DAY:
            found = same
        case Relation.SAME_HOUR:
            found = (a == b) | np.zeros_like(same)
        case Relation.ADJACENT_IF_SAME_DAY:
            found = ~same | (b == a + long_a) | (a == b + long_b)
        case Relation.FOLLOWS:
            found = same & _only_breaks(problem, long_a)
        case Relation.GROUPED:
            found = same & (_only_breaks(problem, long_a) | _only_breaks(problem, long_b).T)
        case Relation.BEFORE:
            found = (a_day < b_day) | (same & (a + long_a <= b))
        case Relation.BEFORE_IF_SAME_DAY:
            found = ~same | (a + long_a <= b)
        case _:
            found = _gaps_kept(rule, same, a, b, long_a, long_b)
    return found


def _gaps_kept(rule: Pair, same: Flags, a: Ints, b: Ints, long_a: int, long_b: int) -> Flags:
    gap = np.where(b >= a, b - a - long_a, a - b - long_b)
    if rule.relation is Relation.GAPS_AT_MOST:
        return ~same | (gap <= rule.amount)
    kept: Flags = ~same | (gap >= rule.amount)
    return kept | (b < a) if rule.relation is Relation.GAPS_AFTER else kept


def _only_breaks(problem: Problem, length: int) -> Flags:
    """(slots, slots): on one day, with only breaks from the end of the first to the second."""
    hours = len(problem.hours)
    taken = np.ones(problem.slots + 1, int)
    taken[list(problem.breaks)] = 0
    before = np.concatenate(([0], np.cumsum(taken)))  # unbroken slots before each slot
    slot = np.arange(problem.slots)
    end = np.minimum(slot + length, problem.slots)
    fits = slot % hours + length <= hours
    between = before[slot][None, :] - before[end][:, None]
    found: Flags = fits[:, None] & (slot[None, :] >= end[:, None]) & (between == 0)
    return found

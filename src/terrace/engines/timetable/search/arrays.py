"""A problem as arrays, for the compiled search."""

from collections.abc import Iterable, Sequence
from typing import Any, NamedTuple

import numpy as np
from numpy.typing import NDArray

from terrace.engines.timetable.problem import (
    MUST,
    Habit,
    OfLine,
    OfSet,
    Pair,
    Problem,
    Rooms,
    Span,
    Times,
)

Ints = NDArray[np.int32]
Masks = NDArray[np.int64]
Floats = NDArray[np.float64]
Flags = NDArray[np.uint8]
NONE = 1_000
"""An amount that limits nothing."""


class Arrays(NamedTuple):
    """Lists of lists are flat, with ``*_from[k]:*_from[k + 1]`` for the k-th."""

    size: Ints
    """activities, days, hours, lines, rooms"""
    duration: Ints
    line_from: Ints
    line_of: Ints
    inside_from: Ints
    inside: Ints
    """The activities of each line."""
    open: Flags
    """(activities, slots): may begin there by all musts."""
    pass_: Floats
    """(activities, slots): chance that the wishes let it begin there while constructing."""
    cost: Floats
    """(activities, slots): what the wishes on its time are broken by, weighted."""
    pair_from: Ints
    pair_other: Ints
    pair_kind: Ints
    pair_amount: Ints
    pair_side: Ints
    """0: the activity is the first of the pair."""
    pair_weight: Floats
    breaks: Masks
    """(days): bits of hours that nobody has."""
    free: Masks
    """(lines, days): bits of hours in which the line may have a lesson."""
    compact: Ints
    """(lines, 5): gaps a week, a day, beginnings at the second hour, hours a day, empty days"""
    habit_from: Ints
    habit_kind: Ints
    habit_amount: Ints
    habit_other: Ints
    habit_tag: Ints
    habit_mask: Masks
    habit_weight: Floats
    """Times the number of groups that the line stands for."""
    habit_chance: Floats
    """The weight alone: 1 is a must."""
    ruled: Flags
    """(lines): has a must or a wish on its week."""
    compacted: Flags
    """(lines): has a must among those of `compact`."""
    tagged: Flags
    """(activities, tags)"""
    set_from: Ints
    set_of: Ints
    """The set rules of each activity."""
    member_from: Ints
    member: Ints
    set_kind: Ints
    set_amount: Ints
    set_other: Ints
    set_weight: Floats
    set_slots: Flags
    """(set rules, slots)"""
    needs_room: Floats
    """(activities): 0 none, 1 must, between: a wish of that weight."""
    room_from: Ints
    room_of: Ints
    room_free: Flags
    """(rooms, slots)"""


def arrays(problem: Problem, *, apart: bool = False) -> Arrays:
    """The arrays of ``problem``; ``apart``: each habit on its own, in the order of the rules."""
    count, days, hours = len(problem.activities), len(problem.days), len(problem.hours)
    slots, lines, rooms = days * hours, len(problem.lines), len(problem.rooms)
    duration = np.array([one.duration for one in problem.activities], np.int32)
    line_from, line_of = _flat([one.lines for one in problem.activities])
    inside: list[list[int]] = [[] for _ in range(lines)]
    for number, activity in enumerate(problem.activities):
        for line in activity.lines:
            inside[line].append(number)
    inside_from, inside_flat = _flat(inside)
    free_slots = np.zeros((lines, slots), bool)
    for line, free in enumerate(problem.line_free):
        free_slots[line, list(free)] = True
    unbroken = np.ones(slots, bool)
    unbroken[list(problem.breaks)] = False
    open_, pass_, cost = _starts(problem, free_slots, unbroken, duration)
    pairs = _pairs(problem, count)
    tags = {one.tag: k for k, one in enumerate(_tag_rules(problem))}
    tagged = np.zeros((count, max(1, len(tags))), np.uint8)
    for number, activity in enumerate(problem.activities):
        for tag in activity.tags:
            if tag in tags:
                tagged[number, tags[tag]] = 1
    compact, habits = _habits(problem, tags, apart=apart)
    compacted = (compact[:, :4] != (NONE, NONE, NONE, 0)).any(1)
    ruled = (np.diff(habits[0]) > 0) | compacted
    sets = _sets(problem, count, slots)
    needs, room_from, room_of = _rooms(problem, count)
    room_free = np.zeros((max(1, rooms), slots), np.uint8)
    for room, free in enumerate(problem.room_free):
        room_free[room, list(free)] = 1
    bits = np.int64(1) << np.arange(hours, dtype=np.int64)
    every: list[Any] = [
        np.array([count, days, hours, lines, rooms], np.int32),
        duration,
        line_from,
        line_of,
        inside_from,
        inside_flat,
        open_,
        pass_,
        cost,
        *pairs,
        ((~unbroken).reshape(days, hours) * bits).sum(1).astype(np.int64),
        (free_slots.reshape(lines, days, hours) * bits).sum(2).astype(np.int64),
        compact,
        *habits,
        ruled.astype(np.uint8),
        compacted.astype(np.uint8),
        tagged,
        *sets,
        needs,
        room_from,
        room_of,
        room_free,
    ]
    return Arrays(*every)


def _flat(lists: Sequence[Iterable[int]]) -> tuple[Ints, Ints]:
    each = [list(one) for one in lists]
    start = np.zeros(len(each) + 1, np.int32)
    start[1:] = np.cumsum([len(one) for one in each])
    flat = np.array([one for part in each for one in part], np.int32)
    return start, flat if len(flat) else np.zeros(1, np.int32)


def _starts(
    problem: Problem, free: NDArray[Any], unbroken: NDArray[Any], duration: Ints
) -> tuple[Flags, Floats, Floats]:
    count, slots, hours = len(problem.activities), problem.slots, len(problem.hours)
    whole = np.tile(unbroken, (count, 1))
    for number, activity in enumerate(problem.activities):
        for line in activity.lines:
            whole[number] &= free[line]
    pass_, cost = np.ones((count, slots)), np.zeros((count, slots))
    starts = np.ones((count, slots), bool)
    by_length = [np.flatnonzero(duration == length) for length in range(hours + 1)]
    for rule in problem.rules:
        if not isinstance(rule, Times):
            continue
        good = np.zeros(slots, bool)
        good[list(rule.slots)] = True
        for length in {problem.activities[one].duration for one in rule.activities}:
            own = [one for one in rule.activities if problem.activities[one].duration == length]
            wrong = ~good if rule.span is Span.START else _within(~good, length, hours)
            if rule.weight >= MUST:
                starts[own] &= wrong == 0
            else:
                cost[own] += rule.weight * wrong
                pass_[own] *= np.where(wrong > 0, 1 - rule.weight, 1.0)
    open_ = np.zeros((count, slots), np.uint8)
    hour = np.arange(slots) % hours
    for length, chosen in enumerate(by_length):
        if length and len(chosen):
            fits = np.stack([_within(~whole[one], length, hours) == 0 for one in chosen])
            open_[chosen] = fits & starts[chosen] & (hour + length <= hours)
    return open_, pass_, cost


def _within(flags: NDArray[Any], length: int, hours: int) -> NDArray[Any]:
    """How many of the ``length`` slots from each slot on are flagged (day ends not crossed)."""
    padded = np.concatenate((flags, np.zeros(hours, bool)))
    total = np.zeros(len(flags), np.int64)
    for k in range(length):
        total += padded[k : k + len(flags)]
    return total


def _pairs(problem: Problem, count: int) -> tuple[Any, ...]:
    own: list[list[tuple[int, int, int, int, float]]] = [[] for _ in range(count)]
    for rule in problem.rules:
        if isinstance(rule, Pair):
            kind, amount, weight = int(rule.relation), rule.amount, rule.weight
            own[rule.first].append((rule.second, kind, amount, 0, weight))
            own[rule.second].append((rule.first, kind, amount, 1, weight))
    start, _ = _flat([range(len(one)) for one in own])
    flat = [one for part in own for one in part] or [(0, 0, 0, 0, 0.0)]
    columns = list(zip(*flat, strict=True))
    whole = tuple(np.array(one, np.int32) for one in columns[:4])
    return (start, *whole, np.array(columns[4], np.float64))


def _tag_rules(problem: Problem) -> list[OfLine]:
    named = {one.tag: one for one in problem.rules if isinstance(one, OfLine) and one.tag}
    return list(named.values())


COMPACT = {Habit.GAPS_WEEK: 0, Habit.GAPS_DAY: 1, Habit.EARLY: 2, Habit.HOURS_MIN: 3}


def _habits(problem: Problem, tags: dict[str, int], *, apart: bool) -> tuple[Ints, tuple[Any, ...]]:
    compact = np.tile(np.array([NONE, NONE, NONE, 0, 1], np.int32), (len(problem.lines), 1))
    own: list[list[tuple[Any, ...]]] = [[] for _ in problem.lines]
    for rule in problem.rules:
        if not isinstance(rule, OfLine):
            continue
        if rule.weight >= MUST and rule.habit in COMPACT and not apart:
            column = COMPACT[rule.habit]
            if rule.habit is Habit.HOURS_MIN:
                compact[rule.line, 3] = max(compact[rule.line, 3], rule.amount)
                compact[rule.line, 4] = min(compact[rule.line, 4], rule.other)
            else:
                compact[rule.line, column] = min(compact[rule.line, column], rule.amount)
            continue
        count = problem.lines[rule.line].count
        own[rule.line].append(
            (
                int(rule.habit),
                rule.amount,
                rule.other,
                tags.get(rule.tag, 0),
                rule.mask,
                rule.weight * count,
                rule.weight,
            )
        )
    start, _ = _flat([range(len(one)) for one in own])
    flat = [one for part in own for one in part] or [(0, 0, 0, 0, 0, 0.0, 0.0)]
    kind, amount, other, tag, mask, weight, chance = zip(*flat, strict=True)
    return compact, (
        start,
        *(np.array(one, np.int32) for one in (kind, amount, other, tag)),
        np.array(mask, np.int64),
        np.array(weight, np.float64),
        np.array(chance, np.float64),
    )


def _sets(problem: Problem, count: int, slots: int) -> tuple[Any, ...]:
    rules = [one for one in problem.rules if isinstance(one, OfSet)]
    own: list[list[int]] = [[] for _ in range(count)]
    marked = np.zeros((max(1, len(rules)), slots), np.uint8)
    for number, rule in enumerate(rules):
        marked[number, list(rule.slots)] = 1
        for one in rule.activities:
            own[one].append(number)
    set_from, set_of = _flat(own)
    member_from, member = _flat([one.activities for one in rules])
    ints = [
        np.array([getter(one) for one in rules] or [0], np.int32)
        for getter in (lambda one: int(one.rule), lambda one: one.amount, lambda one: one.other)
    ]
    weight = np.array([one.weight for one in rules] or [0.0], np.float64)
    return (set_from, set_of, member_from, member, *ints, weight, marked)


def _rooms(problem: Problem, count: int) -> tuple[Floats, Ints, Ints]:
    """The rooms that each activity may have: the musts' common rooms, else the wishes'."""
    needs = np.zeros(count)
    must: list[set[int] | None] = [None] * count
    wish: list[set[int] | None] = [None] * count
    named: set[int] = set()
    rules = [one for one in problem.rules if isinstance(one, Rooms)]
    for rule in sorted(rules, key=lambda one: one.home):
        for one in rule.activities:
            if rule.home and one in named:
                continue
            if not rule.home:
                named.add(one)
            kept = must if rule.weight >= MUST else wish
            before = kept[one]
            kept[one] = set(rule.rooms) if before is None else before & set(rule.rooms)
            needs[one] = max(needs[one], rule.weight)
    chosen = []
    for number, activity in enumerate(problem.activities):
        first, second = must[number], wish[number]
        rooms = set() if first is None and second is None else (second if first is None else first)
        both = first & second if first is not None and second is not None else set()
        order = [*sorted(both), *sorted((rooms or set()) - both)]
        chosen.append([one for one in order if problem.rooms[one].capacity >= activity.headcount])
    return needs, *_flat(chosen)

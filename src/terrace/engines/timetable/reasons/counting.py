"""What cannot be by counting alone: more lessons than there is room for. Milliseconds.

Each finding is a proof. Nothing found proves nothing.
"""

from collections import defaultdict
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from enum import Enum

import numpy as np

from terrace.engines.timetable.exact.openings import Flags, openings, rooms_of
from terrace.engines.timetable.problem import (
    MUST,
    Habit,
    OfLine,
    Pair,
    Problem,
    Relation,
    Source,
)


class Short(Enum):
    """What there is too little of."""

    START = "start"
    """The activity can begin nowhere."""
    HOURS = "hours"
    """The line has ``wanted`` hours of lessons, and ``room`` hours in which they may be."""
    DAY_HOURS = "day hours"
    """As HOURS, with what it may have a day, and on how many days."""
    MATCHING = "matching"
    """These activities of the line have ``wanted`` hours, and ``room`` in which they may be."""
    LONG = "long"
    """``wanted`` lessons of the line last longer, and ``room`` of them fit into its days."""
    DAYS = "days"
    """The activities must be on ``wanted`` days, and only ``room`` are left to them."""
    LEAST = "least"
    """The line must have ``wanted`` hours (days) and has, or may have, ``room``."""
    UNEVEN = "uneven"
    """The line has ``room`` hours: no number of days with ``wanted`` to ``length`` hours each."""
    LEAST_DAYS = "least days"
    ROOMS = "rooms"
    """The activities take ``wanted`` hours in rooms that are open for them in ``room``."""
    CIRCLE = "circle"
    """Each of the activities must be before the next, and the last before the first."""


@dataclass(frozen=True, slots=True)
class Shortage:
    what: Short
    activities: tuple[int, ...]
    wanted: int
    room: int
    line: int = -1
    rooms: tuple[int, ...] = ()
    length: int = 1


def shortages(problem: Problem) -> Iterator[Shortage]:
    """All that counting finds, the plainest first; take the first for a quick answer."""
    if not problem.activities:
        return
    open_ = openings(problem)
    for number in np.flatnonzero(~open_.any(1)).tolist():
        yield Shortage(Short.START, (number,), problem.activities[number].duration, 0)
    used = _used(problem, open_)
    inside = _inside(problem)
    yield from _lines(problem, open_, used, inside)
    yield from _least(problem, used, inside)
    yield from _days(problem, open_)
    yield from _rooms(problem, used)
    yield from _circles(problem)
    yield from _matchings(problem, used, inside)


def _used(problem: Problem, open_: Flags) -> Flags:
    """(activities, slots): the activity may be under way there."""
    used = open_.copy()
    lengths = np.array([one.duration for one in problem.activities])
    for later in range(1, int(lengths.max())):
        longer = lengths > later
        used[longer, later:] |= open_[longer, : open_.shape[1] - later]
    return used


def _inside(problem: Problem) -> list[list[int]]:
    inside: list[list[int]] = [[] for _ in problem.lines]
    for number, activity in enumerate(problem.activities):
        for line in activity.lines:
            inside[line].append(number)
    return inside


@dataclass(slots=True)
class _Limits:
    """What the musts leave a line: hours a day and in a row, days."""

    hours: int
    row: int
    days: int


def _limits(problem: Problem) -> dict[int, _Limits]:
    found: dict[int, _Limits] = defaultdict(
        lambda: _Limits(len(problem.hours), len(problem.hours), len(problem.days))
    )
    for rule in problem.rules:
        if not isinstance(rule, OfLine) or rule.weight < MUST:
            continue
        if rule.habit is Habit.HOURS_MAX:
            found[rule.line].hours = min(found[rule.line].hours, rule.amount)
        elif rule.habit is Habit.CONTINUOUS_MAX:
            found[rule.line].row = min(found[rule.line].row, rule.amount)
        elif rule.habit is Habit.DAYS_MAX:
            found[rule.line].days = min(found[rule.line].days, rule.amount)
    return found


def _runs(day: Sequence[bool]) -> list[int]:
    """Lengths of the unbroken runs of a day."""
    found, run = [], 0
    for one in [*day, False]:
        if one:
            run += 1
        elif run:
            found.append(run)
            run = 0
    return found


def _lines(
    problem: Problem, open_: Flags, used: Flags, inside: list[list[int]]
) -> Iterator[Shortage]:
    limits = _limits(problem)
    lengths = np.array([one.duration for one in problem.activities])
    hours = len(problem.hours)
    for line, own in enumerate(inside):
        if not own:
            continue
        wanted = int(lengths[own].sum())
        may = used[own].any(0)
        room = int(may.sum())
        if wanted > room:
            yield Shortage(Short.HOURS, tuple(own), wanted, room, line)
            continue
        limit = limits[line]
        days = [_runs(day) for day in may.reshape(-1, hours).tolist()]
        most = sorted(
            (min(limit.hours, sum(run - run // (limit.row + 1) for run in runs)) for runs in days),
            reverse=True,
        )
        room = sum(most[: limit.days])
        if wanted > room:
            yield Shortage(Short.DAY_HOURS, tuple(own), wanted, room, line)
            continue
        longest = int(lengths[own].max())
        for length in range(2, longest + 1):
            long = [one for one in own if lengths[one] >= length]
            if not long or length > limit.hours:
                fits = 0
            else:
                starts = np.logical_or.reduce(open_[long])
                fits = _fitting(starts.tolist(), length, hours, limit.hours // length)
            if len(long) > fits:
                yield Shortage(Short.LONG, tuple(long), len(long), fits, line, length=length)
                break


def _fitting(starts: Sequence[bool], length: int, hours: int, most: int) -> int:
    """How many lessons of the length can begin in the starts, not over each other."""
    total = 0
    for day in range(len(starts) // hours):
        here, free_from = 0, 0
        for hour in range(hours):
            if hour >= free_from and starts[day * hours + hour]:
                here += 1
                free_from = hour + length
        total += min(here, most)
    return total


def _least(problem: Problem, used: Flags, inside: list[list[int]]) -> Iterator[Shortage]:
    limits = _limits(problem)
    lengths = np.array([one.duration for one in problem.activities])
    days, hours = len(problem.days), len(problem.hours)
    for rule in problem.rules:
        if not isinstance(rule, OfLine) or rule.weight < MUST:
            continue
        own = inside[rule.line]
        total = int(lengths[own].sum()) if own else 0
        limit = limits[rule.line]
        if rule.habit is Habit.HOURS_MIN and total:
            a_day = used[own].any(0).reshape(-1, hours).sum(1)
            a_day = np.minimum(a_day, limit.hours)
            most = int(a_day.max() if rule.other else a_day.min())
            if most < rule.amount:
                yield Shortage(Short.LEAST, tuple(own), rule.amount, most, rule.line)
            elif rule.other == 0 and rule.amount * days > total:
                yield Shortage(Short.LEAST, tuple(own), rule.amount * days, total, rule.line)
            elif rule.amount > total:
                yield Shortage(Short.LEAST, tuple(own), rule.amount, total, rule.line)
            elif not _some_days(total, rule.amount, sorted(a_day.tolist(), reverse=True)):
                yield Shortage(Short.UNEVEN, tuple(own), rule.amount, total, rule.line, length=most)
        elif rule.habit is Habit.DAYS_MIN and own:
            may = int(used[own].any(0).reshape(-1, hours).any(1).sum())
            room = min(len(own), may, limit.days)
            if rule.amount > room:
                yield Shortage(Short.LEAST_DAYS, tuple(own), rule.amount, room, rule.line)


def _some_days(total: int, least: int, most: Sequence[int]) -> bool:
    """Whether so many hours can be shared by some days, each with the least or more."""
    return any(
        least * days <= total <= sum(most[:days]) and most[days - 1] >= least
        for days in range(1, len(most) + 1)
    )


def _days(problem: Problem, open_: Flags) -> Iterator[Shortage]:
    """Activities that must all be so many days from each other."""
    groups: dict[tuple[Source, int], set[int]] = defaultdict(set)
    for rule in problem.rules:
        if isinstance(rule, Pair) and rule.relation is Relation.DAYS_APART and rule.weight >= MUST:
            groups[rule.source, rule.amount] |= {rule.first, rule.second}
    on: Flags = np.logical_or.reduce(open_.reshape(len(open_), len(problem.days), -1), axis=2)
    for (_, apart), members in groups.items():
        own = sorted(members)
        if apart < 1:
            continue
        days = np.flatnonzero(on[own].any(0)).tolist()
        room, last = 0, -apart
        for day in days:
            if day - last >= apart:
                room, last = room + 1, day
        if len(own) > room:
            yield Shortage(Short.DAYS, tuple(own), len(own), room, length=apart)
        elif int(on[own].sum(1).min()) < len(own):
            short = _violator(on[own])
            if short:
                yield Shortage(
                    Short.DAYS,
                    tuple(own[one] for one in short),
                    len(short),
                    int(on[[own[one] for one in short]].any(0).sum()),
                    length=apart,
                )


def _rooms(problem: Problem, used: Flags) -> Iterator[Shortage]:
    wanted: dict[tuple[int, ...], list[int]] = defaultdict(list)
    for number, may in enumerate(rooms_of(problem)):
        if may is not None:
            wanted[may].append(number)
    if not wanted:
        return
    free = np.zeros((len(problem.rooms), problem.slots), int)
    for room, slots in enumerate(problem.room_free):
        free[room, list(slots)] = 1
    for may in wanted:
        own = [
            number
            for other, numbers in wanted.items()
            if set(may).issuperset(other)
            for number in numbers
        ]
        hours = sum(problem.activities[one].duration for one in own)
        there = used[own]
        space = int(np.minimum(free[list(may)].sum(0), there.sum(0)).sum()) if may else 0
        if hours > space:
            yield Shortage(Short.ROOMS, tuple(sorted(own)), hours, space, rooms=may)


def _circles(problem: Problem) -> Iterator[Shortage]:
    after: dict[int, list[int]] = defaultdict(list)
    for rule in problem.rules:
        if isinstance(rule, Pair) and rule.weight >= MUST and rule.relation is Relation.BEFORE:
            after[rule.first].append(rule.second)
    done: set[int] = set()
    for start in list(after):
        path: list[int] = []
        on_path: dict[int, int] = {}
        stack: list[tuple[int, Iterator[int]]] = []
        if start in done:
            continue
        stack.append((start, iter(after[start])))
        path.append(start)
        on_path[start] = 0
        while stack:
            one, rest = stack[-1]
            for other in rest:
                if other in on_path:
                    circle = tuple(path[on_path[other] :])
                    yield Shortage(Short.CIRCLE, circle, len(circle), 0)
                    return
                if other not in done:
                    on_path[other] = len(path)
                    path.append(other)
                    stack.append((other, iter(after.get(other, ()))))
                    break
            else:
                stack.pop()
                path.pop()
                del on_path[one]
                done.add(one)


def _matchings(problem: Problem, used: Flags, inside: list[list[int]]) -> Iterator[Shortage]:
    """Hall's condition: hours of lessons against the slots that each may use."""
    lengths = np.array([one.duration for one in problem.activities])
    seen: set[tuple[int, ...]] = set()
    for line, own in enumerate(inside):
        if len(own) < 2 or tuple(own) in seen:
            continue
        seen.add(tuple(own))
        units = np.repeat(np.array(own), lengths[own])
        if int(used[own].sum(1).min()) >= len(units):
            continue
        short = _violator(used[units])
        if short:
            chosen = sorted({int(units[one]) for one in short})
            yield Shortage(
                Short.MATCHING,
                tuple(chosen),
                int(lengths[chosen].sum()),
                int(used[chosen].any(0).sum()),
                line,
            )


def _violator(may: Flags) -> list[int]:
    """Rows that have, together, fewer columns than they are; empty if all rows can be matched."""
    bits = 1 << np.arange(may.shape[1], dtype=object)
    masks = [int(bits[row].sum()) for row in may]
    owner: dict[int, int] = {}
    for row in range(len(masks)):
        seen = _matched(row, masks, owner)
        if seen:
            return sorted({row} | {owner[column] for column in seen})
    return []


def _matched(row: int, masks: Sequence[int], owner: dict[int, int]) -> list[int]:
    """Match the row too, and return nothing; else all columns that it could reach in vain."""
    before: dict[int, int] = {}
    """Column → the row that reached it."""
    column_of = {one: column for column, one in owner.items()}
    seen, waiting = 0, [row]
    for one in waiting:
        new = masks[one] & ~seen
        seen |= new
        while new:
            lowest = new & -new
            new ^= lowest
            column = lowest.bit_length() - 1
            before[column] = one
            if column in owner:
                waiting.append(owner[column])
                continue
            while True:  # hand the columns on, back to the row
                taker = before[column]
                given = column_of.get(taker)
                owner[column] = taker
                if given is None:
                    return []
                column = given
    return list(before)

"""Parts of a problem: some of its activities or of its rules. Each asks less than the whole."""

from collections.abc import Collection, Iterable
from dataclasses import replace

from terrace.engines.timetable.problem import (
    MUST,
    Closing,
    Habit,
    OfLine,
    OfSet,
    Pair,
    Problem,
    Rooms,
    Rule,
    Source,
    Times,
    Together,
)

MORE_LESSONS_ONLY_BREAK = {
    Habit.HOURS_MAX,
    Habit.CONTINUOUS_MAX,
    Habit.DAYS_MAX,
    Habit.SPAN_MAX,
    Habit.REST_MIN,
    Habit.INTERVAL_DAYS_MAX,
    Habit.TAG_HOURS_MAX,
    Habit.TAG_CONTINUOUS_MAX,
}
"""Habits that hold for some of a line's lessons when they hold for all."""
MORE_ONLY_BREAK = {Together.OCCUPY_MAX, Together.SIMULTANEOUS_MAX, Together.TOTAL_MAX}


def sources(problem: Problem) -> tuple[Source, ...]:
    """The musts of the problem, each once, in the order of the file."""
    found = {one.source: None for one in problem.rules if one.weight >= MUST}
    found |= {one.source: None for one in problem.closings}
    return tuple(sorted(found, key=lambda one: (one.line, one.kind, one.about)))


def with_rules(problem: Problem, kept: Collection[Source]) -> Problem:
    """The problem with only these musts (and no wishes); everybody is there whenever they do not
    say otherwise.
    """
    chosen = set(kept)
    closings = tuple(one for one in problem.closings if one.source in chosen)
    gone = [one for one in problem.closings if one.source not in chosen]
    line_free = [set(one) for one in problem.line_free]
    room_free = [set(one) for one in problem.room_free]
    breaks = set(problem.breaks)
    for one in gone:
        if not one.lines and not one.rooms:
            breaks -= one.slots
            for free in (*line_free, *room_free):
                free |= one.slots
        for line in one.lines:
            line_free[line] |= one.slots
        for room in one.rooms:
            room_free[room] |= one.slots
    for one in closings:
        _close(one, line_free, room_free, breaks)
    return replace(
        problem,
        rules=tuple(one for one in problem.rules if one.weight >= MUST and one.source in chosen),
        closings=closings,
        line_free=tuple(frozenset(one) for one in line_free),
        room_free=tuple(frozenset(one) for one in room_free),
        breaks=frozenset(breaks),
    )


def with_activities(problem: Problem, kept: Iterable[int]) -> Problem:
    """The problem with only these activities, numbered anew in their order, and the musts that
    still say something true: if the whole has a plan, so has the part.
    """
    chosen = sorted(set(kept))
    number = {old: new for new, old in enumerate(chosen)}
    left_out = {
        line
        for old, activity in enumerate(problem.activities)
        if old not in number
        for line in activity.lines
    }
    rules = [
        cut
        for rule in problem.rules
        if rule.weight >= MUST
        for cut in (_cut(rule, number, left_out),)
        if cut is not None
    ]
    return replace(
        problem, activities=tuple(problem.activities[one] for one in chosen), rules=tuple(rules)
    )


def _cut(rule: Rule, number: dict[int, int], left_out: set[int]) -> Rule | None:
    if isinstance(rule, Pair):
        if rule.first in number and rule.second in number:
            return replace(rule, first=number[rule.first], second=number[rule.second])
        return None
    if isinstance(rule, OfLine):
        return None if rule.line in left_out and rule.habit not in MORE_LESSONS_ONLY_BREAK else rule
    inside = tuple(number[one] for one in rule.activities if one in number)
    if not inside:
        return None
    if isinstance(rule, OfSet):
        whole = len(inside) == len(rule.activities)
        return replace(rule, activities=inside) if whole or rule.rule in MORE_ONLY_BREAK else None
    assert isinstance(rule, Times | Rooms)
    return replace(rule, activities=inside)


def with_more(problem: Problem, rules: Iterable[Rule], closings: Iterable[Closing]) -> Problem:
    """The problem with these musts beside its own."""
    more = tuple(closings)
    line_free = [set(one) for one in problem.line_free]
    room_free = [set(one) for one in problem.room_free]
    breaks = set(problem.breaks)
    for one in more:
        _close(one, line_free, room_free, breaks)
    return replace(
        problem,
        rules=(*problem.rules, *rules),
        closings=(*problem.closings, *more),
        line_free=tuple(frozenset(one) for one in line_free),
        room_free=tuple(frozenset(one) for one in room_free),
        breaks=frozenset(breaks),
    )


def _close(
    one: Closing, line_free: list[set[int]], room_free: list[set[int]], breaks: set[int]
) -> None:
    if not one.lines and not one.rooms:
        breaks |= one.slots
        for free in (*line_free, *room_free):
            free -= one.slots
    for line in one.lines:
        line_free[line] -= one.slots
    for room in one.rooms:
        room_free[room] -= one.slots

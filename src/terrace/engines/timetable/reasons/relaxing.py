"""What relaxing one must of a conflict would give: the least that makes the others hold."""

from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, replace
from enum import Enum

from terrace.engines.timetable.exact.model import Answer
from terrace.engines.timetable.exact.part import with_activities, with_more, with_rules
from terrace.engines.timetable.problem import (
    NOBODY_TWICE,
    Closing,
    Habit,
    OfLine,
    OfSet,
    Pair,
    Problem,
    Relation,
    Rooms,
    Rule,
    Source,
    Times,
    Together,
)
from terrace.engines.timetable.reasons.conflict import Conflict
from terrace.engines.timetable.reasons.counting import shortages
from terrace.engines.timetable.reasons.shrinking import possible

STEPS = (1, 2, 3, 4, 6, 8)
MORE = {Habit.GAPS_WEEK, Habit.GAPS_DAY, Habit.EARLY, Habit.HOURS_MAX, Habit.CONTINUOUS_MAX}
MORE |= {Habit.DAYS_MAX, Habit.SPAN_MAX, Habit.INTERVAL_DAYS_MAX}
MORE |= {Habit.TAG_HOURS_MAX, Habit.TAG_CONTINUOUS_MAX}
"""Habits that a larger amount makes easier; the others, a smaller."""
MORE_APART = {Relation.DAYS_NEAR, Relation.GAPS_AT_MOST}
LESS_APART = {Relation.DAYS_APART, Relation.GAPS_AT_LEAST, Relation.GAPS_AFTER}
MORE_TOGETHER = {Together.OCCUPY_MAX, Together.SIMULTANEOUS_MAX, Together.TOTAL_MAX}
LESS_TOGETHER = {Together.OCCUPY_MIN, Together.SIMULTANEOUS_MIN}


class How(Enum):
    THERE = "there"
    """Slots of a day are no longer closed."""
    DAY = "day"
    """The lessons may be on that day too."""
    AMOUNT = "amount"
    ROOM = "room"
    """Any room of the school."""
    GONE = "gone"
    """Only without the rule."""
    FEWER = "fewer"
    """The lessons by themselves are too many: ``amount`` hours fewer."""


@dataclass(frozen=True, slots=True)
class Relief:
    """With the must relaxed so, the others of the conflict can hold for its lessons."""

    source: Source
    how: How
    days: tuple[int, ...] = ()
    """Each of these days alone is enough."""
    amount: int = 0


def reliefs(
    musts: Problem, conflict: Conflict, *, go_on: Callable[[], bool] = lambda: True
) -> tuple[Relief, ...]:
    """One for each must of the conflict; when ``go_on()`` is False, only that it must go."""
    part = with_activities(musts, conflict.scope)
    if conflict.musts[0].kind == NOBODY_TWICE:
        short = next(shortages(with_rules(part, [])), None)
        fewer = 1 if short is None else max(1, short.wanted - short.room)
        return (Relief(conflict.musts[0], How.FEWER, amount=fewer),)
    return tuple(_relief(part, conflict.musts, one, go_on) for one in conflict.musts)


def _relief(
    part: Problem, core: Sequence[Source], source: Source, go_on: Callable[[], bool]
) -> Relief:
    others = with_rules(part, [one for one in core if one != source])
    rules = [one for one in part.rules if one.source == source]
    closings = [one for one in part.closings if one.source == source]

    def enough(rules: Sequence[Rule], closings: Sequence[Closing]) -> bool:
        relaxed = with_more(others, rules, closings)
        return go_on() and possible(relaxed, effort=0.5) is Answer.POSSIBLE

    hours, days = len(part.hours), range(len(part.days))
    of_day = [frozenset(range(day * hours, (day + 1) * hours)) for day in days]
    if closings:
        shut = frozenset[int]().union(*(one.slots for one in closings))
        good = tuple(
            day
            for day in days
            if shut & of_day[day]
            and enough(rules, [replace(one, slots=one.slots - of_day[day]) for one in closings])
        )
        return Relief(source, How.THERE, good) if good else Relief(source, How.GONE)
    if all(isinstance(one, Times) for one in rules):
        good = tuple(day for day in days if enough(list(_longer(rules, of_day[day])), []))
        return Relief(source, How.DAY, good) if good else Relief(source, How.GONE)
    if all(isinstance(one, Rooms) for one in rules):
        every = tuple(range(len(part.rooms)))
        other = [replace(one, rooms=every) for one in rules if isinstance(one, Rooms)]
        if other != rules and enough(other, []):
            return Relief(source, How.ROOM)
        return Relief(source, How.GONE)
    for step in STEPS:
        changed = [_eased(one, step) for one in rules]
        eased = [one for one in changed if one is not None]
        if len(eased) < len(rules):
            break
        if enough(eased, []):
            amount = next(one.amount for one in eased if not isinstance(one, Times | Rooms))
            return Relief(source, How.AMOUNT, amount=amount)
    return Relief(source, How.GONE)


def _longer(rules: Sequence[Rule], slots: frozenset[int]) -> Iterator[Rule]:
    for one in rules:
        if isinstance(one, Times):
            yield replace(one, slots=one.slots | slots)


def _eased(rule: Rule, step: int) -> Rule | None:
    """The rule with its amount so much easier; None if it has no such amount, or none is left."""
    if isinstance(rule, OfLine):
        up = rule.habit in MORE
    elif isinstance(rule, Pair) and rule.relation in MORE_APART | LESS_APART:
        up = rule.relation in MORE_APART
    elif isinstance(rule, OfSet) and rule.rule in MORE_TOGETHER | LESS_TOGETHER:
        up = rule.rule in MORE_TOGETHER
    else:
        return None
    amount = rule.amount + (step if up else -step)
    return replace(rule, amount=amount) if amount >= (0 if up else 1) else None

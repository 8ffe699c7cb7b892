"""Why there is no timetable: the fewest musts that cannot hold together, proven, and for whom."""

from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass
from itertools import chain

from terrace.engines.timetable.exact.model import Answer, Model
from terrace.engines.timetable.exact.openings import rooms_of
from terrace.engines.timetable.exact.part import sources, with_activities, with_rules
from terrace.engines.timetable.problem import (
    NOBODY_TWICE,
    Closing,
    OfLine,
    OfSet,
    Pair,
    Plan,
    Problem,
    Rooms,
    Source,
)
from terrace.engines.timetable.reasons import scopes
from terrace.engines.timetable.reasons.counting import shortages
from terrace.engines.timetable.reasons.shrinking import Oracle, shrunk
from terrace.engines.timetable.reasons.trying import keeps, tried

FIRST_TRY, LATER_TRY = 20, 2_000
"""Forced moves."""
LITTLE, MUCH = 0.5, 4.0
"""The solver's own seconds for a part of the school, and for all of it."""
SETTLED, UNSETTLED = 1.0, 0.2
"""And for the rest of a conflict in all of it; once one was not settled, less is spent."""


@dataclass(frozen=True, slots=True)
class Conflict:
    """``musts`` cannot hold together for the lessons of ``scope``; without any one they can.

    A must `NOBODY_TWICE` alone: the lessons by themselves are too many. ``checked``: that the
    rest can hold for the whole school was seen for each one, not only for the lessons of the
    scope.
    """

    musts: tuple[Source, ...]
    scope: tuple[int, ...]
    checked: bool


@dataclass(frozen=True, slots=True)
class Found:
    """A conflict; or a plan, which proves that there is none; or neither was found."""

    conflict: Conflict | None = None
    plan: Plan | None = None


def why_not(problem: Problem, *, go_on: Callable[[], bool] = lambda: True) -> Found:
    """What stands in the way of a timetable in which all musts hold.

    ``go_on()`` is asked between the steps; with False the search for a conflict ends. Rules in
    ``unsupported`` are not asked.
    """
    musts = with_rules(problem, sources(problem))
    short = next(shortages(musts), None)
    if short is not None:
        return Found(_conflict(musts, short.activities))
    scope = _first_stuck(musts, scopes.small_ones(musts), go_on)
    if scope is not None:
        return Found(_conflict(musts, scope))
    first = tried(musts, rounds=FIRST_TRY)
    if first.plan is not None and keeps(musts, first.plan):
        return Found(plan=first.plan)
    scope = _first_stuck(musts, _larger_ones(musts, first.trouble), go_on)
    if scope is not None:
        return Found(_conflict(musts, scope))
    for seed in range(1, 1000):
        if not go_on():
            break
        again = tried(musts, rounds=LATER_TRY, seed=seed)
        if again.plan is not None and keeps(musts, again.plan):
            return Found(plan=again.plan)
    return Found()


def is_impossible(problem: Problem, *, go_on: Callable[[], bool] = lambda: True) -> bool:
    """Whether it is proven that there is no timetable; the rules at fault are not looked for."""
    musts = with_rules(problem, sources(problem))
    if next(shortages(musts), None) is not None:
        return True
    calm = (0,) * len(musts.activities)
    every = chain(scopes.small_ones(musts), _larger_ones(musts, calm))
    return _first_stuck(musts, every, go_on) is not None


def _larger_ones(musts: Problem, trouble: Sequence[int]) -> Iterator[scopes.Scope]:
    yield from scopes.rooms(musts)
    yield from scopes.of_lines(musts, trouble)
    yield from scopes.around(musts, trouble)


def _first_stuck(
    musts: Problem, among: Iterable[scopes.Scope], go_on: Callable[[], bool]
) -> scopes.Scope | None:
    seen: set[scopes.Scope] = set()
    for scope in among:
        if not go_on():
            return None
        if scope and scope not in seen:
            seen.add(scope)
            whole = len(scope) == len(musts.activities)
            if _stuck(musts, scope, effort=MUCH if whole else LITTLE):
                return scope
    return None


def _stuck(musts: Problem, scope: scopes.Scope, *, effort: float) -> bool:
    return Model(with_activities(musts, scope)).answer(effort=effort)[0] is Answer.IMPOSSIBLE


def _conflict(musts: Problem, scope: scopes.Scope) -> Conflict:
    """The fewest of the musts; first for the lessons of the scope, then for all lessons."""
    part = with_activities(musts, scope)
    oracle = Oracle(part)
    core = shrunk(oracle.impossible, _asked(part))
    while True:
        checked = True
        for one in core:
            rest = [other for other in core if other != one]
            school = with_rules(musts, rest)
            short = next(shortages(school), None)
            effort = SETTLED if checked else UNSETTLED
            answer = Answer.IMPOSSIBLE if short else _whole(school, effort)
            if answer is Answer.IMPOSSIBLE:
                scope = short.activities if short else tuple(range(len(musts.activities)))
                core = shrunk(Oracle(with_activities(musts, scope)).impossible, rest)
                break
            checked &= answer is Answer.POSSIBLE
        else:
            return Conflict(tuple(core) or (_nobody_twice(musts, scope),), scope, checked)


def _nobody_twice(musts: Problem, scope: scopes.Scope) -> Source:
    bare = with_activities(with_rules(musts, []), scope)
    short = next(shortages(bare), None)
    lines = {line for activity in bare.activities for line in activity.lines}
    if short is not None and short.line >= 0:
        lines = {short.line}
    return Source(NOBODY_TWICE, 0, tuple(musts.lines[line].name for line in sorted(lines)))


def _whole(school: Problem, effort: float) -> Answer:
    plan = tried(school, rounds=FIRST_TRY).plan
    if plan is not None and keeps(school, plan):
        return Answer.POSSIBLE
    return Model(school).answer(effort=effort)[0]


def _asked(part: Problem) -> list[Source]:
    """The musts that say something of the part; who is when there first, ties of lessons last."""
    lines = {line for activity in part.activities for line in activity.lines}
    wanted = {room for rooms in rooms_of(part) for room in rooms or ()}

    def says(one: Closing) -> bool:
        if not one.lines and not one.rooms:
            return True
        return not lines.isdisjoint(one.lines) or not wanted.isdisjoint(one.rooms)

    found = {one.source: None for one in part.closings if says(one)}
    rank = {OfLine: 0, Rooms: 1, OfSet: 3, Pair: 4}
    rules = sorted(part.rules, key=lambda one: rank.get(type(one), 2))
    found |= {one.source: None for one in rules}
    return list(found)

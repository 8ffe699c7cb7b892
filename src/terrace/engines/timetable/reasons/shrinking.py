"""The fewest musts that cannot hold together, of many (QuickXplain, Junker 2004).

What is left is checked one by one: without any of them the others have a plan. This check, not
the halving, is what makes the answer irreducible, as a rule may stop another from counting (hours
that are nobody's are no gaps).
"""

from collections.abc import Callable, Sequence

from terrace.engines.timetable.exact.model import Answer, Model
from terrace.engines.timetable.exact.part import with_rules
from terrace.engines.timetable.problem import Problem, Source
from terrace.engines.timetable.reasons.counting import shortages
from terrace.engines.timetable.reasons.trying import keeps, tried

QUICK = 2
"""Forced moves."""
EFFORT = 2.0
"""The solver's own seconds for one question."""


def possible(problem: Problem, *, effort: float) -> Answer:
    """Whether the musts can hold: by counting, by a quick try, then exactly."""
    if next(shortages(problem), None) is not None:
        return Answer.IMPOSSIBLE
    plan = tried(problem, rounds=QUICK).plan
    if plan is not None and keeps(problem, plan):
        return Answer.POSSIBLE
    return Model(problem).answer(effort=effort)[0]


class Oracle:
    """Whether some musts can hold together for a part of the school; each is asked once."""

    def __init__(self, problem: Problem, *, effort: float = EFFORT) -> None:
        self.problem, self.effort = problem, effort
        self.known: dict[frozenset[Source], Answer] = {}

    def __call__(self, musts: Sequence[Source]) -> Answer:
        asked = frozenset(musts)
        if asked not in self.known:
            self.known[asked] = possible(with_rules(self.problem, asked), effort=self.effort)
        return self.known[asked]

    def impossible(self, musts: Sequence[Source]) -> bool:
        return self(musts) is Answer.IMPOSSIBLE


def shrunk(impossible: Callable[[Sequence[Source]], bool], musts: Sequence[Source]) -> list[Source]:
    """Some of ``musts`` that cannot hold together, and can without any one of them.

    Those that stand first are rather kept. ``musts`` must be impossible.
    """
    found = _halved(impossible, [], False, list(musts))
    if not impossible(found):
        found = list(musts)
    return _one_by_one(impossible, found)


def _one_by_one(
    impossible: Callable[[Sequence[Source]], bool], musts: list[Source]
) -> list[Source]:
    while True:
        for one in reversed(musts):
            rest = [other for other in musts if other != one]
            if impossible(rest):
                musts = rest
                break
        else:
            return musts


def _halved(
    impossible: Callable[[Sequence[Source]], bool],
    given: list[Source],
    grown: bool,
    musts: list[Source],
) -> list[Source]:
    if grown and impossible(given):
        return []
    if len(musts) <= 1:
        return musts
    half = len(musts) // 2
    first, second = musts[:half], musts[half:]
    of_second = _halved(impossible, [*given, *first], True, second)
    of_first = _halved(impossible, [*given, *of_second], bool(of_second), first)
    return [*of_first, *of_second]

"""A plan for a problem: constructed with all musts kept, then polished for the wishes."""

from collections.abc import Callable
from dataclasses import dataclass

import numpy as np

from terrace.engines.timetable.problem import Plan, Problem
from terrace.engines.timetable.search.arrays import arrays
from terrace.engines.timetable.search.constructing import construct, hardest_first
from terrace.engines.timetable.search.polishing import polish
from terrace.engines.timetable.search.state import fresh

AT_A_TIME = 25
"""Forced moves between two looks at the clock."""
PATIENCE = 5
"""Polishing ends after so many moves in vain, times the number of lessons."""


@dataclass(frozen=True, slots=True)
class Solved:
    """The fullest plan found; ``complete`` when every lesson has its place."""

    plan: Plan
    complete: bool
    forced: int
    """Moves that only force could make: how hard it was."""


def solve(
    problem: Problem,
    *,
    seed: int = 0,
    go_on: Callable[[int], bool] = lambda placed: True,
) -> Solved:
    """A plan in which all musts hold; the same for the same seed if never told to stop.

    ``go_on(placed)`` is asked now and then with the number of lessons placed, and ends the search
    with False; the fullest plan so far is returned.
    """
    packed = arrays(problem)
    count = len(problem.activities)
    state = fresh(packed, seed)
    order = hardest_first(packed)
    ejected, tabu = np.zeros(count, np.int32), np.zeros(packed.open.shape, np.int32)
    best, most = Plan((-1,) * count, (-1,) * count), -1
    rounds = AT_A_TIME
    while True:
        left = construct(packed, state, order, rounds, ejected, tabu)
        placed = int((state.slot >= 0).sum())
        if placed > most:
            best = Plan(tuple(state.slot.tolist()), tuple(state.room.tolist()))
            most = placed
        if left == 0:
            polish(packed, state, PATIENCE * count)
            best = Plan(tuple(state.slot.tolist()), tuple(state.room.tolist()))
        if left == 0 or not go_on(most):
            return Solved(best, left == 0, int(state.numbers[4]))
        state.numbers[5] = 0
        rounds = int(state.numbers[4]) + AT_A_TIME

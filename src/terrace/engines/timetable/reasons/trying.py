"""A quick try to place all lessons, and which of them were in each other's way."""

from dataclasses import dataclass

import numpy as np

from terrace.engines.timetable.exact.model import Answer, Model
from terrace.engines.timetable.exact.openings import openings
from terrace.engines.timetable.problem import Plan, Problem
from terrace.engines.timetable.search.arrays import arrays
from terrace.engines.timetable.search.constructing import construct, hardest_first
from terrace.engines.timetable.search.state import fresh


@dataclass(frozen=True, slots=True)
class Tried:
    """``trouble`` (activities): how often each was put out by force, or stayed outside."""

    plan: Plan | None
    trouble: tuple[int, ...]


def tried(problem: Problem, *, rounds: int, seed: int = 0) -> Tried:
    """A plan that keeps the musts, if the search finds one within so many forced moves."""
    packed = arrays(problem)
    count = len(problem.activities)
    if not count:
        return Tried(Plan((), ()), ())
    state = fresh(packed, seed)
    ejected, tabu = np.zeros(count, np.int32), np.zeros(packed.open.shape, np.int32)
    left = construct(packed, state, hardest_first(packed), rounds, ejected, tabu)
    outside = (state.slot < 0) * (1 + int(ejected.max()))
    trouble = tuple((ejected + outside).tolist())
    if left:
        return Tried(None, trouble)
    return Tried(Plan(tuple(state.slot.tolist()), tuple(state.room.tolist())), trouble)


def keeps(problem: Problem, plan: Plan) -> bool:
    """Whether the plan keeps all musts, by the exact model and not by the search that made it."""
    starts = np.zeros((len(plan.starts), problem.slots), bool)
    starts[np.arange(len(plan.starts)), list(plan.starts)] = True
    exact = Model(problem, starts=starts & openings(problem), plan=plan)
    return exact.answer(effort=1.0)[0] is Answer.POSSIBLE

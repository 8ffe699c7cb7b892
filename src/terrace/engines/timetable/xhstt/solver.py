"""A timetable for an XHSTT school: constructed, then annealed in rounds of growing length."""

import math
from collections.abc import Callable, Iterator
from concurrent.futures import ThreadPoolExecutor, wait
from dataclasses import dataclass
from itertools import count

import numpy as np

from terrace.engines.timetable.xhstt.beginning import cut
from terrace.engines.timetable.xhstt.evaluating import Cost
from terrace.engines.timetable.xhstt.instance import NONE, Instance, Lesson, Plan
from terrace.engines.timetable.xhstt.search.annealing import adopt, anneal, construct
from terrace.engines.timetable.xhstt.search.state import CHANGES, State, change, fresh
from terrace.engines.timetable.xhstt.search.tables import Ints, Longs, Tables, tables

FIRST_ROUND = 1_000_000
"""Moves of the first round; each is twice as long as the one before."""
AT_A_TIME = 50_000
"""Moves between two looks at the clock."""


@dataclass(frozen=True, slots=True)
class Solved:
    """The best plan met, and its cost as the search counts it."""

    plan: Plan
    cost: Cost


@dataclass(slots=True)
class _Kept:
    """The best of one searcher."""

    cost: Longs
    duration: Ints
    time: Ints
    who: Ints

    @property
    def rank(self) -> tuple[int, int]:
        return int(self.cost[0]), int(self.cost[1])


@dataclass(frozen=True, slots=True)
class Heat:
    """How warm a round begins and ends, and what a broken must counts, in wishes."""

    hot: float
    cold: float
    must: float


def heat(school: Instance) -> Heat:
    """The heat that suits the weights of a school's wishes."""
    weights = [one.weight for one in school.rules if not one.required and one.weight]
    if not weights:
        return Heat(2.0, 0.15, 1.0)
    least, middle = min(weights), math.exp(sum(map(math.log, weights)) / len(weights))
    hot = min(max(2.5 * least, 2.0 * middle), 10.0 * least)
    return Heat(hot, 0.4 * least, max(20.0 * least, 8.0 * middle))


def solve(
    school: Instance,
    *,
    seed: int = 0,
    searchers: int = 1,
    go_on: Callable[[Cost], bool] = lambda cost: True,
    warmth: Heat | None = None,
) -> Solved:
    """The best plan met until nothing is broken or ``go_on(cost)`` says no.

    ``searchers`` work side by side, each on a thread, and share their best after every round.
    With the same seed and number of searchers the rounds are the same, however long they take.
    """
    packed = tables(school)
    warmth = warmth or heat(school)
    states = [fresh(packed, seed * 64 + k) for k in range(searchers)]
    parts = cut(school, np.diff(packed.place_from).tolist())
    kept = [_begin(school, packed, state, parts, warmth) for state in states]
    if not go_on(_best(kept)) or len(packed.event_of) == 0:
        return _solved(school, packed, kept)
    with ThreadPoolExecutor(searchers) as threads:
        for length in _lengths():
            works = [
                threads.submit(_round, packed, state, mine, length, warmth, go_on)
                for state, mine in zip(states, kept, strict=True)
            ]
            wait(works)
            if not all(work.result() for work in works):
                break
            if searchers > 1:
                _share(packed, states, kept)
    return _solved(school, packed, kept)


def _lengths() -> Iterator[int]:
    return (int(FIRST_ROUND * 2**k) for k in count())


def _begin(
    school: Instance, packed: Tables, state: State, parts: list[tuple[int, ...]], warmth: Heat
) -> _Kept:
    for event, way in enumerate(parts):
        for k, duration in enumerate(way):
            time = school.events[event].time
            change(packed, state, int(packed.place_from[event]) + k, duration, time)
            state.numbers[CHANGES] = 0
    wanted = np.zeros(len(school.resources) + 1)
    np.add.at(wanted, packed.given, packed.duration[:, None])
    crowd = wanted[packed.given].max(axis=1, initial=0)[packed.event_of]
    order = np.lexsort((-crowd, -state.duration)).astype(np.int32)
    construct(packed, state, order, warmth.must)
    cost = state.sums.copy()
    return _Kept(cost, state.duration.copy(), state.time.copy(), state.who.copy())


def _round(
    packed: Tables,
    state: State,
    kept: _Kept,
    length: int,
    warmth: Heat,
    go_on: Callable[[Cost], bool],
) -> bool:
    """One cooling; whether to go on after it."""
    pieces = max(1, length // AT_A_TIME)
    down = (warmth.cold / warmth.hot) ** (1 / pieces)
    hot = warmth.hot
    for _ in range(pieces):
        found = (kept.cost, kept.duration, kept.time, kept.who)
        anneal(packed, state, *found, AT_A_TIME, hot, hot * down, warmth.must)
        hot *= down
        if kept.rank == (0, 0) or not go_on(Cost(*kept.rank)):
            return False
    return True


def _share(packed: Tables, states: list[State], kept: list[_Kept]) -> None:
    """Whoever came out worst begins again from the best."""
    ranks = [one.rank for one in kept]
    best, worst = ranks.index(min(ranks)), ranks.index(max(ranks))
    if ranks[best] == ranks[worst]:
        return
    one = kept[best]
    adopt(packed, states[worst], one.duration, one.time, one.who)


def _best(kept: list[_Kept]) -> Cost:
    return Cost(*min(one.rank for one in kept))


def _solved(school: Instance, packed: Tables, kept: list[_Kept]) -> Solved:
    best = min(kept, key=lambda one: one.rank)
    lessons = []
    for x, event in enumerate(packed.event_of.tolist()):
        duration = int(best.duration[x])
        if duration:
            who = tuple(int(r) for r in best.who[x, : len(school.events[event].roles)])
            lessons.append(Lesson(event, duration, max(NONE, int(best.time[x])), who))
    lessons.sort(key=lambda one: (one.event, one.time, one.duration))
    return Solved(tuple(lessons), Cost(*best.rank))

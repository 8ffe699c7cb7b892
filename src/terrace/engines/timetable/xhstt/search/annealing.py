"""Construct a timetable lesson by lesson, then cool it down. Compiled.

Annealing after Kirkpatrick et al. (Science 220, 1983): a move that costs c more is taken with
chance exp(-c / temperature).
"""

import math

from numba import njit

from terrace.engines.timetable.xhstt.search.moves import propose
from terrace.engines.timetable.xhstt.search.state import (
    CHANGES,
    State,
    chance,
    change,
    change_who,
    draw,
    keep,
    undo,
)
from terrace.engines.timetable.xhstt.search.tables import Ints, Longs, Tables
from terrace.engines.timetable.xhstt.search.weighing import settle, weigh_all

STEP = 256
"""Moves between two temperatures."""


@njit(cache=True, nogil=True)
def construct(p: Tables, s: State, order: Ints, must: float) -> None:
    """Each place of ``order`` goes where it costs least, then each open role to whom it does."""
    weigh_all(p, s)
    keep(s)
    for x in order:
        e = p.event_of[x]
        if s.duration[x] == 0 or s.time[x] >= 0:
            continue
        hard, soft = s.sums[0], s.sums[1]
        least, best, ties = math.inf, -1, 0
        for time in range(p.size[1] - s.duration[x] + 1):
            change(p, s, x, s.duration[x], time)
            settle(p, s)
            total = must * s.sums[0] + s.sums[1]
            undo(p, s, hard, soft)
            if total < least:
                least, best, ties = total, time, 1
            elif total == least:
                ties += 1
                if draw(s.random, ties) == 0:
                    best = time
        if best >= 0:
            change(p, s, x, s.duration[x], best)
            settle(p, s)
            keep(s)
    for k in range(len(p.open_event)):
        e, j = p.open_event[k], p.open_role[k]
        for x in range(p.place_from[e], p.place_from[e + 1]):
            if s.duration[x] == 0:
                continue
            hard, soft = s.sums[0], s.sums[1]
            least, best = must * hard + soft, -1
            for i in range(p.able_from[k], p.able_from[k + 1]):
                change_who(p, s, x, j, p.able[i])
                settle(p, s)
                total = must * s.sums[0] + s.sums[1]
                undo(p, s, hard, soft)
                if total < least:
                    least, best = total, p.able[i]
            if best >= 0:
                change_who(p, s, x, j, best)
                settle(p, s)
                keep(s)


@njit(cache=True, nogil=True)
def adopt(p: Tables, s: State, duration: Ints, time: Ints, who: Ints) -> None:
    """The state becomes the plan of these arrays."""
    for x in range(p.size[3]):
        change(p, s, x, duration[x], time[x])
        for j in range(p.roles[p.event_of[x]]):
            if s.who[x, j] != who[x, j]:
                change_who(p, s, x, j, who[x, j])
        s.numbers[CHANGES] = 0
    settle(p, s)
    keep(s)


@njit(cache=True, nogil=True)
def anneal(
    p: Tables,
    s: State,
    best: Longs,
    duration: Ints,
    time: Ints,
    who: Ints,
    moves: int,
    hot: float,
    cold: float,
    must: float,
) -> None:
    """So many moves from ``hot`` to ``cold``; the best plan met goes to ``duration``…``who``."""
    warmth = hot
    down = (cold / hot) ** (STEP / max(moves, STEP))
    for k in range(moves):
        if k % STEP == STEP - 1:
            warmth *= down
        hard, soft = s.sums[0], s.sums[1]
        if not propose(p, s):
            undo(p, s, hard, soft)
            continue
        settle(p, s)
        more = must * (s.sums[0] - hard) + (s.sums[1] - soft)
        if more > 0.0 and (more > 30.0 * warmth or chance(s.random) >= math.exp(-more / warmth)):
            undo(p, s, hard, soft)
            continue
        keep(s)
        if s.sums[0] < best[0] or (s.sums[0] == best[0] and s.sums[1] < best[1]):
            best[0], best[1] = s.sums[0], s.sums[1]
            duration[:], time[:], who[:] = s.duration, s.time, s.who
            if best[0] == 0 and best[1] == 0:
                return

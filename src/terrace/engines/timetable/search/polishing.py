"""A complete plan made better: one lesson is moved, the displaced put back, kept if no worse."""

import numpy as np
from numba import njit

from terrace.engines.timetable.search.arrays import Arrays, Floats
from terrace.engines.timetable.search.placing import in_the_way, place, thaw
from terrace.engines.timetable.search.rules import pair_broken
from terrace.engines.timetable.search.state import (
    MOST_DISPLACED,
    State,
    back_to,
    chance,
    habit_of,
    move,
    set_broken,
)

DISPLACED = 3
"""A move that puts out more than this is not tried."""
CALLS = 10
STEADY = 1e-9


@njit(cache=True)
def wishes_broken(p: Arrays, s: State, blame: Floats) -> float:
    """The weighted sum of broken wishes; ``blame`` (activities) is filled with each one's part."""
    total = 0.0
    blame[:] = 0.0
    hours = p.size[2]
    for a in range(p.size[0]):
        own = p.cost[a, s.slot[a]]
        if s.room[a] < 0 and p.needs_room[a] < 1.0:
            own += p.needs_room[a]
        for k in range(p.pair_from[a], p.pair_from[a + 1]):
            weight, b = p.pair_weight[k], p.pair_other[k]
            if weight >= 1.0 or p.pair_side[k] == 1:
                continue
            wrong = weight * pair_broken(
                p.pair_kind[k],
                p.pair_amount[k],
                hours,
                p.breaks,
                s.slot[a],
                p.duration[a],
                s.slot[b],
                p.duration[b],
            )
            own += wrong
            blame[b] += wrong
        blame[a] += own
        total += own
    for line in range(p.size[3]):
        for k in range(p.habit_from[line], p.habit_from[line + 1]):
            if p.habit_chance[k] >= 1.0:
                continue
            wrong = p.habit_weight[k] * habit_of(p, s, line, k, 1)
            if wrong > 0.0:
                total += wrong
                first, last = p.inside_from[line], p.inside_from[line + 1]
                for j in range(first, last):
                    blame[p.inside[j]] += wrong / (last - first)
    for g in range(len(p.member_from) - 1):
        if p.set_weight[g] < 1.0:
            wrong = p.set_weight[g] * set_broken(p, s, g, 1)
            if wrong > 0.0:
                total += wrong
                for j in range(p.member_from[g], p.member_from[g + 1]):
                    blame[p.member[j]] += wrong
    return total


@njit(cache=True)
def polish(p: Arrays, s: State, patience: int) -> float:
    """Moves until nothing is broken or ``patience`` moves in a row have not helped. The sum left.

    Musts hold before and after every move.
    """
    count, slots = p.size[0], p.open.shape[1]
    blame, after = np.zeros(count), np.zeros(count)
    now = wishes_broken(p, s, blame)
    out = np.empty(MOST_DISPLACED, np.int32)
    idle = 0
    while now > STEADY and idle < patience:
        idle += 1
        drawn = chance(s.random) * blame.sum()
        a = -1
        while a < count - 1 and drawn >= 0.0:
            a += 1
            drawn -= blame[a]
        slot = int(chance(s.random) * slots)
        if p.open[a, slot] == 0 or s.slot[a] == slot:
            continue
        s.numbers[1], s.numbers[2], s.numbers[3] = 0, CALLS, 0
        move(p, s, a, -1, -1)
        n = in_the_way(p, s, a, slot, out, 0, DISPLACED)
        if n < 0:
            back_to(p, s, 0)
            continue
        for j in range(n):
            move(p, s, out[j], -1, -1)
        move(p, s, a, slot, out[MOST_DISPLACED - 1])
        s.frozen[a] = 1
        good = True
        for j in range(n):
            if not place(p, s, out[j], 1):
                good = False
                break
        if good:
            new = wishes_broken(p, s, after)
            if new <= now + STEADY:
                if new < now - STEADY:
                    idle = 0
                now = new
                blame[:] = after
                thaw(s, 0)
                s.numbers[3] = 0
                continue
        thaw(s, 0)
        back_to(p, s, 0)
    s.numbers[3] = 0
    return now

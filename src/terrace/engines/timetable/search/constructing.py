"""All lessons placed: the most difficult first, and what a chain cannot settle, by force."""

import numpy as np
from numba import njit

from terrace.engines.timetable.search.arrays import Arrays, Ints
from terrace.engines.timetable.search.placing import in_the_way, place, thaw
from terrace.engines.timetable.search.state import MOST_DISPLACED, State, back_to, chance, move

CALLS_EACH = 2
"""Calls allowed in one chain, times the number of lessons."""


def hardest_first(p: Arrays) -> Ints:
    """The activities in order: long ones, with few slots, on full lines, with many relations."""
    count = int(p.size[0])
    ways = np.maximum(1, p.open.sum(1)).astype(float)
    free = np.array([sum(int(one).bit_count() for one in line) for line in p.free.tolist()], float)
    lines = len(free)
    load = np.array(
        [p.duration[p.inside[p.inside_from[k] : p.inside_from[k + 1]]].sum() for k in range(lines)]
    )
    fullness = load / np.maximum(1.0, free)
    weight = np.zeros(count)
    for a in range(count):
        of = p.line_of[p.line_from[a] : p.line_from[a + 1]]
        weight[a] = (
            p.duration[a]
            * (load[of].sum() + 2.0 * (p.pair_from[a + 1] - p.pair_from[a]))
            * (1.0 + (fullness[of].max() if len(of) else 0.0))
            / ways[a]
        )
    return np.argsort(-weight, kind="stable").astype(np.int32)


@njit(cache=True)
def construct(p: Arrays, s: State, order: Ints, rounds: int, ejected: Ints, tabu: Ints) -> int:
    """Place all in ``order``; at most ``rounds`` forced moves. How many lessons stay unplaced.

    ``ejected`` counts, over calls, how often each was put out by force; ``tabu`` (activities,
    slots) holds the round until which a forced place is not taken again.
    """
    count = p.size[0]
    slots = p.open.shape[1]
    waiting = np.empty(count, np.int32)
    n = 0
    for k in range(count - 1, -1, -1):
        if s.slot[order[k]] < 0:
            waiting[n] = order[k]
            n += 1
    trial = np.empty(MOST_DISPLACED, np.int32)
    best_out = np.empty(MOST_DISPLACED, np.int32)
    fewest_left = n
    while n > 0:
        a = waiting[n - 1]
        s.numbers[1] = 0
        s.numbers[2] = CALLS_EACH * count
        s.numbers[3] = 0
        if place(p, s, a, 1):
            thaw(s, 0)
            s.numbers[3] = 0
            n -= 1
            fewest_left = min(fewest_left, n)
            continue
        thaw(s, 0)
        back_to(p, s, 0)
        s.numbers[4] += 1
        round_ = s.numbers[4]
        if round_ > rounds:
            break
        best, best_n, best_key = -1, 0, 1e18
        for slot in range(slots):
            if p.open[a, slot] == 0:
                continue
            m = in_the_way(p, s, a, slot, trial, 1, MOST_DISPLACED - 1)
            if m < 0:
                continue
            key = 0.0
            for j in range(m):
                key += 1.0 + ejected[trial[j]]
            key += chance(s.random) * 0.5
            if tabu[a, slot] > round_:
                key += 1e6 + tabu[a, slot]
            if key < best_key:
                best, best_n, best_key = slot, m, key
                best_out[:] = trial
        if best < 0:
            # nothing can go anywhere for it: put it last, so that the others are not held up
            for k in range(n - 1, 0, -1):
                waiting[k] = waiting[k - 1]
            waiting[0] = a
            s.numbers[5] += 1
            if s.numbers[5] > 2 * count:
                break
            continue
        tabu[a, best] = round_ + count * 4
        n -= 1
        for j in range(best_n):
            b = best_out[j]
            move(p, s, b, -1, -1)
            ejected[b] += 1
        move(p, s, a, best, best_out[MOST_DISPLACED - 1])
        s.numbers[3] = 0
        for j in range(best_n):
            k = j + int(chance(s.random) * (best_n - j))
            best_out[j], best_out[k] = best_out[k], best_out[j]
            waiting[n] = best_out[j]
            n += 1
    return n

"""A plan while it is made: what changed, what it costs now, and the way back. Compiled."""

from typing import NamedTuple

import numpy as np
from numba import njit
from numpy.typing import NDArray

from terrace.engines.timetable.xhstt.search.tables import Floats, Ints, Longs, Tables

TRAIL = 4096
EVENTS, RESOURCES, STAMP, CHANGES, WEIGHED, MOVED = range(6)


class State(NamedTuple):
    """What changes; ``numbers`` holds the counts named above."""

    duration: Ints
    time: Ints
    """(places)"""
    who: Ints
    """(places, roles)"""
    busy: Ints
    """(resources, times): lessons."""
    there: Ints
    """(resources, times): the place of one of them, or -1."""
    runs: Ints
    """(events, times): parts that run."""
    load: Floats
    cost: Longs
    """(points): what each costs, as of the last `settle`."""
    sums: Longs
    """musts, wishes"""
    touched_events: Ints
    touched_resources: Ints
    event_mark: Longs
    resource_mark: Longs
    point_mark: Longs
    numbers: Longs
    trail: Ints
    """(changes, 4): place, then duration and time before; or place, role, who, -1."""
    weighed: Longs
    """(points weighed, 2): point and its cost before."""
    moved: Ints
    """Places in the chain under way."""
    moved_mark: Longs
    random: NDArray[np.uint64]


def fresh(p: Tables, seed: int) -> State:
    """Nothing placed; `settle` is still to be called."""
    events, times, resources, places, points, roles = (int(one) for one in p.size)
    return State(
        np.zeros(places, np.int32),
        np.full(places, -1, np.int32),
        p.given[p.event_of].copy().reshape(places, max(1, roles)),
        np.zeros((resources, times), np.int32),
        np.full((resources, times), -1, np.int32),
        np.zeros((events, times), np.int32),
        np.zeros(resources),
        np.zeros(points, np.int64),
        np.zeros(2, np.int64),
        np.zeros(events + 1, np.int32),
        np.zeros(resources + 1, np.int32),
        np.zeros(events, np.int64),
        np.zeros(resources, np.int64),
        np.zeros(points, np.int64),
        np.array([0, 0, 1, 0, 0, 0, 0, 0], np.int64),
        np.zeros((TRAIL, 4), np.int32),
        np.zeros((points + 1, 2), np.int64),
        np.zeros(places + 1, np.int32),
        np.zeros(places, np.int64),
        np.array([seed * 2 + 0x9E3779B97F4A7C15 & 0xFFFFFFFFFFFFFFFF], np.uint64),
    )


@njit(cache=True, nogil=True)
def chance(random: NDArray[np.uint64]) -> float:
    """The next number, 0 to 1, of the state's own generator (xorshift64*)."""
    x = random[0]
    x ^= x >> np.uint64(12)
    x ^= x << np.uint64(25)
    x ^= x >> np.uint64(27)
    random[0] = x
    return np.float64((x * np.uint64(2685821657736338717)) >> np.uint64(11)) / 9007199254740992.0


@njit(cache=True, nogil=True)
def draw(random: NDArray[np.uint64], count: int) -> int:
    """0 to ``count`` - 1."""
    return min(count - 1, int(chance(random) * count))


@njit(cache=True, nogil=True)
def _touch_resource(s: State, r: int) -> None:
    if s.resource_mark[r] != s.numbers[STAMP]:
        s.resource_mark[r] = s.numbers[STAMP]
        s.touched_resources[s.numbers[RESOURCES]] = r
        s.numbers[RESOURCES] += 1


@njit(cache=True, nogil=True)
def _put(p: Tables, s: State, x: int, sign: int) -> None:
    """Count place ``x`` in (1) or out (-1)."""
    e, d, t = p.event_of[x], s.duration[x], s.time[x]
    if s.event_mark[e] != s.numbers[STAMP]:
        s.event_mark[e] = s.numbers[STAMP]
        s.touched_events[s.numbers[EVENTS]] = e
        s.numbers[EVENTS] += 1
    if d == 0:
        return
    end = min(t + d, p.size[1]) if t >= 0 else -1
    for one in range(max(t, 0), end):
        s.runs[e, one] += sign
    for j in range(p.roles[e]):
        r = s.who[x, j]
        if r < 0:
            continue
        _touch_resource(s, r)
        s.load[r] += sign * d * p.rate[e, j]
        for one in range(max(t, 0), end):
            s.busy[r, one] += sign
            if sign > 0:
                s.there[r, one] = x
            elif s.there[r, one] == x:
                s.there[r, one] = -1
                if s.busy[r, one] > 0:
                    for k in range(p.member_from[r], p.member_from[r + 1]):
                        y = p.member[k]
                        if y != x and 0 <= s.time[y] <= one < s.time[y] + s.duration[y]:
                            s.there[r, one] = y
                            break


@njit(cache=True, nogil=True)
def change(p: Tables, s: State, x: int, duration: int, time: int) -> None:
    """Place ``x`` gets another duration and time; 0: not in use, -1: no time."""
    n = s.numbers[CHANGES]
    s.trail[n, 0], s.trail[n, 1], s.trail[n, 2], s.trail[n, 3] = x, s.duration[x], s.time[x], 1
    s.numbers[CHANGES] = n + 1
    _put(p, s, x, -1)
    s.duration[x], s.time[x] = duration, time
    _put(p, s, x, 1)


@njit(cache=True, nogil=True)
def change_who(p: Tables, s: State, x: int, role: int, who: int) -> None:
    """Somebody else takes a role in place ``x``."""
    n = s.numbers[CHANGES]
    s.trail[n, 0], s.trail[n, 1], s.trail[n, 2], s.trail[n, 3] = x, role, s.who[x, role], -1
    s.numbers[CHANGES] = n + 1
    _put(p, s, x, -1)
    s.who[x, role] = who
    _put(p, s, x, 1)


@njit(cache=True, nogil=True)
def keep(s: State) -> None:
    """What has changed stays; nothing is touched any more."""
    s.numbers[EVENTS] = 0
    s.numbers[RESOURCES] = 0
    s.numbers[CHANGES] = 0
    s.numbers[WEIGHED] = 0
    s.numbers[STAMP] += 1


@njit(cache=True, nogil=True)
def undo(p: Tables, s: State, hard: int, soft: int) -> None:
    """Back to where it was at the last `keep`, when the sums were these."""
    n = s.numbers[CHANGES] - 1
    while n >= 0:
        x = s.trail[n, 0]
        _put(p, s, x, -1)
        if s.trail[n, 3] == 1:
            s.duration[x], s.time[x] = s.trail[n, 1], s.trail[n, 2]
        else:
            s.who[x, s.trail[n, 1]] = s.trail[n, 2]
        _put(p, s, x, 1)
        n -= 1
    for k in range(s.numbers[WEIGHED]):
        s.cost[s.weighed[k, 0]] = s.weighed[k, 1]
    s.sums[0], s.sums[1] = hard, soft
    keep(s)

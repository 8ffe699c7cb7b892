"""What each point costs in a state, and the sums after a change. Compiled."""

import math

from numba import njit

from terrace.engines.timetable.xhstt.search.points import (
    ASSIGN_RESOURCE,
    ASSIGN_TIME,
    BUSY,
    CLASHES,
    CLUSTER,
    DISTRIBUTE,
    IDLE,
    LINK,
    LOAD,
    PREFER_TIMES,
    SAME,
    SPLIT,
    SPREAD,
    UNAVAILABLE,
)
from terrace.engines.timetable.xhstt.search.state import (
    EVENTS,
    RESOURCES,
    STAMP,
    WEIGHED,
    State,
)
from terrace.engines.timetable.xhstt.search.tables import Tables


@njit(cache=True, nogil=True)
def outside(amount: int, least: int, most: int) -> int:
    """By how much it is under or over."""
    if amount < least:
        return least - amount
    return amount - most if amount > most else 0


@njit(cache=True, nogil=True)
def _of_event(p: Tables, s: State, m: int) -> int:
    kind, e = p.kind[m], p.on[m]
    a, b, c, d = p.amounts[m, 0], p.amounts[m, 1], p.amounts[m, 2], p.amounts[m, 3]
    wrong, count = 0, 0
    at = p.at[m]
    for x in range(p.place_from[e], p.place_from[e + 1]):
        long = s.duration[x]
        if long == 0:
            continue
        time = s.time[x]
        if kind == ASSIGN_TIME:
            wrong += long if time < 0 else 0
        elif kind == PREFER_TIMES:
            if time >= 0 and (b == 0 or b == long) and p.has[a, time] == 0:
                wrong += long
        elif kind == SPLIT:
            count += 1
            if long < a or long > b:
                wrong += 1
        elif kind == DISTRIBUTE:
            count += 1 if long == a else 0
        else:
            for k in range(at + 1, at + 1 + p.lists[at]):
                r = s.who[x, p.lists[k]]
                if kind == ASSIGN_RESOURCE:
                    wrong += long if r < 0 else 0
                elif r >= 0 and p.who_has[a, r] == 0:
                    wrong += long
    if kind == SPLIT:
        wrong += outside(count, c, d)
    elif kind == DISTRIBUTE:
        wrong = outside(count, b, c)
    return wrong


@njit(cache=True, nogil=True)
def _spread(p: Tables, s: State, m: int) -> int:
    at, windows = p.at[m], p.amounts[m, 0]
    wrong = 0
    for w in range(at + 1, at + 1 + windows, 3):
        count = 0
        for k in range(at + 1 + windows, at + 1 + p.lists[at]):
            e = p.lists[k]
            for x in range(p.place_from[e], p.place_from[e + 1]):
                if s.duration[x] > 0 and s.time[x] >= 0:
                    count += p.has[p.lists[w], s.time[x]]
        wrong += outside(count, p.lists[w + 1], p.lists[w + 2])
    return wrong


@njit(cache=True, nogil=True)
def _link(p: Tables, s: State, m: int) -> int:
    at, wrong = p.at[m], 0
    for time in range(p.size[1]):
        count = 0
        for k in range(at + 1, at + 1 + p.lists[at]):
            count += 1 if s.runs[p.lists[k], time] > 0 else 0
        wrong += 1 if 0 < count < p.lists[at] else 0
    return wrong


@njit(cache=True, nogil=True)
def _same(p: Tables, s: State, m: int) -> int:
    """How many different people, beyond one; looks back for each whether it has been seen."""
    at, count = p.at[m], 0
    for k in range(at + 1, at + 1 + p.lists[at], 2):
        e, j = p.lists[k], p.lists[k + 1]
        for x in range(p.place_from[e], p.place_from[e + 1]):
            r = s.who[x, j]
            if s.duration[x] == 0 or r < 0:
                continue
            seen = False
            for k2 in range(at + 1, k + 1, 2):
                e2, j2 = p.lists[k2], p.lists[k2 + 1]
                for y in range(p.place_from[e2], p.place_from[e2 + 1]):
                    if k2 == k and y >= x:
                        break
                    if s.duration[y] > 0 and s.who[y, j2] == r:
                        seen = True
            count += 0 if seen else 1
    return max(0, count - 1)


@njit(cache=True, nogil=True)
def _order(p: Tables, s: State, m: int) -> int:
    end, start = -1, p.size[1] + 1
    for x in range(p.place_from[p.on[m]], p.place_from[p.on[m] + 1]):
        if s.duration[x] > 0 and s.time[x] >= 0:
            end = max(end, s.time[x] + s.duration[x])
    second = p.amounts[m, 0]
    for x in range(p.place_from[second], p.place_from[second + 1]):
        if s.duration[x] > 0 and s.time[x] >= 0:
            start = min(start, s.time[x])
    if end < 0 or start > p.size[1]:
        return 0
    return outside(start - end, p.amounts[m, 1], p.amounts[m, 2])


@njit(cache=True, nogil=True)
def _of_resource(p: Tables, s: State, m: int) -> int:
    kind, r = p.kind[m], p.on[m]
    a, b = p.amounts[m, 0], p.amounts[m, 1]
    at, total = p.at[m], 0
    if kind == CLASHES:
        for time in range(p.size[1]):
            if s.busy[r, time] > 1:
                total += s.busy[r, time] - 1
        return total
    if kind == UNAVAILABLE:
        for k in range(p.set_from[a], p.set_from[a + 1]):
            total += 1 if s.busy[r, p.set_times[k]] > 0 else 0
        return total
    if kind == LOAD:
        work: int = math.ceil(max(0.0, a - s.load[r], s.load[r] - b) - 1e-6)
        return work
    for w in range(at + 1, at + 1 + p.lists[at], 3):
        one = p.lists[w]
        first, last, count = -1, -1, 0
        for k in range(p.set_from[one], p.set_from[one + 1]):
            if s.busy[r, p.set_times[k]] > 0:
                if first < 0:
                    first = k
                last = k
                count += 1
        if count > 0:
            if kind == IDLE:
                total += last - first + 1 - count
            elif kind == CLUSTER:
                total += 1
            elif kind == BUSY:
                total += outside(count, a, b)
    return total if kind == BUSY else outside(total, a, b)


@njit(cache=True, nogil=True)
def weigh(p: Tables, s: State, m: int) -> int:
    """The cost of point ``m``."""
    kind = p.kind[m]
    if kind <= DISTRIBUTE:
        off = _of_event(p, s, m)
    elif kind >= CLASHES:
        off = _of_resource(p, s, m)
    elif kind == SPREAD:
        off = _spread(p, s, m)
    elif kind == LINK:
        off = _link(p, s, m)
    elif kind == SAME:
        off = _same(p, s, m)
    else:
        off = _order(p, s, m)
    if p.cost[m] == 1:
        off = off * off
    elif p.cost[m] == 2:
        off = min(off, 1)
    cost: int = p.weight[m] * off
    return cost


@njit(cache=True, nogil=True)
def _again(p: Tables, s: State, m: int) -> None:
    if s.point_mark[m] == s.numbers[STAMP]:
        return
    s.point_mark[m] = s.numbers[STAMP]
    new = weigh(p, s, m)
    if new != s.cost[m]:
        n = s.numbers[WEIGHED]
        s.weighed[n, 0], s.weighed[n, 1] = m, s.cost[m]
        s.numbers[WEIGHED] = n + 1
        s.sums[0 if p.must[m] else 1] += new - s.cost[m]
        s.cost[m] = new


@njit(cache=True, nogil=True)
def settle(p: Tables, s: State) -> None:
    """Weigh again whatever the changes since the last `keep` have touched. Once a step."""
    for k in range(s.numbers[EVENTS]):
        e = s.touched_events[k]
        for i in range(p.of_event_from[e], p.of_event_from[e + 1]):
            _again(p, s, p.of_event[i])
    for k in range(s.numbers[RESOURCES]):
        r = s.touched_resources[k]
        for i in range(p.of_resource_from[r], p.of_resource_from[r + 1]):
            _again(p, s, p.of_resource[i])


@njit(cache=True, nogil=True)
def weigh_all(p: Tables, s: State) -> None:
    """Weigh every point, whatever was known."""
    s.sums[0], s.sums[1] = 0, 0
    for m in range(p.size[4]):
        s.cost[m] = weigh(p, s, m)
        s.sums[0 if p.must[m] else 1] += s.cost[m]

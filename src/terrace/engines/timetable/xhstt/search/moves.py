"""Moves of a timetable: chains between two windows of time, parts split and joined. Compiled.

A chain is a Kempe chain with windows: a lesson goes from window A to window B; whatever is in its
way there goes to A, whatever is then in the way there to B, and so on. No move weighs anything.
"""

from numba import njit

from terrace.engines.timetable.xhstt.search.state import (
    MOVED,
    State,
    change,
    change_who,
    draw,
)
from terrace.engines.timetable.xhstt.search.tables import Tables

LONGEST_CHAIN = 60


@njit(cache=True, nogil=True)
def _join_chain(s: State, x: int, n: int) -> int:
    s.moved_mark[x] = s.numbers[MOVED]
    s.moved[n] = x
    return n + 1


@njit(cache=True, nogil=True)
def chain(p: Tables, s: State, x: int, a: int, b: int, wide: int) -> bool:
    """Move place ``x``, in [a, a + wide), to [b, b + wide); False, nothing moved, if it cannot."""
    times = p.size[1]
    if min(a, b) < 0 or max(a, b) + wide > times or abs(a - b) < wide:
        return False
    s.numbers[MOVED] += 1
    n = _join_chain(s, x, 0)
    i = 0
    while i < n:
        y = s.moved[i]
        i += 1
        e, was = p.event_of[y], s.time[y]
        here, there = (a, b) if a <= was < a + wide else (b, a)
        to = was - here + there
        for k in range(p.linked_from[e], p.linked_from[e + 1]):
            f = p.linked[k]
            for z in range(p.place_from[f], p.place_from[f + 1]):
                if s.duration[z] > 0 and s.time[z] == was and s.moved_mark[z] != s.numbers[MOVED]:
                    if was + s.duration[z] > here + wide or n >= LONGEST_CHAIN or p.fixed[f]:
                        return False
                    n = _join_chain(s, z, n)
        for j in range(p.roles[e]):
            r = s.who[y, j]
            if r < 0 or p.single[r] == 0:
                continue
            for time in range(to, to + s.duration[y]):
                z = s.there[r, time]
                if z < 0 or s.moved_mark[z] == s.numbers[MOVED]:
                    continue
                inside = there <= s.time[z] and s.time[z] + s.duration[z] <= there + wide
                if not inside or n >= LONGEST_CHAIN or p.fixed[p.event_of[z]]:
                    return False
                n = _join_chain(s, z, n)
    for i in range(n):
        y = s.moved[i]
        was = s.time[y]
        change(p, s, y, s.duration[y], was - a + b if a <= was < a + wide else was - b + a)
    return True


@njit(cache=True, nogil=True)
def to_time(p: Tables, s: State, x: int, b: int) -> bool:
    """Place ``x`` to time ``b``, by a chain if there is one."""
    long, a = s.duration[x], s.time[x]
    if b < 0 or b + long > p.size[1] or a == b:
        return False
    if a < 0:
        change(p, s, x, long, b)
        return True
    e = p.event_of[x]
    wide, from_, to, z = long, a, b, -1
    if p.roles[e] > 0:
        r = s.who[x, draw(s.random, p.roles[e])]
        if r >= 0 and p.single[r]:
            z = s.there[r, b]
    if z == x:
        z = -1
    if z >= 0 and s.duration[z] > long:
        wide, to = s.duration[z], s.time[z]
        from_ = a - draw(s.random, wide - long + 1)
    if abs(from_ - to) < wide:
        if z >= 0 and not p.fixed[p.event_of[z]]:
            other = s.duration[z]
            if s.time[z] == a + long:
                change(p, s, z, other, a)
                change(p, s, x, long, a + other)
                return True
            if s.time[z] + other == a:
                change(p, s, x, long, s.time[z])
                change(p, s, z, other, s.time[x] + long)
                return True
        change(p, s, x, long, b)
        return True
    if chain(p, s, x, from_, to, wide):
        return True
    if draw(s.random, 4) == 0:
        change(p, s, x, long, b)
        return True
    return False


@njit(cache=True, nogil=True)
def _split(p: Tables, s: State, x: int) -> bool:
    """Cut place ``x`` in two and move one of them elsewhere."""
    e, long, time = p.event_of[x], s.duration[x], s.time[x]
    least = p.shortest[e]
    if long < 2 * least or time < 0:
        return False
    spare = -1
    for y in range(p.place_from[e], p.place_from[e + 1]):
        if s.duration[y] == 0:
            spare = y
            break
    if spare < 0:
        return False
    first = least + draw(s.random, long - 2 * least + 1)
    change(p, s, x, first, time)
    change(p, s, spare, long - first, time + first)
    mine = x if draw(s.random, 2) == 0 else spare
    to_time(p, s, mine, draw(s.random, p.size[1] - s.duration[mine] + 1))
    return True


@njit(cache=True, nogil=True)
def _join(p: Tables, s: State, x: int) -> bool:
    """Bring another part of the event next to ``x`` and make them one."""
    e = p.event_of[x]
    y = p.place_from[e] + draw(s.random, p.place_from[e + 1] - p.place_from[e])
    both = s.duration[x] + s.duration[y]
    if y == x or s.duration[y] == 0 or s.time[x] < 0 or both > p.longest[e]:
        return False
    a = s.time[x]
    b = a + s.duration[x] if draw(s.random, 2) == 0 else a - s.duration[y]
    if b < 0 or max(a, b) + (s.duration[x] if a > b else s.duration[y]) > p.size[1]:
        return False
    if s.time[y] != b and not to_time(p, s, y, b):
        return False
    if s.time[x] != a or s.time[y] != b:
        return False
    change(p, s, y, 0, -1)
    change(p, s, x, both, min(a, b))
    return True


@njit(cache=True, nogil=True)
def _shift(p: Tables, s: State, x: int) -> bool:
    """A longer part gives some of its time to a shorter one of the event."""
    e = p.event_of[x]
    y = p.place_from[e] + draw(s.random, p.place_from[e + 1] - p.place_from[e])
    long, other = s.duration[x], s.duration[y]
    if y == x or other == 0 or other == long or s.time[x] < 0 or s.time[y] < 0:
        return False
    a, b = s.time[x], s.time[y]
    if b + long > p.size[1] or a + other > p.size[1]:
        return False
    change(p, s, x, other, a)
    change(p, s, y, long, b)
    return True


@njit(cache=True, nogil=True)
def _other_person(p: Tables, s: State) -> bool:
    k = draw(s.random, len(p.open_event))
    e, j = p.open_event[k], p.open_role[k]
    count = p.able_from[k + 1] - p.able_from[k]
    x = p.place_from[e] + draw(s.random, p.place_from[e + 1] - p.place_from[e])
    if count == 0 or s.duration[x] == 0:
        return False
    who = p.able[p.able_from[k] + draw(s.random, count)]
    if who == s.who[x, j]:
        return False
    if draw(s.random, 3) == 0:
        for y in range(p.place_from[e], p.place_from[e + 1]):
            if s.duration[y] > 0:
                change_who(p, s, y, j, who)
    else:
        change_who(p, s, x, j, who)
    return True


@njit(cache=True, nogil=True)
def propose(p: Tables, s: State) -> bool:
    """Some move, drawn; False if it came to nothing (what was changed on the way is to undo)."""
    if len(p.open_event) > 0 and draw(s.random, 8) == 0:
        return _other_person(p, s)
    x = draw(s.random, p.size[3])
    e = p.event_of[x]
    if s.duration[x] == 0 or p.fixed[e]:
        return False
    if p.longest[e] > p.shortest[e]:
        which = draw(s.random, 10)
        if which == 0:
            return _split(p, s, x)
        if which == 1:
            return _join(p, s, x)
        if which == 2 and s.duration[x] < p.duration[e]:
            return _shift(p, s, x)
    return to_time(p, s, x, draw(s.random, p.size[1] - s.duration[x] + 1))

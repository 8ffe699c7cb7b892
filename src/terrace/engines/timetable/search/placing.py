"""Place one lesson; what stands in its way is put elsewhere, and so on, a few steps deep.

Ejection chains as published for school timetabling: slots are tried from the one where least is
in the way; a lesson placed in the chain under way is not moved again; a chain that fails is
undone; the calls of one chain are counted and limited.
"""

import numpy as np
from numba import njit

from terrace.engines.timetable.search.arrays import Arrays, Ints, Masks
from terrace.engines.timetable.search.rules import pair_broken
from terrace.engines.timetable.search.state import (
    DEEPEST,
    MOST_DISPLACED,
    State,
    back_to,
    chance,
    lay,
    lift,
    move,
    put,
    set_broken,
    take,
    week_broken,
)

NARROW = 5
"""From this depth on only the slot with least in the way is tried."""


@njit(cache=True)
def in_the_way(p: Arrays, s: State, a: int, slot: int, out: Ints, wishes: int, most: int) -> int:
    """Write into ``out`` who must leave for ``a`` to begin at ``slot``; how many, or -1.

    ``wishes`` 1: each wish is asked for with the chance of its weight; 0: musts only. The
    activity's room is written behind the last: ``out[MOST_DISPLACED - 1]``.
    """
    s.numbers[0] += 1
    stamp = s.numbers[0]
    hours, long = p.size[2], p.duration[a]
    n = 0
    limit = most
    for k in range(p.line_from[a], p.line_from[a + 1]):
        line = p.line_of[k]
        for one in range(slot, slot + long):
            b = s.taken[line, one]
            if b >= 0 and s.mark[b] != stamp:
                if s.frozen[b] or n == limit:
                    return -1
                s.mark[b] = stamp
                out[n] = b
                n += 1
    for k in range(p.pair_from[a], p.pair_from[a + 1]):
        b = p.pair_other[k]
        if s.slot[b] < 0 or s.mark[b] == stamp:
            continue
        weight = p.pair_weight[k]
        if p.pair_side[k] == 0:
            wrong = pair_broken(
                p.pair_kind[k],
                p.pair_amount[k],
                hours,
                p.breaks,
                slot,
                long,
                s.slot[b],
                p.duration[b],
            )
        else:
            wrong = pair_broken(
                p.pair_kind[k],
                p.pair_amount[k],
                hours,
                p.breaks,
                s.slot[b],
                p.duration[b],
                slot,
                long,
            )
        if wrong == 0:
            continue
        if weight < 1.0 and (wishes == 0 or chance(s.random) >= weight):
            continue
        if s.frozen[b] or n == limit:
            return -1
        s.mark[b] = stamp
        out[n] = b
        n += 1
    room = -1
    if p.needs_room[a] > 0.0:
        n, room = _room(p, s, a, slot, out, n, stamp, wishes, most)
        if n < 0:
            return -1
    out[MOST_DISPLACED - 1] = room
    if _ruled(p, a):
        n = _week_and_sets(p, s, a, slot, room, out, n, wishes, most)
    return n


@njit(cache=True)
def _room(
    p: Arrays,
    s: State,
    a: int,
    slot: int,
    out: Ints,
    n: int,
    stamp: int,
    wishes: int,
    most: int,
) -> tuple[int, int]:
    """The room where fewest must leave; (-1, -1) if there is none. A wish may go without one."""
    long = p.duration[a]
    best, fewest, alike = -1, MOST_DISPLACED, 1.0
    for k in range(p.room_from[a], p.room_from[a + 1]):
        room = p.room_of[k]
        wrong, before = 0, -1
        for one in range(slot, slot + long):
            if p.room_free[room, one] == 0:
                wrong = MOST_DISPLACED
                break
            b = s.held[room, one]
            if b >= 0 and b != before and b != a and s.mark[b] != stamp:
                if s.frozen[b]:
                    wrong = MOST_DISPLACED
                    break
                wrong += 1
                before = b
        if wrong == fewest and best >= 0:
            alike += 1.0
            if chance(s.random) * alike < 1.0:
                best = room
        elif wrong < fewest:
            best, fewest, alike = room, wrong, 1.0
    weight = p.needs_room[a]
    may_go_without = weight < 1.0 and (best < 0 or fewest > 0)
    if may_go_without and (wishes == 0 or best < 0 or chance(s.random) >= weight):
        return n, -1
    if best < 0:
        return -1, -1
    for one in range(slot, slot + long):
        b = s.held[best, one]
        if b >= 0 and b != a and s.mark[b] != stamp:
            if n == most:
                return -1, -1
            s.mark[b] = stamp
            out[n] = b
            n += 1
    return n, best


@njit(cache=True)
def _ruled(p: Arrays, a: int) -> bool:
    if p.set_from[a + 1] > p.set_from[a]:
        return True
    ruled = False
    for k in range(p.line_from[a], p.line_from[a + 1]):
        ruled = ruled or p.ruled[p.line_of[k]] > 0
    return ruled


@njit(cache=True)
def _asked(p: Arrays, s: State, line: int, wishes: int) -> int:
    """A bit for each habit of the line that counts this time."""
    first = p.habit_from[line]
    asked = 0
    for k in range(first, p.habit_from[line + 1]):
        weight = p.habit_chance[k]
        if weight >= 1.0 or (wishes and chance(s.random) < weight):
            asked |= 1 << min(62, k - first)
    return asked


@njit(cache=True)
def _put_out(p: Arrays, s: State, b: int, places: Ints, out: Ints, n: int) -> int:
    """``b`` leaves, as the n-th: where it was is noted. How many have left."""
    places[n, 0], places[n, 1] = s.slot[b], s.room[b]
    out[n] = b
    take(p, s, b)
    return n + 1


@njit(cache=True)
def _week_and_sets(
    p: Arrays, s: State, a: int, slot: int, room: int, out: Ints, n: int, wishes: int, most: int
) -> int:
    """Try it for real: put ``a`` there, and take out of its lines and sets until all is kept."""
    places = np.empty((MOST_DISPLACED, 2), np.int32)
    for k in range(n):
        _put_out(p, s, out[k], places, out, k)
    put(p, s, a, slot, room)
    good = True
    for k in range(p.line_from[a], p.line_from[a + 1]):
        line = p.line_of[k]
        if p.ruled[line] == 0:
            continue
        asked = _asked(p, s, line, wishes)
        wrong = week_broken(p, s, line, asked)
        while wrong > 0:
            best, least, alike = -1, 1 << 30, 1.0
            begin = p.inside_from[line]
            many = p.inside_from[line + 1] - begin
            turn = int(chance(s.random) * many)
            for j in range(many):
                b = p.inside[begin + (j + turn) % many]
                if b == a or s.slot[b] < 0 or s.frozen[b]:
                    continue
                lift(p, s, b, line)
                after = week_broken(p, s, line, asked)
                lay(p, s, b, line)
                if after < least:
                    best, least, alike = b, after, 1.0
                    if after == 0:
                        break
                elif after == least:
                    alike += 1.0
                    if chance(s.random) * alike < 1.0:
                        best = b
            if best < 0 or n == most:
                good = False
                break
            n = _put_out(p, s, best, places, out, n)
            wrong = least
        if not good:
            break
    if good:
        for k in range(p.set_from[a], p.set_from[a + 1]):
            g = p.set_of[k]
            if p.set_weight[g] < 1.0 and (wishes == 0 or chance(s.random) >= p.set_weight[g]):
                continue
            wrong = set_broken(p, s, g, 0)
            while wrong > 0:
                best, least, alike = -1, 1 << 30, 1.0
                for j in range(p.member_from[g], p.member_from[g + 1]):
                    b = p.member[j]
                    if b == a or s.slot[b] < 0 or s.frozen[b]:
                        continue
                    at, where = s.slot[b], s.room[b]
                    take(p, s, b)
                    after = set_broken(p, s, g, 0)
                    put(p, s, b, at, where)
                    if after < least:
                        best, least, alike = b, after, 1.0
                    elif after == least:
                        alike += 1.0
                        if chance(s.random) * alike < 1.0:
                            best = b
                if best < 0 or n == most:
                    good = False
                    break
                n = _put_out(p, s, best, places, out, n)
                wrong = least
            if not good:
                break
    take(p, s, a)
    for k in range(n - 1, -1, -1):
        put(p, s, out[k], places[k, 0], places[k, 1])
    return n if good else -1


@njit(cache=True)
def survey(p: Arrays, s: State, a: int, depth: int, wishes: int, order: Ints) -> int:
    """For each slot that is open to ``a``: who is in the way. Slots sorted by how many."""
    slots = p.open.shape[1]
    most = MOST_DISPLACED - 1
    n = 0
    keys = np.empty(slots)
    for slot in range(slots):
        s.displaced_count[depth, slot] = -1
        if p.open[a, slot] == 0 or s.slot[a] == slot:
            continue
        if wishes and p.pass_[a, slot] < 1.0 and chance(s.random) >= p.pass_[a, slot]:
            continue
        count = in_the_way(p, s, a, slot, s.displaced[depth, slot], wishes, most)
        s.displaced_count[depth, slot] = count
        if count >= 0:
            s.displaced_room[depth, slot] = s.displaced[depth, slot, MOST_DISPLACED - 1]
            order[n] = slot
            keys[n] = count + chance(s.random) * 0.9
            n += 1
    for k in range(1, n):
        slot, key = order[k], keys[k]
        j = k
        while j > 0 and keys[j - 1] > key:
            order[j], keys[j] = order[j - 1], keys[j - 1]
            j -= 1
        order[j], keys[j] = slot, key
    return n


@njit(cache=True)
def thaw(s: State, length: int) -> None:
    """Whatever was moved since the trail had this length may be moved again."""
    for k in range(length, s.numbers[3]):
        s.frozen[s.trail[k, 0]] = 0


@njit(cache=True)
def place(p: Arrays, s: State, first: int, wishes: int) -> bool:
    """Place ``first`` and all that it displaces. False, and nothing changed, if the chain fails.

    Each depth of the chain keeps its activity, the slot it tries, and how many of the displaced
    have been placed again.
    """
    activity, tries = np.empty(DEEPEST + 1, np.int32), np.empty(DEEPEST + 1, np.int32)
    trying, placed = np.empty(DEEPEST + 1, np.int32), np.empty(DEEPEST + 1, np.int32)
    length = np.empty(DEEPEST + 1, np.int64)
    depth = 0
    activity[0] = first
    entering, failed = True, False
    while True:
        if entering:
            s.numbers[1] += 1
            trying[depth] = -1
            failed = s.numbers[1] > s.numbers[2] or depth >= DEEPEST
            if not failed:
                tries[depth] = survey(p, s, activity[depth], depth, wishes, s.order[depth])
                trying[depth] = 0
                failed = not _begin(p, s, activity[depth], depth, 0, tries[depth], length)
                placed[depth] = 0
            entering = False
        if failed:
            depth -= 1
            if depth < 0:
                return False
            thaw(s, length[depth])
            back_to(p, s, length[depth])
            if s.numbers[1] > s.numbers[2] or depth >= NARROW:
                continue
            trying[depth] += 1
            placed[depth] = 0
            failed = not _begin(p, s, activity[depth], depth, trying[depth], tries[depth], length)
            continue
        slot = s.order[depth, trying[depth]]
        if placed[depth] == s.displaced_count[depth, slot]:
            if depth == 0:
                return True
            depth -= 1
            placed[depth] += 1
            continue
        activity[depth + 1] = s.displaced[depth, slot, placed[depth]]
        depth += 1
        entering = True


@njit(cache=True)
def _begin(p: Arrays, s: State, a: int, depth: int, k: int, n: int, length: Masks) -> bool:
    """Put ``a`` into the k-th of its ``n`` slots and out what is in the way; False if it cannot."""
    if k >= n:
        return False
    slot = s.order[depth, k]
    count = s.displaced_count[depth, slot]
    if (count > 0 and depth == DEEPEST - 1) or s.numbers[3] + count + 1 >= len(s.trail):
        return False
    length[depth] = s.numbers[3]
    for j in range(count):
        move(p, s, s.displaced[depth, slot, j], -1, -1)
    move(p, s, a, slot, s.displaced_room[depth, slot])
    s.frozen[a] = depth + 1
    return True

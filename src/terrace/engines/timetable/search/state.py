"""A plan while it is made: who is where, and what of it may still be moved. Compiled."""

from typing import NamedTuple

import numpy as np
from numba import njit
from numpy.typing import NDArray

from terrace.engines.timetable.search.arrays import Arrays, Ints, Masks
from terrace.engines.timetable.search.rules import compact_short, habit_broken, interval_broken

DEEPEST = 14
MOST_DISPLACED = 14


class State(NamedTuple):
    slot: Ints
    room: Ints
    taken: Ints
    """(lines, slots): the activity there, or -1."""
    held: Ints
    """(rooms, slots)"""
    masks: Masks
    """(lines, days): hours with a lesson."""
    left: Ints
    """(lines, 2): hours and lessons not yet placed."""
    frozen: Ints
    """Depth + 1 at which an activity was placed in the chain under way; 0: may be moved."""
    mark: Ints
    """(activities): the last stamp under which it was counted."""
    numbers: NDArray[np.int64]
    """stamp, calls so far, calls allowed, length of the trail, size of the random state…"""
    random: NDArray[np.uint64]
    displaced: Ints
    """(depth, slots, MOST_DISPLACED)"""
    displaced_count: Ints
    """(depth, slots): -1 where it cannot go."""
    displaced_room: Ints
    order: Ints
    """(depth, slots): the slots to try, best first."""
    trail: Ints
    """(moves, 3): activity, its slot and room before."""


def fresh(problem: Arrays, seed: int) -> State:
    count, days, hours, lines, rooms = (int(one) for one in problem.size)
    slots = days * hours
    left = np.zeros((lines, 2), np.int32)
    for line in range(lines):
        inside = problem.inside[problem.inside_from[line] : problem.inside_from[line + 1]]
        left[line] = problem.duration[inside].sum(), len(inside)
    return State(
        np.full(count, -1, np.int32),
        np.full(count, -1, np.int32),
        np.full((lines, slots), -1, np.int32),
        np.full((max(1, rooms), slots), -1, np.int32),
        np.zeros((lines, days), np.int64),
        left,
        np.zeros(count, np.int32),
        np.zeros(count, np.int32),
        np.zeros(8, np.int64),
        np.array([seed * 2 + 0x9E3779B97F4A7C15 & 0xFFFFFFFFFFFFFFFF], np.uint64),
        np.zeros((DEEPEST + 1, slots, MOST_DISPLACED), np.int32),
        np.zeros((DEEPEST + 1, slots), np.int32),
        np.zeros((DEEPEST + 1, slots), np.int32),
        np.zeros((DEEPEST + 1, slots), np.int32),
        np.zeros((count * 64 + 4096, 3), np.int32),
    )


@njit(cache=True)
def chance(random: NDArray[np.uint64]) -> float:
    """The next number, 0 to 1, of the state's own generator (xorshift64*)."""
    x = random[0]
    x ^= x >> np.uint64(12)
    x ^= x << np.uint64(25)
    x ^= x >> np.uint64(27)
    random[0] = x
    return np.float64((x * np.uint64(2685821657736338717)) >> np.uint64(11)) / 9007199254740992.0


@njit(cache=True)
def put(p: Arrays, s: State, a: int, slot: int, room: int) -> None:
    hours = p.size[2]
    long = p.duration[a]
    day = slot // hours
    bits = ((1 << long) - 1) << (slot - day * hours)
    for k in range(p.line_from[a], p.line_from[a + 1]):
        line = p.line_of[k]
        s.masks[line, day] |= bits
        s.left[line, 0] -= long
        s.left[line, 1] -= 1
        for one in range(slot, slot + long):
            s.taken[line, one] = a
    s.slot[a] = slot
    s.room[a] = room
    if room >= 0:
        for one in range(slot, slot + long):
            s.held[room, one] = a


@njit(cache=True)
def take(p: Arrays, s: State, a: int) -> None:
    hours = p.size[2]
    long, slot, room = p.duration[a], s.slot[a], s.room[a]
    day = slot // hours
    bits = ~(((1 << long) - 1) << (slot - day * hours))
    for k in range(p.line_from[a], p.line_from[a + 1]):
        line = p.line_of[k]
        s.masks[line, day] &= bits
        s.left[line, 0] += long
        s.left[line, 1] += 1
        for one in range(slot, slot + long):
            s.taken[line, one] = -1
    if room >= 0:
        for one in range(slot, slot + long):
            s.held[room, one] = -1
    s.slot[a] = -1
    s.room[a] = -1


@njit(cache=True)
def lift(p: Arrays, s: State, a: int, line: int) -> None:
    """Take the activity off this one line for a moment, to see how the week is without it."""
    slot, long = s.slot[a], p.duration[a]
    day = slot // p.size[2]
    s.masks[line, day] &= ~(((1 << long) - 1) << (slot - day * p.size[2]))
    s.left[line, 0] += long
    s.left[line, 1] += 1
    for one in range(slot, slot + long):
        s.taken[line, one] = -1


@njit(cache=True)
def lay(p: Arrays, s: State, a: int, line: int) -> None:
    """Put back what was lifted."""
    slot, long = s.slot[a], p.duration[a]
    day = slot // p.size[2]
    s.masks[line, day] |= ((1 << long) - 1) << (slot - day * p.size[2])
    s.left[line, 0] -= long
    s.left[line, 1] -= 1
    for one in range(slot, slot + long):
        s.taken[line, one] = a


@njit(cache=True)
def move(p: Arrays, s: State, a: int, slot: int, room: int) -> None:
    """Put the activity there (or nowhere: -1), and note in the trail where it was."""
    n = s.numbers[3]
    s.trail[n, 0] = a
    s.trail[n, 1] = s.slot[a]
    s.trail[n, 2] = s.room[a]
    s.numbers[3] = n + 1
    if s.slot[a] >= 0:
        take(p, s, a)
    if slot >= 0:
        put(p, s, a, slot, room)


@njit(cache=True)
def back_to(p: Arrays, s: State, length: int) -> None:
    """Undo all moves after the trail had this length."""
    while s.numbers[3] > length:
        n = s.numbers[3] - 1
        a = s.trail[n, 0]
        if s.slot[a] >= 0:
            take(p, s, a)
        if s.trail[n, 1] >= 0:
            put(p, s, a, s.trail[n, 1], s.trail[n, 2])
        s.numbers[3] = n


@njit(cache=True)
def tag_masks(p: Arrays, s: State, line: int, tag: int, masks: Masks) -> None:
    hours, days = p.size[2], p.size[1]
    for day in range(days):
        mask = 0
        for hour in range(hours):
            a = s.taken[line, day * hours + hour]
            if a >= 0 and p.tagged[a, tag]:
                mask |= 1 << hour
        masks[day] = mask


@njit(cache=True)
def habit_of(p: Arrays, s: State, line: int, k: int, whole: int) -> int:
    """By how much the line breaks its k-th habit; ``whole``: nothing more is to come."""
    kind = p.habit_kind[k]
    left = 0 if whole else s.left[line, 0]
    pieces = 0 if whole else s.left[line, 1]
    if kind == 10:
        return interval_broken(s.masks[line], p.habit_mask[k], p.habit_amount[k])
    masks = s.masks[line]
    if kind >= 11:
        masks = np.zeros(p.size[1], np.int64)
        tag_masks(p, s, line, p.habit_tag[k], masks)
    return habit_broken(
        kind,
        p.habit_amount[k],
        p.habit_other[k],
        masks,
        p.free[line],
        p.size[2],
        left,
        pieces,
    )


@njit(cache=True)
def week_broken(p: Arrays, s: State, line: int, asked: int) -> int:
    """What the line's week breaks of its musts, and of those wishes whose bit is in ``asked``."""
    total = 0
    if p.compacted[line]:
        total = compact_short(s.masks[line], p.free[line], p.compact[line], s.left[line, 0])
    first = p.habit_from[line]
    for k in range(first, p.habit_from[line + 1]):
        if asked >> min(62, k - first) & 1:
            total += habit_of(p, s, line, k, 0)
    return total


@njit(cache=True)
def set_broken(p: Arrays, s: State, g: int, whole: int) -> int:
    """By how much the g-th set of activities breaks its rule; optimistic unless ``whole``."""
    kind, amount, hours = p.set_kind[g], p.set_amount[g], p.size[2]
    first, last = p.member_from[g], p.member_from[g + 1]
    missing = 0
    if kind == 5:
        low, high, long, day = 10_000, -1, 0, -1
        for k in range(first, last):
            a = p.member[k]
            if s.slot[a] < 0:
                missing += 1
                continue
            this = s.slot[a] // hours
            if day >= 0 and this != day:
                return 1
            day = this
            hour = s.slot[a] - this * hours
            low, high = min(low, hour), max(high, hour + p.duration[a])
            long += p.duration[a]
        if day < 0:
            return 0
        gap = 0
        for hour in range(low, high):
            gap += (p.breaks[day] >> hour & 1) == 0
        if whole or missing == 0:
            return 0 if gap == long else 1
        room = 0
        for k in range(first, last):
            if s.slot[p.member[k]] < 0:
                room += p.duration[p.member[k]]
        return 0 if gap <= long + room else 1
    used = np.zeros(p.set_slots.shape[1], np.int32)
    total = 0
    pieces = 0
    for k in range(first, last):
        a = p.member[k]
        if s.slot[a] < 0:
            missing += p.duration[a]
            continue
        inside = False
        for slot in range(s.slot[a], s.slot[a] + p.duration[a]):
            if p.set_slots[g, slot]:
                used[slot] += 1
                inside = True
        pieces += inside
    if kind == 4:
        over: int = max(0, pieces - amount)
        return over
    for slot in range(len(used)):
        if kind == 0 or kind == 1:
            total += used[slot] > 0
        elif kind == 2:
            total += max(0, used[slot] - amount)
        elif p.set_slots[g, slot] and (used[slot] > 0 or p.set_other[g] == 0):
            total += max(0, amount - used[slot])
    if kind == 0:
        more: int = max(0, total - amount)
        return more
    if kind == 1:
        total = max(0, amount - total)
    if kind == 2:
        return total
    return total if whole else max(0, total - missing)

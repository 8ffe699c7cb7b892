"""By how much a placed lesson, a pair, a week or a set breaks its rule. Compiled."""

import numpy as np
from numba import njit
from numpy.typing import NDArray

Ints = NDArray[np.int32]
Masks = NDArray[np.int64]


@njit(cache=True, inline="always")
def bits(mask: int) -> int:
    """How many bits are set in ``mask`` (62 at most)."""
    v = mask - ((mask >> 1) & 0x5555555555555555)
    v = (v & 0x3333333333333333) + ((v >> 2) & 0x3333333333333333)
    v = (v + (v >> 4)) & 0x0F0F0F0F0F0F0F0F
    return (v * 0x0101010101010101) >> 56  # wraps at 64 bits: the sum stands in the top byte


@njit(cache=True, inline="always")
def lowest(mask: int) -> int:
    return bits((mask & -mask) - 1)


@njit(cache=True, inline="always")
def highest(mask: int) -> int:
    mask |= mask >> 1
    mask |= mask >> 2
    mask |= mask >> 4
    mask |= mask >> 8
    mask |= mask >> 16
    mask |= mask >> 32
    return bits(mask) - 1


@njit(cache=True)
def empty_between(breaks: Masks, day: int, end: int, start: int) -> bool:
    """Whether only breaks lie from hour ``end`` to before hour ``start``."""
    if start < end:
        return False
    between = ((1 << start) - 1) & ~((1 << end) - 1)
    return bool((between & ~breaks[day]) == 0)


@njit(cache=True)
def pair_broken(
    kind: int,
    amount: int,
    hours: int,
    breaks: Masks,
    a: int,
    long_a: int,
    b: int,
    long_b: int,
) -> int:
    """By how much two activities, begun at slots a and b, break their relation; 0 is kept."""
    day_a, day_b = a // hours, b // hours
    hour_a, hour_b = a - day_a * hours, b - day_b * hours
    apart = abs(day_a - day_b)
    if kind == 0:  # DAYS_APART
        return max(0, amount - apart)
    if kind == 1:  # DAYS_NEAR
        return max(0, apart - amount)
    if kind == 2:  # APART
        if day_a != day_b:
            return 0
        return max(0, min(hour_a + long_a, hour_b + long_b) - max(hour_a, hour_b))
    if kind == 3:  # SAME_START
        return apart + abs(hour_a - hour_b)
    if kind == 4:  # SAME_DAY
        return 1 if apart else 0
    if kind == 5:  # SAME_HOUR
        return abs(hour_a - hour_b)
    if kind == 6:  # ADJACENT_IF_SAME_DAY
        if apart:
            return 0
        if hour_b >= hour_a:
            return 0 if hour_b == hour_a + long_a else 1
        return 0 if hour_a == hour_b + long_b else 1
    if kind == 7:  # FOLLOWS
        if apart == 0 and empty_between(breaks, day_a, hour_a + long_a, hour_b):
            return 0
        return 1
    if kind == 8:  # GROUPED
        if apart == 0 and (
            empty_between(breaks, day_a, hour_a + long_a, hour_b)
            or empty_between(breaks, day_a, hour_b + long_b, hour_a)
        ):
            return 0
        return 1
    if kind == 9:  # BEFORE
        return 0 if day_a < day_b or (apart == 0 and hour_a + long_a <= hour_b) else 1
    if kind == 10:  # BEFORE_IF_SAME_DAY
        return 0 if apart or hour_a + long_a <= hour_b else 1
    if kind == 13 and (apart or hour_b < hour_a):  # GAPS_AFTER
        return 0
    if apart:
        return 0
    gap = hour_b - hour_a - long_a if hour_b >= hour_a else hour_a - hour_b - long_b
    if kind == 12:  # GAPS_AT_MOST
        return max(0, gap - amount)
    return max(0, amount - gap)


@njit(cache=True)
def compact_short(masks: Masks, free: Masks, limits: Ints, left: int) -> int:
    """Hours that a line's week lacks to be compact, beyond the ``left`` hours still to place.

    ``limits``: gaps a week, gaps a day, beginnings at the second hour, hours a day, empty days.
    With nothing left it is 0 exactly when all of them hold; before, it is a lower bound.
    """
    week, day_limit, early, least, empty = limits[0], limits[1], limits[2], limits[3], limits[4]
    holes = lead = over = short = both = second = wrong = 0
    for day in range(len(masks)):
        mask = masks[day]
        if mask == 0:
            if least > 0 and empty == 0:
                need = min(least, bits(free[day]))
                short += need
                both += need
            continue
        first, last = lowest(mask), highest(mask)
        ahead = 0
        if early < 1000:
            ahead = bits(free[day] & ((1 << first) - 1))
            if ahead > 0:
                ahead -= 1
                second += 1
        inner = bits(free[day] & ~mask & ((1 << last) - 1) & ~((1 << first) - 1))
        lacking = max(0, least - bits(mask)) if least > 0 else 0
        holes += inner
        lead += ahead
        over += max(0, inner - day_limit)
        short += lacking
        both += max(lacking, ahead + inner)
    if second > early:
        wrong = second - early
    need = max(short, lead + wrong + over)
    need = max(need, lead + wrong + max(0, holes - week))
    need = max(need, both + wrong - min(week, holes) if week < 1000 else 0)
    rest: int = max(0, need - left)
    return rest


@njit(cache=True)
def run_over(mask: int, amount: int) -> int:
    """Hours beyond ``amount`` in unbroken runs of one day."""
    over = run = 0
    while mask:
        if mask & 1:
            run += 1
            if run > amount:
                over += 1
        else:
            run = 0
        mask >>= 1
    return over


@njit(cache=True)
def habit_broken(
    kind: int,
    amount: int,
    other: int,
    masks: Masks,
    free: Masks,
    hours: int,
    left: int,
    pieces: int,
) -> int:
    """By how much a week breaks a habit, counting on ``left`` hours in ``pieces`` lessons to come.

    For the habits of one tag ``masks`` are those of its lessons alone.
    """
    days = len(masks)
    total = 0
    if kind == 0 or kind == 1 or kind == 2:
        for day in range(days):
            mask = masks[day]
            if mask == 0:
                continue
            first, last = lowest(mask), highest(mask)
            if kind == 2:
                ahead = bits(free[day] & ((1 << first) - 1))
                if ahead == 1:
                    total += 1
                elif ahead > 1:
                    total += amount + 1
            else:
                inner = bits(free[day] & ~mask & ((1 << last) - 1) & ~((1 << first) - 1))
                total += max(0, inner - amount) if kind == 1 else inner
        if kind != 1:
            total = max(0, total - amount)
        return max(0, total - left)
    if kind == 3 or kind == 13:
        for day in range(days):
            own = bits(masks[day])
            if own < amount and (own > 0 or other == 0):
                total += amount - own
        return max(0, total - left)
    if kind == 4 or kind == 11:
        for day in range(days):
            total += max(0, bits(masks[day]) - amount)
        return total
    if kind == 5 or kind == 12:
        for day in range(days):
            total += run_over(masks[day], amount)
        return total
    if kind == 6:
        for day in range(days):
            total += masks[day] != 0
        return max(0, total - amount)
    if kind == 7:
        for day in range(days):
            total += masks[day] != 0
        return max(0, amount - total - pieces)
    if kind == 8:
        spare = other
        for day in range(days):
            if masks[day]:
                over = highest(masks[day]) - lowest(masks[day]) + 1 - amount
                if over == 1 and spare:
                    spare = 0
                elif over > 0:
                    total += over
        return total
    if kind == 9:
        for day in range(days if other else days - 1):
            tomorrow = (day + 1) % days
            if masks[day] and masks[tomorrow]:
                rest = hours - 1 - highest(masks[day]) + lowest(masks[tomorrow])
                total += max(0, amount - rest)
        return total
    return 0


@njit(cache=True)
def interval_broken(masks: Masks, mask: int, amount: int) -> int:
    """Days beyond ``amount`` with a lesson in the hours of ``mask``."""
    total = 0
    for day in range(len(masks)):
        total += (masks[day] & mask) != 0
    return max(0, total - amount)

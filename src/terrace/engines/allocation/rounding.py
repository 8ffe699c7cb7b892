"""Goods that cannot be divided: each share rounded up or down, and each sum too."""

from fractions import Fraction

import numpy as np
from ortools.graph.python.max_flow import SimpleMaxFlow

from terrace.engines.allocation.leximin import Fair
from terrace.engines.allocation.problem import Goods


def rounded(problem: Goods, fair: Fair) -> tuple[dict[int, int], ...]:
    """Whole units for each receiver: controlled rounding (Cox 1987), by a flow.

    Every share, every receiver's number of units and every good's number of units are those of
    ``fair``, rounded up or down; of each good as much is given as can be. Whoever stands lowest is
    rounded up first.
    """
    whole = [{good: int(unit) for good, unit in row.items()} for row in fair.shares]
    rests = [
        {good: unit - int(unit) for good, unit in row.items() if unit != int(unit)}
        for row in fair.shares
    ]
    place = _places(fair, len(fair.shares))
    count, many = len(whole), len(problem.goods)
    source, sink = count + many, count + many + 1
    tails, heads, room = [], [], []
    for one in sorted(range(count), key=lambda k: (place[k], k)):
        for good in rests[one]:
            tails.append(count + good)
            heads.append(one)
            room.append(1)
    cells = len(tails)
    if not cells:
        return tuple(whole)
    by_good = [
        sum((row.get(good, Fraction(0)) for row in rests), Fraction(0)) for good in range(many)
    ]
    for good in range(many):
        tails.append(source)
        heads.append(count + good)
        room.append(-int(-by_good[good] // 1))
    for one in range(count):
        tails.append(one)
        heads.append(sink)
        room.append(-int(-sum(rests[one].values(), Fraction(0)) // 1))
    flow = SimpleMaxFlow()
    arcs = flow.add_arcs_with_capacity(
        np.array(tails, np.int32), np.array(heads, np.int32), np.array(room, np.int64)
    )
    flow.solve(source, sink)
    for at, up in enumerate(flow.flows(arcs[:cells]).tolist()):
        if up:
            one, good = heads[at], tails[at] - count
            whole[one][good] = whole[one].get(good, 0) + 1
    return tuple({good: unit for good, unit in row.items() if unit} for row in whole)


def _places(fair: Fair, count: int) -> list[int]:
    place = [0] * count
    for at, level in enumerate(fair.levels):
        for one in level.receivers:
            place[one] = at
    return place

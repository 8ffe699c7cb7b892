"""Turns by minimum-cost flow: as many as can be, then few changes, fair loads, preferences.

Need → adult's days → the adult in the period → the adult in the term → done. What an adult's next
turn costs grows with her load, so the flow of least cost has the loads of least sum of squares
(by share); among integer loads of such a network that is also the fairest from the bottom up.
OR-Tools' minimum-cost flow (cost scaling) is exact. Overlaps and rest are not in the network.
"""

import random
from collections import Counter, defaultdict
from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date

import numpy as np
from ortools.graph.python import min_cost_flow

from .needs import Needs, places
from .problem import Slot
from .rota import Need, Turn

Day = tuple[str, str, date, str]
"""Adult, period, date, and the slot for a post (empty: all that day's slots for children)."""
LARGEST = 2**61
"""Costs times nodes must stay below this in the solver."""


@dataclass(frozen=True)
class Around:
    """What is settled before a flow is asked for: it may not be touched and counts.

    ``taken``: turns by (adult, slot); ``in_period``, ``in_term``: turns by adult; ``blocked``:
    (adult, slot) that cannot be had; ``keep``: turns that are best kept, by need.
    """

    taken: Mapping[tuple[str, str], int] = field(default_factory=dict)
    in_period: Mapping[tuple[str, str], int] = field(default_factory=dict)
    in_term: Mapping[str, int] = field(default_factory=dict)
    blocked: Collection[tuple[str, str]] = frozenset()
    keep: Mapping[Need, tuple[tuple[str, str], ...]] = field(default_factory=dict)


class _Arcs:
    """Arcs gathered, with nodes numbered by name as they come."""

    def __init__(self) -> None:
        self.node: dict[object, int] = {}
        self.tail: list[int] = []
        self.head: list[int] = []
        self.room: list[int] = []
        self.cost: list[int] = []

    def add(self, tail: object, head: object, room: int, cost: int = 0) -> None:
        node = self.node
        self.tail.append(node.setdefault(tail, len(node)))
        self.head.append(node.setdefault(head, len(node)))
        self.room.append(room)
        self.cost.append(cost)


def flow(
    needs: Needs, wanted: Mapping[Need, int], *, around: Around, seed: int
) -> tuple[Turn, ...]:
    """As many turns for ``wanted`` as there can be, of least cost. ``seed`` breaks ties."""
    days = _days(needs, {need.period for need in wanted}, around)
    order = list(wanted)
    random.Random(seed).shuffle(order)  # noqa: S311
    lowest, change = _scales(needs, wanted)
    arcs = _Arcs()
    first: list[tuple[int, Need, Day | tuple[str, str]]] = []
    used: set[tuple[str, str]] = set()
    by_served: dict[str, list[tuple[str, int]]] = {}
    for need in order:
        served = need.served
        if served not in by_served:
            top = max((needs.worth(served, one) for one in needs.adults(served)), default=0)
            by_served[served] = [
                (one, top - needs.worth(served, one)) for one in needs.adults(served)
            ]
        kept = {_day_of(needs, adult, slot, need) for adult, slot in around.keep.get(need, ())}
        price = change if around.keep else 0
        arcs.add("source", need, wanted[need])
        for adult, cost in by_served[served]:
            if needs.any_day(need):
                if (adult, need.period) in days.of_adult:
                    first.append((len(arcs.tail), need, (adult, need.period)))
                    arcs.add(need, (adult, need.period), 1, cost + price)
                    used.add((adult, need.period))
                targets = {day for day in kept if day[0] == adult}
            else:
                targets = {_day_of(needs, adult, slot.id, need) for slot in needs.slots(need)}
            for day in sorted(targets & days.room.keys(), key=str):
                first.append((len(arcs.tail), need, day))
                arcs.add(need, day, 1, cost + (0 if day in kept else price))
    _onward(needs, arcs, days, around, used, lowest)
    amounts = _solve(arcs)
    return _turns(needs, first, amounts, days, around)


@dataclass(frozen=True)
class _Days:
    """Room by day, slots of each day, and the days of each adult in a period."""

    room: dict[Day, int]
    slots: dict[Day, list[Slot]]
    of_adult: dict[tuple[str, str], list[Day]]
    free: dict[tuple[str, str], int]


def _days(needs: Needs, periods: Collection[str], around: Around) -> _Days:
    days = _Days(defaultdict(int), defaultdict(list), defaultdict(list), {})
    for slot in needs.problem.slots:
        if slot.period not in periods:
            continue
        for adult in sorted(needs.there[slot.id]):
            room = places(slot) - around.taken.get((adult, slot.id), 0)
            if room <= 0 or (adult, slot.id) in around.blocked:
                continue
            day: Day = (adult, slot.period, slot.date, slot.id if slot.posts else "")
            if day not in days.room and not slot.posts:
                days.of_adult[adult, slot.period].append(day)
            days.room[day] += room
            days.slots[day].append(slot)
            days.free[adult, slot.id] = room
    return days


def _day_of(needs: Needs, adult: str, slot: str, need: Need) -> Day:
    return (adult, need.period, needs.problem.slot[slot].date, need.slot)


def _scales(needs: Needs, wanted: Mapping[Need, int]) -> tuple[int, int]:
    """What one step of load and one change cost, so that each outweighs all below it."""
    problem = needs.problem
    highest = max(
        [weight for one in needs.who.values() for weight in one.prefers.values()], default=0
    )
    highest += problem.weights.same_sex + problem.weights.same_language
    total = sum(wanted.values())
    lowest = 1 + highest * total
    steps = sum(max(one.already, 1) for one in problem.adults) + 2 * len(needs.wanted)
    change = (
        lowest
        * steps
        * 4
        * (1 + max(100 // one.share for one in problem.adults) if problem.adults else 1)
    )
    nodes = len(wanted) + 60 * len(problem.adults) * max(len(problem.periods), 1) + 10
    while change * nodes > LARGEST and lowest > 1:
        lowest, change = max(lowest // 2, 1), change // 2
    return lowest, change


def _onward(
    needs: Needs,
    arcs: _Arcs,
    days: _Days,
    around: Around,
    used: Collection[tuple[str, str]],
    lowest: int,
) -> None:
    """From days to the adult's period, term and the end."""
    for adult, period in sorted(used):
        for day in days.of_adult[adult, period]:
            arcs.add((adult, period), day, days.room[day])
    through: dict[tuple[str, str], int] = defaultdict(int)
    for day, room in days.room.items():
        if day in arcs.node:
            arcs.add(day, ("in", day[0], day[1]), room)
            through[day[0], day[1]] += room
    term: dict[str, int] = defaultdict(int)
    for (adult, period), room in through.items():
        each = needs.problem.adult[adult].most_each_period
        if each is not None:
            room = min(room, max(each - around.in_period.get((adult, period), 0), 0))
        arcs.add(("in", adult, period), ("term", adult), room)
        term[adult] += room
    total = len(needs.wanted) * 2
    for adult, room in term.items():
        who = needs.problem.adult[adult]
        before = around.in_term.get(adult, 0)
        if who.most is not None:
            room = min(room, max(who.most - before, 0))
        for turn in range(min(room, total)):
            step = 2 * (who.already + before + turn) + 1
            arcs.add(("term", adult), "done", 1, lowest * (step * 100 // who.share))


def _solve(arcs: _Arcs) -> "np.ndarray[tuple[int], np.dtype[np.int64]]":
    """How much flows through each arc."""
    if "done" not in arcs.node or "source" not in arcs.node:
        return np.zeros(len(arcs.tail), np.int64)
    network = min_cost_flow.SimpleMinCostFlow()
    rows = network.add_arcs_with_capacity_and_unit_cost(
        np.array(arcs.tail, np.int32),
        np.array(arcs.head, np.int32),
        np.array(arcs.room, np.int64),
        np.array(arcs.cost, np.int64),
    )
    supply = sum(
        room for tail, room in zip(arcs.tail, arcs.room, strict=True) if tail == arcs.node["source"]
    )
    network.set_node_supply(arcs.node["source"], supply)
    network.set_node_supply(arcs.node["done"], -supply)
    status = network.solve_max_flow_with_min_cost()
    if status != network.OPTIMAL:
        raise RuntimeError(f"minimum-cost flow ended with {status}")
    return np.asarray(network.flows(rows), np.int64)


def _turns(
    needs: Needs,
    first: list[tuple[int, Need, Day | tuple[str, str]]],
    amounts: "np.ndarray[tuple[int], np.dtype[np.int64]]",
    days: _Days,
    around: Around,
) -> tuple[Turn, ...]:
    """Turns out of flows: to a day, then to a slot of it; a kept turn has its own slot again."""
    of_day: dict[Day, list[Need]] = defaultdict(list)
    waiting: dict[tuple[str, str], list[Need]] = defaultdict(list)
    for row, need, target in first:
        if amounts[row]:
            if len(target) == 2:
                waiting[target].append(need)
            else:
                of_day[target].append(need)
    for whose, needing in waiting.items():
        _spread(needs, whose, needing, days, of_day, around)
    turns = []
    for day, needing in of_day.items():
        free = {slot.id: days.free[day[0], slot.id] for slot in days.slots[day]}
        rest = []
        for need in needing:
            old = [slot for adult, slot in around.keep.get(need, ()) if adult == day[0]]
            if old and free.get(old[0], 0) > 0:
                free[old[0]] -= 1
                turns.append(Turn(need.served, need.period, old[0], day[0]))
            else:
                rest.append(need)
        open_slots = [slot for slot, room in free.items() for _ in range(room)]
        for need, slot in zip(rest, open_slots, strict=False):
            turns.append(Turn(need.served, need.period, slot, day[0]))
    return tuple(turns)


def _spread(
    needs: Needs,
    whose: tuple[str, str],
    needing: Sequence[Need],
    days: _Days,
    of_day: dict[Day, list[Need]],
    around: Around,
) -> None:
    """Any day suits these needs: each to the day on which the adult has least, the earliest."""
    settled: Counter[date] = Counter()
    for (adult, name), count in around.taken.items():
        slot = needs.problem.slot[name]
        if (adult, slot.period) == whose:
            settled[slot.date] += count
    for need in reversed(needing):
        least = min(
            (day for day in days.of_adult[whose] if len(of_day[day]) < days.room[day]),
            key=lambda day: (len(of_day[day]) + settled[day[2]], day[2]),
        )
        of_day[least].append(need)

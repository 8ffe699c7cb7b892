"""Why somebody is left out: needs that want more turns than all who may serve them have room for.

The needs reached from one left out, by handing turns on, are the side of a minimum cut: whoever
may serve any of them is full with them (a violator of Hall's condition).
"""

from collections import defaultdict
from collections.abc import Collection, Mapping
from datetime import date

from .needs import Needs, overlap, places
from .problem import Slot
from .rota import Need, Shortage, Turn


class Rooms:
    """How much room the adults have for a set of needs, each counted alone.

    ``past`` are turns before ``fixed_before``, which cannot be changed.
    """

    def __init__(self, needs: Needs, past: Collection[Turn], fixed_before: date | None) -> None:
        self.needs = needs
        self.fixed_before = fixed_before
        self.past: dict[str, list[Turn]] = defaultdict(list)
        for turn in past:
            self.past[turn.adult].append(turn)

    def shortage(self, of: Collection[Need]) -> Shortage:
        """The needs as a shortage (it is one when ``wanted`` is more than ``places``)."""
        count: dict[str, dict[str, int]] = defaultdict(lambda: defaultdict(int))
        for need in of:
            able = set(self.needs.adults(need.served))
            for slot in self.needs.slots(need):
                if self.fixed_before is None or slot.date >= self.fixed_before:
                    for adult in self.needs.there[slot.id] & able:
                        count[adult][slot.id] += 1
        room = {adult: self._room(adult, slots) for adult, slots in count.items()}
        return Shortage(
            needs=tuple(sorted(of)),
            adults=tuple(sorted(adult for adult, places in room.items() if places)),
            wanted=sum(self.needs.wanted[need] for need in of),
            places=sum(room.values()),
        )

    def _room(self, adult: str, count: Mapping[str, int]) -> int:
        problem = self.needs.problem
        who, past = problem.adult[adult], self.past[adult]
        own = [problem.slot[turn.slot] for turn in past]
        free = [
            (slot, min(wanted, places(slot)))
            for slot, wanted in ((problem.slot[name], wanted) for name, wanted in count.items())
            if not any(overlap(slot, other) for other in own)
        ]
        room = 0
        for period in {slot.period for slot, _ in free}:
            here = alone([one for one in free if one[0].period == period])
            if who.most_each_period is not None:
                used = sum(turn.period == period for turn in past)
                here = min(here, max(who.most_each_period - used, 0))
            room += here
        room = min(room, alone(free))
        return room if who.most is None else min(room, max(who.most - len(past), 0))


def alone(free: Collection[tuple[Slot, int]]) -> int:
    """The most turns one adult could have in slots of which no two overlap."""
    busy = sorted((slot.busy()[1], slot.busy()[0], weight) for slot, weight in free)
    ends, totals = [-1], [0]
    for last, first, weight in busy:
        at = len(ends) - 1
        while ends[at] > first:
            at -= 1
        ends.append(last)
        totals.append(max(totals[-1], totals[at] + weight))
    return totals[-1]


def by_counting(
    needs: Needs, turns: Collection[Turn], left_out: Collection[Need], rooms: Rooms
) -> tuple[Shortage, ...] | None:
    """Shortages that account for all left out; None where counting does not explain it."""
    sides: list[set[Need]] = []
    movable = [turn for turn in turns if not _is_past(needs, turn, rooms.fixed_before)]
    reach = _Reach(needs, turns, movable, rooms.fixed_before)
    for need in dict.fromkeys(left_out):
        side = reach.from_need(need)
        for other in [one for one in sides if one & side]:
            sides.remove(other)
            side |= other
        sides.append(side)
    found = tuple(rooms.shortage(side) for side in sides)
    if sum(max(one.wanted - one.places, 0) for one in found) == len(left_out):
        return found
    for groups in ([set(needs.wanted)], _by_period(needs)):
        found = tuple(rooms.shortage(group) for group in groups)
        found = tuple(one for one in found if one.wanted > one.places)
        if sum(one.wanted - one.places for one in found) == len(left_out):
            return found
    return None


def _by_period(needs: Needs) -> list[set[Need]]:
    found: dict[str, set[Need]] = defaultdict(set)
    for need in needs.wanted:
        found[need.period].add(need)
    return list(found.values())


def _is_past(needs: Needs, turn: Turn, fixed_before: date | None) -> bool:
    return fixed_before is not None and needs.problem.slot[turn.slot].date < fixed_before


class _Reach:
    """Which needs could get a turn if one left out got theirs, and so on."""

    def __init__(
        self,
        needs: Needs,
        turns: Collection[Turn],
        movable: Collection[Turn],
        fixed_before: date | None,
    ) -> None:
        self.needs, self.fixed_before = needs, fixed_before
        self.in_cell: dict[tuple[str, str], int] = defaultdict(int)
        self.in_period: dict[tuple[str, str], int] = defaultdict(int)
        self.in_term: dict[str, int] = defaultdict(int)
        for turn in turns:
            self.in_cell[turn.adult, turn.slot] += 1
            self.in_period[turn.adult, turn.period] += 1
            self.in_term[turn.adult] += 1
        self.cells: dict[tuple[str, str], list[Need]] = defaultdict(list)
        self.periods: dict[tuple[str, str], list[Turn]] = defaultdict(list)
        self.terms: dict[str, list[Turn]] = defaultdict(list)
        for turn in movable:
            self.cells[turn.adult, turn.slot].append(needs.need_of(turn))
            self.periods[turn.adult, turn.period].append(turn)
            self.terms[turn.adult].append(turn)

    def from_need(self, start: Need) -> set[Need]:
        reached, waiting, seen = {start}, [start], set[tuple[str, str]]()
        while waiting:
            need = waiting.pop()
            adults = set(self.needs.adults(need.served))
            for slot in self.needs.slots(need):
                if self.fixed_before is not None and slot.date < self.fixed_before:
                    continue
                for adult in self.needs.there[slot.id] & adults:
                    cell = (adult, slot.id)
                    if cell in seen or (need.slot and need in self.cells[cell]):
                        continue
                    for other in self._behind(adult, slot, seen):
                        if other not in reached:
                            reached.add(other)
                            waiting.append(other)
        return reached

    def _behind(self, adult: str, slot: Slot, seen: set[tuple[str, str]]) -> list[Need]:
        """The needs whose turns would have to give way for one more turn in this cell."""
        seen.add((adult, slot.id))
        found = list(self.cells[adult, slot.id])
        if self.in_cell[adult, slot.id] < places(slot):
            who = self.needs.problem.adult[adult]
            turns = self.periods[adult, slot.period]
            each = who.most_each_period
            if each is None or self.in_period[adult, slot.period] < each:
                turns = self.terms[adult]
            for turn in turns:
                seen.add((adult, turn.slot))
                found += self.cells[adult, turn.slot]
        return found

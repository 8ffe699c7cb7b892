"""Duties apart: two turns change hands where that leaves more time between each adult's turns.

Loads, preferences and laws stay as they are; what has been planned before is not touched.
"""

from bisect import insort
from collections import Counter, defaultdict
from collections.abc import Collection, Sequence
from itertools import combinations, pairwise

from .needs import Needs, overlap
from .rota import Turn

PASSES = 12
MOST_TRIES = 300_000
CLOSE = 1_000_000
"""What two turns on one day cost; with the days between them it falls with their square."""


def space(needs: Needs, turns: Sequence[Turn], old: Collection[Turn]) -> tuple[Turn, ...]:
    """The same turns of posts with other adults here and there; those in `old` stay."""
    found = _Spacing(needs, turns, set(old))
    found.improve()
    return tuple(found.turns)


class _Spacing:
    def __init__(self, needs: Needs, turns: Sequence[Turn], old: Collection[Turn]) -> None:
        self.needs, self.turns = needs, list(turns)
        self.slot = needs.problem.slot
        self.movable = [
            place
            for place, turn in enumerate(turns)
            if turn not in old and self.slot[turn.slot].posts
        ]
        self.days: dict[str, list[int]] = defaultdict(list)
        self.own: dict[str, list[str]] = defaultdict(list)
        self.in_period: Counter[tuple[str, str]] = Counter()
        for turn in turns:
            self._put(turn)

    def improve(self) -> None:
        """Swap as long as it helps, in a fixed order."""
        tries = 0
        for _pass in range(PASSES):
            better = False
            for one, other in combinations(self.movable, 2):
                tries += 1
                if tries > MOST_TRIES:
                    return
                better |= self._swap(one, other)
            if not better:
                return

    def _swap(self, one: int, other: int) -> bool:
        first, second = self.turns[one], self.turns[other]
        if first.adult == second.adult or first.slot == second.slot:
            return False
        before = self._cost(first.adult) + self._cost(second.adult)
        if not before:
            return False
        new = _by(first, second.adult), _by(second, first.adult)
        if not self._is_as_good((first, second), new):
            return False
        for turn in (first, second):
            self._take(turn)
        for turn in new:
            self._put(turn)
        after = self._cost(first.adult) + self._cost(second.adult)
        if after < before and all(self._is_lawful(turn) for turn in new):
            self.turns[one], self.turns[other] = new
            return True
        for turn in new:
            self._take(turn)
        for turn in (first, second):
            self._put(turn)
        return False

    def _is_as_good(self, old: tuple[Turn, Turn], new: tuple[Turn, Turn]) -> bool:
        """Both may be, and are no less preferred."""
        allowed = all(
            self.needs.allows(self.needs.need_of(turn), turn.adult, self.slot[turn.slot])
            for turn in new
        )
        worth = self.needs.worth
        return allowed and (
            sum(worth(turn.served, turn.adult) for turn in new)
            >= sum(worth(turn.served, turn.adult) for turn in old)
        )

    def _is_lawful(self, turn: Turn) -> bool:
        """Nothing of hers overlaps it, no rest is broken, and her period is not too full."""
        own, slot = self.own[turn.adult], self.slot[turn.slot]
        if own.count(turn.slot) > 1 or any(overlap(slot, self.slot[name]) for name in own):
            return False
        most = self.needs.problem.adult[turn.adult].most_each_period
        return most is None or self.in_period[turn.adult, turn.period] <= most

    def _cost(self, adult: str) -> int:
        return sum(CLOSE // max(2 * (b - a) ** 2, 1) for a, b in pairwise(self.days[adult]))

    def _put(self, turn: Turn) -> None:
        slot = self.slot[turn.slot]
        self.own[turn.adult].append(turn.slot)
        self.in_period[turn.adult, turn.period] += 1
        if slot.posts:
            insort(self.days[turn.adult], slot.date.toordinal())

    def _take(self, turn: Turn) -> None:
        slot = self.slot[turn.slot]
        self.own[turn.adult].remove(turn.slot)
        self.in_period[turn.adult, turn.period] -= 1
        if slot.posts:
            self.days[turn.adult].remove(slot.date.toordinal())


def _by(turn: Turn, adult: str) -> Turn:
    return Turn(turn.served, turn.period, turn.slot, adult)

"""Who needs a turn, and which adult may give it in which slot."""

from bisect import bisect_left, bisect_right
from collections import defaultdict
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date, timedelta
from functools import cached_property

from .problem import Adult, Away, Child, Post, Problem, Slot
from .rota import Need, Turn


@dataclass(frozen=True)
class Needs:
    """A problem spelled out: every need, and the adults who are there for each slot."""

    problem: Problem

    @cached_property
    def wanted(self) -> Mapping[Need, int]:
        """Every need and how many adults it wants, in the problem's order.

        A child who is away for a whole period needs no turn in it.
        """
        found: dict[Need, int] = {}
        periods = {one.id: one for one in self.problem.periods}
        for child in self.problem.children:
            for name in child.periods or periods:
                period = periods[name]
                if not _away_throughout(child.absent, period.starts, period.ends):
                    found[Need(child.id, name)] = 1
        posts = {one.id: one for one in self.problem.posts}
        for slot in self.problem.slots:
            for post in slot.posts:
                found[Need(post, slot.period, slot.id)] = posts[post].adults
        return found

    @cached_property
    def who(self) -> Mapping[str, Child | Post]:
        everyone: list[Child | Post] = [*self.problem.children, *self.problem.posts]
        return {one.id: one for one in everyone}

    @cached_property
    def for_children(self) -> Mapping[str, tuple[Slot, ...]]:
        """The slots of each period in which children are served."""
        found: dict[str, list[Slot]] = defaultdict(list)
        for slot in self.problem.slots:
            if not slot.posts:
                found[slot.period].append(slot)
        return {period: tuple(slots) for period, slots in found.items()}

    @cached_property
    def there(self) -> Mapping[str, frozenset[str]]:
        """By slot: the adults who offer it and are not absent."""
        found = {}
        for slot in self.problem.slots:
            offered = [self.problem.adult[one] for one in slot.adults] or self.problem.adults
            found[slot.id] = frozenset(one.id for one in offered if not _away(one, slot.date))
        return found

    @cached_property
    def overlapping(self) -> Mapping[str, frozenset[str]]:
        """By slot: those that nobody can have beside it."""
        slots = sorted(self.problem.slots, key=lambda slot: slot.busy())
        begins = [slot.busy()[0] for slot in slots]
        longest = max((last - first for first, last in map(Slot.busy, slots)), default=0)
        found = {}
        for slot in slots:
            first, last = slot.busy()
            near = slots[bisect_left(begins, first - longest) : bisect_right(begins, last)]
            found[slot.id] = frozenset(other.id for other in near if overlap(slot, other))
        return found

    def slots(self, need: Need) -> tuple[Slot, ...]:
        """The slots in which the need may be met, whoever serves."""
        if need.slot:
            return (self.problem.slot[need.slot],)
        child = self.who[need.served]
        assert isinstance(child, Child)
        return tuple(
            slot
            for slot in self.for_children.get(need.period, ())
            if (not child.only_on or slot.date in child.only_on)
            and not any(away.covers(slot.date) for away in child.absent)
        )

    def any_day(self, need: Need) -> bool:
        """Whether every slot of the period suits."""
        child = self.who[need.served]
        if need.slot or not isinstance(child, Child):
            return False
        return not child.only_on and not child.absent

    def adults(self, served: str) -> list[str]:
        """The adults who may serve a child or keep a post."""
        who = self.who[served]
        only = set(who.only_by)
        return [
            one.id
            for one in self.problem.adults
            if (not only or one.id in only) and one.id not in who.not_with
        ]

    def allows(self, need: Need, adult: str, slot: Slot) -> bool:
        """Whether this one turn breaks no law by itself."""
        return (
            adult in self.there[slot.id]
            and slot in self.slots(need)
            and adult in self.adults(need.served)
        )

    def worth(self, served: str, adult: str) -> int:
        """How much this adult is preferred for it."""
        who, by, weights = self.who[served], self.problem.adult[adult], self.problem.weights
        worth = who.prefers.get(adult, 0)
        if isinstance(who, Child):
            if who.sex and who.sex == by.sex:
                worth += weights.same_sex
            if who.language and who.language in by.languages:
                worth += weights.same_language
        return worth

    def need_of(self, turn: Turn) -> Need:
        """The need that a turn meets (it may be none of the problem's)."""
        is_post = isinstance(self.who.get(turn.served), Post)
        return Need(turn.served, turn.period, turn.slot if is_post else "")


def places(slot: Slot) -> int:
    """How many turns one adult may have in it; a post takes her whole."""
    return 1 if slot.posts else slot.places


def overlap(one: Slot, other: Slot) -> bool:
    """Whether no adult can serve in both: they overlap in time, or a rest lies between."""
    if one.id == other.id:
        return False
    first, second = sorted((one.busy(), other.busy()))
    return second[0] < first[1]


def breaks(problem: Problem, turns: Iterable[Turn]) -> bool:
    """Whether some adult has two turns in slots that overlap."""
    slots: dict[str, set[str]] = defaultdict(set)
    for turn in turns:
        slots[turn.adult].add(turn.slot)
    for own in slots.values():
        latest = -1
        for first, last in sorted(problem.slot[name].busy() for name in own):
            if first < latest:
                return True
            latest = max(latest, last)
    return False


def may_overlap(problem: Problem) -> bool:
    """Whether any two slots of the problem overlap at all."""
    latest = -1
    for first, last in sorted(slot.busy() for slot in problem.slots):
        if first < latest:
            return True
        latest = max(latest, last)
    return False


def _away(adult: Adult, day: date) -> bool:
    return any(away.covers(day) for away in adult.absent)


def _away_throughout(absent: tuple[Away, ...], first: date, last: date) -> bool:
    day = first
    for away in sorted(absent, key=lambda one: one.first):
        if away.first <= day <= away.last:
            day = away.last + timedelta(days=1)
    return day > last

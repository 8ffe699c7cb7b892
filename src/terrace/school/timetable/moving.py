"""What stands in the way of each place that a lesson could move to, as one sees it on the grid."""

from collections.abc import Iterator
from dataclasses import dataclass
from enum import StrEnum

from terrace.engines.timetable.problem import MUST, Pair, Plan, Relation, Room, Times

from .planning import Planned


class Outcome(StrEnum):
    """What a move to a place would do."""

    HERE = "here"
    """It stands there already."""
    FREE = "free"
    SWAP = "swap"
    """One lesson is there, and can stand where this one comes from."""
    PUTS_ASIDE = "puts_aside"
    """What is there would have no place for now."""
    SHUT = "shut"
    """A teacher, class or room has no lesson then."""
    LOCKED = "locked"
    """A locked lesson is there."""


@dataclass(frozen=True, slots=True)
class Way:
    """One place: what moving there would do, and to whom."""

    slot: int
    outcome: Outcome
    others: tuple[int, ...] = ()
    """Lessons in the way, by number."""
    shut: tuple[str, ...] = ()
    """Who has no lesson then."""
    twice: bool = False
    """The same course would then be on one day more often than it should."""

    @property
    def possible(self) -> bool:
        return self.outcome in (Outcome.FREE, Outcome.SWAP, Outcome.PUTS_ASIDE)


def ways(planned: Planned, number: int) -> list[Way]:
    """Every place at which the lesson would fit into a day, in the week's order."""
    problem, hours = planned.problem, len(planned.periods)
    length = problem.activities[number].duration
    found = []
    for slot in range(problem.slots):
        if slot % hours + length <= hours:
            found.append(_way(planned, number, slot))
    return found


def way(planned: Planned, number: int, slot: int) -> Way:
    """What moving this lesson to this slot would do. Raises `ValueError` where it does not fit."""
    hours = len(planned.periods)
    length = planned.problem.activities[number].duration
    if not 0 <= slot < planned.problem.slots or slot % hours + length > hours:
        raise ValueError(f"no lesson of {length} begins at slot {slot}")
    return _way(planned, number, slot)


def clashing(planned: Planned) -> list[int]:
    """Lessons that cannot stay where they stand: shut by now, or two at once; the later ones."""
    plan = planned.plan
    kept = Plan((-1,) * len(plan.starts), plan.rooms)
    wrong = []
    order = sorted(range(len(plan.starts)), key=lambda one: (not planned.lessons[one].locked, one))
    for number in order:
        start = plan.starts[number]
        if start < 0:
            continue
        if not _fits(planned, number, start) or _in_the_way(planned, kept, number, start):
            wrong.append(number)
        else:
            kept = _with(kept, number, start)
    return wrong


def _way(planned: Planned, number: int, slot: int) -> Way:
    plan = planned.plan
    if plan.starts[number] == slot:
        return Way(slot, Outcome.HERE)
    shut = tuple(sorted(set(_shut(planned, number, slot))))
    others = tuple(_in_the_way(planned, plan, number, slot))
    twice = _twice(planned, plan, number, slot)
    if shut or not _fits(planned, number, slot):
        return Way(slot, Outcome.SHUT, others, shut, twice)
    if any(planned.lessons[one].locked for one in others):
        return Way(slot, Outcome.LOCKED, others, (), twice)
    if not others:
        return Way(slot, Outcome.FREE, (), (), twice)
    if len(others) == 1 and _can_take_its_place(planned, number, others[0], slot):
        return Way(slot, Outcome.SWAP, others, (), twice)
    return Way(slot, Outcome.PUTS_ASIDE, others, (), twice)


def _can_take_its_place(planned: Planned, number: int, other: int, slot: int) -> bool:
    """Whether `other` can stand where `number` comes from, once that stands at `slot`."""
    start = planned.plan.starts[number]
    if start < 0 or not _fits(planned, other, start):
        return False
    moved = _with(_with(planned.plan, other, -1), number, slot)
    return not list(_in_the_way(planned, moved, other, start))


def _fits(planned: Planned, number: int, slot: int) -> bool:
    length, hours = planned.problem.activities[number].duration, len(planned.periods)
    return slot % hours + length <= hours and not any(_shut(planned, number, slot))


def _shut(planned: Planned, number: int, slot: int) -> Iterator[str]:
    """Who of the lesson's teachers, classes and room has no lesson in these periods."""
    problem = planned.problem
    activity = problem.activities[number]
    slots = range(slot, slot + activity.duration)
    for line in activity.lines:
        if not problem.line_free[line].issuperset(slots):
            yield problem.lines[line].name
    room = _room(planned, number)
    if room is not None and not problem.room_free[problem.rooms.index(room)].issuperset(slots):
        yield room.name


def _in_the_way(planned: Planned, plan: Plan, number: int, slot: int) -> list[int]:
    """Lessons that want one of the same people, or the room, at the same time."""
    problem = planned.problem
    mine = problem.activities[number]
    room = _room(planned, number)
    found = []
    for other, start in enumerate(plan.starts):
        theirs = problem.activities[other]
        if other == number or start < 0:
            continue
        if start >= slot + mine.duration or slot >= start + theirs.duration:
            continue
        if set(mine.lines) & set(theirs.lines) or (room and room is _room(planned, other)):
            found.append(other)
    return found


def _room(planned: Planned, number: int) -> Room | None:
    course = planned.lessons[number].course
    if course.room_id is None or course.room is None:
        return None
    return next(one for one in planned.problem.rooms if one.name == course.room.name)


def _twice(planned: Planned, plan: Plan, number: int, slot: int) -> bool:
    hours = len(planned.periods)
    for rule in planned.problem.rules:
        if isinstance(rule, Pair) and rule.relation is Relation.DAYS_APART and rule.weight >= MUST:
            if number not in (rule.first, rule.second):
                continue
            other = plan.starts[rule.second if rule.first == number else rule.first]
            if other >= 0 and other // hours == slot // hours:
                return True
    return False


def _with(plan: Plan, number: int, start: int) -> Plan:
    starts = list(plan.starts)
    starts[number] = start
    return Plan(tuple(starts), plan.rooms)


def liked(planned: Planned, number: int, slot: int) -> bool:
    """Whether every wish about the time of this lesson holds there."""
    return all(
        slot in rule.slots
        for rule in planned.problem.rules
        if isinstance(rule, Times) and rule.weight < MUST and number in rule.activities
    )

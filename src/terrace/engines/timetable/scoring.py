"""What a plan breaks, by the rule it breaks: musts that do not hold, and the wishes' weighted sum.

The plan is laid out anew, slot by slot, and every rule asked once, whatever the search believed.
"""

from collections import defaultdict
from dataclasses import dataclass

from terrace.engines.timetable.problem import MUST, OfLine, OfSet, Pair, Plan, Problem, Source
from terrace.engines.timetable.search.arrays import Arrays, arrays
from terrace.engines.timetable.search.rules import pair_broken
from terrace.engines.timetable.search.state import State, fresh, habit_of, put, set_broken


@dataclass(frozen=True, slots=True)
class Score:
    """``musts``: by how much each broken must is broken; ``soft``: weighted sum of the wishes."""

    musts: dict[Source, int]
    soft: float
    clashes: tuple[tuple[int, int], ...]
    unplaced: int

    @property
    def sound(self) -> bool:
        return not self.musts and not self.clashes and not self.unplaced


def score(problem: Problem, plan: Plan) -> Score:
    """How good ``plan`` is for ``problem``."""
    clashes = _clashes(problem, plan)
    packed = arrays(problem, apart=True)
    state = fresh(packed, 0)
    for number, start in enumerate(plan.starts):
        if start >= 0:
            put(packed, state, number, start, plan.rooms[number])
    musts: dict[Source, int] = defaultdict(int)
    soft = 0.0
    for number, start in enumerate(plan.starts):
        if start >= 0:
            soft += float(packed.cost[number, start])
            if not packed.open[number, start]:
                musts[Source("Closed slot", 0, (problem.activities[number].name,))] += 1
            if not _room_suits(problem, packed, plan, number):
                musts[Source("Room", 0, (problem.activities[number].name,))] += 1
            elif plan.rooms[number] < 0:
                soft += float(packed.needs_room[number])
    soft += _pairs(problem, packed, plan, musts)
    soft += _weeks(problem, packed, state, musts)
    return Score(dict(musts), soft, clashes, plan.starts.count(-1))


def _room_suits(problem: Problem, packed: Arrays, plan: Plan, number: int) -> bool:
    """Whether the room is one that the activity may have and that is open all the while."""
    room, start = plan.rooms[number], plan.starts[number]
    if room < 0:
        return float(packed.needs_room[number]) < MUST
    may_have = packed.room_of[packed.room_from[number] : packed.room_from[number + 1]]
    slots = range(start, start + problem.activities[number].duration)
    return room in may_have and problem.room_free[room].issuperset(slots)


def _clashes(problem: Problem, plan: Plan) -> tuple[tuple[int, int], ...]:
    """Pairs of activities that want one person, class or room at one time."""
    taken: dict[tuple[str, int, int], int] = {}
    found = set()
    for number, activity in enumerate(problem.activities):
        start = plan.starts[number]
        if start < 0:
            continue
        wanted = [("line", line) for line in activity.lines]
        if plan.rooms[number] >= 0:
            wanted.append(("room", plan.rooms[number]))
        for slot in range(start, start + activity.duration):
            for kind, which in wanted:
                other = taken.setdefault((kind, which, slot), number)
                if other != number:
                    found.add((other, number))
    return tuple(sorted(found))


def _pairs(problem: Problem, packed: Arrays, plan: Plan, musts: dict[Source, int]) -> float:
    soft = 0.0
    hours = len(problem.hours)
    for rule in problem.rules:
        if isinstance(rule, Pair):
            a, b = plan.starts[rule.first], plan.starts[rule.second]
            if a < 0 or b < 0:
                continue
            wrong = pair_broken(
                int(rule.relation),
                rule.amount,
                hours,
                packed.breaks,
                a,
                problem.activities[rule.first].duration,
                b,
                problem.activities[rule.second].duration,
            )
            if wrong and rule.weight >= MUST:
                musts[rule.source] += wrong
            elif wrong:
                soft += wrong * rule.weight
    return soft


def _weeks(problem: Problem, packed: Arrays, state: State, musts: dict[Source, int]) -> float:
    """Habits of lines, and sets, in the order of the rules."""
    soft = 0.0
    sets = 0
    at = packed.habit_from[:-1].copy()
    for rule in problem.rules:
        if isinstance(rule, OfLine):
            wrong = habit_of(packed, state, rule.line, int(at[rule.line]), 1)
            at[rule.line] += 1
            if wrong and rule.weight >= MUST:
                musts[rule.source] += wrong
            elif wrong:
                soft += wrong * rule.weight * problem.lines[rule.line].count
        elif isinstance(rule, OfSet):
            wrong = set_broken(packed, state, sets, 1)
            sets += 1
            if wrong and rule.weight >= MUST:
                musts[rule.source] += wrong
            elif wrong:
                soft += wrong * rule.weight
    return soft

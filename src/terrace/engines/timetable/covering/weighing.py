"""The choices for the lessons of those away as one CP-SAT model, and the best of them."""

from collections import defaultdict
from collections.abc import Collection
from dataclasses import dataclass, field

import numpy as np
from ortools.sat.python import cp_model

from terrace.engines.timetable.covering.week import Week
from terrace.engines.timetable.exact.model import Choice, Model
from terrace.engines.timetable.exact.openings import Flags, openings, rooms_of
from terrace.engines.timetable.exact.part import with_activities
from terrace.engines.timetable.problem import MUST, OfSet, Pair, Plan

JOINED, NOBODY = 3, 10
"""A class joined to another, or left without anybody, in changes."""
HELD_LATER, HOLE = 40, 20
"""How far a lesson held at another time is from the one planned; and if the class has to wait."""
TURN = 5
"""A colleague's next lesson this term is so much worse than the one before, twice."""
MOST_LOAD = 40.0
"""Beyond so many lessons more than a colleague, one more makes no difference."""


@dataclass(frozen=True, slots=True)
class Found:
    """Numbers are those of the week's problem."""

    starts: dict[int, int] = field(default_factory=dict)
    """The lessons that move → where to."""
    rooms: dict[int, int] = field(default_factory=dict)
    covers: dict[int, int] = field(default_factory=dict)
    """Lesson → the teacher's line."""
    joins: dict[int, int] = field(default_factory=dict)
    """Lesson → the lesson that it joins."""
    extra: int = 0
    """Changes beside one for each lesson of those away, joined and left lessons weighed."""
    nobody: int = 0


class Choices:
    """All that may be done when the lessons ``movable`` may move."""

    def __init__(
        self, week: Week, *, movable: Collection[int], better_than: Found | None = None
    ) -> None:
        """``better_than``: only answers with fewer changes than this one."""
        self.week = week
        near = set(movable) == set(week.lessons)
        self.scope = sorted(_near(week)) if near else list(range(len(week.problem.activities)))
        self.here = {number: k for k, number in enumerate(self.scope)}
        problem = with_activities(week.problem, self.scope)
        plan = Plan(
            tuple(week.plan.starts[one] for one in self.scope),
            tuple(week.plan.rooms[one] for one in self.scope),
        )
        self.model = Model(problem, starts=self._starts(set(movable), better_than), plan=plan)
        self.covers: dict[tuple[int, int], Choice] = {}
        self.joins: dict[tuple[int, int], Choice] = {}
        self.nobody: dict[int, Choice] = {}
        self.proven = False
        self.far: list[tuple[Choice, int]] = []
        """Choices and what each costs among answers with as many changes."""
        for number in week.lessons:
            self._one_of(number)
        self._one_at_a_time()
        self._fair()
        self._weigh(better_than)

    def solve(self, *, effort: float) -> Found | None:
        """The best answer found; None if there is none. ``proven`` tells whether that, or
        that it is the best, is proven.
        """
        solver = cp_model.CpSolver()
        solver.parameters.num_workers = 1
        solver.parameters.max_deterministic_time = effort
        status = solver.solve(self.model.cp)
        self.proven = status in (cp_model.OPTIMAL, cp_model.INFEASIBLE)
        if status not in (cp_model.OPTIMAL, cp_model.FEASIBLE):
            return None
        week = self.week
        starts = {}
        rooms = {}
        for here, start in enumerate(self.model.starts(solver)):
            number = self.scope[here]
            if start != week.plan.starts[number]:
                starts[number] = start
                for room, choice in self.model.room_choices.get((here, start), ()):
                    if solver.boolean_value(choice):
                        rooms[number] = room
        joins = {
            one: other for (one, other), var in self.joins.items() if solver.boolean_value(var)
        }
        nobody = sum(solver.boolean_value(var) for var in self.nobody.values())
        others = sum(number not in week.lessons for number in starts)
        return Found(
            starts=starts,
            rooms=rooms,
            covers={
                one: line for (one, line), var in self.covers.items() if solver.boolean_value(var)
            },
            joins=joins,
            extra=others + JOINED * len(joins) + NOBODY * nobody,
            nobody=nobody,
        )

    def forbid(self, found: Found) -> None:
        """Ask for another answer than this one from now on."""
        if any(number not in self.week.lessons for number in found.starts):
            return  # one of those that let more lessons move
        differs: list[cp_model.LiteralT] = []
        for number in self.week.lessons:
            if number in found.covers:
                differs.append(self.covers[number, found.covers[number]].negated())
            elif number in found.joins:
                differs.append(self.joins[number, found.joins[number]].negated())
            elif number in found.starts:
                begins = self.model.begins[self.here[number]]
                differs.append(begins[found.starts[number]].negated())
            else:
                differs.append(self.nobody[number].negated())
        self.model.cp.add_bool_or(differs)

    def _starts(self, movable: set[int], better_than: Found | None) -> Flags:
        """Where each lesson of the scope may begin: where it is, and where it may move to without
        more lessons giving way than an answer that is better may have.
        """
        week = self.week
        open_ = openings(week.problem)
        hours = len(week.problem.hours)
        found = np.zeros((len(self.scope), week.problem.slots), bool)
        for here, number in enumerate(self.scope):
            activity = week.problem.activities[number]
            start = week.plan.starts[number]
            if number in movable:
                found[here] = open_[number]
                shut = set().union(*(week.away.get(one, ()) for one in activity.teachers))
                if not week.absent.isdisjoint(activity.teachers):
                    shut |= week.slots
                for slot in shut:
                    day = slot - slot % hours
                    found[here, max(day, slot - activity.duration + 1) : slot + 1] = False
                if better_than is not None:
                    most = better_than.extra - (1 if number in week.lessons else 2)
                    for slot in np.flatnonzero(found[here]).tolist():
                        found[here, slot] = len(week.in_the_way(number, slot)) <= most
            found[here, start] = True
        return found

    def _one_of(self, number: int) -> None:
        """Where the lesson stays in its time: one colleague, or joined, or nobody."""
        cp, week = self.model.cp, self.week
        stays = self.model.begins[self.here[number]][week.plan.starts[number]]
        ways: list[Choice] = []
        for line, far in week.colleagues(number):
            if far and not self._can_be_free(number, line):
                continue
            var = cp.new_bool_var("")
            self.covers[number, line] = var
            self.far.append((var, far))
            ways.append(var)
            for slot in week.hours_of(number) if far else ():
                for choice in self._lessons_at(line, slot):
                    cp.add_at_most_one(var, choice)
        for other, far in week.neighbours(number):
            if other in week.lessons:
                continue
            var = cp.new_bool_var("")
            self.joins[number, other] = var
            self.far.append((var, far))
            ways.append(var)
            if other in self.here:
                here = self.here[other]
                cp.add_implication(var, self.model.begins[here][week.plan.starts[other]])
        self.nobody[number] = cp.new_bool_var("")
        cp.add(sum(ways) + self.nobody[number] == stays)
        wait = HELD_LATER + (HOLE if week.leaves_a_hole(number) else 0)
        for slot, choice in self.model.begins[self.here[number]].items():
            if slot != week.plan.starts[number]:
                self.far.append((choice, wait))

    def _can_be_free(self, number: int, line: int) -> bool:
        """Whether no lesson that must stay keeps the colleague busy."""
        at = [self.week.taken.get((line, slot)) for slot in self.week.hours_of(number)]
        return all(
            one is None or (one in self.here and len(self.model.begins[self.here[one]]) > 1)
            for one in at
        )

    def _lessons_at(self, line: int, slot: int) -> list[Choice]:
        """The choices under which the colleague has a lesson of the plan in the slot."""
        return self.model.busy(line, slot)

    def _one_at_a_time(self) -> None:
        """Nobody covers two lessons at once, nor more a day than she may; nobody joins twice."""
        cp, week = self.model.cp, self.week
        at: dict[tuple[int, int], list[Choice]] = defaultdict(list)
        a_day: dict[tuple[int, int], list[Choice]] = defaultdict(list)
        hours = len(week.problem.hours)
        for (number, line), var in self.covers.items():
            if line in week.problem.activities[number].teachers:
                continue
            for slot in week.hours_of(number):
                at[line, slot].append(var)
                a_day[line, slot // hours].append(var)
        for choices in at.values():
            cp.add_at_most_one(choices)
        for (line, day), choices in a_day.items():
            if line in week.most:
                slots = range(day * hours, (day + 1) * hours)
                own = [choice for slot in slots for choice in self._day_of(line, slot)]
                planned = 0 if own else sum((line, slot) in week.taken for slot in slots)
                cp.add(sum(choices) + sum(own) + planned <= max(week.most[line], planned))
        joined: dict[int, list[Choice]] = defaultdict(list)
        for (_, other), var in self.joins.items():
            joined[week.leader(other)].append(var)
        for choices in joined.values():
            cp.add_at_most_one(choices)

    def _day_of(self, line: int, slot: int) -> list[Choice]:
        inside = [n for n, one in enumerate(self.week.problem.activities) if line in one.lines]
        if all(one in self.here for one in inside):
            return self._lessons_at(line, slot)
        return []

    def _fair(self) -> None:
        """Each more lesson that one colleague takes is worse than the one before."""
        cp, week = self.model.cp, self.week
        own: dict[int, list[Choice]] = defaultdict(list)
        for (number, line), var in self.covers.items():
            if line not in week.problem.activities[number].teachers:
                own[line].append(var)
        loads = {line: week.loads.get(week.problem.lines[line].name, 0.0) for line in own}
        least = min(loads.values(), default=0.0)
        for line, choices in own.items():
            steps = [cp.new_bool_var("") for _ in choices]
            cp.add(sum(steps) == sum(choices))
            for turn, step in enumerate(steps):
                before = min(loads[line] - least, MOST_LOAD) + turn
                self.far.append((step, round(TURN * (2 * before + 1))))

    def _weigh(self, better_than: Found | None) -> None:
        """Fewest changes first; then the nearest colleagues, and fair turns."""
        change = 1 + 2 * len(self.week.lessons) * max((cost for _, cost in self.far), default=0)
        lessons = {self.here[one] for one in self.week.lessons}
        plan = self.week.plan
        moved = [
            1 - choices[plan.starts[self.scope[here]]]
            for here, choices in enumerate(self.model.begins)
            if here not in lessons and len(choices) > 1
        ]
        extra = sum(moved) + JOINED * sum(self.joins.values()) + NOBODY * sum(self.nobody.values())
        if better_than is not None:
            self.model.cp.add(extra < better_than.extra)
        self.model.cp.minimize(change * extra + sum(var * cost for var, cost in self.far))


def _near(week: Week) -> set[int]:
    """The lessons of those away, and whatever has to do with where they go: those with the same
    people, in the same rooms, or under one rule with them.
    """
    own = set(week.lessons)
    found = set(own)
    lines = {line for number in own for line in week.problem.activities[number].lines}
    for number, activity in enumerate(week.problem.activities):
        if not lines.isdisjoint(activity.lines):
            found.add(number)
    for rule in week.problem.rules:
        if rule.weight < MUST:
            continue
        if isinstance(rule, Pair):
            if rule.first in own or rule.second in own:
                found |= {rule.first, rule.second}
        elif isinstance(rule, OfSet) and not own.isdisjoint(rule.activities):
            found.update(rule.activities)
    rooms = rooms_of(week.problem)
    wanted = {room for number in own for room in rooms[number] or ()}
    for number, may in enumerate(rooms):
        if may is not None and not wanted.isdisjoint(may):
            found.add(number)
    return found

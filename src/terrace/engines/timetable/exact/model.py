"""The musts of a problem as a CP-SAT model: it has an answer exactly when the problem has a plan.

A variable says that an activity begins in a slot (in a room, where it must have one of several).
"""

from collections import defaultdict
from collections.abc import Mapping, Sequence
from enum import Enum

import numpy as np
from ortools.sat.python import cp_model

from terrace.engines.timetable.exact.openings import (
    Flags,
    openings,
    room_openings,
    rooms_of,
    suits,
)
from terrace.engines.timetable.exact.sets import ask_set
from terrace.engines.timetable.exact.weeks import ask_week
from terrace.engines.timetable.problem import MUST, OfLine, OfSet, Pair, Plan, Problem, Relation

Choice = cp_model.IntVar
DAYS = {Relation.DAYS_APART, Relation.DAYS_NEAR, Relation.SAME_DAY}


class Answer(Enum):
    POSSIBLE = "possible"
    IMPOSSIBLE = "impossible"
    UNKNOWN = "unknown"


class Model:
    """``begins[a][slot]`` is the choice that activity a begins there."""

    def __init__(
        self, problem: Problem, *, starts: Flags | None = None, plan: Plan | None = None
    ) -> None:
        """``starts`` (activities, slots) stands instead of the openings. An activity that stays
        where ``plan`` has it keeps its room, or has none as there.
        """
        self.problem, self.plan = problem, plan
        self.room_choices: dict[tuple[int, int], list[tuple[int, Choice]]] = {}
        """Of an activity that begins in a slot, where it must have a room."""
        self.cp = cp_model.CpModel()
        self.hours = len(problem.hours)
        self.stuck = False
        """An activity can begin nowhere: no need to search."""
        may = openings(problem) if starts is None else starts
        self.begins: list[dict[int, Choice]] = [
            {int(slot): self.cp.new_bool_var("") for slot in np.flatnonzero(row)} for row in may
        ]
        for choices in self.begins:
            self.stuck |= not choices
            self.cp.add_exactly_one(choices.values())
        self.inside: list[list[int]] = [[] for _ in problem.lines]
        for number, activity in enumerate(problem.activities):
            for line in activity.lines:
                self.inside[line].append(number)
        self._nobody_twice()
        self._rooms()
        self._pairs()
        for rule in problem.rules:
            if rule.weight >= MUST and isinstance(rule, OfLine):
                ask_week(self, rule)
            elif rule.weight >= MUST and isinstance(rule, OfSet):
                ask_set(self, rule)

    def during(self, number: int, slot: int) -> list[Choice]:
        """The choices under which the activity is under way in the slot; at most one is taken."""
        day = slot - slot % self.hours
        first = max(day, slot - self.problem.activities[number].duration + 1)
        own = self.begins[number]
        return [own[start] for start in range(first, slot + 1) if start in own]

    def on(self, number: int, day: int) -> list[Choice]:
        own = self.begins[number]
        slots = range(day * self.hours, (day + 1) * self.hours)
        return [own[slot] for slot in slots if slot in own]

    def busy(self, line: int, slot: int, tag: str = "") -> list[Choice]:
        """The choices under which the line has a lesson (with the tag) in the slot."""
        return [
            choice
            for number in self.inside[line]
            if not tag or tag in self.problem.activities[number].tags
            for choice in self.during(number, slot)
        ]

    def answer(self, *, effort: float, seed: int = 0) -> tuple[Answer, tuple[int, ...]]:
        """Whether there is a plan, and its starts. ``effort`` in the solver's own seconds."""
        if self.stuck:
            return Answer.IMPOSSIBLE, ()
        solver = cp_model.CpSolver()
        solver.parameters.num_workers = 1
        solver.parameters.random_seed = seed % 2**31
        solver.parameters.max_deterministic_time = effort
        status = solver.solve(self.cp)
        if status == cp_model.INFEASIBLE:
            return Answer.IMPOSSIBLE, ()
        if status not in (cp_model.OPTIMAL, cp_model.FEASIBLE):
            return Answer.UNKNOWN, ()
        return Answer.POSSIBLE, self.starts(solver)

    def starts(self, solver: cp_model.CpSolver) -> tuple[int, ...]:
        return tuple(
            next(slot for slot, choice in choices.items() if solver.boolean_value(choice))
            for choices in self.begins
        )

    def _nobody_twice(self) -> None:
        for inside in dict.fromkeys(tuple(one) for one in self.inside):
            if len(inside) > 1:
                for slot in range(self.problem.slots):
                    there = [c for number in inside for c in self.during(number, slot)]
                    if len(there) > 1:
                        self.cp.add_at_most_one(there)

    def _rooms(self) -> None:
        """One room for each activity that must have one, and one activity in a room at a time."""
        held: dict[tuple[int, int], list[Choice]] = defaultdict(list)
        for number, rooms in enumerate(rooms_of(self.problem)):
            if rooms is None:
                continue
            open_ = room_openings(self.problem, number, rooms)
            length = self.problem.activities[number].duration
            for slot, begins in self.begins[number].items():
                may = [room for room, row in zip(rooms, open_, strict=True) if row[slot]]
                if self.plan and self.plan.starts[number] == slot:
                    if self.plan.rooms[number] < 0:
                        continue
                    may = [self.plan.rooms[number]]
                choices = [begins] if len(may) == 1 else [self.cp.new_bool_var("") for _ in may]
                if len(may) != 1:
                    self.cp.add(sum(choices) == begins)
                self.room_choices[number, slot] = list(zip(may, choices, strict=True))
                for room, choice in self.room_choices[number, slot]:
                    for one in range(slot, slot + length):
                        held[room, one].append(choice)
        for choices in held.values():
            if len(choices) > 1:
                self.cp.add_at_most_one(choices)

    def _pairs(self) -> None:
        tables: dict[tuple[Relation, int, int, int], Flags] = {}
        for rule in self.problem.rules:
            if not isinstance(rule, Pair) or rule.weight < MUST:
                continue
            if rule.relation in DAYS:
                self._days(rule)
                continue
            lengths = [self.problem.activities[one].duration for one in (rule.first, rule.second)]
            key = (rule.relation, rule.amount, lengths[0], lengths[1])
            if key not in tables:
                tables[key] = suits(self.problem, rule)
            self._supported(self.begins[rule.first], self.begins[rule.second], tables[key])

    def _days(self, rule: Pair) -> None:
        """Some days of the one rule out some days of the other."""
        days = range(len(self.problem.days))
        for first in days:
            for second in days:
                apart = abs(first - second)
                wrong = {
                    Relation.DAYS_APART: apart < rule.amount,
                    Relation.DAYS_NEAR: apart > rule.amount,
                    Relation.SAME_DAY: apart > 0,
                }[rule.relation]
                if wrong:
                    both = self.on(rule.first, first) + self.on(rule.second, second)
                    self.cp.add_at_most_one(both)

    def _supported(
        self, first: Mapping[int, Choice], second: Mapping[int, Choice], good: Flags
    ) -> None:
        self.follow(first, second, good, under=())

    def follow(
        self,
        first: Mapping[int, Choice],
        second: Mapping[int, Choice],
        good: Flags,
        *,
        under: Sequence[Choice],
    ) -> None:
        """Each beginning of the first leaves the second one that suits it, if ``under`` holds."""
        for slot, choice in first.items():
            support = [other for start, other in second.items() if good[slot, start]]
            if len(support) < len(second):
                self.cp.add_bool_or([*support, choice.negated(), *(one.negated() for one in under)])

"""The week in which somebody is away: her lessons, and what each colleague is to them."""

from collections.abc import Collection, Iterator, Mapping

from terrace.engines.timetable.exact.part import with_activities
from terrace.engines.timetable.problem import MUST, Broken, Habit, OfLine, Plan, Problem

CARRIES_ON, SAME_LESSON, SAME_SUBJECT, SAME_CLASS, ANYBODY = 0, 10, 20, 30, 50
"""How far the colleague is from the lesson."""


class Week:
    """What is planned, as arrays of who is where. Lessons without a time are not in it."""

    def __init__(
        self,
        problem: Problem,
        plan: Plan,
        *,
        absent: frozenset[str],
        slots: frozenset[int],
        loads: Mapping[str, float],
        teaches: Mapping[str, Collection[str]],
        away: Mapping[str, Collection[int]],
    ) -> None:
        placed = [number for number, start in enumerate(plan.starts) if start >= 0]
        self.problem = with_activities(problem, placed)
        self.plan = Plan(
            tuple(plan.starts[one] for one in placed), tuple(plan.rooms[one] for one in placed)
        )
        self.slots = slots
        self.loads = loads
        lines = self.problem.lines
        self.absent = {
            line for line, one in enumerate(lines) if one.is_teacher and one.name in absent
        }
        self.away = {
            line: frozenset(away[one.name])
            for line, one in enumerate(lines)
            if one.is_teacher and one.name in away
        }
        self.taken = self._laid_out()
        """(line, slot) → the activity there."""
        self.lessons = tuple(
            number
            for number, activity in enumerate(self.problem.activities)
            if not self.absent.isdisjoint(activity.teachers)
            and not slots.isdisjoint(self.hours_of(number))
        )
        self._subjects: dict[int, set[str]] = {
            line: set(teaches.get(one.name, ())) for line, one in enumerate(lines) if one.is_teacher
        }
        self._groups: dict[int, set[int]] = {line: set() for line in self._subjects}
        self._pairs: dict[int, set[tuple[str, int]]] = {line: set() for line in self._subjects}
        for activity in self.problem.activities:
            for line in activity.teachers:
                self._subjects[line].add(activity.subject)
                self._groups[line].update(activity.groups)
                self._pairs[line].update((activity.subject, one) for one in activity.groups)
        self.most = self._most_a_day()
        """Teacher → hours a day that she may have at most, where there is such a must."""

    def hours_of(self, number: int) -> range:
        """The slots of the activity, as planned."""
        start = self.plan.starts[number]
        return range(start, start + self.problem.activities[number].duration)

    def colleagues(self, number: int) -> Iterator[tuple[int, int]]:
        """Those who may take the lesson where it stands, and how far each is from it.

        Whether they have a lesson then is not asked here: that lesson may move.
        """
        activity = self.problem.activities[number]
        for line in self._subjects:
            if line in self.absent or line not in self.own_time(number):
                continue
            if line in activity.teachers:
                yield line, CARRIES_ON
            elif any((activity.subject, one) in self._pairs[line] for one in activity.groups):
                yield line, SAME_LESSON
            elif activity.subject in self._subjects[line]:
                yield line, SAME_SUBJECT
            elif not self._groups[line].isdisjoint(activity.groups):
                yield line, SAME_CLASS
            else:
                yield line, ANYBODY

    def own_time(self, number: int) -> set[int]:
        """The teachers who are there, and may be asked, for the whole lesson as planned."""
        hours = self.hours_of(number)
        return {
            line
            for line in self._subjects
            if self.problem.line_free[line].issuperset(hours)
            and self.away.get(line, frozenset()).isdisjoint(hours)
        }

    def neighbours(self, number: int) -> Iterator[tuple[int, int]]:
        """The lessons that last as long as this one, with a teacher who is there; how far."""
        hours = self.hours_of(number)
        activity = self.problem.activities[number]
        for other, beside in enumerate(self.problem.activities):
            own = self.hours_of(other)
            if other == number or hours[0] not in own or hours[-1] not in own:
                continue
            if beside.groups and self.leader(other) >= 0:
                yield other, SAME_SUBJECT if beside.subject == activity.subject else ANYBODY

    def in_the_way(self, number: int, start: int) -> set[int]:
        """The lessons, not of those away, that would have to move if this one began there."""
        activity = self.problem.activities[number]
        there = {
            self.taken.get((line, slot), number)
            for line in activity.lines
            for slot in range(start, start + activity.duration)
        }
        return there.difference(self.lessons) - {number}

    def leader(self, number: int) -> int:
        """The first teacher of the activity who is there, or -1."""
        for line in self.problem.activities[number].teachers:
            if line not in self.absent:
                return line
        return -1

    def leaves_a_hole(self, number: int) -> bool:
        """Whether the class has another lesson later on that day."""
        hours = len(self.problem.hours)
        last = self.hours_of(number)[-1]
        return any(
            (line, slot) in self.taken
            for line in self.problem.activities[number].groups
            for slot in range(last + 1, (last // hours + 1) * hours)
        )

    def _laid_out(self) -> dict[tuple[int, int], int]:
        taken: dict[tuple[int, int], int] = {}
        for number, activity in enumerate(self.problem.activities):
            for line in activity.lines:
                for slot in self.hours_of(number):
                    other = taken.setdefault((line, slot), number)
                    if other != number:
                        who = self.problem.lines[line].name
                        one, two = self.problem.activities[other].name, activity.name
                        raise Broken(
                            activity.line,
                            f"计划里 {who} 同时有两节课：编号 {one} 和 {two}",
                            f"in the plan {who} has two lessons at once: {one} and {two}",
                        )
        return taken

    def _most_a_day(self) -> dict[int, int]:
        most: dict[int, int] = {}
        for rule in self.problem.rules:
            if isinstance(rule, OfLine) and rule.habit is Habit.HOURS_MAX and rule.weight >= MUST:
                most[rule.line] = min(most.get(rule.line, rule.amount), rule.amount)
        return most

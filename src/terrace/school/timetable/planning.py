"""A timetable as a problem for the solver, and the solver's plan as places of lessons.

Nothing here loads arrays: pages use it, too, to say what stands in a lesson's way.
"""

from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from itertools import combinations
from typing import TypeVar
from uuid import UUID

from django.db.models import Model

from terrace.engines.timetable.problem import (
    MUST,
    Activity,
    Closing,
    Habit,
    Line,
    OfLine,
    Pair,
    Plan,
    Problem,
    Relation,
    Room,
    Rooms,
    Rule,
    Source,
    Span,
    Times,
)
from terrace.school.people.models import SchoolClass, Staff

from . import wording
from .models import Closed, Course, Lesson, Period, Timetable
from .queries import weekdays_of

RowT = TypeVar("RowT", bound=Model)

NOON = 12
"""Periods that begin before this hour are in the morning."""
LIKED = 0.8
"""The weight of "better before noon"."""


@dataclass(frozen=True, slots=True)
class Planned:
    """A timetable's problem, and which row of ours each of its numbers stands for."""

    problem: Problem
    lessons: tuple[Lesson, ...]
    staff: tuple[Staff, ...]
    """The first lines, in order."""
    classes: tuple[SchoolClass, ...]
    """The lines after them."""
    weekdays: tuple[int, ...]
    periods: tuple[int, ...]
    plan: Plan
    """Where the lessons stand now."""

    def slot(self, weekday: int, period: int) -> int:
        """The number of a slot, or -1 where the week has none such."""
        if weekday not in self.weekdays or period not in self.periods:
            return -1
        return self.weekdays.index(weekday) * len(self.periods) + self.periods.index(period)

    def place(self, slot: int) -> tuple[int, int]:
        """Weekday and period of a slot."""
        day, hour = divmod(slot, len(self.periods))
        return self.weekdays[day], self.periods[hour]


def planned(timetable: Timetable) -> Planned:
    """Everything that the solver has to know about this timetable."""
    return _Making(timetable).made()


class _Making:
    """The rows of one timetable, read once."""

    def __init__(self, timetable: Timetable) -> None:
        self.timetable = timetable
        self.weekdays = weekdays_of(timetable.school)
        self.rows = list(Period.objects.filter(school=timetable.school))
        self.periods = tuple(one.number for one in self.rows)
        self.courses = list(
            Course.objects.filter(timetable=timetable)
            .prefetch_related("classes", "teachers", "lessons")
            .select_related("room")
            .order_by("id")
        )
        self.staff = _once(one for course in self.courses for one in course.teachers.all())
        self.classes = _once(one for course in self.courses for one in course.classes.all())
        self.rooms = _once(course.room for course in self.courses if course.room)
        self.line = {one.pk: k for k, one in enumerate((*self.staff, *self.classes))}
        self.lessons: list[Lesson] = []
        self.activities: list[Activity] = []
        self.of_course: dict[UUID, list[int]] = {}

    def made(self) -> Planned:
        for course in self.courses:
            self._add_lessons(course)
        hours = len(self.periods)
        everywhere = frozenset(range(len(self.weekdays) * hours))
        shut = self._shut()
        names = [*(one.name for one in self.staff), *(one.name for one in self.classes)]
        problem = Problem(
            name=self.timetable.name,
            days=tuple(wording.weekday(day) for day in self.weekdays),
            hours=tuple(str(number) for number in self.periods),
            lines=tuple(Line(name, k < len(self.staff)) for k, name in enumerate(names)),
            activities=tuple(self.activities),
            rooms=tuple(Room(one.name) for one in self.rooms),
            rules=tuple(self._rules()),
            line_free=tuple(everywhere - shut[one.pk] for one in (*self.staff, *self.classes)),
            room_free=tuple(everywhere - shut[one.pk] for one in self.rooms),
            breaks=frozenset(),
            closings=tuple(self._closings(shut)),
        )
        room: dict[UUID | None, int] = {one.pk: k for k, one in enumerate(self.rooms)}
        of = {course.pk: course for course in self.courses}
        starts = tuple(self._slot(one.weekday, one.period) for one in self.lessons)
        plan = Plan(
            starts,
            tuple(
                room.get(of[one.course_id].room_id, -1) if start >= 0 else -1
                for one, start in zip(self.lessons, starts, strict=True)
            ),
        )
        return Planned(
            problem=problem,
            lessons=tuple(self.lessons),
            staff=tuple(self.staff),
            classes=tuple(self.classes),
            weekdays=self.weekdays,
            periods=self.periods,
            plan=plan,
        )

    def _slot(self, weekday: int | None, period: int | None) -> int:
        if weekday not in self.weekdays or period not in self.periods:
            return -1
        return self.weekdays.index(weekday) * len(self.periods) + self.periods.index(period)

    def _add_lessons(self, course: Course) -> None:
        teachers = tuple(sorted(self.line[one.pk] for one in course.teachers.all()))
        groups = tuple(sorted(self.line[one.pk] for one in course.classes.all()))
        numbers = self.of_course.setdefault(course.pk, [])
        for lesson in sorted(course.lessons.all(), key=lambda one: one.number):
            lesson.course = course
            numbers.append(len(self.lessons))
            self.lessons.append(lesson)
            self.activities.append(
                Activity(
                    name=str(len(self.lessons)),
                    subject=wording.subject(course.subject),
                    teachers=teachers,
                    groups=groups,
                    tags=(),
                    duration=course.length,
                    students=tuple(one.name for one in course.classes.all()),
                )
            )

    def _shut(self) -> dict[UUID | None, frozenset[int]]:
        shut: dict[UUID | None, set[int]] = defaultdict(set)
        for one in Closed.objects.filter(timetable=self.timetable):
            slot = self._slot(one.weekday, one.period)
            if slot >= 0:
                shut[one.staff_id or one.school_class_id or one.room_id].add(slot)
        return defaultdict(frozenset, {who: frozenset(slots) for who, slots in shut.items()})

    def _closings(self, shut: Mapping[UUID | None, frozenset[int]]) -> Iterator[Closing]:
        """Who has no lesson when, as a reason may name it."""
        both: tuple[tuple[str, Sequence[Staff | SchoolClass]], ...]
        both = (("Teacher", self.staff), ("StudentsSet", self.classes))
        for kind, rows in both:
            for one in rows:
                if shut[one.pk]:
                    source = Source(f"Constraint{kind}NotAvailableTimes", 0, (one.name,))
                    yield Closing(shut[one.pk], source, lines=(self.line[one.pk],))
        for number, room in enumerate(self.rooms):
            if shut[room.pk]:
                source = Source("ConstraintRoomNotAvailableTimes", 0, (room.name,))
                yield Closing(shut[room.pk], source, rooms=(number,))

    def _rules(self) -> list[Rule]:
        rules: list[Rule] = []
        mornings = frozenset(
            day * len(self.rows) + hour
            for day in range(len(self.weekdays))
            for hour, row in enumerate(self.rows)
            if row.begins.hour < NOON
        )
        room: dict[UUID | None, int] = {one.pk: k for k, one in enumerate(self.rooms)}
        for course in self.courses:
            numbers = self.of_course[course.pk]
            about = tuple(self.activities[one].name for one in numbers)
            # So many lessons as there are days are on different days, and so on with what is left.
            for first in range(0, len(numbers), len(self.weekdays) or 1):
                together = numbers[first : first + len(self.weekdays)]
                named = tuple(self.activities[one].name for one in together)
                source = Source("ConstraintMinDaysBetweenActivities", 0, named)
                rules.extend(
                    Pair(one, other, Relation.DAYS_APART, 1, MUST, source)
                    for one, other in combinations(together, 2)
                )
            if course.mornings and mornings and numbers:
                source = Source("ConstraintActivitiesPreferredTimeSlots", 0, about)
                rules.append(Times(tuple(numbers), mornings, Span.WHOLE, LIKED, source))
            if course.room_id and numbers:
                source = Source("ConstraintActivityPreferredRooms", 0, about)
                rules.append(Rooms(tuple(numbers), (room[course.room_id],), MUST, source))
        for number, lesson in enumerate(self.lessons):
            slot = self._slot(lesson.weekday, lesson.period)
            if lesson.locked and slot >= 0:
                source = Source(
                    "ConstraintActivityPreferredStartingTime", 0, (self.activities[number].name,)
                )
                rules.append(Times((number,), frozenset({slot}), Span.START, MUST, source))
        rules.extend(self._habits())
        return rules

    def _habits(self) -> list[Rule]:
        rules: list[Rule] = []
        for one in self.classes if self.timetable.compact else ():
            gaps = Source("ConstraintStudentsSetMaxGapsPerWeek", 0, (one.name,))
            early = Source("ConstraintStudentsSetEarlyMaxBeginningsAtSecondHour", 0, (one.name,))
            rules.append(OfLine(self.line[one.pk], Habit.GAPS_WEEK, 0, MUST, gaps))
            rules.append(OfLine(self.line[one.pk], Habit.EARLY, 0, MUST, early))
        for teacher in self.staff if self.timetable.most_a_day else ():
            source = Source("ConstraintTeacherMaxHoursDaily", 0, (teacher.name,))
            most = self.timetable.most_a_day or 0
            rules.append(OfLine(self.line[teacher.pk], Habit.HOURS_MAX, most, MUST, source))
        return rules


def _once(rows: Iterable[RowT]) -> list[RowT]:
    """Each row once, in the order of ids: the same timetable is the same problem."""
    return sorted({one.pk: one for one in rows}.values(), key=lambda one: str(one.pk))

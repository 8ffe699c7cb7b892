"""Who could take a lesson on a day when its teacher is away, and who had better.

First somebody who teaches the class, then the subject; among them whoever has covered least this
term; a free half-day is taken from nobody twice in thirty days while another is free.
"""

from collections import Counter, defaultdict
from dataclasses import dataclass
from datetime import date, timedelta
from uuid import UUID

from django.db.models import Q
from django.utils.translation import gettext as _

from terrace.school.absence.queries import absences_between
from terrace.school.calendar.queries import term_on
from terrace.school.people.models import School, Staff
from terrace.school.people.queries import staff_of

from . import queries
from .models import Closed, Cover, Lesson, Period
from .planning import NOON

FREE_HALVES = timedelta(days=30)
"""Within so many days no second free half-day is taken from one person."""


@dataclass(frozen=True, slots=True)
class Candidate:
    """Somebody who is free for a lesson; the smaller the `cost`, the better."""

    staff: Staff
    cost: tuple[int, ...]
    reason: str


@dataclass(frozen=True, slots=True)
class Proposal:
    """A lesson of the absent teacher, and who could take it, the best first."""

    lesson: Lesson
    entry: queries.Entry
    candidates: tuple[Candidate, ...]

    @property
    def chosen(self) -> Staff | None:
        return self.candidates[0].staff if self.candidates else None


class Free:
    """Who is free on one day, while `absent` is away; who has taken a lesson is no more."""

    def __init__(self, school: School, day: date, *, absent: Staff) -> None:
        self.school, self.day, self.absent = school, day, absent
        self.timetable = queries.in_force(school, day)
        self.weekday = queries.weekday_kept_on(school, day)
        self.busy: dict[UUID, set[int]] = defaultdict(set)
        self.own: dict[UUID, set[int]] = defaultdict(set)
        self.classes: dict[UUID, set[UUID]] = defaultdict(set)
        self.subjects: dict[UUID, set[str]] = defaultdict(set)
        self.away = {absent.pk}
        self.away |= {one.staff_id for one in absences_between(school, day, day)}
        if self.timetable is not None:
            self._read()
        begins = Period.objects.filter(school=school).values_list("number", "begins")
        self.mornings = {number for number, at in begins if at.hour < NOON}
        self._count_covers()

    def _read(self) -> None:
        for lesson in queries.lessons_of(self.timetable) if self.timetable else []:
            for teacher in lesson.course.teachers.all():
                self.classes[teacher.pk] |= {one.pk for one in lesson.course.classes.all()}
                self.subjects[teacher.pk].add(lesson.course.subject)
                if lesson.weekday == self.weekday:
                    self.own[teacher.pk] |= periods_of(lesson)
        for pk, periods in self.own.items():
            self.busy[pk] |= periods
        closed = Closed.objects.filter(timetable=self.timetable)
        if self.weekday is None:
            return
        closed = closed.filter(weekday=self.weekday)
        for one in closed.exclude(staff=None):
            if one.staff_id is not None:
                self.busy[one.staff_id].add(one.period)

    def _count_covers(self) -> None:
        term = term_on(self.school, self.day)
        first = term.starts if term else self.day - timedelta(days=60)
        rows = Cover.objects.filter(school=self.school).filter(
            Q(day__range=(first, self.day)) | Q(day__gte=self.day - FREE_HALVES)
        )
        self.covered: Counter[UUID] = Counter()
        self.gave_half: set[UUID] = set()
        for one in rows.select_related("lesson__course"):
            if one.day == self.day:
                self.away.add(one.absent_id)
            if one.by_id is None:
                continue
            self.covered[one.by_id] += one.lesson.course.length
            if one.day == self.day:
                self.busy[one.by_id] |= periods_of(one.lesson)
            elif abs(one.day - self.day) <= FREE_HALVES and self._was_free_half(one):
                self.gave_half.add(one.by_id)

    def _was_free_half(self, one: Cover) -> bool:
        """Whether she had no lesson of her own in that half of that day."""
        rows = Lesson.objects.filter(
            course__timetable=one.lesson.course.timetable_id,
            course__teachers=one.by_id,
            weekday=one.lesson.weekday,
        ).select_related("course")
        morning = one.lesson.period in self.mornings
        return not any((row.period in self.mornings) == morning for row in rows)

    def is_free(self, staff: Staff, lesson: Lesson) -> bool:
        """Whether this adult has nothing else to do during the lesson."""
        return (
            staff.school_id == self.school.pk
            and staff.left_on is None
            and staff.pk not in self.away
            and not self.busy[staff.pk] & periods_of(lesson)
        )

    def takes(self, staff: Staff | None, lesson: Lesson) -> None:
        """From now on this adult has this lesson, too."""
        if staff is not None:
            self.busy[staff.pk] |= periods_of(lesson)
            self.covered[staff.pk] += lesson.course.length

    def candidates(self, lesson: Lesson) -> list[Candidate]:
        """Everybody who is free and teaches here, the best first."""
        found = []
        morning = lesson.period in self.mornings
        for staff in staff_of(self.school):
            if staff.pk not in self.classes or not self.is_free(staff, lesson):
                continue
            knows = {one.pk for one in lesson.course.classes.all()} & self.classes[staff.pk]
            teaches = lesson.course.subject in self.subjects[staff.pk]
            free_half = not any((one in self.mornings) == morning for one in self.own[staff.pk])
            again = free_half and staff.pk in self.gave_half
            cost = (
                int(again),
                int(not knows) * 2 + int(not teaches),
                self.covered[staff.pk],
                int(free_half),
                len(self.busy[staff.pk]),
            )
            found.append(Candidate(staff, cost, _reason(bool(knows), teaches, free_half)))
        return sorted(found, key=lambda one: (one.cost, one.staff.name, str(one.staff.pk)))


def _reason(knows: bool, teaches: bool, free_half: bool) -> str:
    if knows and teaches:
        said = _("teaches this class and this subject")
    elif knows:
        said = _("teaches this class")
    elif teaches:
        said = _("teaches this subject")
    else:
        said = _("free then")
    return f"{said}; {_('comes in for it')}" if free_half else said


def periods_of(lesson: Lesson) -> set[int]:
    """The numbers of the periods that a lesson takes."""
    if lesson.period is None:
        return set()
    return set(range(lesson.period, lesson.period + lesson.course.length))


def proposals(absent: Staff, day: date) -> list[Proposal]:
    """For each of the teacher's lessons on this day, who could take it; the choices go together."""
    timetable = queries.in_force(absent.school, day)
    if timetable is None:
        return []
    free = Free(absent.school, day, absent=absent)
    found: dict[UUID, Proposal] = {}
    lessons = queries.lessons_on(timetable, absent, day)
    # The lesson that fewest could take is settled first.
    for lesson in sorted(lessons, key=lambda one: len(free.candidates(one))):
        candidates = tuple(free.candidates(lesson))
        one = Proposal(lesson, queries.entry_of(lesson), candidates)
        free.takes(one.chosen, lesson)
        found[lesson.pk] = one
    return [found[lesson.pk] for lesson in lessons]

"""What people ask of the timetable: whose week it is, what today brings, how the load is shared."""

from collections import defaultdict
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass, field
from datetime import date, time, timedelta
from uuid import UUID

from django.db.models import Q

from terrace.school.calendar.models import SchoolHours
from terrace.school.calendar.queries import days_of, school_days, term_on, today
from terrace.school.people.models import School, SchoolClass, Staff

from . import wording
from .models import Cover, Lesson, Period, Room, Timetable

Who = SchoolClass | Staff | Room
"""Whoever has a week."""

USUAL_DAYS = (0, 1, 2, 3, 4)
LOOK_AHEAD = timedelta(days=21)
"""How far ahead the next day of school is looked for."""


def weekdays_of(school: School) -> tuple[int, ...]:
    """The weekdays on which school opens, Monday 0; Monday to Friday where none are entered."""
    rows = SchoolHours.objects.filter(school=school).order_by("weekday")
    return tuple(rows.values_list("weekday", flat=True)) or USUAL_DAYS


def weekday_kept_on(school: School, day: date) -> int | None:
    """Whose weekday's lessons this day has (a make-up day has another's); `None` without school."""
    days = days_of(school)
    if days.opening(day) is None:
        return None
    return (days.special or {}).get(day, day.weekday())


def next_school_day(school: School) -> date | None:
    """Today, or the next day on which school opens."""
    now = today(school)
    days = school_days(school, now, now + LOOK_AHEAD)
    return days[0] if days else None


def in_force(school: School, day: date | None = None) -> Timetable | None:
    """The timetable that holds on this day (today)."""
    day = day or today(school)
    begun = Timetable.objects.filter(school=school, starts__lte=day)
    return begun.filter(Q(ends=None) | Q(ends__gt=day)).order_by("-starts", "-made_at").first()


@dataclass(frozen=True, slots=True)
class Entry:
    """One lesson on a week's page."""

    lesson: Lesson
    subject: str
    classes: str
    teachers: str
    room: str

    def beside(self, kind: str) -> str:
        """What a page of this kind (`class`, `teacher`, `room`) says below the subject."""
        shown = {"class": (self.teachers, self.room), "teacher": (self.classes, self.room)}
        return " ".join(filter(None, shown.get(kind, (self.classes, self.teachers))))


@dataclass(frozen=True, slots=True)
class Cell:
    """A weekday's period on a week's page."""

    weekday: int
    period: int
    entries: tuple[Entry, ...]


@dataclass(frozen=True, slots=True)
class Line:
    """A period of every weekday."""

    number: int
    begins: time
    ends: time
    cells: tuple[Cell, ...]


@dataclass(frozen=True, slots=True)
class Week:
    """Somebody's week: a class's, a teacher's, a room's."""

    kind: str
    """`class`, `teacher` or `room`."""
    name: str
    days: tuple[str, ...]
    lines: tuple[Line, ...]
    aside: tuple[Entry, ...] = ()
    """Lessons that have no place."""

    @property
    def count(self) -> int:
        """Periods with a lesson."""
        return sum(bool(cell.entries) for line in self.lines for cell in line.cells)


def week_of_class(timetable: Timetable, school_class: SchoolClass) -> Week:
    """The class's week."""
    return Weeks(timetable).of("class", school_class)


def week_of_teacher(timetable: Timetable, staff: Staff) -> Week:
    """The teacher's week."""
    return Weeks(timetable).of("teacher", staff)


def week_of_room(timetable: Timetable, room: Room) -> Week:
    """The room's week."""
    return Weeks(timetable).of("room", room)


class Weeks:
    """All weeks of a timetable; its lessons are read once."""

    def __init__(self, timetable: Timetable) -> None:
        self.timetable = timetable
        self.weekdays = weekdays_of(timetable.school)
        self.periods = list(Period.objects.filter(school=timetable.school))
        self.entries = [entry_of(one) for one in lessons_of(timetable)]

    def of(self, kind: str, who: Who) -> Week:
        """The week of one class, teacher or room."""
        return self.where(kind, str(who), _HAS[kind](who.pk))

    def where(self, kind: str, name: str, has: Callable[[Entry], bool]) -> Week:
        """A week of the lessons that `has` picks out."""
        mine = [one for one in self.entries if has(one)]
        at: dict[tuple[int, int], list[Entry]] = {}
        for one in mine:
            lesson = one.lesson
            if lesson.weekday is None or lesson.period is None:
                continue
            for period in range(lesson.period, lesson.period + lesson.course.length):
                at.setdefault((lesson.weekday, period), []).append(one)
        return Week(
            kind=kind,
            name=name,
            days=tuple(wording.weekday_short(day) for day in self.weekdays),
            lines=tuple(
                Line(
                    row.number,
                    row.begins,
                    row.ends,
                    tuple(
                        Cell(day, row.number, tuple(at.get((day, row.number), ())))
                        for day in self.weekdays
                    ),
                )
                for row in self.periods
            ),
            aside=tuple(one for one in mine if one.lesson.weekday is None),
        )

    def everybody(self) -> dict[str, list[Who]]:
        """Who has lessons here: classes by grade, teachers and rooms by name."""
        found: dict[str, dict[UUID, Who]] = {
            "class": {},
            "teacher": {},
            "room": {},
        }
        for one in self.entries:
            course = one.lesson.course
            found["class"].update({each.pk: each for each in course.classes.all()})
            found["teacher"].update({each.pk: each for each in course.teachers.all()})
            if course.room:
                found["room"][course.room.pk] = course.room
        return {kind: sorted(rows.values(), key=_in_order) for kind, rows in found.items()}


def _in_order(one: Who) -> tuple[int, str, str]:
    if isinstance(one, SchoolClass):
        return (one.grade, one.code, "")
    return (0, one.name, str(one.pk))


_HAS: dict[str, Callable[[UUID], Callable[[Entry], bool]]] = {
    "class": lambda pk: lambda one: any(e.pk == pk for e in one.lesson.course.classes.all()),
    "teacher": lambda pk: lambda one: any(e.pk == pk for e in one.lesson.course.teachers.all()),
    "room": lambda pk: lambda one: one.lesson.course.room_id == pk,
}


def lessons_of(timetable: Timetable) -> list[Lesson]:
    """All lessons of a timetable, with their course, its classes, teachers and room."""
    rows = Lesson.objects.filter(course__timetable=timetable)
    return list(
        rows.select_related("course__room")
        .prefetch_related("course__classes", "course__teachers")
        .order_by("weekday", "period", "course_id", "number")
    )


def entry_of(lesson: Lesson) -> Entry:
    """A lesson as a week's page shows it."""
    course = lesson.course
    return Entry(
        lesson=lesson,
        subject=wording.subject(course.subject),
        classes=wording.names(sorted(course.classes.all(), key=_in_order)),
        teachers=wording.names(sorted(course.teachers.all(), key=_in_order)),
        room=course.room.name if course.room else "",
    )


def lessons_on(timetable: Timetable, staff: Staff, day: date) -> list[Lesson]:
    """The teacher's own lessons on this day, in order."""
    weekday = weekday_kept_on(timetable.school, day)
    if weekday is None:
        return []
    rows = Lesson.objects.filter(
        course__timetable=timetable, course__teachers=staff, weekday=weekday
    )
    return list(
        rows.select_related("course__room")
        .prefetch_related("course__classes", "course__teachers")
        .order_by("period")
    )


def lesson_hours(
    school: School, first: date, last: date
) -> dict[UUID, list[tuple[date, time, time]]]:
    """When each teacher has a lesson from `first` to `last`, one that she covers included."""
    periods = {row.number: (row.begins, row.ends) for row in Period.objects.filter(school=school)}
    found: dict[UUID, list[tuple[date, time, time]]] = defaultdict(list)

    def note(pk: UUID, day: date, lesson: Lesson) -> None:
        for number in range(lesson.period or 0, (lesson.period or 0) + lesson.course.length):
            if number in periods:
                found[pk].append((day, *periods[number]))

    of_week: dict[UUID, list[list[Lesson]]] = {}
    for (day, weekday), timetable in _days_kept(school, first, last).items():
        if timetable.pk not in of_week:
            of_week[timetable.pk] = [[] for _day in range(7)]
            for lesson in lessons_of(timetable):
                if lesson.weekday is not None:
                    of_week[timetable.pk][lesson.weekday].append(lesson)
        for lesson in of_week[timetable.pk][weekday]:
            for teacher in lesson.course.teachers.all():
                note(teacher.pk, day, lesson)
    covers = Cover.objects.filter(school=school, day__range=(first, last)).exclude(by=None)
    for one in covers.select_related("lesson__course"):
        if one.by_id is not None:
            note(one.by_id, one.day, one.lesson)
    return found


def covers_on(school: School, day: date) -> list[Cover]:
    """What is settled for the teachers who are away on this day, in the day's order."""
    rows = Cover.objects.filter(school=school, day=day)
    return list(
        rows.select_related("lesson__course__room", "absent", "by")
        .prefetch_related("lesson__course__classes", "lesson__course__teachers")
        .order_by("lesson__period", "absent__name", "id")
    )


@dataclass(frozen=True, slots=True)
class Load:
    """A teacher's load of the term so far."""

    staff: Staff
    a_week: int
    """Periods of each week."""
    by_course: tuple[tuple[str, int], ...]
    """(subject and classes, periods a week)."""
    so_far: int
    """Periods that the term has brought by now, covers of others included, own absence not."""
    covered_others: int
    was_covered: int
    most_on_a_day: int


@dataclass(slots=True)
class _Counted:
    a_week: int = 0
    by_course: dict[str, int] = field(default_factory=dict)
    by_weekday: dict[int, int] = field(default_factory=dict)


def loads(school: School, *, only: Staff | None = None) -> list[Load]:
    """Each teacher's load, the heaviest week first; of one teacher where `only` says so."""
    timetable = in_force(school)
    if timetable is None:
        return []
    counted = _count(lessons_of(timetable))
    now = today(school)
    term = term_on(school, now)
    first = term.starts if term else now - timedelta(days=60)
    # The term's earlier weeks may have had another timetable: each day is counted by its own.
    kept = _days_kept(school, first, now)
    past = {one.pk: _count(lessons_of(one)) for one in set(kept.values())}
    covers = list(
        Cover.objects.filter(school=school, day__range=(first, now)).select_related(
            "lesson__course"
        )
    )
    people = {one.pk: one for one in Staff.objects.filter(pk__in=counted)}
    found = []
    for pk, one in counted.items():
        if only is not None and pk != only.pk:
            continue
        taken = sum(each.lesson.course.length for each in covers if each.by_id == pk)
        given = sum(each.lesson.course.length for each in covers if each.absent_id == pk)
        held = sum(
            past[timetable.pk][pk].by_weekday.get(weekday, 0)
            for (_day, weekday), timetable in kept.items()
            if pk in past[timetable.pk]
        )
        found.append(
            Load(
                staff=people[pk],
                a_week=one.a_week,
                by_course=tuple(sorted(one.by_course.items())),
                so_far=held + taken - given,
                covered_others=taken,
                was_covered=given,
                most_on_a_day=max(one.by_weekday.values(), default=0),
            )
        )
    return sorted(found, key=lambda load: (-load.a_week, load.staff.name))


def _count(lessons: Iterable[Lesson]) -> dict[UUID, _Counted]:
    counted: dict[UUID, _Counted] = {}
    for lesson in lessons:
        length = lesson.course.length
        classes = wording.names(sorted(lesson.course.classes.all(), key=_in_order))
        words = f"{wording.subject(lesson.course.subject)} {classes}"
        for teacher in lesson.course.teachers.all():
            one = counted.setdefault(teacher.pk, _Counted())
            one.a_week += length
            one.by_course[words] = one.by_course.get(words, 0) + length
            if lesson.weekday is not None:
                one.by_weekday[lesson.weekday] = one.by_weekday.get(lesson.weekday, 0) + length
    return counted


def _days_kept(school: School, first: date, last: date) -> dict[tuple[date, int], Timetable]:
    """Each day of school, the weekday whose lessons it had, and the timetable that held."""
    days = days_of(school)
    rows: Sequence[Timetable] = list(
        Timetable.objects.filter(school=school).exclude(starts=None).order_by("-starts", "-made_at")
    )
    kept = {}
    for day in days.school_days(first, last):
        for one in rows:
            if one.starts and one.starts <= day and (one.ends is None or day < one.ends):
                kept[day, (days.special or {}).get(day, day.weekday())] = one
                break
    return kept

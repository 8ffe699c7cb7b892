"""Weeks for a phone's calendar: one feed a teacher and a class, as iCalendar.

The address holds a signed token and is the only key: a calendar program cannot sign in. It leads
to subjects, classes and teachers, to nothing about a child.
"""

from datetime import date, datetime, timedelta
from uuid import UUID
from zoneinfo import ZoneInfo

from django.conf import settings
from django.core import signing
from django.urls import reverse
from django.utils.translation import gettext as _
from icalendar import Calendar, Event

from terrace.school.calendar.queries import school_days, term_on, today
from terrace.school.journal import clock
from terrace.school.people.models import SchoolClass, Staff

from . import queries
from .models import Cover, Period

SALT = "timetable.feed"
BEHIND, AHEAD = timedelta(days=14), timedelta(days=60)
"""What a feed shows; until the term ends where that is later."""


def path_of(kind: str, pk: UUID) -> str:
    """Where the feed of this class or teacher is."""
    return reverse("timetable_feed", args=[signing.dumps([kind, str(pk)], salt=SALT)])


def whose(token: str) -> SchoolClass | Staff | None:
    """Whom a feed's address names; `None` for one that we did not make, and after she has left."""
    try:
        kind, pk = signing.loads(token, salt=SALT)
        if kind == "teacher":
            return Staff.objects.filter(pk=UUID(pk), left_on=None).first()
        return SchoolClass.objects.filter(pk=UUID(pk)).first()
    except (signing.BadSignature, ValueError, TypeError):
        return None


def feed(who: SchoolClass | Staff) -> bytes:
    """The lessons of a class or a teacher, day by day, covers included."""
    school, now = who.school, today(who.school)
    term = term_on(school, now)
    first, last = now - BEHIND, now + AHEAD
    if term is not None:
        last = max(last, term.ends)
    calendar = Calendar()
    calendar.add("prodid", "-//Terrace//Timetable//ZH")
    calendar.add("version", "2.0")
    calendar.add("x-wr-calname", f"{who.name} · {school.name}")
    kind = "teacher" if isinstance(who, Staff) else "class"
    periods = {row.number: row for row in Period.objects.filter(school=school)}
    covers: dict[tuple[UUID, date], Cover] = {}
    taken: dict[date, list[Cover]] = {}
    rows = Cover.objects.filter(school=school, day__range=(first, last))
    for one in rows.select_related("by", "absent", "lesson__course__room"):
        covers[one.lesson_id, one.day] = one
        if isinstance(who, Staff) and one.by_id == who.pk:
            taken.setdefault(one.day, []).append(one)
    weeks: dict[UUID, queries.Week] = {}
    for day in school_days(school, first, last):
        timetable = queries.in_force(school, day)
        if timetable is None:
            continue
        if timetable.pk not in weeks:
            weeks[timetable.pk] = queries.Weeks(timetable).of(kind, who)
        weekday = queries.weekday_kept_on(school, day)
        entries = {
            entry.lesson.pk: entry
            for line in weeks[timetable.pk].lines
            for cell in line.cells
            for entry in cell.entries
            if cell.weekday == weekday
        }
        for entry in entries.values():
            cover = covers.get((entry.lesson.pk, day))
            if cover is not None and isinstance(who, Staff) and cover.absent_id == who.pk:
                continue
            _add(calendar, day, entry, periods, cover, kind)
        for cover in taken.get(day, []):
            _add(calendar, day, queries.entry_of(cover.lesson), periods, cover, kind)
    return bytes(calendar.to_ical())


def _add(
    calendar: Calendar,
    day: date,
    entry: queries.Entry,
    periods: dict[int, Period],
    cover: Cover | None,
    kind: str,
) -> None:
    lesson = entry.lesson
    begins = periods.get(lesson.period or 0)
    ends = periods.get((lesson.period or 0) + lesson.course.length - 1)
    if begins is None or ends is None:
        return
    zone = ZoneInfo(settings.TIME_ZONE)
    event = Event()
    event.add("uid", f"{lesson.pk}-{day:%Y%m%d}@terrace")
    event.add("dtstamp", clock.now())
    event.add("dtstart", datetime.combine(day, begins.begins, tzinfo=zone))
    event.add("dtend", datetime.combine(day, ends.ends, tzinfo=zone))
    teachers = entry.teachers
    if cover is not None:
        teachers = cover.by.name if cover.by else _("the class works on its own")
    event.add("summary", f"{entry.subject} {entry.classes if kind == 'teacher' else teachers}")
    if cover is not None:
        event.add("description", _("For %(name)s") % {"name": cover.absent.name})
    if entry.room:
        event.add("location", entry.room)
    calendar.add_component(event)

"""What people ask of the calendar: what day it is, when school is open, when a deadline falls."""

from datetime import date, datetime, timedelta
from zoneinfo import ZoneInfo

from django.conf import settings
from django.utils import timezone

from terrace.school.journal import clock
from terrace.school.journal.queries import clock_is_behind
from terrace.school.people.models import School

from .days import CLOSED, USUAL_HOURS, SchoolDays
from .models import SchoolHours, SpecialDay, Term

__all__ = [
    "clock_is_behind",
    "days_of",
    "end_of_school_day",
    "is_school_time",
    "last_school_day_of",
    "school_days",
    "school_time_after",
    "term_on",
    "today",
    "week_of",
]


def today(school: School) -> date:
    """The date in the school's own time."""
    return timezone.localdate(clock.now())


def week_of(day: date) -> date:
    """The Monday of the week that `day` lies in."""
    return day - timedelta(days=day.weekday())


def days_of(school: School) -> SchoolDays:
    """The school's days, read once; ask it as often as needed."""
    hours = {
        row.weekday: (row.opens, row.closes) for row in SchoolHours.objects.filter(school=school)
    }
    special = {}
    for row in SpecialDay.objects.filter(school=school):
        make_up = row.kind == SpecialDay.Kind.MAKE_UP and row.as_weekday is not None
        special[row.date] = row.as_weekday if make_up and row.as_weekday is not None else CLOSED
    terms = Term.objects.filter(school=school).order_by("starts").values_list("starts", "ends")
    return SchoolDays(
        zone=ZoneInfo(settings.TIME_ZONE),
        hours=hours or USUAL_HOURS,
        terms=tuple(terms),
        special=special,
    )


def is_school_time(school: School, at: datetime) -> bool:
    """Whether school is open at `at` (aware)."""
    return days_of(school).is_open(at)


def school_time_after(school: School, at: datetime, minutes: int) -> datetime:
    """When `minutes` of school time have passed since `at` (aware); see `SchoolDays.after`."""
    return days_of(school).after(at, minutes)


def school_days(school: School, first: date, last: date) -> list[date]:
    """Every day from `first` to `last`, both included, on which school opens."""
    return list(days_of(school).school_days(first, last))


def last_school_day_of(school: School, week: date) -> date:
    """The week's last day of school; its Friday when there is none."""
    days = school_days(school, week, week + timedelta(days=6))
    return days[-1] if days else week + timedelta(days=4)


def end_of_school_day(school: School, day: date) -> datetime:
    """When school closes on this day, or at the end of the usual hours when it does not open."""
    opening = days_of(school).opening(day)
    if opening is not None:
        return opening[1]
    return datetime.combine(day, USUAL_HOURS[0][1], tzinfo=ZoneInfo(settings.TIME_ZONE))


def term_on(school: School, day: date) -> Term | None:
    """The term that `day` lies in."""
    return Term.objects.filter(school=school, starts__lte=day, ends__gte=day).first()

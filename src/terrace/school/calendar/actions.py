"""What people do with the calendar: enter a term, set the hours, mark a day."""

from collections.abc import Mapping
from datetime import date, time

from django.db import transaction

from terrace.school.journal.actions import record
from terrace.school.people.models import Account, School

from . import verbs
from .models import SchoolHours, SpecialDay, Term


def make_term(*, school: School, name: str, starts: date, ends: date, by: Account | None) -> Term:
    """Enter a term, both days included. Raises `ValueError` when it ends before it starts."""
    if ends < starts:
        raise ValueError(f"{name}: ends {ends}, before it starts on {starts}")
    with transaction.atomic():
        term = Term.objects.create(school=school, name=name, starts=starts, ends=ends)
        record(
            verbs.TERM_MADE,
            school_id=school.id,
            by_id=by.id if by else None,
            subject_id=term.id,
            payload={"starts": starts.isoformat(), "ends": ends.isoformat()},
        )
    return term


def set_hours(
    *, school: School, hours: Mapping[int, tuple[time, time]], by: Account | None
) -> None:
    """Set when school opens and closes on each weekday (Monday is 0); days not named are closed."""
    with transaction.atomic():
        SchoolHours.objects.filter(school=school).delete()
        SchoolHours.objects.bulk_create(
            SchoolHours(school=school, weekday=weekday, opens=opens, closes=closes)
            for weekday, (opens, closes) in sorted(hours.items())
        )
        record(
            verbs.HOURS_SET,
            school_id=school.id,
            by_id=by.id if by else None,
            payload={
                str(weekday): [opens.isoformat(), closes.isoformat()]
                for weekday, (opens, closes) in sorted(hours.items())
            },
        )


def mark_holiday(*, school: School, day: date, name: str, by: Account | None) -> SpecialDay:
    """Mark a day on which school is closed; marking a day again changes it."""
    return _mark(school=school, day=day, name=name, as_weekday=None, by=by)


def mark_make_up_day(
    *, school: School, day: date, name: str, as_weekday: int, by: Account | None
) -> SpecialDay:
    """Mark a day that keeps another weekday's hours (Monday is 0); marking it again changes it."""
    if not 0 <= as_weekday <= 6:
        raise ValueError(f"{day}: weekdays are 0 to 6, not {as_weekday}")
    return _mark(school=school, day=day, name=name, as_weekday=as_weekday, by=by)


def _mark(
    *, school: School, day: date, name: str, as_weekday: int | None, by: Account | None
) -> SpecialDay:
    kind = SpecialDay.Kind.HOLIDAY if as_weekday is None else SpecialDay.Kind.MAKE_UP
    with transaction.atomic():
        marked, _ = SpecialDay.objects.update_or_create(
            school=school,
            date=day,
            defaults={"kind": kind, "name": name, "as_weekday": as_weekday},
        )
        record(
            verbs.DAY_MARKED,
            school_id=school.id,
            by_id=by.id if by else None,
            subject_id=marked.id,
            payload={"date": day.isoformat(), "kind": kind.value},
        )
    return marked

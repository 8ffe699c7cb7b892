"""A teacher is away for a day: somebody takes each lesson, and is told on Today."""

from collections.abc import Mapping
from datetime import date, timedelta

from django.core.exceptions import ValidationError
from django.db import transaction
from django.utils.translation import gettext as _

from terrace.school.absence.actions import away, here_on
from terrace.school.absence.queries import absences_between, is_away
from terrace.school.calendar.queries import school_days, today
from terrace.school.journal import clock
from terrace.school.journal.actions import record
from terrace.school.people.models import Account, School, Staff

from .. import covering, queries, todos, verbs
from ..models import Cover, Lesson


def cover(
    *, absent: Staff, day: date, by_lesson: Mapping[Lesson, Staff | None], by: Account | None
) -> list[Cover]:
    """Write down who takes each of the absent teacher's lessons on this day; nobody for some.

    Said again, it replaces what was said before. Raises `ValidationError` for a day that is over
    and for somebody who is not free then.
    """
    school = absent.school
    if day < today(school):
        raise ValidationError(_("This day is over."), code="over")
    with transaction.atomic():
        type(school).objects.select_for_update().get(pk=school.pk)
        for old in Cover.objects.filter(school=school, day=day, absent=absent):
            todos.not_needed(old)
            old.delete()
        free = covering.Free(school, day, absent=absent)
        made = []
        for lesson, staff in by_lesson.items():
            if staff is not None and not free.is_free(staff, lesson):
                raise ValidationError(
                    _("%(name)s is not free then.") % {"name": staff.name}, code="not_free"
                )
            one = Cover.objects.create(
                school=school,
                lesson=lesson,
                day=day,
                absent=absent,
                by=staff,
                made_at=clock.now(),
                made_by=by,
            )
            free.takes(staff, lesson)
            todos.ask_to_cover(one)
            made.append(one)
        # Whoever is away takes no lesson of others either: the next best does.
        for other in Cover.objects.filter(school=school, day=day, by=absent).exclude(absent=absent):
            todos.not_needed(other)
            found = free.candidates(other.lesson)
            other.by = found[0].staff if found else None
            other.save(update_fields=["by"])
            free.takes(other.by, other.lesson)
            todos.ask_to_cover(other)
        # Whoever is away from lessons is away from all turns of that day.
        if not is_away(absent, day):
            away(staff=absent, first=day, last=day, by=by)
        todos.cover_is_found(absent, day)
        record(
            verbs.COVERED,
            school_id=school.pk,
            by_id=by.pk if by else None,
            subject_id=absent.pk,
            payload={"day": day.isoformat(), "lessons": len(made)},
        )
    return made


def drop_cover(*, absent: Staff, day: date, by: Account | None) -> None:
    """The teacher is here after all."""
    with transaction.atomic():
        rows = list(Cover.objects.filter(school=absent.school, day=day, absent=absent))
        for one in rows:
            todos.not_needed(one)
            one.delete()
        if rows:
            record(
                verbs.COVER_DROPPED,
                school_id=absent.school_id,
                by_id=by.pk if by else None,
                subject_id=absent.pk,
                payload={"day": day.isoformat()},
            )
        here_on(staff=absent, day=day, by=by)


AHEAD = timedelta(days=7)
"""So far ahead the office is asked to find cover."""


def ask_for_cover(staff: Staff, first: date, last: date, by: Account | None) -> None:
    """Somebody is away, or is not after all: ask the office for cover of the days to come.

    Hears of absences (`absence.registry`). Whoever is here after all takes her lessons again.
    """
    school, now = staff.school, today(staff.school)
    for day in school_days(school, max(first, now), min(last, now + AHEAD)):
        timetable = queries.in_force(school, day)
        lessons = queries.lessons_on(timetable, staff, day) if timetable else []
        rows = Cover.objects.filter(school=school, day=day, absent=staff)
        if not is_away(staff, day):
            todos.cover_is_found(staff, day)
            if rows.exists():
                drop_cover(absent=staff, day=day, by=by)
        elif lessons and rows.count() < len(lessons):
            todos.ask_for_cover(staff, day, lessons, soon=day == now)
        else:
            todos.cover_is_found(staff, day)


def look_over() -> int:
    """Let Today forget lessons that are over, and ask for cover of the days that come near.

    How many are over.
    """
    for school in School.objects.all():
        now = today(school)
        for one in absences_between(school, now, now + AHEAD):
            with transaction.atomic():
                ask_for_cover(one.staff, one.first, one.last, None)
    return todos.end_past()

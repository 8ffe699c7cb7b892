"""What the timetable puts on Today: find cover for who is away; take a lesson of a colleague."""

from collections.abc import Sequence
from datetime import date, datetime
from zoneinfo import ZoneInfo

from django.conf import settings
from django.urls import reverse
from django.utils.formats import date_format
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from terrace.school.calendar.queries import end_of_school_day
from terrace.school.journal import clock
from terrace.school.people.models import Staff
from terrace.school.people.queries import office_of, principals
from terrace.school.today.actions import ask, finish
from terrace.school.today.models import Todo, Urgency
from terrace.school.today.registry import TodoKind, register

from . import wording
from .models import Cover, Lesson, Period


def _sentence(todo: Todo) -> str:
    told = todo.detail
    return _("Take %(subject)s in %(classes)s, period %(period)d, for %(name)s") % {
        "subject": wording.subject(told.get("subject", "")),
        "classes": told.get("classes", ""),
        "period": told.get("period", 0),
        "name": told.get("absent", ""),
    }


def _url(todo: Todo) -> str:
    return f"{reverse('cover_day')}?day={todo.detail.get('day', '')}"


def _to_cover_sentence(todo: Todo) -> str:
    told = todo.detail
    day = date.fromisoformat(told["day"])
    words = {"name": told["absent"], "day": date_format(day, "MONTH_DAY_FORMAT")}
    count = int(told["lessons"])
    return ngettext(
        "Find cover for %(name)s on %(day)s: one lesson",
        "Find cover for %(name)s on %(day)s: %(count)d lessons",
        count,
    ) % {**words, "count": count}


def _to_cover_url(todo: Todo) -> str:
    return f"{reverse('ill', args=[todo.subject_id])}?day={todo.detail.get('day', '')}"


TO_COVER = register(
    TodoKind("timetable.to_cover", sentence=_to_cover_sentence, url=_to_cover_url, can_snooze=False)
)
COVER = register(TodoKind("timetable.cover", sentence=_sentence, url=_url, by_hand=True))


def ask_for_cover(absent: Staff, day: date, lessons: Sequence[Lesson], *, soon: bool) -> None:
    """Tell the office that lessons of somebody who is away have nobody yet; `soon`: today's."""
    planners = [one for one in office_of(absent.school) if one.pk != absent.pk]
    planners = planners or principals(absent.school)
    if not planners:
        return
    ask(
        TO_COVER,
        key=_to_cover_key(absent, day),
        staff=planners[0],
        school=absent.school,
        urgency=Urgency.NOW if soon else Urgency.TODAY,
        due_at=end_of_school_day(absent.school, day),
        subject_id=absent.pk,
        detail={"absent": absent.name, "day": day.isoformat(), "lessons": len(lessons)},
    )


def cover_is_found(absent: Staff, day: date) -> None:
    """Each lesson of that day is settled, or there is none to settle."""
    finish(TO_COVER, key=_to_cover_key(absent, day), school=absent.school)


def _to_cover_key(absent: Staff, day: date) -> str:
    return f"{absent.pk} {day.isoformat()}"


def ask_to_cover(one: Cover) -> None:
    """Tell whoever takes the lesson."""
    if one.by is None:
        return
    course = one.lesson.course
    ask(
        COVER,
        key=str(one.pk),
        staff=one.by,
        school=one.school,
        urgency=Urgency.NOW,
        due_at=_end_of(one),
        subject_id=one.pk,
        detail={
            "subject": course.subject,
            "classes": wording.names(course.classes.all()),
            "period": one.lesson.period,
            "absent": one.absent.name,
            "day": one.day.isoformat(),
        },
    )


def not_needed(one: Cover) -> None:
    """Nobody has to take it any more."""
    finish(COVER, key=str(one.pk), school=one.school)


def end_past() -> int:
    """End what is over; how many."""
    over = [
        (kind, todo)
        for kind in (COVER, TO_COVER)
        for todo in Todo.objects.filter(kind=kind.name, done_at=None, due_at__lt=clock.now())
    ]
    for kind, todo in over:
        finish(kind, key=todo.key, school=todo.school)
    return len(over)


def _end_of(one: Cover) -> datetime | None:
    last = (one.lesson.period or 0) + one.lesson.course.length - 1
    row = Period.objects.filter(school=one.school, number=last).first()
    if row is None:
        return None
    return datetime.combine(one.day, row.ends, tzinfo=ZoneInfo(settings.TIME_ZONE))

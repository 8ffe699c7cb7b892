"""What the timetable puts on Today: take a lesson of a colleague who is away."""

from datetime import datetime
from zoneinfo import ZoneInfo

from django.conf import settings
from django.urls import reverse
from django.utils.translation import gettext as _

from terrace.school.journal import clock
from terrace.school.today.actions import ask, finish
from terrace.school.today.models import Todo, Urgency
from terrace.school.today.registry import TodoKind, register

from . import wording
from .models import Cover, Period


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


COVER = register(TodoKind("timetable.cover", sentence=_sentence, url=_url, by_hand=True))


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
    over = list(Todo.objects.filter(kind=COVER.name, done_at=None, due_at__lt=clock.now()))
    for todo in over:
        finish(COVER, key=todo.key, school=todo.school)
    return len(over)


def _end_of(one: Cover) -> datetime | None:
    last = (one.lesson.period or 0) + one.lesson.course.length - 1
    row = Period.objects.filter(school=one.school, number=last).first()
    if row is None:
        return None
    return datetime.combine(one.day, row.ends, tzinfo=ZoneInfo(settings.TIME_ZONE))

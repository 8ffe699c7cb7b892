"""What attendance puts on Today: ask after a child whose days form a pattern."""

from collections.abc import Sequence
from datetime import date
from uuid import UUID

from django.urls import reverse
from django.utils.dates import WEEKDAYS
from django.utils.translation import gettext as _

from terrace.school.calendar.queries import end_of_school_day, today
from terrace.school.people.models import Child, SchoolClass
from terrace.school.today.actions import ask, finish
from terrace.school.today.models import Todo, Urgency
from terrace.school.today.registry import TodoKind, register

from .models import Mark
from .patterns import Pattern, patterns
from .queries import LOOK_BACK


def _sentence(todo: Todo) -> str:
    words = {
        "name": todo.child.name if todo.child else "",
        "times": todo.detail.get("times", 0),
    }
    weekday = todo.detail.get("weekday")
    if weekday is None:
        return _("Ask after %(name)s: %(times)s days without news") % words
    words["weekday"] = WEEKDAYS[weekday]
    return _("Ask after %(name)s: away %(times)s times running on a %(weekday)s") % words


def _url(todo: Todo) -> str:
    return reverse("child", args=[todo.child_id])


ASK_AFTER = register(
    # Talking with her or her family is the doing of it: only a person knows that it has happened.
    TodoKind("attendance.ask_after", sentence=_sentence, url=_url, by_hand=True)
)


def look_for_patterns(school_class: SchoolClass, children: Sequence[Child]) -> None:
    """Ask the class teacher after each child for whom a pattern holds, once for each run of days.

    What holds no longer, because a mark was mended or she is back, ends by itself.
    """
    school, teacher = school_class.school, school_class.class_teacher
    now = today(school)
    rows = Mark.objects.filter(child__in=children, roll__day__range=(now - LOOK_BACK, now))
    days: dict[UUID, dict[date, str]] = {}
    found: dict[str, tuple[Child, Pattern]] = {}
    for child_id, day, state in rows.order_by("roll__taken_at", "id").values_list(
        "child_id", "roll__day", "state"
    ):
        days.setdefault(child_id, {})[day] = state
    for child in children:
        for one in patterns(days.get(child.pk, {})):
            found[_key(child, one)] = (child, one)
    asked = Todo.objects.filter(kind=ASK_AFTER.name, school=school, child__in=children)
    for todo in asked.filter(done_at=None):
        if todo.key not in found:
            finish(ASK_AFTER, key=todo.key, school=school)
    # Only what a person ticked off is settled: what ended by itself may come again.
    settled = set(asked.exclude(done_by=None).values_list("key", flat=True))
    if teacher is None:
        return
    for key, (child, one) in found.items():
        if key in settled:
            continue
        silent = one.kind == "no_news"
        ask(
            ASK_AFTER,
            key=key,
            staff=teacher,
            school=school,
            urgency=Urgency.NOW if silent else Urgency.THIS_WEEK,
            due_at=end_of_school_day(school, now) if silent else None,
            child=child,
            school_class=school_class,
            detail={"times": one.times, "weekday": one.weekday},
        )


def _key(child: Child, one: Pattern) -> str:
    """One to-do a child and run of days: a longer run is the same one."""
    return f"{child.pk}/{one.kind}/{one.since.isoformat()}"

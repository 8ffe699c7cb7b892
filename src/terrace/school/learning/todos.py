"""What learning puts on Today: print this week's sheets, photograph them when they are answered."""

from collections.abc import Iterable
from datetime import date, timedelta

from django.urls import reverse
from django.utils.translation import gettext as _

from terrace.school.calendar.queries import (
    end_of_school_day,
    last_school_day_of,
    school_days,
    today,
    week_of,
)
from terrace.school.people.models import Account, School, SchoolClass
from terrace.school.people.queries import children_of, staff_for
from terrace.school.today.actions import ask, finish
from terrace.school.today.models import Todo, Urgency
from terrace.school.today.registry import TodoKind, register

from .counting import Sheets, sheets_of
from .models import WeekPlan

SUBJECT = "mathematics"
"""Whose teacher prints and photographs; the class teacher where nobody teaches it."""


def _print_sentence(todo: Todo) -> str:
    return _("Print this week's sheets for %(class)s") % {"class": _class_of(todo)}


def _print_url(todo: Todo) -> str:
    return reverse("print_week", args=[todo.school_class_id])


def _photograph_sentence(todo: Todo) -> str:
    words = {
        "class": _class_of(todo),
        **{name: todo.detail.get(name, 0) for name in ("read", "of")},
    }
    if words["read"]:
        return _("Photograph %(class)s's sheets: %(read)s of %(of)s are read") % words
    return _("Photograph %(class)s's sheets") % words


def _photograph_url(todo: Todo) -> str:
    return reverse("photograph", args=[todo.school_class_id])


PRINT = register(TodoKind("learning.print", sentence=_print_sentence, url=_print_url))
PHOTOGRAPH = register(
    TodoKind(
        "learning.photograph",
        sentence=_photograph_sentence,
        url=_photograph_url,
        # Two children were ill: nothing that happens will ever end it, so the teacher may.
        by_hand=True,
    )
)


def ask_for_week() -> int:
    """Ask each class's maths teacher for this week's sheets, once a week; how many were asked."""
    return sum(_ask_class(one) for one in SchoolClass.objects.select_related("school"))


def sheets_planned(plan: WeekPlan, *, by: Account | None) -> None:
    """Someone has asked for the week's sheets."""
    key = str(plan.school_class_id)
    finish(PRINT, key=key, school=plan.school_class.school, by=by)


def sheets_failed(plan: WeekPlan) -> None:
    """They could not be made: they are still to be printed."""
    _ask_to_print(plan.school_class, week=plan.week)


def sheets_ready(plan: WeekPlan) -> None:
    """The sheets can be printed: answered, they are to be photographed by the week's end."""
    counts = sheets_of(plan)
    if counts.read < counts.of:
        _ask_to_photograph(plan, counts)


def sheets_read(plans: Iterable[WeekPlan]) -> None:
    """Some sheets have been read: say how many, or that all are done."""
    for plan in plans:
        open_ones = Todo.objects.filter(
            kind=PHOTOGRAPH.name, key=_key(plan), school_id=plan.school_id, done_at=None
        )
        if not open_ones.exists():  # ticked off by hand, or entered without a photograph
            continue
        counts = sheets_of(plan)
        if counts.read >= counts.of:
            finish(PHOTOGRAPH, key=_key(plan), school=plan.school_class.school)
        else:
            _ask_to_photograph(plan, counts)


def _ask_class(school_class: SchoolClass) -> bool:
    school = school_class.school
    week = week_of(today(school))
    if not school_days(school, week, week + timedelta(days=6)):
        return False
    asked = Todo.objects.filter(
        kind=PRINT.name, key=str(school_class.pk), school=school, done_at=None
    ).first()
    if asked is not None and asked.detail.get("week") == week.isoformat():
        return False
    if WeekPlan.objects.filter(school_class=school_class, week=week).exists():
        return False
    return bool(children_of(school_class)) and _ask_to_print(school_class, week=week)


def _ask_to_print(school_class: SchoolClass, *, week: date) -> bool:
    school = school_class.school
    teacher = staff_for(school_class, subject=SUBJECT)
    if teacher is None:
        return False
    days = school_days(school, week, week + timedelta(days=6))
    coming = [day for day in days if day >= today(school)] or days[-1:] or [week]
    ask(
        PRINT,
        key=str(school_class.pk),
        staff=teacher,
        school=school,
        urgency=Urgency.TODAY,
        due_at=end_of_school_day(school, coming[0]),
        school_class=school_class,
        detail={"week": week.isoformat()},
    )
    return True


def _ask_to_photograph(plan: WeekPlan, counts: Sheets) -> None:
    teacher = staff_for(plan.school_class, subject=SUBJECT)
    if teacher is None:
        return
    school: School = plan.school_class.school
    ask(
        PHOTOGRAPH,
        key=_key(plan),
        staff=teacher,
        school=school,
        urgency=Urgency.THIS_WEEK,
        due_at=end_of_school_day(school, last_school_day_of(school, plan.week)),
        school_class=plan.school_class,
        subject_id=plan.pk,
        detail={"week": plan.week.isoformat(), "read": counts.read, "of": counts.of},
    )


def _key(plan: WeekPlan) -> str:
    """One to-do a class and week: a second round takes the place of the first."""
    return f"{plan.school_class_id}/{plan.week.isoformat()}"


def _class_of(todo: Todo) -> str:
    return todo.school_class.name if todo.school_class else ""

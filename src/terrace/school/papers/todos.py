"""What paper puts on Today: marks that wait for an eye. It is done when none are left."""

from collections.abc import Iterable
from uuid import UUID

from django.db import transaction
from django.urls import reverse
from django.utils.translation import ngettext

from terrace.school.people.models import Account, SchoolClass, Staff
from terrace.school.people.queries import staff_for
from terrace.school.today.actions import ask, finish
from terrace.school.today.models import Todo, Urgency
from terrace.school.today.registry import TodoKind, register

from . import queries

SUBJECT = "mathematics"
"""Whose teacher settles a class's marks; the class teacher where nobody teaches it."""


def _sentence(todo: Todo) -> str:
    count = int(todo.detail.get("count", 0))
    return ngettext(
        "%(class)s: %(count)d mark waits for your eye",
        "%(class)s: %(count)d marks wait for your eye",
        count,
    ) % {"class": todo.school_class.name if todo.school_class else "", "count": count}


def _url(todo: Todo) -> str:
    return f"{reverse('doubts')}?class={todo.school_class_id}"


DOUBTS = register(TodoKind(name="papers.doubts", sentence=_sentence, url=_url))


def refresh(*, school_classes: Iterable[UUID | None], by: Account | None) -> None:
    """Let Today say how much waits in these classes; called in the transaction that changes it."""
    wanted = {pk for pk in school_classes if pk is not None}
    for school_class in SchoolClass.objects.filter(pk__in=wanted).select_related(
        "school", "class_teacher"
    ):
        count = queries.open_doubts(school_class)
        key = str(school_class.pk)
        teacher = _teacher(school_class)
        if count == 0:
            finish(DOUBTS, key=key, school=school_class.school, by=by)
        elif teacher is not None:
            ask(
                DOUBTS,
                key=key,
                staff=teacher,
                school=school_class.school,
                urgency=Urgency.TODAY,
                school_class=school_class,
                detail={"count": count},
            )


def refresh_all() -> None:
    """The same for every class: a child who changed class has taken her doubts along."""
    with transaction.atomic():
        refresh(school_classes=SchoolClass.objects.values_list("pk", flat=True), by=None)


def _teacher(school_class: SchoolClass) -> Staff | None:
    return staff_for(school_class, subject=SUBJECT)

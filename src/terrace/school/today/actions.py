"""What happens to a to-do: it is asked for, done, handed over, put off. Twice is once."""

from collections.abc import Mapping
from datetime import datetime
from typing import Any
from uuid import UUID

from django.core.exceptions import ValidationError
from django.db import IntegrityError, transaction
from django.utils.translation import gettext as _

from terrace.school.journal import clock
from terrace.school.journal.actions import record
from terrace.school.journal.registry import Verb
from terrace.school.people.models import Account, Child, School, SchoolClass, Staff

from . import verbs
from .models import Todo
from .registry import TodoKind
from .registry import kind as kind_called


def ask(
    kind: TodoKind,
    *,
    key: str,
    staff: Staff,
    school: School,
    urgency: int,
    due_at: datetime | None = None,
    child: Child | None = None,
    school_class: SchoolClass | None = None,
    subject_id: UUID | None = None,
    detail: Mapping[str, Any] | None = None,
) -> Todo:
    """Ask `staff` to do something; asked again while it is open, change the one that is open.

    What a person has done with it stands: it stays with whom it was handed over to, and stays put
    off unless it has become more urgent since. Two who ask at the same moment get the same to-do.
    """
    told: dict[str, Any] = {
        "staff_id": staff.pk,
        "urgency": int(urgency),
        "due_at": due_at,
        "child_id": child.pk if child else None,
        "school_class_id": school_class.pk if school_class else None,
        "subject_id": subject_id,
        "detail": dict(detail or {}),
    }
    with transaction.atomic():
        while True:
            todo = _open(kind, key=key, school=school)
            if todo is not None:
                return _asked_again(todo, told)
            try:
                with transaction.atomic():
                    todo = Todo.objects.create(
                        school=school, kind=kind.name, key=key, made_at=clock.now(), **told
                    )
            except IntegrityError:
                # Somebody else asked first. If theirs is not to be found, ours was refused for
                # another reason.
                if _open(kind, key=key, school=school) is None:
                    raise
                continue
            _record(verbs.ASKED, todo, by=None)
            return todo


def finish(kind: TodoKind, *, key: str, school: School, by: Account | None = None) -> Todo | None:
    """What the to-do asked for has come about. None when no such to-do is open (any more)."""
    with transaction.atomic():
        todo = _open(kind, key=key, school=school)
        if todo is None:
            return None
        _end(todo, by=by)
        _record(verbs.FINISHED, todo, by=by)
        return todo


def done(todo: Todo, by: Account) -> Todo:
    """Tick it off; only for kinds where that is the doing of it. Ticking twice is once."""
    if not kind_called(todo.kind).by_hand:
        raise ValidationError(
            _("This one ends by itself once the work is done."), code="not_by_hand"
        )
    with transaction.atomic():
        todo = Todo.objects.select_for_update().get(pk=todo.pk)
        if todo.done_at is None:
            _end(todo, by=by)
            _record(verbs.DONE, todo, by=by)
        return todo


def hand_over(todo: Todo, to: Staff, by: Account) -> Todo:
    """Give it to another adult of the same school."""
    if not kind_called(todo.kind).can_hand_over:
        raise ValidationError(_("This one cannot be handed over."), code="stays_here")
    if to.school_id != todo.school_id or to.left_on is not None:
        raise ValidationError(_("Choose somebody who works at this school."), code="not_here")
    with transaction.atomic():
        todo = _still_open(todo)
        if todo.staff_id == to.pk:
            return todo
        todo.staff = to
        todo.handed_over_by = by.staff
        todo.snoozed_until, todo.snooze_reason = None, ""
        todo.save(update_fields=["staff", "handed_over_by", "snoozed_until", "snooze_reason"])
        _record(verbs.HANDED_OVER, todo, by=by, to=str(to.pk))
        return todo


def snooze(todo: Todo, until: datetime, reason: str, by: Account) -> Todo:
    """Put it off, with a reason; it comes back by itself at `until`."""
    if not kind_called(todo.kind).can_snooze:
        raise ValidationError(_("This one cannot wait."), code="cannot_wait")
    reason = reason.strip()
    if not reason:
        raise ValidationError(_("Write in a few words why it has to wait."), code="no_reason")
    if until <= clock.now():
        raise ValidationError(_("Choose a moment that is still to come."), code="in_the_past")
    with transaction.atomic():
        todo = _still_open(todo)
        todo.snoozed_until, todo.snooze_reason = until, reason[:200]
        todo.save(update_fields=["snoozed_until", "snooze_reason"])
        _record(verbs.SNOOZED, todo, by=by, until=until.isoformat())
        return todo


def _open(kind: TodoKind, *, key: str, school: School) -> Todo | None:
    return (
        Todo.objects.select_for_update()
        .filter(school=school, kind=kind.name, key=key, done_at=None)
        .first()
    )


def _still_open(todo: Todo) -> Todo:
    now = Todo.objects.select_for_update().get(pk=todo.pk)
    if now.done_at is not None:
        raise ValidationError(_("Somebody has done this in the meantime."), code="done_already")
    return now


def _asked_again(todo: Todo, told: dict[str, Any]) -> Todo:
    if told["urgency"] < todo.urgency:
        told |= {"snoozed_until": None, "snooze_reason": ""}
    if todo.handed_over_by_id is not None:
        told.pop("staff_id")
    changed = [name for name, value in told.items() if getattr(todo, name) != value]
    for name in changed:
        setattr(todo, name, told[name])
    if changed:
        todo.save(update_fields=changed)
    return todo


def _end(todo: Todo, *, by: Account | None) -> None:
    todo.done_at = clock.now()
    todo.done_by = by.staff if by else None
    todo.save(update_fields=["done_at", "done_by"])


def _record(verb: Verb, todo: Todo, *, by: Account | None, **payload: str) -> None:
    record(
        verb,
        school_id=todo.school_id,
        by_id=by.pk if by else None,
        about_id=todo.child_id,
        subject_id=todo.pk,
        payload={"kind": todo.kind, **payload},
    )

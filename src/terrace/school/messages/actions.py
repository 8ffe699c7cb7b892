"""What happens to a message: it is written, printed, or withdrawn before that. Twice is once."""

from collections.abc import Collection, Iterable
from uuid import UUID

from django.core.exceptions import ValidationError
from django.db import transaction
from django.utils.translation import gettext as _

from terrace.school.journal import clock
from terrace.school.journal.actions import record
from terrace.school.journal.registry import Verb
from terrace.school.people.models import Account, Child, Guardian, School, Staff

from . import verbs
from .models import Channel, Message
from .registry import MessageKind
from .rules import language_of, long_number_in


def write(
    kind: MessageKind,
    *,
    school: School,
    title: str,
    body: str,
    to_name: str,
    child: Child | None = None,
    guardian: Guardian | None = None,
    staff: Staff | None = None,
    by: Account | None = None,
    language: str | None = None,
) -> Message:
    """Lay a message in the outbox; it waits there until it is printed.

    `language` is the one that it is written in (default: Chinese when its words hold a Chinese
    character). Raises `ValidationError` for empty words and for numbers that should not travel on
    paper.
    """
    title, body = title.strip(), body.strip()
    if not title or not body:
        raise ValidationError(_("Write what the message should say."), code="empty")
    number = long_number_in(title) or long_number_in(body)
    if number:
        raise ValidationError(
            _("Anybody may read a slip on its way. Leave out the number %(number)s."),
            code="long_number",
            params={"number": number.strip()},
        )
    with transaction.atomic():
        message = Message.objects.create(
            school=school,
            kind=kind.name,
            channel=Channel.PRINT,
            language=language or language_of(body),
            to_name=to_name,
            child=child,
            guardian=guardian,
            staff=staff,
            title=title,
            body=body,
            made_by=by,
            made_at=clock.now(),
        )
        _record(verbs.WRITTEN, message, by=by)
        return message


def printed(messages: Iterable[Message], by: Account) -> list[Message]:
    """They came out of the printer; returns those. Any settled in the meantime stays as it is."""
    ids = {message.pk for message in messages}
    return _settle(ids, Message.State.PRINTED, verbs.PRINTED, by=by)


def withdraw(message: Message, by: Account) -> Message:
    """It shall not leave the school. Refused once it has been printed; twice is once."""
    with transaction.atomic():
        if _settle({message.pk}, Message.State.WITHDRAWN, verbs.WITHDRAWN, by=by):
            return Message.objects.get(pk=message.pk)
        now = Message.objects.get(pk=message.pk)
        if now.state == Message.State.PRINTED:
            raise ValidationError(_("This message has been printed already."), code="printed")
        return now


def _settle(
    ids: Collection[UUID], state: Message.State, verb: Verb, *, by: Account
) -> list[Message]:
    with transaction.atomic():
        waiting = list(
            Message.objects.select_for_update()
            .filter(pk__in=ids, school_id=by.school_id, state=Message.State.WAITING)
            .order_by("made_at")
        )
        for message in waiting:
            message.state = state
            message.settled_at = clock.now()
            message.save(update_fields=["state", "settled_at"])
            _record(verb, message, by=by)
        return waiting


def _record(verb: Verb, message: Message, *, by: Account | None) -> None:
    record(
        verb,
        school_id=message.school_id,
        by_id=by.pk if by else None,
        about_id=message.child_id,
        subject_id=message.pk,
        payload={"kind": message.kind},
    )

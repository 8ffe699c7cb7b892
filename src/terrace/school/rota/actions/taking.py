"""A turn took place, or did not."""

from django.core.exceptions import ValidationError
from django.db import transaction
from django.utils.translation import gettext as _

from terrace.school.calendar.queries import today
from terrace.school.journal import clock
from terrace.school.journal.actions import record
from terrace.school.journal.registry import Verb
from terrace.school.people.models import Account

from .. import todos, verbs
from ..models import Turn
from .planning import plan


def done(*, turn: Turn, by: Account | None) -> Turn:
    """The turn was taken. Twice is once. Raises `ValidationError` for a day still to come."""
    return _settle(turn, Turn.State.DONE, verbs.DONE, by)


def missed(*, turn: Turn, by: Account | None) -> Turn:
    """It did not take place: a child's turn comes back, soon; an adult's load does not count it.

    Raises `ValidationError` for a day that is still to come (say then that the adult is away).
    """
    return _settle(turn, Turn.State.MISSED, verbs.MISSED, by)


def _settle(turn: Turn, state: Turn.State, verb: Verb, by: Account | None) -> Turn:
    with transaction.atomic():
        now = Turn.objects.select_for_update().get(pk=turn.pk)
        if now.state == state:
            return now
        if now.day > today(now.school):
            raise ValidationError(_("This day is still to come."), code="to_come")
        if now.state == Turn.State.MISSED:
            raise ValidationError(
                _("It is noted as not taken, and has been planned again."), code="missed"
            )
        now.state, now.settled_at, now.settled_by = state, clock.now(), by
        now.save(update_fields=["state", "settled_at", "settled_by"])
        todos.not_needed([now])
        record(
            verb,
            school_id=now.school_id,
            by_id=by.pk if by else None,
            about_id=now.child_id,
            subject_id=now.pk,
        )
        if state == Turn.State.MISSED and now.rota.ended_at is None:
            plan(rota=now.rota, by=by)
        return now

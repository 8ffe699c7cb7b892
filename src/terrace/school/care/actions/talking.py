"""A talk is noted, its note mended, and read by whom it was shared with."""

from datetime import date, timedelta

from django.core.exceptions import PermissionDenied, ValidationError
from django.db import IntegrityError, transaction
from django.utils.translation import gettext as _

from terrace.school.calendar.queries import today
from terrace.school.journal import clock
from terrace.school.journal.actions import locked_about, record
from terrace.school.journal.queries import last_look
from terrace.school.journal.registry import Verb
from terrace.school.people.models import Account, Child, Staff
from terrace.school.people.rules import is_hers
from terrace.school.rota import actions as rota
from terrace.school.rota.models import Kind, Turn

from .. import verbs
from ..models import Talk
from ..rules import reads_shared
from ..talking import MOODS, STEPS, Said, said_in
from .wishing import heard

LATEST = timedelta(days=14)
"""How long after a talk it can still be noted."""
LONGEST_NOTE = 4000
ONE_LOOK = timedelta(minutes=30)


def note_talk(
    *, child: Child, staff: Staff, day: date, said: Said, shared: bool = False, by: Account | None
) -> Talk:
    """Note that `staff` talked with the child on this day. The same words twice are one note.

    The turn of a rota that it was is taken with it; a wish of hers to be heard is fulfilled. Raises
    `ValidationError` for a day that cannot be, for what is too long, and with code `noted` where
    a note with other words stands already for this day: nothing is overwritten.
    """
    _check(said)
    now = today(child.school)
    if not now - LATEST <= day <= now:
        raise ValidationError(_("Choose a day of the last two weeks."), code="day")
    with transaction.atomic():
        known = Talk.objects.select_for_update().filter(child=child, staff=staff, day=day).first()
        if known is not None:
            return _again(known, said)
        try:
            with transaction.atomic():
                talk = Talk.objects.create(
                    school=child.school,
                    child=child,
                    staff=staff,
                    day=day,
                    words=locked_about(child.pk, said.to_json()),
                    shared=shared,
                    made_at=clock.now(),
                    changed_at=clock.now(),
                )
        except IntegrityError:  # the same press from two phones
            return _again(Talk.objects.get(child=child, staff=staff, day=day), said)
        _record(verbs.TALKED, talk, by)
        talk.turn = _take_turn(talk, by)
        talk.save(update_fields=["turn"])
        heard(talk, by)
        return talk


def change_note(*, talk: Talk, said: Said, shared: bool, version: int, by: Account | None) -> Talk:
    """Mend the note. `version` is the one that was read.

    Raises `ValidationError` with code `changed` where somebody wrote in the meantime.
    """
    _check(said)
    with transaction.atomic():
        now = Talk.objects.select_for_update().get(pk=talk.pk)
        if now.version != version:
            raise ValidationError(
                _("This note was changed on another phone in the meantime. Look at it first."),
                code="changed",
            )
        now.words = locked_about(now.child_id, said.to_json())
        now.shared, now.version, now.changed_at = shared, now.version + 1, clock.now()
        now.save(update_fields=["words", "shared", "version", "changed_at"])
        _record(verbs.NOTE_CHANGED, now, by)
        return now


def read_note(*, talk: Talk, by: Account) -> Said | None:
    """What was said, for the reader; `None` once it is erased.

    A look by anybody but whoever listened is in the journal, where all who see the child find it.
    Raises `PermissionDenied`.
    """
    if is_hers(by, talk):
        return said_in(talk)
    if not reads_shared(by, talk):
        raise PermissionDenied
    with transaction.atomic():
        last = last_look(verbs.NOTE_READ, child_id=talk.child_id, by_id=by.pk)
        if last is None or not timedelta(0) <= clock.now() - last < ONE_LOOK:
            record(
                verbs.NOTE_READ,
                school_id=talk.school_id,
                by_id=by.pk,
                about_id=talk.child_id,
                subject_id=talk.pk,
                payload={"reason": "class_teacher"},
            )
    return said_in(talk)


def _check(said: Said) -> None:
    if len(said.note) > LONGEST_NOTE:
        raise ValidationError(
            _("Write at most %(most)s characters.") % {"most": LONGEST_NOTE}, code="long"
        )
    if said.mood not in (0, *MOODS) or said.ladder not in (0, *STEPS):
        raise ValidationError(_("Choose a face and a step that are there."), code="mood")


def _again(talk: Talk, said: Said) -> Talk:
    if said_in(talk) == said:
        return talk
    raise ValidationError(
        _("You have noted a talk of this day already. Open that note to add to it."), code="noted"
    )


def _take_turn(talk: Talk, by: Account | None) -> Turn | None:
    """The turn that this talk was: the earliest still open of this adult with this child."""
    rows = Turn.objects.filter(
        child=talk.child,
        staff=talk.staff,
        rota__kind=Kind.TALKS,
        state=Turn.State.PLANNED,
        day__range=(talk.day - LATEST, talk.day),
    )
    turn = rows.order_by("day", "begins").first()
    return rota.done(turn=turn, by=by) if turn else None


def _record(verb: Verb, talk: Talk, by: Account | None) -> None:
    record(
        verb,
        school_id=talk.school_id,
        by_id=by.pk if by else None,
        about_id=talk.child_id,
        subject_id=talk.pk,
    )

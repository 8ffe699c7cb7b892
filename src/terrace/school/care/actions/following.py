"""What was agreed with a child: who does it until when, and that it was done."""

from datetime import date, timedelta

from django.core.exceptions import ValidationError
from django.db import transaction
from django.utils.translation import gettext as _

from terrace.school.calendar.queries import today
from terrace.school.journal import clock
from terrace.school.journal.actions import locked_about, record
from terrace.school.journal.registry import Verb
from terrace.school.people.models import Account, Child, Staff
from terrace.school.people.standing import is_present

from .. import todos, verbs
from ..models import FollowUp, Talk
from ..talking import agreed_in

LONGEST = 300
LATEST = timedelta(days=200)


def agree(
    *, child: Child, what: str, staff: Staff, due: date, talk: Talk | None = None, by: Account
) -> FollowUp:
    """Note what `staff` does for the child until `due`; it is on her Today from then until done.

    The same words for the same talk are one. Raises `ValidationError`.
    """
    what = what.strip()
    if not 1 <= len(what) <= LONGEST:
        raise ValidationError(
            _("Write in a few words what was agreed, at most %(most)s characters.")
            % {"most": LONGEST},
            code="what",
        )
    now = today(child.school)
    if not now <= due <= now + LATEST:
        raise ValidationError(_("Choose a day that is still to come."), code="due")
    _check_here(child, staff)
    with transaction.atomic():
        if talk is not None:
            known = list(FollowUp.objects.filter(talk=talk))
            for one, told in zip(known, agreed_in(known), strict=True):
                if told.get("what") == what:
                    return one
        made = FollowUp.objects.create(
            school=child.school,
            child=child,
            talk=talk,
            staff=staff,
            due=due,
            words=locked_about(child.pk, {"what": what, "came_of_it": ""}),
            made_at=clock.now(),
            made_by=by,
        )
        _record(verbs.AGREED, made, by)
        todos.ask_to_follow_up(made)
        return made


def hand_on(*, follow_up: FollowUp, to: Staff, by: Account | None) -> FollowUp:
    """Another adult does it. Raises `ValidationError` for one who does not work here."""
    _check_here(follow_up.child, to)
    with transaction.atomic():
        now = FollowUp.objects.select_for_update().get(pk=follow_up.pk)
        if now.done_at is not None or now.staff_id == to.pk:
            return now
        todos.followed_up(now)
        now.staff = to
        now.save(update_fields=["staff"])
        _record(verbs.HANDED_ON, now, by)
        todos.ask_to_follow_up(now)
        return now


def follow_up_done(
    *, follow_up: FollowUp, helped: str, came_of_it: str = "", by: Account
) -> FollowUp:
    """It was done, and whether it helped. Twice is once. Raises `ValidationError`."""
    came_of_it = came_of_it.strip()
    if helped not in FollowUp.Helped.values:
        raise ValidationError(_("Say whether it helped."), code="helped")
    if len(came_of_it) > LONGEST:
        raise ValidationError(
            _("Write at most %(most)s characters.") % {"most": LONGEST}, code="long"
        )
    with transaction.atomic():
        now = FollowUp.objects.select_for_update().get(pk=follow_up.pk)
        if now.done_at is not None:
            return now
        (told,) = agreed_in([now])
        now.words = locked_about(now.child_id, {**told, "came_of_it": came_of_it})
        now.done_at, now.done_by, now.helped = clock.now(), by, helped
        now.save(update_fields=["words", "done_at", "done_by", "helped"])
        todos.followed_up(now, by)
        _record(verbs.FOLLOWED_UP, now, by)
        return now


def _check_here(child: Child, staff: Staff) -> None:
    if staff.school_id != child.school_id or not is_present(staff.left_on):
        raise ValidationError(_("Choose somebody who works at this school."), code="not_here")


def _record(verb: Verb, one: FollowUp, by: Account | None) -> None:
    record(
        verb,
        school_id=one.school_id,
        by_id=by.pk if by else None,
        about_id=one.child_id,
        subject_id=one.pk,
    )

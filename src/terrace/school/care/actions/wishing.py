"""A child asks for a talk: somebody whom she wishes hears her, within two days of school."""

from collections.abc import Iterator
from datetime import date, timedelta

from django.core.exceptions import ValidationError
from django.db import IntegrityError, transaction
from django.utils.translation import gettext as _

from terrace.school.absence.queries import is_away
from terrace.school.calendar.queries import school_days, today
from terrace.school.journal import clock
from terrace.school.journal.actions import record
from terrace.school.journal.registry import Verb
from terrace.school.people.models import Account, Child, Mentoring, Staff
from terrace.school.people.queries import principals
from terrace.school.people.standing import is_present
from terrace.school.rota.models import Kind
from terrace.school.rota.queries import next_turn

from .. import todos, verbs
from ..models import Talk, Wish

WITHIN = 2
"""Days of school after the one on which she said it."""


def wish(
    *,
    child: Child,
    wants: Staff | None = None,
    by: Account | None,
) -> Wish:
    """Note that the child asks for a talk; asked again while she waits, it is the same wish.

    Whom she wants hears her, if that adult is here; else somebody who knows her. Raises
    `ValidationError` where nobody can.
    """
    school, now = child.school, today(child.school)
    if wants is not None and wants.school_id != child.school_id:
        raise ValidationError(_("Choose somebody who works at this school."), code="not_here")
    with transaction.atomic():
        open_one = Wish.objects.select_for_update().filter(child=child, ended_at=None).first()
        if open_one is not None:
            if wants is not None and open_one.wants_id is None:
                open_one.wants = wants
                open_one.save(update_fields=["wants"])
                _record(verbs.WISHED, open_one, by)
                if _can_hear(wants, now, open_one.due):
                    return pass_on(wish=open_one, to=wants, by=by)
            return open_one
        due = _due(child, now)
        staff = _who_hears(child, wants, now, due)
        try:
            with transaction.atomic():
                made = Wish.objects.create(
                    school=school,
                    child=child,
                    wants=wants,
                    staff=staff,
                    said_on=now,
                    due=due,
                    made_at=clock.now(),
                    made_by=by,
                )
        except IntegrityError:  # two adults noted it at the same moment
            return Wish.objects.get(child=child, ended_at=None)
        _record(verbs.WISHED, made, by)
        todos.ask_to_hear(made)
        return made


def pass_on(*, wish: Wish, to: Staff, by: Account | None) -> Wish:
    """Ask another adult to hear her. Raises `ValidationError` for one who does not work here."""
    if to.school_id != wish.school_id or not is_present(to.left_on):
        raise ValidationError(_("Choose somebody who works at this school."), code="not_here")
    with transaction.atomic():
        now = Wish.objects.select_for_update().get(pk=wish.pk)
        if now.ended_at is not None or now.staff_id == to.pk:
            return now
        todos.heard(now)
        now.staff = to
        now.save(update_fields=["staff"])
        _record(verbs.WISH_PASSED_ON, now, by)
        todos.ask_to_hear(now)
        return now


def pass_on_to_somebody(wish: Wish) -> Wish:
    """Where whoever was to hear her is not here until then: somebody else who knows her.

    Where nobody is here at all it stays as it is, and the principal hears of it once it is late.
    """
    now = today(wish.school)
    last = max(wish.due, now)
    if _can_hear(wish.staff, now, last):
        return wish
    others = (one for one in _in_order(wish.child, None) if _can_hear(one, now, last))
    found = next(others, None)
    return wish if found is None else pass_on(wish=wish, to=found, by=None)


def heard(talk: Talk, by: Account | None) -> None:
    """A talk ends the wish of hers that it fulfils: any, where she named nobody."""
    for one in Wish.objects.select_for_update().filter(child=talk.child, ended_at=None):
        if one.wants_id in (None, talk.staff_id) or one.staff_id == talk.staff_id:
            one.talk, one.ended_at = talk, clock.now()
            one.save(update_fields=["talk", "ended_at"])
            todos.heard(one)


def gone(wish: Wish) -> None:
    """She has left the school."""
    with transaction.atomic():
        wish.ended_at = clock.now()
        wish.save(update_fields=["ended_at"])
        todos.heard(wish)
        _record(verbs.WISH_ENDED, wish, None)


def _due(child: Child, now: date) -> date:
    days = school_days(child.school, now + timedelta(days=1), now + timedelta(days=60))
    return days[WITHIN - 1] if len(days) >= WITHIN else now + timedelta(days=WITHIN)


def _who_hears(child: Child, wants: Staff | None, now: date, due: date) -> Staff:
    for staff in _in_order(child, wants):
        if _can_hear(staff, now, due):
            return staff
    raise ValidationError(
        _("There is nobody at school who could hear her. Tell the principal."), code="nobody"
    )


def _in_order(child: Child, wants: Staff | None) -> Iterator[Staff]:
    """Whom she wants, whose turn is next, her class teacher, mentors, dorm, the principal."""
    if wants is not None:
        yield wants
    turn = next_turn(child, kind=Kind.TALKS)
    if turn is not None:
        yield turn.staff
    if child.school_class is not None and child.school_class.class_teacher is not None:
        yield child.school_class.class_teacher
    rows = Mentoring.objects.filter(child=child, until=None).select_related("staff")
    for row in rows.order_by("since", "id"):
        yield row.staff
    if child.dorm is not None:
        yield from child.dorm.carers.order_by("name", "id")
    yield from principals(child.school)


def _can_hear(staff: Staff, now: date, due: date) -> bool:
    """Whether she is here on a day from now until it is due."""
    if not is_present(staff.left_on):
        return False
    days = school_days(staff.school, now, due) or [due]
    return any(not is_away(staff, day) for day in days)


def _record(verb: Verb, one: Wish, by: Account | None) -> None:
    record(
        verb,
        school_id=one.school_id,
        by_id=by.pk if by else None,
        about_id=one.child_id,
        subject_id=one.pk,
    )

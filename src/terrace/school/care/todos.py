"""What care puts on Today: hear who asks, do what was agreed. Names only, never what was said."""

from datetime import timedelta

from django.urls import reverse
from django.utils.translation import gettext as _

from terrace.school.calendar.queries import end_of_school_day, today
from terrace.school.people.models import Account
from terrace.school.people.queries import principals
from terrace.school.today.actions import ask, finish
from terrace.school.today.models import Todo, Urgency
from terrace.school.today.registry import TodoKind, register

from .models import FollowUp, Wish

SHOWN_BEFORE = timedelta(days=1)
"""How long before it is due something agreed comes onto Today."""


def _name(todo: Todo) -> dict[str, str]:
    return {"name": todo.child.name if todo.child else ""}


def _wish_sentence(todo: Todo) -> str:
    return _("%(name)s asks to talk with you") % _name(todo)


def _wish_url(todo: Todo) -> str:
    return reverse("talk_with", args=[todo.child_id])


WISH = register(
    TodoKind(
        "care.wish",
        sentence=_wish_sentence,
        url=_wish_url,
        can_hand_over=False,
        can_snooze=False,
    )
)


def _late_sentence(todo: Todo) -> str:
    return _("%(name)s asked for a talk and has not been heard") % _name(todo)


LATE_WISH = register(
    TodoKind(
        "care.late_wish",
        sentence=_late_sentence,
        url=_wish_url,
        can_hand_over=False,
        can_snooze=False,
    )
)


def _follow_up_sentence(todo: Todo) -> str:
    return _("Do what was agreed with %(name)s") % _name(todo)


def _follow_up_url(todo: Todo) -> str:
    return reverse("follow_up", args=[todo.subject_id])


FOLLOW_UP = register(
    TodoKind(
        "care.follow_up",
        sentence=_follow_up_sentence,
        url=_follow_up_url,
        can_hand_over=False,
    )
)


def ask_to_hear(wish: Wish) -> None:
    """Tell the adult who is to hear her."""
    ask(
        WISH,
        key=str(wish.pk),
        staff=wish.staff,
        school=wish.school,
        urgency=Urgency.TODAY,
        due_at=end_of_school_day(wish.school, wish.due),
        child=wish.child,
        subject_id=wish.pk,
    )


def tell_of_late_wish(wish: Wish) -> None:
    """Two days of school are over: the principal hears her, or sees to it."""
    for staff in principals(wish.school)[:1]:
        ask(
            LATE_WISH,
            key=str(wish.pk),
            staff=staff,
            school=wish.school,
            urgency=Urgency.NOW,
            child=wish.child,
            subject_id=wish.pk,
        )


def heard(wish: Wish) -> None:
    """She has been heard, or another adult is to hear her."""
    finish(WISH, key=str(wish.pk), school=wish.school)
    finish(LATE_WISH, key=str(wish.pk), school=wish.school)


def ask_to_follow_up(follow_up: FollowUp) -> None:
    """Put it on Today, from the day before it is due until it is done."""
    if follow_up.done_at is not None or today(follow_up.school) < follow_up.due - SHOWN_BEFORE:
        return
    ask(
        FOLLOW_UP,
        key=str(follow_up.pk),
        staff=follow_up.staff,
        school=follow_up.school,
        urgency=Urgency.TODAY,
        due_at=end_of_school_day(follow_up.school, follow_up.due),
        child=follow_up.child,
        subject_id=follow_up.pk,
    )


def followed_up(follow_up: FollowUp, by: Account | None = None) -> None:
    """It was done, or another adult does it."""
    finish(FOLLOW_UP, key=str(follow_up.pk), school=follow_up.school, by=by)

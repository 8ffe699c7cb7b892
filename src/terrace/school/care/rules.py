"""Who talks with a child, who reads what was said, who does what was agreed."""

from datetime import timedelta

from terrace.school.calendar.queries import today
from terrace.school.people.models import Account, Child
from terrace.school.people.rules import (
    is_class_teacher_of,
    is_principal,
    is_principal_here,
    looks_after_dorm_of,
    mentors,
    predicate,
    teaches,
)
from terrace.school.people.standing import is_present, standing
from terrace.school.rota.models import Kind, Turn

from .models import FollowUp, Talk, Wish

NEAR = timedelta(days=14)
"""A turn with a child lets an adult note the talk from so long before to so long after it."""


@predicate
def works_here(account: object) -> bool:
    """An adult of the school: sees her own talks and what she has agreed to do."""
    found = standing(account)
    return found is not None and found.is_here


@predicate
def has_a_turn_with(account: object, child: Child) -> bool:
    """Whose turn with this child is near, or whom the child has asked for."""
    found = standing(account)
    if found is None or not found.is_here or child.school_id != found.account.school_id:
        return False
    if not is_present(child.left_on):
        return False
    now, staff = today(child.school), found.account.staff_id
    turns = Turn.objects.filter(staff=staff, child=child, rota__kind=Kind.TALKS)
    if turns.filter(day__range=(now - NEAR, now + NEAR)).exists():
        return True
    return Wish.objects.filter(staff=staff, child=child, ended_at=None).exists()


knows = is_class_teacher_of | teaches | looks_after_dorm_of | mentors | is_principal_here
"""Knows the child: notes that she asks for a talk."""

talks_with = knows | has_a_turn_with
"""Notes a talk with the child, and sees when she was heard last and by whom; not what was said."""

sees_whole_school = is_principal
"""Sees whether every child of the school has been heard."""


@predicate
def is_talker(account: object, talk: Talk) -> bool:
    """Who listened."""
    found = standing(account)
    return (
        found is not None
        and found.is_here
        and found.account.school_id == talk.school_id
        and found.account.staff_id == talk.staff_id
    )


@predicate
def reads_shared(account: object, talk: Talk) -> bool:
    """Her class teacher, where whoever listened lets the class teacher read it."""
    return talk.shared and bool(is_class_teacher_of(account, talk.child))


reads_note = is_talker | reads_shared
"""Reads what was said. The principal does not: what is serious becomes a case."""


@predicate
def does(account: object, follow_up: FollowUp) -> bool:
    """Who is to do what was agreed."""
    found = standing(account)
    return (
        found is not None
        and found.is_here
        and found.account.school_id == follow_up.school_id
        and found.account.staff_id == follow_up.staff_id
    )


@predicate
def agreed_it(account: object, follow_up: FollowUp) -> bool:
    """Who agreed it with the child."""
    found = standing(account)
    return (
        found is not None
        and found.is_here
        and found.account.school_id == follow_up.school_id
        and found.account.pk == follow_up.made_by_id
    )


@predicate
def minds_class_of(account: object, follow_up: FollowUp) -> bool:
    """The child's class teacher."""
    return bool(is_class_teacher_of(account, follow_up.child))


@predicate
def steps_in_for(account: object, follow_up: FollowUp) -> bool:
    """The principal, where whoever was to do it does not work here any more."""
    left = not is_present(follow_up.staff.left_on)
    return left and bool(is_principal_here(account, follow_up))


follows_up = does | agreed_it | minds_class_of | steps_in_for
"""Reads what was agreed, says that it is done, gives it to another adult."""


def hears(account: Account, wish: Wish) -> bool:
    """Whether this adult may pass a wish on: who is to hear her, or who knows the child."""
    return account.staff_id == wish.staff_id or bool(knows(account, wish.child))

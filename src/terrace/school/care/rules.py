"""Who talks with a child, who reads what was said, who does what was agreed."""

from datetime import timedelta

from terrace.school.calendar.queries import today
from terrace.school.people.models import Account, Child
from terrace.school.people.rules import (
    is_class_teacher_of,
    is_hers,
    is_principal,
    is_principal_here,
    looks_after_dorm_of,
    mentors,
    predicate,
    teaches,
    works_here,
)
from terrace.school.people.standing import is_present
from terrace.school.rota.models import Kind, Turn

from .models import FollowUp, Talk, Wish

NEAR = timedelta(days=14)
"""A turn with a child lets an adult note the talk from so long before to so long after it."""


@predicate
def has_a_turn_with(account: object, child: Child) -> bool:
    """Whose turn with this child is near, or whom the child has asked for."""
    if not isinstance(account, Account) or not works_here(account):
        return False
    if child.school_id != account.school_id or not is_present(child.left_on):
        return False
    now, staff = today(child.school), account.staff_id
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
def reads_shared(account: object, talk: Talk) -> bool:
    """Her class teacher, where whoever listened lets the class teacher read it."""
    return talk.shared and bool(is_class_teacher_of(account, talk.child))


reads_note = is_hers | reads_shared
"""Whoever listened, and her class teacher where it was shared, read what was said.

The principal does not: what is serious becomes a case.
"""


@predicate
def agreed_it(account: object, follow_up: FollowUp) -> bool:
    """Who agreed it with the child."""
    mine = isinstance(account, Account) and account.pk == follow_up.made_by_id
    return mine and bool(works_here(account))


@predicate
def minds_class_of(account: object, follow_up: FollowUp) -> bool:
    """The child's class teacher."""
    return bool(is_class_teacher_of(account, follow_up.child))


@predicate
def steps_in_for(account: object, follow_up: FollowUp) -> bool:
    """The principal, where whoever was to do it does not work here any more."""
    left = not is_present(follow_up.staff.left_on)
    return left and bool(is_principal_here(account, follow_up))


follows_up = is_hers | agreed_it | minds_class_of | steps_in_for
"""Who is to do it, who agreed it and her class teacher read it, end it, give it on."""

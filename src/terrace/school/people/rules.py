"""Who may see and do what: sentences about people. The same walls stand as querysets below them.

Each predicate takes the account first. Nobody sees anything of another school; a child who has left
is seen by the principal and the office only. docs/explanation/walls.md says why each wall stands.
"""

from collections.abc import Callable
from typing import TypeVar
from uuid import UUID

from django.core.exceptions import PermissionDenied
from django.db.models import Model, Q, QuerySet
from django.http import Http404
from rules.predicates import Predicate

from .models import Account, Child, Role, SchoolClass
from .registry import Shows
from .standing import is_present, present, standing


def predicate(sentence: Callable[..., bool]) -> Predicate:
    """A sentence about an account (and an object) that can be joined to others by `|`, `&`, `~`."""
    return Predicate(sentence)


# Who somebody is.


@predicate
def is_principal(account: object) -> bool:
    """The principal of the school."""
    found = standing(account)
    return found is not None and Role.PRINCIPAL in found.appointments


@predicate
def is_office(account: object) -> bool:
    """Somebody of the school's office."""
    found = standing(account)
    return found is not None and Role.OFFICE in found.appointments


@predicate
def is_listener(account: object) -> bool:
    """An adult to whom children may write letters."""
    found = standing(account)
    return found is not None and Role.LISTENER in found.appointments


@predicate
def is_class_teacher_of(account: object, one: Child | SchoolClass) -> bool:
    """Her class teacher; or the class teacher of this class."""
    found = standing(account)
    return found is not None and _here(one) and _class_id(one) in found.own_classes


@predicate
def teaches(account: object, one: Child | SchoolClass) -> bool:
    """Teaches her, or this class, a subject."""
    found = standing(account)
    return found is not None and _here(one) and _class_id(one) in found.taught_classes


@predicate
def looks_after_dorm_of(account: object, child: Child) -> bool:
    """Looks after the dorm that she sleeps in."""
    found = standing(account)
    return found is not None and _here(child) and child.dorm_id in found.dorms


@predicate
def mentors(account: object, child: Child) -> bool:
    """Her mentor today."""
    found = standing(account)
    return found is not None and _here(child) and child.id in found.mentees


@predicate
def is_principal_here(account: object, one: Model) -> bool:
    """The principal of the school that this belongs to."""
    return _same_school(account, one) and bool(is_principal(account))


@predicate
def is_office_here(account: object, one: Model) -> bool:
    """The office of the school that this belongs to."""
    return _same_school(account, one) and bool(is_office(account))


@predicate
def works_here(account: object) -> bool:
    """An adult who works in the school now."""
    found = standing(account)
    return found is not None and found.is_here


@predicate
def is_hers(account: object, one: Model) -> bool:
    """What belongs to this adult by its `staff`: her turn, her talk, what she is to do."""
    return (
        bool(works_here(account))
        and _same_school(account, one)
        and getattr(account, "staff_id", None) == getattr(one, "staff_id", None)
    )


# What somebody may see.

sees_child = (
    is_class_teacher_of
    | teaches
    | looks_after_dorm_of
    | mentors
    | is_office_here
    | is_principal_here
)
"""Sees that the child is there: name, class, class number, dorm."""

sees_learning = is_class_teacher_of | teaches | mentors | is_principal_here
"""Sees what a child can do, and what comes next."""

sees_family = is_class_teacher_of | looks_after_dorm_of | is_office_here | is_principal_here
"""Sees a child's family: who they are, and how to reach them. Each look is in the journal."""

sees_parents_away = is_class_teacher_of | is_principal_here
"""Sees where parents live, and since when they are away. Each look is in the journal."""

sees_class = is_class_teacher_of | teaches | is_office_here | is_principal_here
"""Sees the class list."""

sees_class_learning = is_class_teacher_of | teaches | is_principal_here
"""Sees what a class can do, and what to teach next."""

prints_for = is_class_teacher_of | teaches | is_principal_here
"""Prints sheets for a class, with what each child practises next."""

marks_for = is_class_teacher_of | teaches | is_principal_here
"""Photographs a class's or a child's sheets, and settles what the machine doubts."""

# What somebody may do.

imports_lists = is_principal | is_office
"""Brings in class lists."""

manages_staff = is_principal | is_office
"""Sees the staff list and who can sign in."""


@predicate
def issues_code_for(account: object, other: Account) -> bool:
    """Gives a code for a new password: the principal to anyone, the office to teachers.

    The office gives none to a principal or a listener, who see more than it does.
    """
    if is_principal_here(account, other):
        return True
    found = standing(other)
    guarded = {Role.PRINCIPAL, Role.LISTENER}
    return bool(is_office_here(account, other)) and not (found and found.appointments & guarded)


@predicate
def signs_out_phones_of(account: object, other: Account) -> bool:
    """Signs a phone out: whoever it belongs to, and the principal for others."""
    return getattr(account, "pk", None) == other.pk or bool(is_principal_here(account, other))


_REASONS = (
    ("class_teacher", is_class_teacher_of),
    ("boarding", looks_after_dorm_of),
    ("principal", is_principal_here),
    ("office", is_office_here),
)


def family_reason(account: Account, child: Child) -> str | None:
    """The name of the rule by which this account sees the child's family; `None` when none does."""
    return next((name for name, rule in _REASONS if rule(account, child)), None)


def shows_of_child(account: Account, child: Child) -> frozenset[Shows]:
    """Which kinds of parts of the child's page this account may see."""
    walls = {
        Shows.LIST: sees_child,
        Shows.LEARNING: sees_learning,
        Shows.FAMILY: sees_family,
    }
    return frozenset(shows for shows, rule in walls.items() if rule(account, child))


def shows_of_class(account: Account, school_class: SchoolClass) -> frozenset[Shows]:
    """Which kinds of parts of the class page this account may see; family is on no class page."""
    walls = {Shows.LIST: sees_class, Shows.LEARNING: sees_class_learning}
    return frozenset(shows for shows, rule in walls.items() if rule(account, school_class))


# The same walls where a query is made.


def visible_children(account: object) -> QuerySet[Child]:
    """Every child now in school whom this account may see (`sees_child`)."""
    found = standing(account)
    if found is None:
        return Child.objects.none()
    children = Child.objects.filter(present(), school_id=found.account.school_id)
    if found.appointments & {Role.PRINCIPAL, Role.OFFICE}:
        return children
    return children.filter(
        Q(school_class__in=found.own_classes | found.taught_classes)
        | Q(dorm__in=found.dorms)
        | Q(id__in=found.mentees)
    )


def visible_classes(account: object) -> QuerySet[SchoolClass]:
    """Every class whose list this account may see (`sees_class`), by grade and code."""
    return _classes(account, everywhere={Role.PRINCIPAL, Role.OFFICE})


def printable_classes(account: object) -> QuerySet[SchoolClass]:
    """Every class that this account may print for and mark (`prints_for`, `marks_for`)."""
    return _classes(account, everywhere={Role.PRINCIPAL})


def _classes(account: object, *, everywhere: set[Role]) -> QuerySet[SchoolClass]:
    found = standing(account)
    if found is None:
        return SchoolClass.objects.none()
    classes = SchoolClass.objects.filter(school_id=found.account.school_id)
    if not found.appointments & everywhere:
        classes = classes.filter(id__in=found.own_classes | found.taught_classes)
    return classes.order_by("grade", "code")


# Standing at the wall.


def require(rule: Predicate | bool, account: object, obj: Model | None = None) -> None:
    """Go on only when the rule holds.

    Raises `Http404` for a row of another school, which is not forbidden but not there, and
    `PermissionDenied` otherwise. `rule` is a predicate or its result.
    """
    if obj is not None and not _same_school(account, obj):
        raise Http404
    allowed = rule if isinstance(rule, bool) else rule(account, obj) if obj else rule(account)
    if not allowed:
        raise PermissionDenied


ModelT = TypeVar("ModelT", bound=Model)


def found_here(rows: QuerySet[ModelT], account: object, pk: UUID) -> ModelT:
    """The row of this account's school with this id; `Http404` when there is none."""
    row = rows.filter(school_id=getattr(account, "school_id", None), pk=pk).first()
    if row is None:
        raise Http404
    return row


def _same_school(account: object, one: object) -> bool:
    mine = getattr(account, "school_id", None)
    return mine is not None and mine == getattr(one, "school_id", None)


def _class_id(one: Child | SchoolClass) -> UUID | None:
    return one.school_class_id if isinstance(one, Child) else one.id


def _here(one: Child | SchoolClass) -> bool:
    """A child who has left is seen by the principal and the office only."""
    return not isinstance(one, Child) or is_present(one.left_on)

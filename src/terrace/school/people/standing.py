"""What an adult is to the school: the facts that every wall is built from."""

from dataclasses import dataclass
from datetime import date
from functools import cached_property
from uuid import UUID

from django.db.models import Q
from django.utils import timezone

from terrace.school.journal import clock

from .models import Account, Appointment, Dorm, Mentoring, Role, SchoolClass, Teaching


@dataclass(frozen=True, slots=True)
class Taught:
    """A class that an adult teaches, and in what."""

    class_id: UUID
    subject: str


class Standing:
    """An adult's appointments, classes, dorms and mentees; each is asked for once, when needed.

    Someone who has left, or whose account is closed, is nothing to the school any more.
    """

    def __init__(self, account: Account) -> None:
        self.account = account
        self.is_here = account.is_active and is_present(account.staff.left_on)

    @cached_property
    def appointments(self) -> frozenset[Role]:
        """Roles that the school has given: principal, office, listener."""
        if not self.is_here:
            return frozenset()
        rows = Appointment.objects.filter(staff=self.account.staff_id)
        return frozenset(Role(role) for role in rows.values_list("role", flat=True))

    @cached_property
    def own_classes(self) -> frozenset[UUID]:
        """Classes whose class teacher this adult is."""
        if not self.is_here:
            return frozenset()
        rows = SchoolClass.objects.filter(class_teacher=self.account.staff_id)
        return frozenset(rows.values_list("id", flat=True))

    @cached_property
    def teachings(self) -> frozenset[Taught]:
        """What this adult teaches, class by class."""
        if not self.is_here:
            return frozenset()
        rows = Teaching.objects.filter(staff=self.account.staff_id)
        return frozenset(Taught(*row) for row in rows.values_list("school_class_id", "subject"))

    @cached_property
    def taught_classes(self) -> frozenset[UUID]:
        """Classes in which this adult teaches a subject."""
        return frozenset(taught.class_id for taught in self.teachings)

    @cached_property
    def dorms(self) -> frozenset[UUID]:
        """Dorms that this adult looks after."""
        if not self.is_here:
            return frozenset()
        rows = Dorm.objects.filter(carers=self.account.staff_id)
        return frozenset(rows.values_list("id", flat=True))

    @cached_property
    def mentees(self) -> frozenset[UUID]:
        """Children whom this adult mentors today."""
        if not self.is_here:
            return frozenset()
        today = school_today()
        rows = Mentoring.objects.filter(staff=self.account.staff_id, since__lte=today)
        now = rows.filter(Q(until=None) | Q(until__gt=today))
        return frozenset(now.values_list("child_id", flat=True))

    @property
    def roles(self) -> frozenset[Role]:
        """Every role, appointed or following from a relation."""
        follows = {
            Role.CLASS_TEACHER: self.own_classes,
            Role.SUBJECT_TEACHER: self.teachings,
            Role.BOARDING: self.dorms,
            Role.MENTOR: self.mentees,
        }
        return self.appointments | {role for role, relations in follows.items() if relations}


def standing(account: object) -> Standing | None:
    """The standing of who asks; `None` for somebody who is not signed in.

    The account of a web request remembers it for that request; any other asks the database anew,
    so that an action sees at once what an action before it changed.
    """
    if not isinstance(account, Account):
        return None
    if not account.remembers_standing:
        return Standing(account)
    if account.standing_known is None:
        account.standing_known = Standing(account)
    return account.standing_known


def school_today() -> date:
    """The date in the school's own time."""
    return timezone.localdate(clock.now())


def is_present(left_on: date | None) -> bool:
    """Whether someone who leaves on this day is still here; that day is the first away."""
    return left_on is None or left_on > school_today()


def present() -> Q:
    """As `is_present`, for a query on staff or children."""
    return Q(left_on=None) | Q(left_on__gt=school_today())

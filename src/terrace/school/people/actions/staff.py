"""What is done about adults: they come, get roles, teach, mentor, leave."""

from datetime import date

from django.db import transaction

from terrace.school.journal.actions import record
from terrace.school.journal.registry import Verb

from .. import verbs
from ..models import (
    Account,
    Appointment,
    Child,
    KnownPhone,
    Mentoring,
    Role,
    School,
    SchoolClass,
    Staff,
    Teaching,
)
from ..standing import school_today
from .signing_in import end_sessions


def add_staff(
    *,
    school: School,
    name: str,
    sex: str = "",
    phone: str = "",
    joined_on: date | None = None,
    by: Account | None,
) -> Staff:
    """Add an adult who works in the school."""
    with transaction.atomic():
        staff = Staff.objects.create(
            school=school, name=name, sex=sex, phone=phone, joined_on=joined_on
        )
        record(
            verbs.STAFF_ADDED,
            school_id=school.id,
            by_id=by.id if by else None,
            about_id=staff.id,
            subject_id=staff.id,
        )
    return staff


def staff_left(*, staff: Staff, on: date, by: Account | None) -> None:
    """Note that an adult leaves on this day: from then on the account opens nothing."""
    with transaction.atomic():
        staff.left_on = on
        staff.save(update_fields=["left_on"])
        if on <= school_today():
            end_sessions(KnownPhone.objects.filter(account__staff=staff))
        record(
            verbs.STAFF_LEFT,
            school_id=staff.school_id,
            by_id=by.id if by else None,
            about_id=staff.id,
            subject_id=staff.id,
            payload={"on": on.isoformat()},
        )


def appoint(*, staff: Staff, role: Role, by: Account | None) -> Appointment:
    """Give an adult a role: principal, office or listener. Giving it again changes nothing."""
    with transaction.atomic():
        appointment, new = Appointment.objects.get_or_create(
            school_id=staff.school_id, staff=staff, role=role
        )
        if new:
            _note_role(verbs.APPOINTED, staff, role, by)
    return appointment


def dismiss(*, staff: Staff, role: Role, by: Account | None) -> None:
    """Take an appointed role back."""
    with transaction.atomic():
        gone, _ = Appointment.objects.filter(staff=staff, role=role).delete()
        if gone:
            _note_role(verbs.DISMISSED, staff, role, by)


def give_teaching(
    *, staff: Staff, school_class: SchoolClass, subject: str, by: Account | None
) -> Teaching:
    """Note that an adult teaches this subject (a code: `mathematics`) to this class."""
    with transaction.atomic():
        teaching, new = Teaching.objects.get_or_create(
            school_id=staff.school_id, staff=staff, school_class=school_class, subject=subject
        )
        if new:
            record(
                verbs.TEACHING_GIVEN,
                school_id=staff.school_id,
                by_id=by.id if by else None,
                about_id=staff.id,
                subject_id=school_class.id,
                payload={"subject": subject},
            )
    return teaching


def find_mentor(
    *, child: Child, staff: Staff, since: date, until: date | None = None, by: Account | None
) -> Mentoring:
    """Note that an adult has taken a child under her wing; `until` is the first day after it."""
    with transaction.atomic():
        mentoring = Mentoring.objects.create(
            school_id=child.school_id, staff=staff, child=child, since=since, until=until
        )
        record(
            verbs.MENTOR_FOUND,
            school_id=child.school_id,
            by_id=by.id if by else None,
            about_id=child.id,
            subject_id=mentoring.id,
            payload={"staff": str(staff.id), "since": since.isoformat()},
        )
    return mentoring


def _note_role(verb: Verb, staff: Staff, role: Role, by: Account | None) -> None:
    record(
        verb,
        school_id=staff.school_id,
        by_id=by.id if by else None,
        about_id=staff.id,
        subject_id=staff.id,
        payload={"role": role.value},
    )

"""What is done about adults: they come, get roles, teach, mentor, leave."""

from collections.abc import Collection
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


def name_class_teacher(
    *, school_class: SchoolClass, staff: Staff | None, by: Account | None
) -> None:
    """Name the class's teacher: from now on she sees the class, and the one before no longer."""
    with transaction.atomic():
        school_class.class_teacher = staff
        school_class.save(update_fields=["class_teacher"])
        record(
            verbs.CLASS_TEACHER_SET,
            school_id=school_class.school_id,
            by_id=by.id if by else None,
            subject_id=school_class.id,
            payload={"teacher": None if staff is None else str(staff.id)},
        )


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


def end_teaching(*, teaching: Teaching, by: Account | None) -> None:
    """Note that an adult no longer teaches this subject to this class."""
    with transaction.atomic():
        record(
            verbs.TEACHING_ENDED,
            school_id=teaching.school_id,
            by_id=by.id if by else None,
            about_id=teaching.staff_id,
            subject_id=teaching.school_class_id,
            payload={"subject": teaching.subject},
        )
        teaching.delete()


def give_classes(
    *,
    staff: Staff,
    own: Collection[SchoolClass],
    taught: Collection[SchoolClass],
    subject: str,
    by: Account | None,
) -> None:
    """Say whose class teacher an adult is, and to which classes she teaches a subject; no others.

    A class that had another class teacher has her from now on.
    """
    with transaction.atomic():
        for school_class in staff.own_classes.exclude(pk__in=[one.pk for one in own]):
            name_class_teacher(school_class=school_class, staff=None, by=by)
        for school_class in own:
            if school_class.class_teacher_id != staff.id:
                name_class_teacher(school_class=school_class, staff=staff, by=by)
        before = staff.teachings.filter(subject=subject)
        for teaching in before.exclude(school_class__in=taught):
            end_teaching(teaching=teaching, by=by)
        for school_class in taught:
            give_teaching(staff=staff, school_class=school_class, subject=subject, by=by)


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

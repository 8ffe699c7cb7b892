"""What a timetable is made from: periods, rooms, courses, and when there is no lesson."""

from collections.abc import Iterable, Sequence
from datetime import date, time

from django.core.exceptions import ValidationError
from django.db import transaction
from django.utils.translation import gettext as _

from terrace.school.calendar.queries import today
from terrace.school.journal import clock
from terrace.school.journal.actions import record
from terrace.school.people.models import Account, School, SchoolClass, Staff, Teaching

from .. import verbs, wording
from ..models import Closed, Course, Lesson, Period, Room, Step, Timetable
from .drafting import draft_of
from .moving import put_aside_what_clashes

MOST_PERIODS = 16
MOST_LESSONS = 40
"""Lessons of one course in a week at most."""


def set_periods(
    *, school: School, times: Sequence[tuple[time, time]], by: Account | None
) -> list[Period]:
    """Set when the day's periods begin and end, in order.

    Raises `ValidationError` when one ends before it begins, or begins before the last one ends.
    """
    if not 1 <= len(times) <= MOST_PERIODS:
        raise ValidationError(
            _("A day has 1 to %(most)d periods.") % {"most": MOST_PERIODS}, code="how_many"
        )
    for number, (begins, ends) in enumerate(times, start=1):
        if ends <= begins:
            raise ValidationError(
                _("Period %(number)d ends before it begins.") % {"number": number}, code="ends"
            )
        if number > 1 and begins < times[number - 2][1]:
            raise ValidationError(
                _("Period %(number)d begins before the one before it ends.") % {"number": number},
                code="overlap",
            )
    with transaction.atomic():
        School.objects.select_for_update().get(pk=school.pk)
        last = _last_period_in_use(school)
        if last > len(times):
            raise ValidationError(
                _("The timetable in force has lessons in period %(number)d.") % {"number": last},
                code="in_use",
            )
        Period.objects.filter(school=school).delete()
        made = Period.objects.bulk_create(
            Period(school=school, number=number, begins=begins, ends=ends)
            for number, (begins, ends) in enumerate(times, start=1)
        )
        record(
            verbs.PERIODS_SET,
            school_id=school.pk,
            by_id=by.pk if by else None,
            payload={"periods": [[str(begins), str(ends)] for begins, ends in times]},
        )
        # Lessons that now reach past the end of the day have no place any more.
        for draft in Timetable.objects.filter(school=school, state=Timetable.State.DRAFT):
            put_aside_what_clashes(draft)
    return made


def _last_period_in_use(school: School) -> int:
    """The last period that a lesson of a timetable in force, now or later, reaches; 0 for none."""
    rows = Lesson.objects.filter(
        course__timetable__school=school, course__timetable__state=Timetable.State.IN_FORCE
    ).exclude(period=None)
    ends = (
        row.period + row.course.length - 1 for row in rows.select_related("course") if row.period
    )
    return max(ends, default=0)


def add_room(*, school: School, name: str, by: Account | None) -> Room:
    """Add a room that several classes share; one that is known already is given back."""
    name = name.strip()
    if not name:
        raise ValidationError(_("Write the room's name."), code="no_name")
    with transaction.atomic():
        room, is_new = Room.objects.get_or_create(school=school, name=name[:40])
        if is_new:
            record(
                verbs.ROOM_ADDED,
                school_id=school.pk,
                by_id=by.pk if by else None,
                subject_id=room.pk,
                payload={"name": room.name},
            )
    return room


def begin(
    *, school: School, name: str, like: Timetable | None = None, by: Account | None
) -> Timetable:
    """Begin a timetable: a copy of `like`, or one course for each teaching, without lessons yet."""
    name = name.strip()
    if not name:
        raise ValidationError(_("Give the timetable a name."), code="no_name")
    with transaction.atomic():
        made = Timetable.objects.create(
            school=school,
            name=name[:60],
            made_at=clock.now(),
            compact=like.compact if like else True,
            most_a_day=like.most_a_day if like else None,
        )
        if like is not None:
            _copy(like, made)
        else:
            _from_teachings(made)
        record(verbs.MADE, school_id=school.pk, by_id=by.pk if by else None, subject_id=made.pk)
    return made


def _from_teachings(made: Timetable) -> None:
    rows = Teaching.objects.filter(school_class__school=made.school, staff__left_on=None)
    for row in rows.select_related("school_class", "staff").order_by("id"):
        course = Course.objects.create(
            school=made.school,
            timetable=made,
            subject=row.subject,
            mornings=row.subject in wording.IN_THE_MORNING,
        )
        course.classes.set([row.school_class])
        course.teachers.set([row.staff])


def _copy(like: Timetable, made: Timetable) -> None:
    for old in like.courses.prefetch_related("classes", "teachers", "lessons").order_by("id"):
        course = Course.objects.create(
            school=made.school,
            timetable=made,
            subject=old.subject,
            length=old.length,
            room_id=old.room_id,
            mornings=old.mornings,
        )
        course.classes.set(old.classes.all())
        course.teachers.set(old.teachers.filter(left_on=None))
        Lesson.objects.bulk_create(
            Lesson(
                school=made.school,
                course=course,
                number=one.number,
                weekday=one.weekday,
                period=one.period,
                locked=one.locked,
            )
            for one in old.lessons.all()
        )
    Closed.objects.bulk_create(
        Closed(
            school=made.school,
            timetable=made,
            staff_id=one.staff_id,
            school_class_id=one.school_class_id,
            room_id=one.room_id,
            weekday=one.weekday,
            period=one.period,
        )
        for one in like.closed.all()
    )


def set_course(
    *,
    timetable: Timetable,
    subject: str,
    classes: Iterable[SchoolClass],
    teachers: Iterable[Staff],
    lessons: int,
    length: int = 1,
    room: Room | None = None,
    mornings: bool = False,
    course: Course | None = None,
    by: Account | None,
) -> Course:
    """Say what is taught: a new course, or `course` anew, with so many lessons a week.

    Lessons that then clash with others are put aside. Raises `ValidationError`.
    """
    classes, teachers, subject = list(classes), list(teachers), subject.strip()
    if not subject or not classes:
        raise ValidationError(_("Choose a subject and at least one class."), code="incomplete")
    if not 0 <= lessons <= MOST_LESSONS or not 1 <= length <= 4:
        raise ValidationError(
            _("A course has up to %(most)d lessons a week, of 1 to 4 periods.")
            % {"most": MOST_LESSONS},
            code="how_many",
        )
    with transaction.atomic():
        draft = draft_of(timetable)
        if course is None:
            course = Course(school=draft.school, timetable=draft)
        course.subject, course.length, course.room = subject[:40], length, room
        course.mornings = mornings
        course.save()
        course.classes.set(classes)
        course.teachers.set(teachers)
        course.lessons.filter(number__gt=lessons).delete()
        known = set(course.lessons.values_list("number", flat=True))
        Lesson.objects.bulk_create(
            Lesson(school=draft.school, course=course, number=number)
            for number in range(1, lessons + 1)
            if number not in known
        )
        _changed(draft)
        record(
            verbs.COURSE_SET,
            school_id=draft.school_id,
            by_id=by.pk if by else None,
            subject_id=course.pk,
            payload={"subject": course.subject, "lessons": lessons},
        )
    return course


def drop_course(*, course: Course, by: Account | None) -> None:
    """Take a course and its lessons off the timetable."""
    with transaction.atomic():
        draft = draft_of(course.timetable)
        record(
            verbs.COURSE_DROPPED,
            school_id=draft.school_id,
            by_id=by.pk if by else None,
            subject_id=course.pk,
            payload={"subject": course.subject},
        )
        course.delete()
        _changed(draft)


def close(
    *,
    timetable: Timetable,
    who: Staff | SchoolClass | Room,
    slots: Iterable[tuple[int, int]],
    by: Account | None,
) -> None:
    """Say in which (weekday, period) this teacher, class or room has no lesson, and in no other."""
    field = {Staff: "staff", SchoolClass: "school_class", Room: "room"}[type(who)]
    with transaction.atomic():
        draft = draft_of(timetable)
        Closed.objects.filter(timetable=draft, **{field: who}).delete()
        wanted = sorted(set(slots))
        Closed.objects.bulk_create(
            Closed(
                school=draft.school, timetable=draft, weekday=weekday, period=period, **{field: who}
            )
            for weekday, period in wanted
        )
        _changed(draft)
        record(
            verbs.CLOSED_SET,
            school_id=draft.school_id,
            by_id=by.pk if by else None,
            subject_id=who.pk,
            payload={"slots": [list(one) for one in wanted]},
        )


def set_habits(
    *, timetable: Timetable, compact: bool, most_a_day: int | None, by: Account | None
) -> None:
    """Say what holds for all classes and all teachers."""
    if most_a_day is not None and not 1 <= most_a_day <= MOST_PERIODS:
        raise ValidationError(_("Choose at least one lesson a day."), code="most_a_day")
    with transaction.atomic():
        draft = draft_of(timetable)
        draft.compact, draft.most_a_day, draft.reasons = compact, most_a_day, []
        draft.save(update_fields=["compact", "most_a_day", "reasons"])


def put_in_force(*, timetable: Timetable, starts: date, by: Account | None) -> None:
    """Let this timetable hold from a day on; the one before holds until then.

    Raises `ValidationError` while lessons have no place, and for a day that is over.
    """
    with transaction.atomic():
        draft = draft_of(timetable)
        lessons = Lesson.objects.filter(course__timetable=draft)
        if not lessons.exists() or lessons.filter(weekday=None).exists():
            raise ValidationError(
                _("Some lessons have no place yet. Look for a plan first."), code="unplaced"
            )
        if starts < today(draft.school):
            raise ValidationError(_("Choose today or a later day."), code="over")
        before = Timetable.objects.filter(school=draft.school, state=Timetable.State.IN_FORCE)
        before.update(state=Timetable.State.PAST, ends=starts)
        draft.state, draft.starts = Timetable.State.IN_FORCE, starts
        draft.save(update_fields=["state", "starts"])
        Step.objects.filter(timetable=draft).delete()
        record(
            verbs.IN_FORCE,
            school_id=draft.school_id,
            by_id=by.pk if by else None,
            subject_id=draft.pk,
            payload={"starts": starts.isoformat()},
        )


def _changed(draft: Timetable) -> None:
    """What was said of the last search may hold no longer; nor can moves be taken back."""
    Step.objects.filter(timetable=draft).delete()
    draft.reasons = []
    draft.save(update_fields=["reasons"])
    put_aside_what_clashes(draft)

"""Moving lessons by hand: no two ever want the same people, and every step can be taken back."""

from collections.abc import Sequence
from uuid import UUID

from django.core.exceptions import ValidationError
from django.db import transaction
from django.db.models import Max
from django.utils.translation import gettext as _

from terrace.school.journal.actions import record
from terrace.school.people.models import Account

from .. import moving, verbs, wording
from ..models import Lesson, Step, Timetable
from ..planning import Planned, planned
from .drafting import draft_of

KEPT_STEPS = 50


def move(*, lesson: Lesson, weekday: int, period: int, by: Account | None) -> None:
    """Move a lesson; what is there swaps places with it where that works, or is put aside.

    Raises `ValidationError` with the reason where it cannot stand there.
    """
    with transaction.atomic():
        draft = draft_of(lesson.course.timetable)
        plan = planned(draft)
        number = _number(plan, lesson.pk)
        if plan.lessons[number].locked:
            raise ValidationError(_("This lesson is locked."), code="locked")
        try:
            way = moving.way(plan, number, plan.slot(weekday, period))
        except ValueError:
            raise ValidationError(
                _("This lesson does not fit into that part of the day."), code="no_fit"
            ) from None
        if way.outcome is moving.Outcome.HERE:
            return
        if way.outcome is moving.Outcome.SHUT:
            raise ValidationError(
                _("No lesson is possible then for %(names)s.")
                % {"names": wording.listed(way.shut)},
                code="shut",
            )
        if way.outcome is moving.Outcome.LOCKED:
            raise ValidationError(_("A locked lesson is there."), code="locked")
        moved = plan.lessons[number]
        others = [plan.lessons[one] for one in way.others]
        _keep(draft, [moved, *others], by)
        back = (moved.weekday, moved.period)
        moved.weekday, moved.period = weekday, period
        for other in others:
            swaps = way.outcome is moving.Outcome.SWAP
            other.weekday, other.period = back if swaps else (None, None)
        _save([moved, *others])
        record(
            verbs.MOVED,
            school_id=draft.school_id,
            by_id=by.pk if by else None,
            subject_id=lesson.pk,
            payload={"weekday": weekday, "period": period, "others": len(others)},
        )


def put_aside(*, lesson: Lesson, by: Account | None) -> None:
    """Take a lesson off its place; it waits beside the grid."""
    with transaction.atomic():
        draft = draft_of(lesson.course.timetable)
        mine = Lesson.objects.get(pk=lesson.pk)
        if mine.locked:
            raise ValidationError(_("This lesson is locked."), code="locked")
        _keep(draft, [mine], by)
        mine.weekday = mine.period = None
        _save([mine])


def lock(*, lesson: Lesson, locked: bool, by: Account | None) -> None:
    """Let a lesson stay where it is when a plan is looked for, or free it again."""
    with transaction.atomic():
        draft = draft_of(lesson.course.timetable)
        mine = Lesson.objects.get(pk=lesson.pk)
        if locked and mine.weekday is None:
            raise ValidationError(_("A lesson without a place cannot be locked."), code="no_place")
        _keep(draft, [mine], by)
        mine.locked = locked
        mine.save(update_fields=["locked"])


def undo(*, timetable: Timetable, by: Account | None) -> bool:
    """Take the last step back; false when there is none."""
    with transaction.atomic():
        draft = draft_of(timetable)
        step = Step.objects.filter(timetable=draft).order_by("-number").first()
        if step is None:
            return False
        was = {UUID(pk): (weekday, period, held) for pk, weekday, period, held in step.before}
        rows = list(Lesson.objects.filter(pk__in=was))
        for row in rows:
            row.weekday, row.period, row.locked = was[row.pk]
        _save(rows)
        step.delete()
        record(
            verbs.UNDONE,
            school_id=draft.school_id,
            by_id=by.pk if by else None,
            subject_id=draft.pk,
        )
        return True


def put_aside_what_clashes(timetable: Timetable) -> int:
    """Put every lesson aside that cannot stay where it stands; how many."""
    plan = planned(timetable)
    known = {one for one, start in enumerate(plan.plan.starts) if start >= 0}
    lost = [
        one
        for one, lesson in enumerate(plan.lessons)
        if lesson.weekday is not None and one not in known
    ]
    rows = [plan.lessons[one] for one in {*moving.clashing(plan), *lost}]
    for row in rows:
        row.weekday = row.period = None
        row.locked = False
    _save(rows)
    return len(rows)


def _number(plan: Planned, pk: UUID) -> int:
    return next(number for number, one in enumerate(plan.lessons) if one.pk == pk)


def _keep(draft: Timetable, rows: Sequence[Lesson], by: Account | None) -> None:
    last = Step.objects.filter(timetable=draft).aggregate(last=Max("number"))["last"] or 0
    Step.objects.create(
        school=draft.school,
        timetable=draft,
        number=last + 1,
        before=[[str(one.pk), one.weekday, one.period, one.locked] for one in rows],
        made_by=by,
    )
    Step.objects.filter(timetable=draft, number__lte=last + 1 - KEPT_STEPS).delete()


def _save(rows: Sequence[Lesson]) -> None:
    Lesson.objects.bulk_update(rows, ["weekday", "period", "locked"])

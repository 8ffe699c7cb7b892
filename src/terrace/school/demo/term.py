"""A term of weekly sheets in the demo school: planned, answered, concluded by the real actions."""

from collections.abc import Callable, Sequence
from datetime import date, datetime, time
from uuid import UUID
from zoneinfo import ZoneInfo

from django.conf import settings

from terrace.engines.learner.simulate import SimulatedChild
from terrace.school.journal import clock
from terrace.school.learning import actions as learning
from terrace.school.learning.knowledge import day_of_week
from terrace.school.learning.models import WeekPlan, Worksheet
from terrace.school.papers import actions as papers
from terrace.school.papers.actions.closing import close_without_pdf
from terrace.school.papers.models import Copy
from terrace.school.people.models import Account, Child, School, SchoolClass
from terrace.school.people.queries import account_of, children_of, staff_for

from .minds import Lived, answer_sheet, hands_in, newborn

PRINTED_AT = time(8, 40)
ENTERED_AT = time(16, 10)

Minds = dict[UUID, SimulatedChild]


def live_term(
    school: School,
    codes: Sequence[str],
    *,
    weeks: Sequence[date],
    seed: int,
    progress: Callable[[float], None],
) -> None:
    """Let some classes live through these weeks: sheets on Monday, answers on Friday.

    No class knows of another's sheets, so it does not matter which are lived here and which in
    another process. `progress` hears how much is done, from 0 to 1.
    """
    found = SchoolClass.objects.filter(school=school, code__in=codes).order_by("code")
    classes = list(found.select_related("school", "class_teacher"))
    teachers = {one.pk: maths_account(one) for one in classes}
    minds: Minds = {
        child.pk: newborn(child, one, seed=seed) for one in classes for child in children_of(one)
    }
    for number, week in enumerate(weeks):
        for place, one in enumerate(classes):
            progress((number + place / len(classes)) / len(weeks))
            _live_week(one, week, by=teachers[one.pk], minds=minds, seed=seed)
    progress(1.0)


def maths_account(school_class: SchoolClass) -> Account | None:
    """The account of who teaches the class mathematics, if she signs in at all."""
    teacher = staff_for(school_class, subject="mathematics")
    return account_of(teacher) if teacher else None


def lived_so_far(child: Child) -> list[Lived]:
    """The sheets that a child has answered, in order of time."""
    rows = Worksheet.objects.filter(
        sheet__copies__child=child, sheet__copies__read_at__isnull=False
    ).select_related("plan")
    return [Lived.of(row) for row in rows.order_by("plan__week", "plan__round", "sheet__number")]


def _live_week(
    school_class: SchoolClass, week: date, *, by: Account | None, minds: Minds, seed: int
) -> None:
    with clock.pretend(_at(week, PRINTED_AT)):
        plan = learning.prepare_week(school_class=school_class, week=week, versions=None, by=by)
        learning.choose_week(plan)
        assert plan.run is not None
        close_without_pdf(plan.run)
    with clock.pretend(_at(day_of_week(week), ENTERED_AT)):
        papers.record_answers(_answered(plan, minds, seed=seed), by=None)


def _answered(plan: WeekPlan, minds: Minds, *, seed: int) -> list[papers.NewAnswers]:
    """What the children of a class write on the sheets of a plan; some are not handed in."""
    worksheets = {
        worksheet.sheet_id: Lived.of(worksheet)
        for worksheet in Worksheet.objects.filter(plan=plan).select_related("plan")
    }
    entered = []
    copies = Copy.objects.filter(sheet__run=plan.run_id).select_related("child")
    for copy in copies.order_by("sheet__place", "child__class_number"):
        child, lived = copy.child, worksheets[copy.sheet_id]
        if not hands_in(child, plan.school_class, lived, seed=seed):
            continue
        values, minds[child.pk] = answer_sheet(
            minds[child.pk], child, plan.school_class, lived, seed=seed
        )
        entered.append(papers.NewAnswers(copy, values))
    return entered


def _at(day: date, at: time) -> datetime:
    return datetime.combine(day, at, tzinfo=ZoneInfo(settings.TIME_ZONE))

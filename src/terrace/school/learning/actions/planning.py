"""A class's sheets for a week: asked for by a teacher, chosen and printed in the background."""

from collections.abc import Iterable
from datetime import date

from django.db import transaction
from django.db.models import Max

from terrace.school.curriculum.registry import skill
from terrace.school.curriculum.skills import sheet_length
from terrace.school.journal import clock
from terrace.school.journal.actions import record
from terrace.school.papers import actions as papers
from terrace.school.papers.models import PrintRun
from terrace.school.people.models import Account, SchoolClass
from terrace.school.people.queries import children_of

from .. import todos, verbs
from ..models import WeekPlan
from ..sheets import KIND, subtitle, title

MOST_VERSIONS = 5
FEWEST_QUESTIONS = 4


class PlanError(ValueError):
    """A wish for a week's sheets that cannot be met: `code` becomes a sentence in `words`."""

    def __init__(self, code: str) -> None:
        super().__init__(code)
        self.code = code


def plan_week(
    *,
    school_class: SchoolClass,
    week: date,
    versions: int | None,
    topics: Iterable[str] = (),
    length: int | None = None,
    by: Account | None,
) -> WeekPlan:
    """Ask for a class's sheets for the week of this Monday; they are chosen and printed by a job.

    `versions`: None for one sheet a child, or 1 to 5 to be photocopied. `topics`: codes of skills,
    none for all. Asked again in the same week it is the next round: other sheets, and the first
    ones stay. Pressed again in the same way before the first are there, it is the first. Raises
    `PlanError` (`no_children`, `versions`, `length`) and `UnknownSkillError`.
    """
    from ..jobs import make_week as job

    topics = sorted(set(topics))
    with transaction.atomic():
        # A second press waits here until the first is written down, and then finds it.
        SchoolClass.objects.select_for_update().get(pk=school_class.pk)
        on_its_way = WeekPlan.objects.filter(
            school_class=school_class,
            week=week,
            versions=versions,
            topics=topics,
            length=sheet_length(school_class.grade).questions if length is None else length,
            run__state__in=(PrintRun.State.WAITING, PrintRun.State.MAKING),
        ).first()
        if on_its_way is not None:
            return on_its_way
        plan = prepare_week(
            school_class=school_class,
            week=week,
            versions=versions,
            topics=topics,
            length=length,
            by=by,
        )
        job.enqueue(plan_id=str(plan.pk))
    return plan


def prepare_week(
    *,
    school_class: SchoolClass,
    week: date,
    versions: int | None,
    topics: Iterable[str] = (),
    length: int | None = None,
    by: Account | None,
) -> WeekPlan:
    """As `plan_week`, without asking a job: for those who go on with `make_week` at once."""
    if week.weekday() != 0:
        raise ValueError(f"{week} is not a Monday")
    limit = sheet_length(school_class.grade)
    length = limit.questions if length is None else length
    if not FEWEST_QUESTIONS <= length <= limit.most:
        raise PlanError("length")
    if versions is not None and not 1 <= versions <= MOST_VERSIONS:
        raise PlanError("versions")
    wanted = sorted({skill(code).code for code in topics})
    if not children_of(school_class):
        raise PlanError("no_children")
    with transaction.atomic():
        # Two teachers press at once: the second waits here, and asks for the next round.
        SchoolClass.objects.select_for_update().get(pk=school_class.pk)
        last = WeekPlan.objects.filter(school_class=school_class, week=week).aggregate(
            last=Max("round")
        )["last"]
        run = papers.start_run(
            kind=KIND,
            title=f"{title(school_class.grade)} {subtitle(school_class, week)}",
            school=school_class.school,
            school_class=school_class,
            by=by,
        )
        plan = WeekPlan.objects.create(
            school_id=school_class.school_id,
            school_class=school_class,
            week=week,
            grade=school_class.grade,
            round=(last or 0) + 1,
            versions=versions,
            topics=wanted,
            length=length,
            run=run,
            made_by=by,
            made_at=clock.now(),
        )
        record(
            verbs.WEEK_PLANNED,
            school_id=plan.school_id,
            by_id=by.pk if by else None,
            subject_id=plan.pk,
            payload={
                "class": str(school_class.pk),
                "week": week.isoformat(),
                "round": plan.round,
                "versions": versions,
            },
        )
        todos.sheets_planned(plan, by=by)
    return plan

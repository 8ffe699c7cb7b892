"""A class's sheets for a week: asked for by a teacher, chosen and printed in the background."""

from collections.abc import Iterable, Mapping, Sequence
from datetime import date, timedelta
from uuid import UUID

from django.db import transaction
from django.db.models import Max

from terrace.engines.learner.pupil import Pupil
from terrace.engines.paper.form import Form
from terrace.school.curriculum.registry import skill
from terrace.school.curriculum.skills import Skill, sheet_length
from terrace.school.journal import clock
from terrace.school.journal.actions import record
from terrace.school.papers import actions as papers
from terrace.school.papers.models import PrintRun
from terrace.school.papers.models import Sheet as PrintedSheet
from terrace.school.people.models import Account, Child, SchoolClass
from terrace.school.people.queries import children_of

from .. import todos, verbs
from ..choosing import (
    ChosenSheet,
    ChosenWeek,
    Face,
    ForChild,
    choose_for_each,
    choose_shared,
    shown_before,
)
from ..knowledge import day_number, day_of_week, learner_of, pupil_of
from ..models import PupilState, WeekPlan, Worksheet
from ..sheets import KIND, field_name, form_of, subtitle, title
from ..skillmap import can_do, comes_next, standings
from ..worksheets import Question

MOST_VERSIONS = 5
FEWEST_QUESTIONS = 4
NOT_AGAIN_WEEKS = 4
"""What a child was asked in so many weeks is not asked again while there is something else."""


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
    ones stay. Raises `PlanError` (`no_children`, `versions`, `length`) and `UnknownSkillError`.
    """
    from ..jobs import make_week as job

    with transaction.atomic():
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


def make_week(plan_id: UUID | str) -> str:
    """Choose the sheets of a plan and make their PDF; the run's state. For a child process.

    Ended at any moment and run again, it gives each child one sheet: what was chosen stands.
    """
    plan = WeekPlan.objects.select_related("run", "school_class__school").get(pk=plan_id)
    assert plan.run is not None
    choose_week(plan)
    state = papers.make_pdf(plan.run.pk)
    with transaction.atomic():
        if state == PrintRun.State.READY:
            todos.sheets_ready(plan)
        else:
            todos.sheets_failed(plan)
    return state


def choose_week(plan: WeekPlan) -> list[PrintedSheet]:
    """Choose the questions of a plan and write sheets and worksheets; once for every plan."""
    children = children_of(plan.school_class)
    pupils = _pupils(plan, children)
    chosen = _choose(plan, children, pupils)
    forms = _forms(plan, chosen, pupils)
    with transaction.atomic():
        WeekPlan.objects.select_for_update().get(pk=plan.pk)
        assert plan.run is not None
        run = PrintRun.objects.get(pk=plan.run.pk)
        if plan.worksheets.exists():
            return list(run.sheets.order_by("place"))
        by_key = {str(child.pk): child for child in children}
        under = subtitle(plan.school_class, plan.week)
        sheets = papers.add_sheets(
            run,
            [
                papers.NewSheet(
                    form=form,
                    name="" if plan.versions else by_key[sheet.children[0]].name,
                    subtitle=_version(under, number) if plan.versions else under,
                    children=[by_key[key] for key in sheet.children],
                    shared=plan.versions is not None,
                )
                for number, (sheet, form) in enumerate(zip(chosen.sheets, forms, strict=True))
            ],
        )
        Worksheet.objects.bulk_create(
            [
                _worksheet(plan, sheet, row)
                for sheet, row in zip(chosen.sheets, sheets, strict=True)
            ],
            batch_size=50,
        )
        record(
            verbs.WEEK_MADE,
            school_id=plan.school_id,
            by_id=None,
            subject_id=plan.pk,
            payload={"sheets": len(sheets), "loss": round(_mean(chosen.loss), 4)},
        )
    return sheets


def _pupils(plan: WeekPlan, children: Sequence[Child]) -> dict[str, Pupil]:
    learner = learner_of(plan.school_id)
    states = {
        state.child_id: state
        for state in PupilState.objects.filter(child__in=[child.pk for child in children])
    }
    return {
        str(child.pk): pupil_of(learner, states.get(child.pk), grade=plan.grade)
        for child in children
    }


def _choose(plan: WeekPlan, children: Sequence[Child], pupils: Mapping[str, Pupil]) -> ChosenWeek:
    learner = learner_of(plan.school_id)
    seen = _seen(plan, children)
    # The same class, week and round give the same sheets in every run of the program.
    seed = f"{plan.school_class.code}/{plan.week.isoformat()}/{plan.round}"
    asked = [
        ForChild(
            key=str(child.pk),
            seed=f"{seed}/{child.class_number or child.pk}",
            pupil=pupils[str(child.pk)],
            seen=seen.get(child.pk, frozenset()),
        )
        for child in children
    ]
    day = day_number(day_of_week(plan.week))
    topics = frozenset(plan.topics) or None
    if plan.versions is None:
        return choose_for_each(
            learner, asked, grade=plan.grade, length=plan.length, day=day, topics=topics
        )
    return choose_shared(
        learner,
        asked,
        versions=plan.versions,
        grade=plan.grade,
        length=plan.length,
        day=day,
        seed=f"{seed}/shared",
        topics=topics,
    )


def _seen(plan: WeekPlan, children: Sequence[Child]) -> dict[UUID, frozenset[Face]]:
    """For each child the faces of what stood on her sheets in the last weeks."""
    rows = Worksheet.objects.filter(
        sheet__copies__child__in=[child.pk for child in children],
        plan__week__range=(plan.week - timedelta(weeks=NOT_AGAIN_WEEKS), plan.week),
    ).exclude(plan=plan)
    found: dict[UUID, set[Face]] = {}
    for child, items in rows.values_list("sheet__copies__child", "items"):
        shown = (shown_before(item["template"], item["seed"]) for item in items)
        found.setdefault(child, set()).update(one for one in shown if one is not None)
    return {child: frozenset(shown) for child, shown in found.items()}


def _forms(plan: WeekPlan, chosen: ChosenWeek, pupils: Mapping[str, Pupil]) -> list[Form]:
    learner = learner_of(plan.school_id)
    day = day_number(day_of_week(plan.week))
    forms = []
    for sheet in chosen.sheets:
        can: list[Skill] = []
        coming: list[Skill] = []
        if plan.versions is None:
            # A sheet of her own may speak of her; one that several share speaks of itself.
            pupil = pupils[sheet.children[0]]
            of = standings(learner, pupil, grade=plan.grade, day=day)
            can, coming = can_do(of), comes_next(of, grade=plan.grade)
        forms.append(form_of(sheet.items, grade=plan.grade, can=can, coming=coming))
    return forms


def _worksheet(plan: WeekPlan, chosen: ChosenSheet, sheet: PrintedSheet) -> Worksheet:
    asked = [Question.of(field_name(n), item) for n, item in enumerate(chosen.items, 1)]
    return Worksheet(
        school_id=plan.school_id,
        plan=plan,
        sheet=sheet,
        items=[one.to_json() for one in asked],
        reasons={
            child: {one.field: why for one, why in zip(asked, reasons, strict=True)}
            for child, reasons in chosen.reasons.items()
        },
    )


def _version(under: str, number: int) -> str:
    return f"{under} · {chr(ord('A') + number)}"


def _mean(loss: Mapping[str, float]) -> float:
    return sum(loss.values()) / len(loss) if loss else 0.0

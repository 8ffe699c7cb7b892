"""Choose a class's sheets and print them: the slow part of a week, for a child process."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import timedelta
from uuid import UUID

from django.db import transaction

from terrace.engines.learner.pupil import Pupil
from terrace.school.curriculum.skills import Skill
from terrace.school.journal.actions import record
from terrace.school.papers import actions as papers
from terrace.school.papers.actions.fitting import too_long
from terrace.school.papers.models import PrintRun
from terrace.school.papers.models import Sheet as PrintedSheet
from terrace.school.people.models import Child
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
from ..sheets import field_name, form_of, subtitle
from ..skillmap import can_do, comes_next, standings
from ..worksheets import Question
from .planning import FEWEST_QUESTIONS

NOT_AGAIN_WEEKS = 4
"""What a child was asked in so many weeks is not asked again while there is something else."""


def make_week(plan_id: UUID | str) -> str:
    """Choose the sheets of a plan and make their PDF; the run's state. For a child process.

    Ended at any moment and run again, it gives each child one sheet: what was chosen stands.
    """
    plan = WeekPlan.objects.select_related("run", "school_class__school").get(pk=plan_id)
    assert plan.run is not None
    choose_week(plan, fitting=True)
    state = papers.make_pdf(plan.run.pk)
    with transaction.atomic():
        if state == PrintRun.State.READY:
            todos.sheets_ready(plan)
        else:
            todos.sheets_failed(plan)
    return state


def fail_week(plan_id: UUID | str) -> None:
    """Say that a plan's sheets could not be made, nobody knows why; they are asked for again."""
    plan = WeekPlan.objects.select_related("run", "school_class__school").get(pk=plan_id)
    assert plan.run is not None
    with transaction.atomic():
        papers.fail_run(plan.run.pk, problem="unexpected")
        todos.sheets_failed(plan)


def choose_week(plan: WeekPlan, *, fitting: bool = False) -> list[PrintedSheet]:
    """Choose the questions of a plan and write sheets and worksheets; once for every plan.

    With `fitting` each sheet is laid out first and loses questions until it fits its page: that
    loads Typst, so it is for a child process.
    """
    children = children_of(plan.school_class)
    pupils = _pupils(plan, children)
    chosen = _choose(plan, children, pupils)
    by_key = {str(child.pk): child for child in children}
    drafts = [
        _draft(plan, sheet, number, pupils=pupils, children=by_key)
        for number, sheet in enumerate(chosen.sheets)
    ]
    if fitting:
        drafts = _fitted(drafts)
    with transaction.atomic():
        WeekPlan.objects.select_for_update().get(pk=plan.pk)
        assert plan.run is not None
        run = PrintRun.objects.get(pk=plan.run.pk)
        if plan.worksheets.exists():
            return list(run.sheets.order_by("place"))
        sheets = papers.add_sheets(run, [draft.printed() for draft in drafts])
        Worksheet.objects.bulk_create(
            [
                _worksheet(plan, draft.chosen, row)
                for draft, row in zip(drafts, sheets, strict=True)
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


@dataclass(frozen=True, slots=True)
class _Draft:
    """A sheet on its way to paper, which may still lose a question."""

    chosen: ChosenSheet
    grade: int
    subtitle: str
    name: str
    children: tuple[Child, ...]
    shared: bool
    can: tuple[Skill, ...]
    coming: tuple[Skill, ...]

    def printed(self) -> papers.NewSheet:
        """The sheet as `papers` prints it."""
        form = form_of(self.chosen.items, grade=self.grade, can=self.can, coming=self.coming)
        return papers.NewSheet(form, self.name, self.subtitle, self.children, self.shared)

    def shorter(self) -> "_Draft":
        """Without the last question but one: those at both ends are there to give confidence."""
        gone = len(self.chosen.items) - 2
        items = self.chosen.items[:gone] + self.chosen.items[gone + 1 :]
        reasons = {
            child: [*why[:gone], *why[gone + 1 :]] for child, why in self.chosen.reasons.items()
        }
        return replace(self, chosen=replace(self.chosen, items=items, reasons=reasons))


def _fitted(drafts: Sequence[_Draft]) -> list[_Draft]:
    """The same sheets, each short enough for its page."""
    done = list(drafts)
    open_ones = list(range(len(done)))
    while open_ones:
        misfits = too_long([done[place].printed() for place in open_ones])
        open_ones = [
            place
            for number, place in enumerate(open_ones)
            if number in misfits and len(done[place].chosen.items) > FEWEST_QUESTIONS
        ]
        for place in open_ones:
            done[place] = done[place].shorter()
    return done


def _draft(
    plan: WeekPlan,
    chosen: ChosenSheet,
    number: int,
    *,
    pupils: Mapping[str, Pupil],
    children: Mapping[str, Child],
) -> _Draft:
    under = subtitle(plan.school_class, plan.week)
    own = tuple(children[key] for key in chosen.children)
    can: Sequence[Skill] = ()
    coming: Sequence[Skill] = ()
    if plan.versions is None:
        # A sheet of her own may speak of her; one that several share speaks of itself.
        of = standings(
            learner_of(plan.school_id),
            pupils[chosen.children[0]],
            grade=plan.grade,
            day=day_number(day_of_week(plan.week)),
        )
        can, coming = can_do(of), comes_next(of, grade=plan.grade)
    return _Draft(
        chosen=chosen,
        grade=plan.grade,
        subtitle=under if plan.versions is None else _version(under, number),
        name=own[0].name if plan.versions is None else "",
        children=own,
        shared=plan.versions is not None,
        can=tuple(can),
        coming=tuple(coming),
    )


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

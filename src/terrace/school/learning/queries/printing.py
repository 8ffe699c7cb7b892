"""Before a week's sheets are printed: what each way costs, and what is lost by sharing."""

from dataclasses import dataclass
from datetime import date, datetime, timedelta
from functools import lru_cache
from uuid import UUID

from django.db.models import Max

from terrace.school.calendar.queries import school_days, today, week_of
from terrace.school.curriculum.registry import skill
from terrace.school.curriculum.skills import STRANDS, SheetLength, Skill, sheet_length
from terrace.school.people.models import School, SchoolClass
from terrace.school.people.queries import children_of

from .. import words
from ..choosing import ForChild, choose_shared, skills_for
from ..knowledge import day_number, day_of_week, learner_of, pupil_of
from ..models import PupilState, WeekPlan
from ..wording import own

OFFERED_VERSIONS = (5, 3, 1)


@dataclass(frozen=True, slots=True)
class Offer:
    """One way of printing. `versions` None: one sheet a child. Costs in yuan, as written."""

    versions: int | None
    originals: int
    pages: int
    yuan: str
    loss: str


@dataclass(frozen=True, slots=True)
class PrintView:
    """What the print page shows. `plans`: what has been asked for this week, the latest first."""

    week: date
    other_week: date
    """The week whose sheets can be printed too: the next one, or from there this one."""
    children: int
    limit: SheetLength
    reason: str
    offers: tuple[Offer, ...]
    topics: tuple[tuple[str, tuple[Skill, ...]], ...]
    plans: tuple[WeekPlan, ...]


def week_to_print(school: School) -> date:
    """The Monday of the week that sheets are printed for: this one while it has school days."""
    day = today(school)
    sunday = week_of(day) + timedelta(days=6)
    if not school_days(school, week_of(day), sunday) or school_days(school, day, sunday):
        return week_of(day)
    return week_of(day) + timedelta(weeks=1)


def week_asked(school: School, written: str) -> date:
    """The week that an address names (2026-11-30): the one to print, or the one after it."""
    first = week_to_print(school)
    after = first + timedelta(weeks=1)
    return after if written == after.isoformat() else first


def print_view(school_class: SchoolClass, *, week: date) -> PrintView:
    """What can be printed for a class in the week of this Monday."""
    children = children_of(school_class)
    limit = sheet_length(school_class.grade)
    first = week_to_print(school_class.school)
    return PrintView(
        week=week,
        other_week=first + timedelta(weeks=1) if week == first else first,
        children=len(children),
        limit=limit,
        reason=own(limit.reason),
        offers=_offers(school_class, len(children), week) if children else (),
        topics=_topics(school_class.grade),
        plans=plans_of_week(school_class, week=week),
    )


def plans_of_week(school_class: SchoolClass, *, week: date) -> tuple[WeekPlan, ...]:
    """What has been asked for in this week, the latest round first."""
    rows = WeekPlan.objects.filter(school_class=school_class, week=week).select_related("run")
    return tuple(rows.order_by("-round"))


def _offers(school_class: SchoolClass, children: int, week: date) -> tuple[Offer, ...]:
    cost = words.yuan(children * school_class.school.page_cost_fen)
    latest = PupilState.objects.filter(child__school_class=school_class).aggregate(
        latest=Max("changed_at")
    )["latest"]
    length = sheet_length(school_class.grade).questions
    shared = [
        Offer(
            versions,
            versions,
            children,
            cost,
            words.loss(_loss(school_class.pk, week, latest, children, versions), questions=length),
        )
        for versions in OFFERED_VERSIONS
        if versions < children
    ]
    return (Offer(None, children, children, cost, ""), *shared)


@lru_cache(maxsize=64)
def _loss(
    class_id: UUID, week: date, latest: datetime | None, children: int, versions: int
) -> float:
    """The mean share of questions that suit a child less on a shared sheet.

    Kept as long as nothing new is known of the class (`latest`, `children`): it takes a while.
    """
    school_class = SchoolClass.objects.get(pk=class_id)
    learner = learner_of(school_class.school_id)
    here = children_of(school_class)
    states = {
        state.child_id: state
        for state in PupilState.objects.filter(child__in=[child.pk for child in here])
    }
    chosen = choose_shared(
        learner,
        [
            ForChild(
                str(child.pk),
                "",
                pupil_of(learner, states.get(child.pk), grade=school_class.grade),
            )
            for child in here
        ],
        versions=versions,
        grade=school_class.grade,
        length=sheet_length(school_class.grade).questions,
        day=day_number(day_of_week(week)),
        seed=f"{school_class.code}/{week.isoformat()}/offer",
        topics=None,
    )
    return sum(chosen.loss.values()) / max(len(chosen.loss), 1)


def _topics(grade: int) -> tuple[tuple[str, tuple[Skill, ...]], ...]:
    """Skills that a teacher may choose from, by strand: her own grade's, and those around it."""
    codes = [skill(code) for code in skills_for(grade)]
    near = [one for one in codes if one.grade >= grade - 1]
    return tuple(
        (own(name), tuple(one for one in near if one.strand == strand))
        for strand, name in STRANDS.items()
        if any(one.strand == strand for one in near)
    )

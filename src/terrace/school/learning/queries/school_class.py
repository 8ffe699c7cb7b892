"""A class's Monday: what to teach again, who could help whom, how the week's sheets stand."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from uuid import UUID

from django.db.models import Count

from terrace.engines.learner.learner import Learner
from terrace.engines.learner.plan import TeachAgain
from terrace.engines.learner.pupil import Pupil
from terrace.school.calendar.queries import today, week_of
from terrace.school.papers.models import PrintRun
from terrace.school.people.models import Child, SchoolClass
from terrace.school.people.queries import children_of

from .. import words
from ..counting import sheets_of
from ..knowledge import day_number, learner_of, pupil_of
from ..models import Attempt, PupilState, WeekPlan

LATELY = timedelta(weeks=4)
"""Misconceptions are told from the answers of so long."""
MOST_PAIRS = 6
SMALL_CLASS = 12
"""In a class of fewer children two who need a skill are reason enough; else it takes three."""


@dataclass(frozen=True, slots=True)
class Lesson:
    """A skill to teach again on Monday, with its evidence.

    `names`: who would gain from it, as on the class list. `pairs`: (who could help, whom).
    """

    name: str
    sentence: str
    names: tuple[str, ...]
    misconceptions: tuple[str, ...]
    pairs: tuple[tuple[str, str], ...]


@dataclass(frozen=True, slots=True)
class WeekLine:
    """The latest round of a week's sheets: `read` of `of` children's sheets have been read."""

    plan: WeekPlan
    run: PrintRun
    read: int
    of: int


@dataclass(frozen=True, slots=True)
class ClassView:
    """What the learning part of a class page shows, in the page's language."""

    lessons: tuple[Lesson, ...]
    answers: int
    since: date | None
    latest: date | None
    this_week: WeekLine | None


def class_view(school_class: SchoolClass, *, day: date | None = None) -> ClassView:
    """A class on a day (today in its school); as many queries for 50 children as for 5."""
    day = day or today(school_class.school)
    learner = learner_of(school_class.school_id)
    children = children_of(school_class)
    states = {
        state.child_id: state
        for state in PupilState.objects.filter(child__in=[child.pk for child in children])
    }
    pupils = {
        str(child.pk): pupil_of(learner, states[child.pk], grade=school_class.grade)
        for child in children
        if child.pk in states and states[child.pk].attempts
    }
    lessons = _lessons(learner, pupils, children, at=day_number(day), day=day)
    latest = [state.last_day for state in states.values() if state.last_day]
    return ClassView(
        lessons=lessons,
        answers=sum(state.attempts for state in states.values()),
        since=day - LATELY if latest else None,
        latest=max(latest, default=None),
        this_week=_week(school_class, week_of(day)),
    )


def _lessons(
    learner: Learner,
    pupils: Mapping[str, Pupil],
    children: Sequence[Child],
    *,
    at: float,
    day: date,
) -> tuple[Lesson, ...]:
    enough = 2 if len(pupils) < SMALL_CLASS else 3
    found = learner.teach_again(pupils, day=at, min_children=enough)
    if not found:
        return ()
    behind = _misconceptions([child.pk for child in children], found, since=day - LATELY)
    name = {str(child.pk): child.name for child in children}
    lessons = []
    for one in found:
        who = {*one.children, *one.fading}
        pairs = learner.pairs(
            {
                key: pupil
                for key, pupil in pupils.items()
                # Those who need it, and those who know it: the others are getting on.
                if key in who or learner.mastery(pupil, skill=one.skill, day=at).state == "known"
            },
            skill=one.skill,
            day=at,
        )
        lessons.append(
            Lesson(
                name=words.skill_name(one.skill),
                sentence=words.teach_again(one),
                names=tuple(child.name for child in children if str(child.pk) in who),
                misconceptions=behind.get(one.skill, ()),
                pairs=tuple((name[pair.helper], name[pair.helped]) for pair in pairs[:MOST_PAIRS]),
            )
        )
    return tuple(lessons)


def _misconceptions(
    children: Sequence[UUID], lessons: Sequence[TeachAgain], *, since: date
) -> dict[str, tuple[str, ...]]:
    """What lies behind wrong answers lately, where at least two children share it; by skill."""
    rows = (
        Attempt.objects.filter(
            child__in=children, day__gt=since, skill__in=[one.skill for one in lessons]
        )
        .exclude(misconception="")
        .values("skill", "misconception")
        .annotate(number=Count("child", distinct=True))
        .filter(number__gte=2)
        .order_by("skill", "-number", "misconception")
    )
    found: dict[str, tuple[str, ...]] = {}
    for row in rows:
        told = words.misconception(row["misconception"], children=row["number"])
        found[row["skill"]] = (*found.get(row["skill"], ()), told)
    return found


def _week(school_class: SchoolClass, week: date) -> WeekLine | None:
    """The latest round of this week's sheets."""
    plan = (
        WeekPlan.objects.filter(school_class=school_class, week=week)
        .select_related("run")
        .order_by("-round")
        .first()
    )
    if plan is None or plan.run is None:
        return None
    counts = sheets_of(plan)
    return WeekLine(plan, plan.run, counts.read, counts.of)

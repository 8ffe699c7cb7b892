"""A class's Monday: what to teach again, who could help whom, how the week's sheets stand."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from uuid import UUID

from django.db.models import Count

from terrace.engines.learner.classes import beyond, groups, misleading
from terrace.engines.learner.learner import Learner
from terrace.engines.learner.plan import TeachAgain
from terrace.engines.learner.pupil import Pupil
from terrace.school.calendar.queries import today, week_of
from terrace.school.papers.models import PrintRun
from terrace.school.people.models import Child, SchoolClass
from terrace.school.people.queries import children_of

from .. import words
from ..counting import sheets_of
from ..knowledge import day_number, learner_of, pupil_of, usual_level
from ..models import Attempt, PupilState, WeekPlan
from ..skillmap import comes_next, standings

LATELY = timedelta(weeks=4)
"""Misconceptions are told from the answers of so long."""
MOST_PAIRS = 6
MOST_QUESTIONS = 3
GROUP = 4
"""Children of a small group, or one fewer."""
SMALL_CLASS = 12
"""In a class of fewer children two who need a skill are reason enough; else it takes three."""


@dataclass(frozen=True, slots=True)
class Lesson:
    """A skill to teach again on Monday, with its evidence.

    `names`: who would gain from it, as on the class list. `pairs`: (who could help, whom).
    `mixed`, `alike`: the whole class in small groups, one of each way; the teacher chooses.
    """

    name: str
    sentence: str
    names: tuple[str, ...]
    misconceptions: tuple[str, ...]
    pairs: tuple[tuple[str, str], ...]
    mixed: tuple[str, ...]
    alike: tuple[str, ...]


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
    beyond: tuple[str, ...]
    """Children of whom to expect more, each in a sentence, as on the class list."""
    misleading: tuple[str, ...]
    """Kinds of question that children get wrong who know their skill, each in a sentence."""
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
        beyond=_beyond(learner, pupils, children, grade=school_class.grade, day=day),
        misleading=tuple(
            words.misleading(one) for one in misleading(learner, pupils, day=day_number(day))
        )[:MOST_QUESTIONS],
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
                mixed=_groups(learner, pupils, children, skill=one.skill, at=at, mixed=True),
                alike=_groups(learner, pupils, children, skill=one.skill, at=at, mixed=False),
            )
        )
    return tuple(lessons)


def _groups(
    learner: Learner,
    pupils: Mapping[str, Pupil],
    children: Sequence[Child],
    *,
    skill: str,
    at: float,
    mixed: bool,
) -> tuple[str, ...]:
    """Each small group as names; those who could help stand first in a mixed one."""
    found = groups(learner, pupils, skill=skill, day=at, size=GROUP, mixed=mixed)
    told = []
    for group in found:
        own = [child for child in children if str(child.pk) in group.children]
        if mixed:
            own.sort(key=lambda child: str(child.pk) not in group.helpers)
        told.append(words.group([child.name for child in own]))
    return tuple(told)


def _beyond(
    learner: Learner,
    pupils: Mapping[str, Pupil],
    children: Sequence[Child],
    *,
    grade: int,
    day: date,
) -> tuple[str, ...]:
    """Children above the usual path of their grade: what they show, and what could come next."""
    levels = dict.fromkeys(pupils, usual_level(grade, day))
    above = {one.child: one for one in beyond(learner, pupils, levels=levels)}
    told = []
    for child in children:
        one = above.get(str(child.pk))
        if one is not None:
            of = standings(learner, pupils[one.child], grade=grade, day=day_number(day))
            told.append(words.beyond(one, child.name, comes_next(of, grade=grade)))
    return tuple(told)


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

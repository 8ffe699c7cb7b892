"""A term of weekly sheets in the demo school: printed, answered and concluded by the real actions."""

import random
from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date, datetime, time, timedelta
from uuid import UUID
from zoneinfo import ZoneInfo

from django.conf import settings
from django.db import transaction

from terrace.engines.learner.simulate import SimulatedChild
from terrace.school.journal import clock
from terrace.school.learning import actions as learning
from terrace.school.learning.knowledge import day_number, day_of_week
from terrace.school.learning.models import WeekPlan, Worksheet
from terrace.school.learning.worksheets import questions
from terrace.school.papers import actions as papers
from terrace.school.papers.actions.closing import close_without_pdf
from terrace.school.papers.models import Copy
from terrace.school.people.models import Account, Child, School, SchoolClass
from terrace.school.people.queries import children_of, staff_for

from .pupils import answers, new_child

NOT_HANDED_IN = 0.03
"""Of a week's sheets: the child was ill, or the sheet got lost on the way."""


@dataclass(slots=True)
class Term:
    """The demo school in the course of its term: `pupils` are the children's true states."""

    school: School
    seed: int
    classes: list[SchoolClass]
    children: Mapping[UUID, list[Child]]
    teachers: Mapping[UUID, Account | None]
    pupils: dict[UUID, SimulatedChild] = field(default_factory=dict)


def begin(school: School, *, seed: int) -> Term:
    """The first day of term: every child as she comes in."""
    classes = list(SchoolClass.objects.filter(school=school).order_by("code"))
    children = {one.pk: children_of(one) for one in classes}
    term = Term(
        school=school,
        seed=seed,
        classes=classes,
        children=children,
        teachers={one.pk: _teacher(one) for one in classes},
    )
    for one in classes:
        for child in children[one.pk]:
            rng = random.Random(_who(seed, one, child))  # noqa: S311 - no secret
            term.pupils[child.pk] = new_child(rng, grade=one.grade)
    return term


def live_week(term: Term, week: date) -> None:
    """One week of the past: sheets on Monday, answers on Friday."""
    with clock.pretend(_at(week, time(8, 40))), transaction.atomic():
        plans = [_printed(term, one, week) for one in term.classes]
    with clock.pretend(_at(day_of_week(week), time(16, 10))):
        entered = [new for plan in plans for new in _answered(term, plan)]
        papers.record_answers(entered, by=None)


def _printed(term: Term, school_class: SchoolClass, week: date) -> WeekPlan:
    plan = learning.prepare_week(
        school_class=school_class, week=week, versions=None, by=term.teachers[school_class.pk]
    )
    learning.choose_week(plan)
    assert plan.run is not None
    close_without_pdf(plan.run)
    return plan


def _answered(term: Term, plan: WeekPlan) -> list[papers.NewAnswers]:
    """What the children of a plan write on their sheets."""
    worksheets = {
        worksheet.sheet_id: worksheet for worksheet in Worksheet.objects.filter(plan=plan)
    }
    day = day_number(day_of_week(plan.week))
    found = []
    for copy in Copy.objects.filter(sheet__run=plan.run_id).select_related("child").order_by(
        "sheet__place"
    ):
        who = _who(term.seed, plan.school_class, copy.child)
        rng = random.Random(f"{who}/{plan.week.isoformat()}")  # noqa: S311 - no secret
        if rng.random() < NOT_HANDED_IN:
            continue
        asked = questions(worksheets[copy.sheet_id].items)
        done = answers(term.pupils[copy.child_id], asked, rng, day=day, seed=term.seed)
        term.pupils[copy.child_id] = done.child
        found.append(papers.NewAnswers(copy, done.values))
    return found


def _teacher(school_class: SchoolClass) -> Account | None:
    """The account of who teaches the class mathematics, if she signs in at all."""
    teacher = staff_for(school_class, subject="mathematics")
    return Account.objects.filter(staff=teacher).first() if teacher else None


def _who(seed: int, school_class: SchoolClass, child: Child) -> str:
    return f"{seed}/{school_class.code}/{child.class_number}"


def _at(day: date, at: time) -> datetime:
    return datetime.combine(day, at, tzinfo=ZoneInfo(settings.TIME_ZONE))


WEEK = timedelta(weeks=1)

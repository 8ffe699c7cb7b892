"""The school's learner: what rests on what, how hard questions are, where a grade starts."""

import hashlib
from datetime import date, timedelta
from functools import lru_cache
from uuid import UUID

from terrace.engines.learner.bank import ItemBank
from terrace.engines.learner.learner import Learner
from terrace.engines.learner.pupil import Estimate, Pupil
from terrace.school.curriculum.priors import prior_bank, starting_level
from terrace.school.curriculum.registry import graph

from .models import PupilState, TemplateDifficulty

_EPOCH = date(1970, 1, 1)
FRIDAY = timedelta(days=4)
SEPTEMBER = 9

Difficulties = tuple[tuple[str, float, float], ...]


def learner_of(school_id: UUID) -> Learner:
    """The learner with this school's own difficulties where it has some; one query."""
    rows = TemplateDifficulty.objects.filter(school_id=school_id).order_by("template")
    return _learner(tuple(rows.values_list("template", "mean", "variance")))


@lru_cache(maxsize=8)
def _learner(own: Difficulties) -> Learner:
    return Learner(graph(), bank(own))


def bank(own: Difficulties) -> ItemBank:
    """Shipped difficulties, with the school's own in their place where it has some."""
    prior = prior_bank()
    if not own:
        return prior
    difficulty = dict(prior.difficulty)
    by_skill: dict[str, list[Estimate]] = {}
    for template, mean, variance in own:
        difficulty[template] = Estimate(mean, variance)
    for template, estimate in difficulty.items():
        by_skill.setdefault(template.partition("/")[0], []).append(estimate)
    return ItemBank(
        difficulty,
        {
            skill: Estimate(sum(one.mean for one in own) / len(own), prior.of_skill(skill).variance)
            for skill, own in by_skill.items()
        },
        prior.default,
    )


@lru_cache(maxsize=8)
def fingerprint(learner: Learner) -> str:
    """Sixteen characters that change when the learner would fold the same attempts differently."""
    parts = [repr(learner.settings), repr(learner.bank.default)]
    parts += [f"{skill}<{learner.graph.prerequisites(skill)}" for skill in learner.graph.skills]
    for table in (learner.bank.difficulty, learner.bank.skills):
        parts += [f"{name}={one.mean.hex()},{one.variance.hex()}" for name, one in table.items()]
    return hashlib.sha256("\n".join(sorted(parts)).encode()).hexdigest()[:16]


def day_number(day: date) -> float:
    """The engine's day: whole days since 1970-01-01."""
    return float((day - _EPOCH).days)


def date_of(number: float) -> date:
    """The date of an engine's day."""
    return _EPOCH + timedelta(days=int(number))


def day_of_week(week: date) -> date:
    """The day of a week's attempts: its Friday, not the day on which the sheets were read."""
    return week + FRIDAY


def usual_level(grade: int, day: date) -> float:
    """Where a grade's usual path has come to on a day, in logits: from the first of September, when
    a school year begins, it rises evenly to where the next grade starts.
    """
    begun = date(day.year if day.month >= SEPTEMBER else day.year - 1, SEPTEMBER, 1)
    here, there = starting_level(grade), starting_level(grade + 1)
    return here + (there - here) * (day - begun).days / 366


def start(learner: Learner, *, grade: int) -> Pupil:
    """A child of whom nothing is known but her grade."""
    return learner.newcomer(starting_level(grade))


def pupil_of(learner: Learner, state: PupilState | None, *, grade: int) -> Pupil:
    """What is kept of a child; a newcomer of her grade where there is nothing."""
    if state is None or not state.attempts:
        return start(learner, grade=grade)
    return Pupil.from_json(state.state)

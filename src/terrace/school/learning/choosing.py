"""Choose the questions of a week's sheets. No database: what is known of the children comes in."""

import random
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import lru_cache
from typing import Any

from terrace.engines.learner.learner import Learner
from terrace.engines.learner.plan import Candidate, Chosen, Plan
from terrace.engines.learner.pupil import Pupil
from terrace.engines.paper.content import as_text
from terrace.school.curriculum.items import ChoiceAnswer, Item
from terrace.school.curriculum.priors import candidates
from terrace.school.curriculum.registry import UnknownSkillError, generate, skills

from .worksheets import reason_to_json

COPIES = 3
"""A kind of question stands on a sheet at most so often, each time with other numbers."""
SEEDS = 1_000_000
TRIES = 30
"""Some kinds of question have few different items: after so many seeds another kind is taken."""

Face = tuple[str, ...]
"""What a child sees of an item: two seeds may show her the same question."""


@dataclass(frozen=True, slots=True)
class ForChild:
    """A child to choose for. `seen`: faces of the last weeks' items, not to be shown again.

    `seed` decides what chance decides, for a sheet of her own.
    """

    key: str
    seed: str
    pupil: Pupil
    seen: frozenset[Face] = frozenset()


@dataclass(frozen=True, slots=True)
class ChosenSheet:
    """The items of a sheet in order, for whom, and for each child and item why."""

    items: tuple[Item, ...]
    children: tuple[str, ...]
    reasons: Mapping[str, list[list[dict[str, Any]]]]
    """Child → for each item in order its reasons (`worksheets.reason_to_json`)."""


@dataclass(frozen=True, slots=True)
class ChosenWeek:
    """All sheets of a class; `loss` (shared versions only): what each child loses by sharing."""

    sheets: tuple[ChosenSheet, ...]
    loss: Mapping[str, float]


def skills_for(grade: int) -> list[str]:
    """Skills that a class's sheets may practise: what came before, its own grade's, the next step.

    A child who still needs second-grade skills in grade 4 finds them, and one who is ahead goes on:
    which of them suit a child is the learner's choice, prerequisites first.
    """
    return [skill.code for skill in skills() if skill.grade <= grade + 1]


def candidates_for(grade: int) -> tuple[Candidate, ...]:
    """Every kind of question that the sheets of a grade may hold."""
    return candidates(skills_for(grade), copies=COPIES)


def choose_for_each(
    learner: Learner,
    children: Sequence[ForChild],
    *,
    grade: int,
    length: int,
    day: float,
    topics: frozenset[str] | None,
) -> ChosenWeek:
    """One sheet a child, each at the edge of what she can do."""
    offered = candidates_for(grade)
    sheets = []
    for child in children:
        rng = random.Random(child.seed)  # noqa: S311 - no secret
        plan = learner.choose(
            child.pupil, candidates=offered, length=length, day=day, rng=rng, topics=topics
        )
        kept = _items(plan, rng, child.seen)
        reasons = [_reasons(learner, child.pupil, chosen, day) for chosen, _ in kept]
        sheets.append(
            ChosenSheet(tuple(item for _, item in kept), (child.key,), {child.key: reasons})
        )
    return ChosenWeek(tuple(sheets), {})


def choose_shared(
    learner: Learner,
    children: Sequence[ForChild],
    *,
    versions: int,
    grade: int,
    length: int,
    day: float,
    seed: str,
    topics: frozenset[str] | None,
) -> ChosenWeek:
    """At most so many versions to photocopy; each child gets the one that suits her best."""
    rng = random.Random(seed)  # noqa: S311 - no secret
    pupils = {child.key: child.pupil for child in children}
    chosen = learner.choose_versions(
        pupils,
        candidates=candidates_for(grade),
        length=length,
        versions=versions,
        day=day,
        rng=rng,
        topics=topics,
    )
    seen = {child.key: child.seen for child in children}
    sheets = []
    for number, plan in enumerate(chosen.sheets):
        # In the order in which the children came: the order of the class list.
        own = tuple(child.key for child in children if chosen.assignment[child.key] == number)
        kept = _items(plan, rng, frozenset().union(*(seen[key] for key in own)))
        sheets.append(
            ChosenSheet(
                tuple(item for _, item in kept),
                own,
                {key: [_reasons(learner, pupils[key], one, day) for one, _ in kept] for key in own},
            )
        )
    return ChosenWeek(tuple(sheets), chosen.loss)


def face(item: Item) -> Face:
    """What a child sees of an item, whatever the order of its options."""
    shown: list[str] = []
    if isinstance(item.answer, ChoiceAnswer):
        shown = sorted(as_text(option["zh"]) for option in item.answer.options)
    return (item.template, as_text(item.statement["zh"]), *shown)


@lru_cache(maxsize=50_000)
def shown_before(template: str, seed: int) -> Face | None:
    """The face of an item; None for a template that is no longer there."""
    try:
        return face(generate(template, seed))
    except UnknownSkillError:
        return None


def _items(plan: Plan, rng: random.Random, seen: frozenset[Face]) -> list[tuple[Chosen, Item]]:
    """An item for each question of the plan: none twice, and where there are enough none of `seen`.

    A question whose kind has no other item left to show falls away.
    """
    here: set[Face] = set()
    found = []
    for chosen in plan.chosen:
        again: Item | None = None
        for _ in range(TRIES):
            item = generate(chosen.candidate.item, rng.randrange(SEEDS))
            shown = face(item)
            if shown in here:
                continue
            if shown not in seen:
                break
            again = again or item
        else:
            if again is None:
                continue
            item, shown = again, face(again)
        here.add(shown)
        found.append((chosen, item))
    return found


def _reasons(learner: Learner, pupil: Pupil, chosen: Chosen, day: float) -> list[dict[str, Any]]:
    return [reason_to_json(one) for one in learner.explain(pupil, chosen=chosen, day=day)]

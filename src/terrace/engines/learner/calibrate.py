"""How hard items are, learnt from the answers of many children."""

from collections import Counter
from collections.abc import Iterable, Mapping
from math import fsum
from types import MappingProxyType

from terrace.engines.learner.attempt import Attempt
from terrace.engines.learner.bank import ItemBank
from terrace.engines.learner.model import logistic
from terrace.engines.learner.pupil import Estimate

PUPIL_VARIANCE = 1.0
"""Children of one level differ so much, in logits squared."""
ITEM_VARIANCE = 0.6
"""Items of one skill differ so much."""
SKILL_VARIANCE = 0.8
"""Skills differ so much."""
MIDDLE_VARIANCE = 4.0
"""All items together lie so far from where the prior's default says."""
ROUNDS = 12
"""Newton rounds; differences are below 0.01 logits long before."""
LONGEST_STEP = 1.0
"""Logits: where answers are all right or all wrong, a full Newton step can shoot far beyond."""

Rows = dict[str, list[tuple[str, int, int]]]
"""By pupil or by item: (the other one, right answers, answers)."""


def calibrate(
    answers: Mapping[str, Iterable[Attempt]],
    *,
    prior: ItemBank | None = None,
    levels: Mapping[str, float] = MappingProxyType({}),
) -> ItemBank:
    """Difficulties from all answers: pupil → her attempts.

    A regularised Rasch model (Rasch 1960), fitted by alternating Newton steps: children are drawn
    towards their ``levels`` (0 where none is given); items towards what ``prior`` says of them,
    else towards their skill; skills towards what ``prior`` says, else towards the mean of all. Sums
    are exact and in a fixed order: the order of children and of attempts changes nothing, not even
    the last bit. No answers: the prior.
    """
    prior = prior or ItemBank()
    by_pupil, by_item, group = _counted(answers)
    if not by_item:
        return prior
    ability = {pupil: levels.get(pupil, 0.0) for pupil in by_pupil}
    members: dict[tuple[str, ...], list[str]] = {}
    for item in by_item:
        members.setdefault(group[item], []).append(item)
    middle = prior.default.mean
    usual = dict.fromkeys(members, middle)
    difficulty = {item: prior.of(item, group[item]).mean for item in by_item}
    certainty: dict[str, float] = {}
    for _ in range(ROUNDS):
        for pupil, rows in by_pupil.items():
            slope = [(levels.get(pupil, 0.0) - ability[pupil]) / PUPIL_VARIANCE]
            curve = [1.0 / PUPIL_VARIANCE]
            for item, right, count in rows:
                chance = logistic(ability[pupil] - difficulty[item])
                slope.append(right - count * chance)
                curve.append(count * chance * (1.0 - chance))
            ability[pupil] += _step(fsum(slope), fsum(curve))
        for item, rows in by_item.items():
            said = prior.difficulty.get(item)
            mean, variance = (
                (usual[group[item]], ITEM_VARIANCE) if said is None else (said.mean, said.variance)
            )
            slope = [(mean - difficulty[item]) / variance]
            curve = [1.0 / variance]
            for pupil, right, count in rows:
                chance = logistic(ability[pupil] - difficulty[item])
                slope.append(count * chance - right)
                curve.append(count * chance * (1.0 - chance))
            certainty[item] = fsum(curve)
            difficulty[item] += _step(fsum(slope), certainty[item])
        weight = len(difficulty) / (ITEM_VARIANCE + SKILL_VARIANCE)
        pull = 1.0 / MIDDLE_VARIANCE
        mean = fsum(difficulty.values()) / len(difficulty)
        middle = (pull * prior.default.mean + weight * mean) / (pull + weight)
        for skills, items in members.items():
            priors = [prior.skills[skill].mean for skill in skills if skill in prior.skills]
            base = fsum(priors) / len(priors) if priors else middle
            total = fsum(difficulty[item] for item in items)
            usual[skills] = (base * ITEM_VARIANCE + total * SKILL_VARIANCE) / (
                ITEM_VARIANCE + len(items) * SKILL_VARIANCE
            )
    return ItemBank(
        difficulty={
            **prior.difficulty,
            **{item: Estimate(difficulty[item], 1.0 / certainty[item]) for item in difficulty},
        },
        skills={**prior.skills, **_of_skills(usual, members)},
        default=Estimate(middle, ITEM_VARIANCE + SKILL_VARIANCE),
    )


def _step(slope: float, curve: float) -> float:
    return min(max(slope / curve, -LONGEST_STEP), LONGEST_STEP)


def _counted(
    answers: Mapping[str, Iterable[Attempt]],
) -> tuple[Rows, Rows, dict[str, tuple[str, ...]]]:
    """Answers by pupil and by item, and each item's skills; everything in sorted order."""
    right: Counter[tuple[str, str]] = Counter()
    count: Counter[tuple[str, str]] = Counter()
    seen: dict[str, Counter[tuple[str, ...]]] = {}
    for pupil, attempts in answers.items():
        for attempt in attempts:
            right[pupil, attempt.item] += attempt.correct
            count[pupil, attempt.item] += 1
            seen.setdefault(attempt.item, Counter())[attempt.skills] += 1
    by_pupil: Rows = {}
    by_item: Rows = {}
    for pupil, item in sorted(count):
        by_pupil.setdefault(pupil, []).append((item, right[pupil, item], count[pupil, item]))
    for item, pupil in sorted((item, pupil) for pupil, item in count):
        by_item.setdefault(item, []).append((pupil, right[pupil, item], count[pupil, item]))
    group = {
        item: max(sorted(skills), key=lambda one: skills[one])
        for item, skills in sorted(seen.items())
    }
    return by_pupil, by_item, group


def _of_skills(
    usual: Mapping[tuple[str, ...], float], members: Mapping[tuple[str, ...], list[str]]
) -> dict[str, Estimate]:
    """Each skill's difficulty: the mean over the groups of items that need it, by their size."""
    sizes: Counter[str] = Counter()
    terms: dict[str, list[float]] = {}
    for skills, mean in usual.items():
        for skill in skills:
            sizes[skill] += len(members[skills])
            terms.setdefault(skill, []).append(mean * len(members[skills]))
    return {
        skill: Estimate(fsum(terms[skill]) / sizes[skill], ITEM_VARIANCE) for skill in sorted(terms)
    }

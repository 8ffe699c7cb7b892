"""What the answers of all pupils say of items, skills and what follows what.

`Sums` are additive, so that the share of some pupils can be taken out again: what a pupil's own
answers say must not be among the features that she is learnt from.
"""

from dataclasses import dataclass

import numpy as np
from numba import njit
from numpy.typing import NDArray

from terrace.engines.learner.forecast.answers import Answers
from terrace.engines.learner.forecast.history import (
    LATEST,
    WIDTH,
    History,
    Tables,
    describe,
    forget,
    logistic,
    newcomer,
    remember,
)

Floats = NDArray[np.float64]
Numbers = NDArray[np.int64]

BUCKETS = 500
"""The most frequent skills have a row of their own in the transitions; the others share one."""
FADING = 0.9
"""What an answer says of the next skill is worth this much less with every answer between."""
SHRINK_SKILL = 20.0
SHRINK_TRANSITION = 10.0

EXTRA: tuple[tuple[str, str], ...] = (
    ("after_each", "others"),
    ("after_all", "others"),
    ("after_evidence", "others"),
    ("after_latest", "others"),
)
"""(name, family) of the features beside those of the history."""


@dataclass(frozen=True, slots=True)
class Sums:
    """Counts of answers. Arrays over items, skills; see `Tables` for the transitions."""

    item_right: Floats
    item_count: Floats
    skill_right: Floats
    skill_count: Floats

    def __sub__(self, part: "Sums") -> "Sums":
        return Sums(
            self.item_right - part.item_right,
            self.item_count - part.item_count,
            self.skill_right - part.skill_right,
            self.skill_count - part.skill_count,
        )


@dataclass(frozen=True, slots=True)
class Surprises:
    """Sums of answer minus the logistic part's chance, and of that chance's variance."""

    transition: NDArray[np.float32]
    transition_weight: NDArray[np.float32]

    def __sub__(self, part: "Surprises") -> "Surprises":
        return Surprises(
            self.transition - part.transition,
            self.transition_weight - part.transition_weight,
        )


def counted(answers: Answers) -> Sums:
    """How often items and skills came and were answered right."""
    items, skills = len(answers.vocabulary.items), len(answers.vocabulary.skills)
    offsets, members = answers.vocabulary.csr()
    right = answers.correct.astype(np.float64)
    sets = len(offsets) - 1
    set_count = np.bincount(answers.skill_set, minlength=sets)
    set_right = np.bincount(answers.skill_set, right, minlength=sets)
    sizes = np.diff(offsets)
    times = np.repeat(set_count, sizes)

    def summed(places: Numbers, weights: Floats, length: int) -> Floats:
        return np.bincount(places, weights, minlength=length).astype(np.float64)

    return Sums(
        summed(answers.item, right, items),
        summed(answers.item, np.ones(len(answers)), items),
        summed(members, np.repeat(set_right, sizes), skills),
        summed(members, times.astype(np.float64), skills),
    )


def buckets(sums: Sums) -> NDArray[np.int64]:
    """(skills) The row of each skill in the transitions: the frequent ones first."""
    row = np.full(len(sums.skill_count), min(BUCKETS, len(sums.skill_count)), np.int64)
    often = np.argsort(-sums.skill_count, kind="stable")[:BUCKETS]
    row[often] = np.arange(len(often))
    return row


def no_surprises(bucket: NDArray[np.int64]) -> Surprises:
    rows = min(BUCKETS, len(bucket)) + 1
    shape = (rows, 2, rows)
    return Surprises(np.zeros(shape, np.float32), np.zeros(shape, np.float32))


def tables(
    sums: Sums, surprises: Surprises, bucket: NDArray[np.int64], *, of: Sums | None = None
) -> Tables:
    """Ready for `describe` and `look_around`. ``of``: all sums, if ``sums`` are without a part."""
    answers = sums.item_count.sum()
    whole = answers if of is None else of.item_count.sum()
    overall = (sums.item_right.sum() + 1.0) / (answers + 2.0)
    return Tables(
        item_right=sums.item_right,
        item_count=sums.item_count,
        skill_rate=(sums.skill_right + SHRINK_SKILL * overall) / (sums.skill_count + SHRINK_SKILL),
        skill_count=sums.skill_count,
        overall=np.array([overall, whole / max(answers, 1.0)]),
        bucket=bucket,
        transition_sum=surprises.transition,
        transition_weight=surprises.transition_weight,
    )


@njit(cache=True)
def row_of(tables: Tables, lead: int) -> int:
    if 0 <= lead < len(tables.bucket):
        return int(tables.bucket[lead])
    return int(tables.transition_sum.shape[0]) - 1


@njit(cache=True)
def look_around(
    latest: NDArray[np.int64],
    answered: int,
    tables: Tables,
    lead: int,
    x: NDArray[np.float32],
) -> None:
    """Write the `EXTRA` features: what others did on this skill after such answers."""
    to = row_of(tables, lead)
    each = number = weight = 0.0
    x[3] = 0.0
    for back in range(min(answered, LATEST)):
        at = latest[(answered - 1 - back) % LATEST]
        row = row_of(tables, at[0])
        fade = FADING**back
        total = tables.transition_sum[row, at[1], to]
        variance = tables.transition_weight[row, at[1], to]
        one = total / (variance + SHRINK_TRANSITION)
        each += fade * one
        number += fade * total
        weight += fade * fade * variance
        if back == 0:
            x[3] = one
    x[0] = each
    x[1] = number / (weight + SHRINK_TRANSITION)
    x[2] = np.log1p(weight * tables.overall[1])


@njit(cache=True)
def describe_all(
    start: NDArray[np.int64],
    item: NDArray[np.int64],
    skill_set: NDArray[np.int64],
    correct: NDArray[np.int8],
    seconds: Floats,
    offsets: NDArray[np.int64],
    members: NDArray[np.int64],
    pupils: NDArray[np.int64],
    history: History,
    tables: Tables,
    features: NDArray[np.float32],
) -> None:
    """Features of histories, each answer before it is known: fills ``features[:, :WIDTH]``."""
    for pupil in pupils:
        forget(history)
        for row in range(start[pupil], start[pupil + 1]):
            group = skill_set[row]
            skills = members[offsets[group] : offsets[group + 1]]
            describe(history, tables, item[row], skills, seconds[row], features[row])
            remember(history, tables, item[row], skills, seconds[row], correct[row])


@njit(cache=True)
def look_around_all(
    start: NDArray[np.int64],
    lead: NDArray[np.int64],
    correct: NDArray[np.int8],
    pupils: NDArray[np.int64],
    tables: Tables,
    features: NDArray[np.float32],
) -> None:
    """Fills ``features[:, WIDTH : WIDTH + len(EXTRA)]``."""
    latest = np.zeros((LATEST, 2), np.int64)
    for pupil in pupils:
        for row in range(start[pupil], start[pupil + 1]):
            answered = row - start[pupil]
            look_around(latest, answered, tables, lead[row], features[row, WIDTH:])
            latest[answered % LATEST, 0] = lead[row]
            latest[answered % LATEST, 1] = correct[row]


@njit(cache=True)
def add_surprises(
    start: NDArray[np.int64],
    lead: NDArray[np.int64],
    correct: NDArray[np.int8],
    logits: Floats,
    pupils: NDArray[np.int64],
    bucket: NDArray[np.int64],
    transition: NDArray[np.float32],
    transition_weight: NDArray[np.float32],
) -> None:
    """Add what the logistic part did not foresee in the answers of some pupils."""
    for pupil in pupils:
        for row in range(start[pupil], start[pupil + 1]):
            chance = logistic(logits[row])
            surprise = correct[row] - chance
            variance = chance * (1.0 - chance)
            to = bucket[lead[row]]
            for back in range(min(row - start[pupil], LATEST)):
                before = row - 1 - back
                at = bucket[lead[before]]
                fade = FADING**back
                transition[at, correct[before], to] += fade * surprise
                transition_weight[at, correct[before], to] += fade * fade * variance


def leads(answers: Answers) -> NDArray[np.int64]:
    """(n) The first skill of each answer's set."""
    offsets, members = answers.vocabulary.csr()
    return members[offsets[:-1]][answers.skill_set]


def roomy(answers: Answers) -> History:
    """A newcomer with room for the answers of any one of these pupils."""
    rows = int(np.diff(answers.start).max(initial=1))
    many = max((len(one) for one in answers.vocabulary.members), default=1)
    return newcomer(
        skills=min(rows * many, len(answers.vocabulary.skills)),
        items=min(rows, len(answers.vocabulary.items)),
    )

"""Pupils who are in the data twice.

Real lists hold the same child under two numbers, and sheets that were copied: in the test data one
answer in five is of a pupil whose answers to the same items are, without an exception, those of
another. Such pairs would make every statistic of "others" look better than it is, and a model
learnt from them worse for everybody else. So they are looked for first: in training the pupils of a
pair count as one, and what a double answered is a feature of its own.

The evidence for a pair is a likelihood ratio: a double agrees almost always, another pupil as often
as this one's ability and the item foretell.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import NamedTuple

import numpy as np
from numba import njit
from numpy.typing import NDArray

from terrace.engines.learner.forecast.answers import Answers
from terrace.engines.learner.forecast.tables import Sums

Ints = NDArray[np.int64]
Floats = NDArray[np.float64]

DIFFERS = 0.015
"""How often a double's answer differs."""
MOST_PUPILS = 20_000
MOST_AN_ITEM = 256
"""So many pupils, and so many answers to an item, are compared at most: time stays linear."""
COMMON = 5
"""Pupils with fewer items in common are never called doubles in training."""

FEATURES: tuple[tuple[str, str], ...] = (("double_right", "double"), ("double_sure", "double"))


class Compared(NamedTuple):
    """First answers by item: item ``i`` has the places ``start[i]:start[i + 1]`` of ``pupil``,
    ``correct`` and ``chance`` (how likely a right answer of that pupil was).
    """

    start: Ints
    pupil: NDArray[np.int32]
    correct: NDArray[np.int8]
    chance: NDArray[np.float32]


@dataclass(frozen=True, slots=True)
class Doubles:
    """With whom a pupil is compared. ``numbers``: name to number in ``compared``."""

    compared: Compared
    numbers: Mapping[str, int]

    def number(self, pupil: str) -> int:
        """−1 for a pupil who is not among those compared."""
        return self.numbers.get(pupil, -1)


def doubles(answers: Answers, sums: Sums, rng: np.random.Generator) -> Doubles:
    """Gather the first answers of (at most so many) pupils by item."""
    pupils = np.arange(len(answers.pupils))
    if len(pupils) > MOST_PUPILS:
        pupils = np.sort(rng.choice(len(pupils), MOST_PUPILS, replace=False))
    some = answers.of(pupils)
    who = some.pupil
    rate = (sums.item_right + 2.0) / (sums.item_count + 3.0)
    expected = rate[some.item]
    count = len(pupils)
    surprise = np.bincount(who, some.correct - expected, minlength=count)
    ability = surprise / (np.bincount(who, expected * (1 - expected), minlength=count) + 2.0)
    _, first = np.unique(who * len(sums.item_count) + some.item, return_index=True)
    shuffled = rng.permutation(first)
    order = shuffled[np.argsort(some.item[shuffled], kind="stable")]
    items = some.item[order]
    start = np.searchsorted(items, np.arange(len(sums.item_count) + 1)).astype(np.int64)
    kept = np.arange(len(order)) - start[items] < MOST_AN_ITEM
    order, items = order[kept], items[kept]
    start = np.searchsorted(items, np.arange(len(sums.item_count) + 1)).astype(np.int64)
    level = np.log(rate[items] / (1.0 - rate[items])) + ability[who[order]]
    chance = np.clip(1.0 / (1.0 + np.exp(-level)), 0.02, 0.98)
    return Doubles(
        Compared(
            start,
            who[order].astype(np.int32),
            some.correct[order],
            chance.astype(np.float32),
        ),
        {some.pupils[number]: number for number in range(count)},
    )


@njit(cache=True)
def ask_doubles(
    evidence: NDArray[np.float32], compared: Compared, item: int, own: int, x: NDArray[np.float32]
) -> None:
    """Write `FEATURES`: the evidence for the likeliest double who answered right, less that of the
    one who answered wrong; and the larger of both.
    """
    right = wrong = np.float32(0.0)
    if item < len(compared.start) - 1:
        for k in range(compared.start[item], compared.start[item + 1]):
            other = compared.pupil[k]
            if other == own:
                continue
            if compared.correct[k]:
                right = max(right, evidence[other])
            else:
                wrong = max(wrong, evidence[other])
    x[0] = right - wrong
    x[1] = max(right, wrong)


@njit(cache=True)
def compare(
    evidence: NDArray[np.float32], compared: Compared, item: int, own: int, correct: int
) -> None:
    """Take a first answer to an item into the evidence for each pupil compared, in place."""
    if item >= len(compared.start) - 1:
        return
    for k in range(compared.start[item], compared.start[item + 1]):
        if compared.pupil[k] == own:
            continue
        alone = compared.chance[k] if correct else 1.0 - compared.chance[k]
        as_double = 1.0 - DIFFERS if compared.correct[k] == correct else DIFFERS
        evidence[compared.pupil[k]] += np.float32(np.log(as_double / alone))


@njit(cache=True)
def ask_all(
    start: Ints,
    item: Ints,
    correct: NDArray[np.int8],
    own: Ints,
    compared: Compared,
    evidence: NDArray[np.float32],
    features: NDArray[np.float32],
    sure: float,
    pairs: Ints,
) -> int:
    """Fill ``features`` (n, 2) for all pupils, and up to ``len(pairs)`` rows of pairs (own number,
    other's) with evidence above ``sure``; the number of pairs.
    """
    common = np.zeros(len(evidence), np.int64)
    met_by = np.full(len(compared.start), -1, np.int64)
    touched = np.zeros(len(evidence), np.int64)
    found = 0
    for pupil in range(len(start) - 1):
        met = 0
        for row in range(start[pupil], start[pupil + 1]):
            ask_doubles(evidence, compared, item[row], own[pupil], features[row])
            if item[row] < len(compared.start) - 1 and met_by[item[row]] != pupil:
                met_by[item[row]] = pupil
                for k in range(compared.start[item[row]], compared.start[item[row] + 1]):
                    other = compared.pupil[k]
                    if common[other] == 0:
                        touched[met] = other
                        met += 1
                    common[other] += 1
                compare(evidence, compared, item[row], own[pupil], correct[row])
        for k in range(met):
            other = touched[k]
            if evidence[other] > sure and common[other] >= COMMON and found < len(pairs):
                pairs[found, 0], pairs[found, 1] = own[pupil], other
                found += 1
            common[other] = 0
            evidence[other] = 0.0
    return found


def compare_all(answers: Answers, known: Doubles) -> tuple[NDArray[np.float32], Ints]:
    """(features (n, 2), groups (pupils)): pupils with the same group number are doubles.

    With ``m`` pupils to compare, evidence of ln(m) + 3 leaves about one false pair in twenty
    pupils at the very most.
    """
    own = np.array([known.number(name) for name in answers.pupils], np.int64)
    features = np.zeros((len(answers), len(FEATURES)), np.float32)
    many = max(len(known.numbers), 1)
    pairs = np.zeros((8 * len(answers.pupils) + 64, 2), np.int64)
    found = ask_all(
        answers.start,
        answers.item,
        answers.correct,
        own,
        known.compared,
        np.zeros(many, np.float32),
        features,
        float(np.log(many)) + 3.0,
        pairs,
    )
    leader = list(range(many))

    def first(number: int) -> int:
        while leader[number] != number:
            number = leader[number]
        return number

    for one, other in pairs[:found].tolist():
        if one >= 0:
            a, b = sorted((first(one), first(other)))
            leader[b] = a
    alone = many + np.arange(len(own))
    groups = np.array([first(one) if one >= 0 else -1 for one in own.tolist()], np.int64)
    return features, np.where(groups >= 0, groups, alone)

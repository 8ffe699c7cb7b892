"""The forecaster: fitted on many answers, it foresees the next one of any pupil."""

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from terrace.engines.learner.forecast import doubles as twice
from terrace.engines.learner.forecast import forest, logistic
from terrace.engines.learner.forecast.answers import Answers, Vocabulary
from terrace.engines.learner.forecast.doubles import Doubles
from terrace.engines.learner.forecast.forest import Forest, Growth
from terrace.engines.learner.forecast.history import FEATURES, WIDTH, Tables
from terrace.engines.learner.forecast.logistic import Logistic
from terrace.engines.learner.forecast.tables import (
    EXTRA,
    Surprises,
    add_surprises,
    buckets,
    counted,
    describe_all,
    leads,
    look_around_all,
    no_surprises,
    roomy,
    tables,
)

Floats = NDArray[np.float64]
Features = NDArray[np.float32]

FOLDS = 5
LEARNT_FROM = 600_000
"""So many answers at most, of pupils drawn at random, the trees are learnt from; the statistics
are counted over all.
"""
BLOCK = 200_000

NAMED = (*FEATURES, *EXTRA, *twice.FEATURES)
"""(name, family) of every column of the trees' features."""
BEFORE = WIDTH + len(EXTRA)


class NotEnough(ValueError):
    """Nothing can be learnt from these answers: there are none, or all are alike."""


@dataclass(frozen=True, slots=True)
class Forecaster:
    """What `fit` learnt. ``tables`` over the first items and skills of ``vocabulary``."""

    vocabulary: Vocabulary
    tables: Tables
    logistic: Logistic
    forest: Forest
    doubles: Doubles

    def features(self, answers: Answers) -> Features:
        """(n, columns of `NAMED`), each row from the training data and earlier rows of the pupil.

        ``answers`` must be numbered by a copy of this vocabulary.
        """
        everybody = np.arange(len(answers.pupils))
        found = np.zeros((len(answers), len(NAMED)), np.float32)
        _describe(answers, everybody, self.tables, found)
        look_around_all(
            answers.start,
            leads(answers),
            answers.correct,
            everybody,
            self.tables,
            found,
        )
        found[:, BEFORE:], _ = twice.compare_all(answers, self.doubles)
        return found

    def logits(self, features: Features) -> Floats:
        """(n) What logistic part and trees say together, in logits."""
        start = self.logistic.logits(features)
        return self.forest.logits(features, start)

    def predict(self, answers: Answers) -> Floats:
        """(n) The chance of a right answer for each row, before it is known."""
        out = np.empty(len(answers))
        first = 0
        while first < len(answers.pupils):
            last = first + 1
            limit = answers.start[first] + BLOCK
            while last < len(answers.pupils) and answers.start[last + 1] <= limit:
                last += 1
            rows = slice(int(answers.start[first]), int(answers.start[last]))
            out[rows] = self.logits(self.features(answers.of(np.arange(first, last))))
            first = last
        return np.asarray(1.0 / (1.0 + np.exp(-out)), np.float64)


def fit(answers: Answers, *, rng: np.random.Generator, growth: Growth | None = None) -> Forecaster:
    """Learn from many answers. Raises `NotEnough` when there are none or all are alike."""
    if len(answers) == 0 or answers.correct.min() == answers.correct.max():
        raise NotEnough("answers must hold right ones and wrong ones")
    sums = counted(answers)
    bucket = buckets(sums)
    known = twice.doubles(answers, sums, rng)
    order = rng.permutation(len(answers.pupils))
    rows = np.cumsum(np.diff(answers.start)[order])
    last = int(np.searchsorted(rows, LEARNT_FROM)) + 1
    learnt, others = answers.of(np.sort(order[:last])), np.sort(order[last:])

    found = np.zeros((len(learnt), len(NAMED)), np.float32)
    found[:, BEFORE:], groups = twice.compare_all(learnt, known)
    folds = _folds(groups, rng)
    members = [np.flatnonzero(folds == fold) for fold in range(FOLDS)]
    parts = [counted(learnt.of(one)) for one in members]
    nothing = no_surprises(bucket)
    for pupils, part in zip(members, parts, strict=True):
        _describe(learnt, pupils, tables(sums - part, nothing, bucket, of=sums), found)

    _, number, times = np.unique(groups, return_inverse=True, return_counts=True)
    weight = (1.0 / times[number])[learnt.pupil]
    group = number[learnt.pupil]
    line = logistic.fit(found[:, :WIDTH], learnt.correct, weight)
    start = line.logits(found)

    surprises = [_surprises(learnt, start, one, bucket) for one in members]
    everything = tables(sums, nothing, bucket)
    total = _total([*surprises, *_of_others(answers, others, everything, line, bucket)])
    lead = leads(learnt)
    for pupils, part, one in zip(members, parts, surprises, strict=True):
        without = tables(sums - part, total - one, bucket, of=sums)
        look_around_all(learnt.start, lead, learnt.correct, pupils, without, found)
    trees = forest.fit(
        found, learnt.correct, weight, start, group, growth=growth or Growth(), rng=rng
    )
    return Forecaster(answers.vocabulary, tables(sums, total, bucket), line, trees, known)


def _folds(groups: NDArray[np.int64], rng: np.random.Generator) -> NDArray[np.int64]:
    """(pupils) The fold of each: doubles together."""
    _, number = np.unique(groups, return_inverse=True)
    return np.asarray((rng.permutation(number.max() + 1) % FOLDS)[number], np.int64)


def _describe(answers: Answers, pupils: NDArray[np.int64], known: Tables, found: Features) -> None:
    offsets, members = answers.vocabulary.csr()
    describe_all(
        answers.start,
        answers.item,
        answers.skill_set,
        answers.correct,
        answers.seconds,
        offsets,
        members,
        pupils,
        roomy(answers),
        known,
        found,
    )


def _surprises(
    answers: Answers,
    logits: Floats,
    pupils: NDArray[np.int64],
    bucket: NDArray[np.int64],
) -> Surprises:
    one = no_surprises(bucket)
    add_surprises(
        answers.start,
        leads(answers),
        answers.correct,
        logits,
        pupils,
        bucket,
        one.transition,
        one.transition_weight,
    )
    return one


def _of_others(
    answers: Answers,
    pupils: NDArray[np.int64],
    known: Tables,
    line: Logistic,
    bucket: NDArray[np.int64],
) -> list[Surprises]:
    """What was not foreseen for pupils from whom the trees are not learnt, in blocks."""
    if not len(pupils):
        return []
    total = no_surprises(bucket)
    rows = np.cumsum(np.diff(answers.start)[pupils])
    for block in np.split(pupils, np.flatnonzero(np.diff(rows // BLOCK)) + 1):
        some = answers.of(block)
        found = np.zeros((len(some), WIDTH), np.float32)
        everybody = np.arange(len(block))
        _describe(some, everybody, known, found)
        total = _total([total, _surprises(some, line.logits(found), everybody, bucket)])
    return [total]


def _total(parts: list[Surprises]) -> Surprises:
    return Surprises(
        sum((one.transition for one in parts[1:]), parts[0].transition),
        sum((one.transition_weight for one in parts[1:]), parts[0].transition_weight),
    )

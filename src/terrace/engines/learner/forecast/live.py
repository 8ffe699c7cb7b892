"""One pupil, answer by answer: the way a school uses the forecaster."""

from collections.abc import Iterable
from dataclasses import dataclass
from math import sqrt

import numpy as np
from numba import njit
from numpy.typing import NDArray

from terrace.engines.learner.forecast import forest, logistic
from terrace.engines.learner.forecast.doubles import Compared, ask_doubles, compare
from terrace.engines.learner.forecast.forecaster import BEFORE, NAMED, Forecaster
from terrace.engines.learner.forecast.history import (
    WIDTH,
    History,
    Tables,
    describe,
    grown,
    has_met,
    newcomer,
    remember,
)
from terrace.engines.learner.forecast.tables import look_around

Floats = NDArray[np.float64]

INTERVAL = 1.2816
"""Half-width of low…high in standard deviations: four times in five the truth lies between."""
PUPIL_VARIANCE, SKILL_VARIANCE, ITEM_VARIANCE = 0.5, 0.6, 0.5
"""How far pupils, a pupil's skills, and a skill's items differ before any answer (logits²)."""
INFORMATION = 0.2
"""What an answer tells at the most likely chances: p(1 − p)."""
FLOOR = 0.03
"""Nobody is ever surer than this: children change."""


@dataclass(frozen=True, slots=True)
class Foreseen:
    """The chance of a right answer, and the bounds between which it lies four times in five."""

    chance: float
    low: float
    high: float


class Live:
    """A pupil's state. ``foresee`` before the answer, ``learn`` after it; both in constant time.

    Not for two threads at once.
    """

    def __init__(self, forecaster: Forecaster, *, pupil: str = "") -> None:
        """A newcomer; ``pupil`` is her name in the training data, so that she is not taken for her
        own double.
        """
        self.forecaster = forecaster
        self.history = newcomer()
        compared = forecaster.doubles
        self._own = compared.number(pupil)
        self._evidence = np.zeros(max(len(compared.numbers), 1), np.float32)
        self._new_items: dict[str, int] = {}
        self._new_skills: dict[str, int] = {}
        self._sets: dict[tuple[str, ...], NDArray[np.int64]] = {}
        self._features = np.zeros(len(NAMED), np.float32)
        line, trees = forecaster.logistic, forecaster.forest
        self._learnt = (
            forecaster.tables,
            compared.compared,
            line.mean,
            line.deviation,
            line.weight,
            line.intercept,
            trees.feature,
            trees.threshold,
            trees.left,
            trees.right,
            trees.value,
        )

    def foresee(
        self, *, item: str, skills: Iterable[str], seconds: float | None = None
    ) -> Foreseen:
        """The next answer. Unknown items and skills are ordinary: they take what is usual, with a
        wide band.
        """
        number, group = self._item(item), self.skill_numbers(skills, item=item)
        logit = self._logit(number, group, seconds)
        spread = INTERVAL * sqrt(self._variance(number, group))
        return Foreseen(_chance(logit), _chance(logit - spread), _chance(logit + spread))

    def learn(
        self, *, item: str, skills: Iterable[str], correct: bool, seconds: float | None = None
    ) -> None:
        """Take the answer into the state."""
        number, group = self._item(item), self.skill_numbers(skills, item=item)
        self.history = grown(self.history, skills=len(group))
        time = np.nan if seconds is None else float(seconds)
        if not has_met(self.history, number):
            compare(self._evidence, self._learnt[1], number, self._own, int(correct))
        remember(self.history, self.forecaster.tables, number, group, time, int(correct))

    def features(
        self, *, item: str, skills: Iterable[str], seconds: float | None = None
    ) -> NDArray[np.float32]:
        """(columns of `forecaster.NAMED`) What the forecaster looks at for the next answer."""
        self._logit(self._item(item), self.skill_numbers(skills, item=item), seconds)
        return self._features.copy()

    def _logit(self, item: int, skills: NDArray[np.int64], seconds: float | None) -> float:
        time = np.nan if seconds is None else float(seconds)
        return float(
            next_logit(
                self.history,
                *self._learnt,
                self._evidence,
                self._own,
                item,
                skills,
                time,
                self._features,
            )
        )

    def _variance(self, item: int, skills: NDArray[np.int64]) -> float:
        """Of the logit: each part has its own prior and shrinks with its answers."""
        x, tables = self._features, self.forecaster.tables
        of_pupil = float(self.history.general[0])
        of_skill = (np.expm1(x[RIGHT]) + np.expm1(x[WRONG])) if len(skills) else 0.0
        of_item = float(tables.item_count[item]) if item < len(tables.item_count) else 0.0
        return float(
            PUPIL_VARIANCE / (1.0 + PUPIL_VARIANCE * INFORMATION * of_pupil)
            + SKILL_VARIANCE / (1.0 + SKILL_VARIANCE * INFORMATION * of_skill)
            + ITEM_VARIANCE / (1.0 + ITEM_VARIANCE * INFORMATION * of_item)
            + FLOOR
        )

    def _item(self, name: str) -> int:
        known = self.forecaster.vocabulary.items
        found = known.get(name)
        if found is None:
            found = self._new_items.setdefault(name, len(known) + len(self._new_items))
        return found

    def skill_numbers(self, skills: Iterable[str], *, item: str) -> NDArray[np.int64]:
        """(skills) By number, in the order of their names; the first one leads."""
        key = tuple(sorted(set(skills))) or (f"\0{item}",)
        found = self._sets.get(key)
        if found is None:
            known = self.forecaster.vocabulary.skills
            numbers = []
            for name in key:
                number = known.get(name)
                if number is None:
                    new = len(known) + len(self._new_skills)
                    number = self._new_skills.setdefault(name, new)
                numbers.append(number)
            found = self._sets[key] = np.array(numbers, np.int64)
        return found


_NAMES = [name for name, _ in NAMED]
RIGHT, WRONG = _NAMES.index("skill_right"), _NAMES.index("skill_wrong")


def _chance(logit: float) -> float:
    return float(1.0 / (1.0 + np.exp(-logit)))


@njit(cache=True)
def next_logit(
    history: History,
    tables: Tables,
    compared: Compared,
    mean: Floats,
    deviation: Floats,
    weight: Floats,
    intercept: float,
    feature: NDArray[np.int16],
    threshold: NDArray[np.float32],
    left: NDArray[np.int16],
    right: NDArray[np.int16],
    value: NDArray[np.float32],
    evidence: NDArray[np.float32],
    own: int,
    item: int,
    skills: NDArray[np.int64],
    seconds: float,
    x: NDArray[np.float32],
) -> float:
    """The logit of a right answer; fills ``x`` with the features. The same steps as in a batch."""
    describe(history, tables, item, skills, seconds, x)
    lead = skills[0] if len(skills) else -1
    look_around(history.latest, int(history.general[0]), tables, lead, x[WIDTH:])
    ask_doubles(evidence, compared, item, own, x[BEFORE:])
    start = logistic.logit(x, mean, deviation, weight, intercept)
    return float(start + forest.walk(x, feature, threshold, left, right, value))

"""Skills that are known or not: knowledge tracing with slips and guesses.

Corbett & Anderson, *Knowledge tracing* (1995): an unknown skill becomes known with a fixed chance
at each question, whatever the answer; nothing is forgotten; skills are independent. Chances of
learning differ from child to child (Yudelson, Koedinger & Gordon 2013), of slipping and guessing
from question to question (Pardos & Heffernan 2011).
"""

import random
from collections.abc import Mapping
from dataclasses import dataclass, replace
from math import log

from terrace.engines.learner.model import logistic
from terrace.engines.learner.simulators.curriculum import Curriculum, Question
from terrace.engines.learner.simulators.simulator import Answer

BEGUN = 2.0
"""School years that the class has behind it."""
STEEPNESS = 2.0
"""Logits of knowing a skill at the start, for each school year since it was taught."""
LEARN = 0.10
GUESS_NUMBER, GUESS_CHOICE, SLIP = 0.10, 0.27, 0.08


def _logit(chance: float) -> float:
    return log(chance / (1.0 - chance))


@dataclass(frozen=True, slots=True)
class Traced:
    """The skills she knows, and how fast she learns (logits beside the skill's chance)."""

    known: frozenset[str]
    quick: float


class Tracing:
    """Known or not, with slips and guesses."""

    name = "knowledge tracing"

    def __init__(self, of: Curriculum, rng: random.Random) -> None:
        self._of = of
        self._learn: Mapping[str, float] = {
            skill: _logit(LEARN) + rng.gauss(0.0, 0.4) for skill in of.skills
        }

    def born(self, rng: random.Random) -> Traced:
        able = rng.gauss(0.0, 1.0)
        known = frozenset(
            skill
            for skill, when in self._of.position.items()
            if rng.random() < logistic(able + STEEPNESS * (BEGUN - when))
        )
        return Traced(known, 0.3 * able + rng.gauss(0.0, 0.4))

    def answer(
        self, mind: Traced, question: Question, *, day: float, rng: random.Random
    ) -> tuple[Answer, Traced]:
        luck, learns = rng.random(), rng.random()
        if question.skill in mind.known:
            slip = logistic(_logit(SLIP) + question.difficulty)
            return Answer(luck >= slip), mind
        base = GUESS_CHOICE if question.options else GUESS_NUMBER
        right = luck < logistic(_logit(base) - question.difficulty)
        if learns < self._chance(mind, question.skill):
            mind = replace(mind, known=mind.known | {question.skill})
        return Answer(right), mind

    def knowledge(self, mind: Traced, *, day: float) -> float:
        return len(mind.known) / len(self._of.skills)

    def worth(self, mind: Traced, question: Question, *, day: float) -> float:
        if question.skill in mind.known:
            return 0.0
        return self._chance(mind, question.skill) / len(self._of.skills)

    def _chance(self, mind: Traced, skill: str) -> float:
        return logistic(self._learn[skill] + mind.quick)

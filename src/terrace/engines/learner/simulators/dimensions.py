"""Several abilities at once, practice that fades: a compensatory model with forgetting.

Abilities add up in a question (Reckase, *Multidimensional item response theory*, 2009). Practice
adds to a skill, four times as much after a right answer as after a wrong one (Pavlik, Cen &
Koedinger, *Performance factors analysis*, 2009), less the nearer its ceiling (power law of
practice, Newell & Rosenbloom 1981), and fades exponentially (Settles & Meeder, *Half-life
regression*, 2016). A right answer after some forgetting makes what is left last longer (spacing:
Pavlik & Anderson 2005). As much as a tenth of what is gained is spread over the skills of its
strand.
"""

import random
from collections.abc import Mapping
from dataclasses import dataclass, replace
from math import exp

from terrace.engines.learner.model import logistic
from terrace.engines.learner.simulators.curriculum import GRADE_STEP, STRANDS, Curriculum, Question
from terrace.engines.learner.simulators.simulator import Answer

BEGUN = 2.0
GENERAL = "reasoning"
GAIN = 0.45
"""Logits that one right answer adds at first."""
AFTER_WRONG = 0.25
"""A wrong answer adds this share of it."""
CEILING = 3.0
"""Logits that practice can add to one skill."""
TRANSFER = 0.1
FIRST_DAYS = 30.0
"""Practice falls to 1/e in so many days at first."""
SPACING = 0.9
SLIP = 0.03


@dataclass(frozen=True, slots=True)
class Trace:
    """What practice has left of one skill: logits at ``day``, falling to 1/e in ``days``."""

    strength: float
    days: float
    day: float

    def at(self, day: float) -> float:
        """What is left."""
        return self.strength * exp(min(self.day - day, 0.0) / self.days)


@dataclass(frozen=True, slots=True)
class Able:
    """Her abilities (logits) by dimension, traces by skill, how fast she learns (factor)."""

    abilities: Mapping[str, float]
    traces: Mapping[str, Trace]
    quick: float


class Dimensions:
    """Several abilities, and practice that fades."""

    name = "dimensions with forgetting"

    def __init__(self, of: Curriculum, rng: random.Random) -> None:
        self._of = of
        self._loads: dict[str, dict[str, float]] = {}
        self._usual: dict[str, float] = {}
        for skill, when in of.position.items():
            loads = {of.strand[skill]: rng.uniform(0.8, 1.2), GENERAL: rng.uniform(0.3, 0.7)}
            other = rng.choice([one for one in STRANDS if one != of.strand[skill]])
            if rng.random() < 0.3:
                loads[other] = rng.uniform(0.2, 0.5)
            self._loads[skill] = loads
            self._usual[skill] = GRADE_STEP * (when - BEGUN) + rng.gauss(0.0, 0.3)

    def born(self, rng: random.Random) -> Able:
        abilities = {name: rng.gauss(0.0, 0.7) for name in (*STRANDS, GENERAL)}
        traces = {}
        for skill, when in self._of.position.items():
            strength, days, since = rng.uniform(0.5, 2.0), rng.uniform(30, 120), rng.uniform(20, 90)
            if when < BEGUN:
                traces[skill] = Trace(strength, days, -since)
        return Able(abilities, traces, exp(rng.gauss(0.0, 0.3)))

    def answer(
        self, mind: Able, question: Question, *, day: float, rng: random.Random
    ) -> tuple[Answer, Able]:
        luck = rng.random()
        knows = self._chance(mind, question, day)
        guess = 1.0 / question.options if question.options else 0.0
        right = luck < knows * (1.0 - SLIP) + (1.0 - knows) * guess
        return Answer(right), self._after(mind, question.skill, day=day, right=right)

    def knowledge(self, mind: Able, *, day: float) -> float:
        total = 0.0
        for skill, questions in self._of.questions.items():
            logit = self._logit(mind, skill, day)
            total += sum(logistic(logit - one.difficulty) for one in questions) / len(questions)
        return total / len(self._of.skills)

    def worth(self, mind: Able, question: Question, *, day: float) -> float:
        right = self._chance(mind, question, day)
        worth = 0.0
        for correct, chance in ((True, right), (False, 1.0 - right)):
            after = self._after(mind, question.skill, day=day, right=correct)
            # As it is a month later: what lasts counts.
            worth += chance * (
                self._of_skill(after, question.skill, day + 30)
                - self._of_skill(mind, question.skill, day + 30)
            )
        return worth / len(self._of.skills)

    def _of_skill(self, mind: Able, skill: str, day: float) -> float:
        logit = self._logit(mind, skill, day)
        questions = self._of.questions[skill]
        return sum(logistic(logit - one.difficulty) for one in questions) / len(questions)

    def _logit(self, mind: Able, skill: str, day: float) -> float:
        able = sum(load * mind.abilities[name] for name, load in self._loads[skill].items())
        trace = mind.traces.get(skill)
        return able + (trace.at(day) if trace else 0.0) - self._usual[skill]

    def _chance(self, mind: Able, question: Question, day: float) -> float:
        return logistic(self._logit(mind, question.skill, day) - question.difficulty)

    def _after(self, mind: Able, skill: str, *, day: float, right: bool) -> Able:
        trace = mind.traces.get(skill)
        left = trace.at(day) if trace else 0.0
        days = trace.days if trace else FIRST_DAYS
        if right and trace and trace.strength > 0:
            days *= 1.0 + SPACING * (1.0 - left / trace.strength)
        gain = GAIN * mind.quick * max(1.0 - left / CEILING, 0.0) * (1.0 if right else AFTER_WRONG)
        strand = self._of.strand[skill]
        spread = TRANSFER * gain * len(STRANDS) / len(self._of.skills)
        own = mind.abilities[strand] + spread
        return replace(
            mind,
            abilities={**mind.abilities, strand: own},
            traces={**mind.traces, skill: Trace(left + gain, days, day)},
        )

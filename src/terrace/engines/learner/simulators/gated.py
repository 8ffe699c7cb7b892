"""Nothing is learnt before what it rests on: knowledge spaces.

Doignon & Falmagne, *Knowledge spaces* (1999): what a child knows is closed under prerequisites, and
she learns only at her outer fringe. Careless errors and lucky guesses as in their basic local
independence model; a skill whose ground is missing is all but never learnt (Käser, Klingler,
Schwing & Gross 2014 fit such topologies).
"""

import random
from collections.abc import Mapping
from dataclasses import dataclass, replace

from terrace.engines.learner.model import logistic
from terrace.engines.learner.simulators.curriculum import Curriculum, Question
from terrace.engines.learner.simulators.simulator import Answer

BEGUN = 2.0
STEEPNESS = 2.0
GROUND = 1.5
"""Logits that a skill whose ground is there is likelier known at the start."""
LEARN, WITHOUT_GROUND = 0.16, 0.01


@dataclass(frozen=True, slots=True)
class Fringed:
    """The skills she knows, closed under prerequisites, and how fast she learns (factor)."""

    known: frozenset[str]
    quick: float


class Gated:
    """Prerequisites first, or nothing is learnt."""

    name = "prerequisite-gated"

    def __init__(self, of: Curriculum, rng: random.Random) -> None:
        self._of = of
        self._careless: Mapping[str, float] = {
            one.item: rng.uniform(0.03, 0.12) for one in of.all_questions
        }
        self._lucky: Mapping[str, float] = {
            one.item: rng.uniform(0.2, 0.3) if one.options else rng.uniform(0.02, 0.12)
            for one in of.all_questions
        }

    def born(self, rng: random.Random) -> Fringed:
        able = rng.gauss(0.0, 1.0)
        known: set[str] = set()
        for skill, when in self._of.position.items():
            luck = rng.random()
            if known.issuperset(self._of.graph.prerequisites(skill)) and luck < logistic(
                able + GROUND + STEEPNESS * (BEGUN - when)
            ):
                known.add(skill)
        return Fringed(frozenset(known), min(max(1.0 + rng.gauss(0.0, 0.3), 0.4), 2.0))

    def answer(
        self, mind: Fringed, question: Question, *, day: float, rng: random.Random
    ) -> tuple[Answer, Fringed]:
        luck, learns = rng.random(), rng.random()
        if question.skill in mind.known:
            return Answer(luck >= self._careless[question.item]), mind
        right = luck < self._lucky[question.item]
        if learns < self._chance(mind, question.skill):
            mind = replace(mind, known=mind.known | {question.skill})
        return Answer(right), mind

    def knowledge(self, mind: Fringed, *, day: float) -> float:
        return len(mind.known) / len(self._of.skills)

    def worth(self, mind: Fringed, question: Question, *, day: float) -> float:
        if question.skill in mind.known:
            return 0.0
        return self._chance(mind, question.skill) / len(self._of.skills)

    def _chance(self, mind: Fringed, skill: str) -> float:
        ground = mind.known.issuperset(self._of.graph.prerequisites(skill))
        return (LEARN if ground else WITHOUT_GROUND) * mind.quick

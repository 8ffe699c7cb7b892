"""Wrong in one's own consistent way: misconceptions drive what is wrong and what must be unlearnt.

Brown & Burton, *Diagnostic models for procedural bugs in basic mathematical skills* (1978): a
child follows a procedure with a bug, right wherever the bug does not show, wrong in the same way
wherever it does. A bug goes when a question that shows it comes back marked, seldom by other
practice, and may return (VanLehn, *Mind bugs*, 1990).
"""

import random
from collections.abc import Mapping
from dataclasses import dataclass, replace
from math import exp

from terrace.engines.learner.model import logistic
from terrace.engines.learner.simulators.curriculum import QUESTIONS, Curriculum, Question
from terrace.engines.learner.simulators.simulator import Answer

BEGUN = 2.0
STEEPNESS = 2.0
BUGS = ("a", "b")
SHOWS: Mapping[int, str] = {2: "a", 3: "a", 4: "a", 5: "b", 6: "b", 7: "b"}
"""Which bug a skill's question shows, by its place; the first two show none."""
PROCEDURE = 0.15
"""Chance that a question teaches a procedure that was not there."""
WITH_BUG = 0.45
"""Chance of each bug in a procedure that has just been learnt."""
STARTS_WITH_BUG = 0.35
CLEARED_SHOWN, CLEARED_UNSHOWN = 0.2, 0.02
RETURNS, RETURN_DAYS = 0.3, 60.0
"""Chance that a cleared bug is back in the long run, and how slowly."""
SLIP, GUESS_NUMBER, LUCKY_BUG, FOLLOWS = 0.06, 0.05, 0.05, 0.85


@dataclass(frozen=True, slots=True)
class Minded:
    """Procedures she has; for each bug of them that is not held, the day it went.

    ``held``: bugs that she holds, as "skill:bug".
    """

    procedures: frozenset[str]
    held: frozenset[str]
    gone: Mapping[str, float]
    quick: float


class Misconceived:
    """Procedures with bugs."""

    name = "misconceptions"

    def __init__(self, of: Curriculum, rng: random.Random) -> None:
        self._of = of

    def born(self, rng: random.Random) -> Minded:
        able = rng.gauss(0.0, 1.0)
        procedures, held = set(), set()
        for skill, when in self._of.position.items():
            luck, first, second = rng.random(), rng.random(), rng.random()
            if luck >= logistic(able + 0.5 + STEEPNESS * (BEGUN - when)):
                continue
            procedures.add(skill)
            for bug, drawn in zip(BUGS, (first, second), strict=True):
                if drawn < STARTS_WITH_BUG:
                    held.add(f"{skill}:{bug}")
        quick = min(max(1.0 + rng.gauss(0.0, 0.3), 0.4), 2.0)
        return Minded(frozenset(procedures), frozenset(held), {}, quick)

    def answer(
        self, mind: Minded, question: Question, *, day: float, rng: random.Random
    ) -> tuple[Answer, Minded]:
        luck, follows, learns, first, second, back = (rng.random() for _ in range(6))
        skill = question.skill
        shown = self._shown(question)
        if skill not in mind.procedures:
            guess = 1.0 / question.options if question.options else GUESS_NUMBER
            if learns < PROCEDURE * mind.quick:
                bugs = {
                    f"{skill}:{bug}"
                    for bug, drawn in zip(BUGS, (first, second), strict=True)
                    if drawn < WITH_BUG
                }
                mind = replace(mind, procedures=mind.procedures | {skill}, held=mind.held | bugs)
            return Answer(luck < guess), mind
        if shown and shown in mind.gone and back < self._back(mind, shown, day):
            gone = {bug: went for bug, went in mind.gone.items() if bug != shown}
            mind = replace(mind, held=mind.held | {shown}, gone=gone)
        if shown in mind.held:
            right = luck < LUCKY_BUG
            given = Answer(right, None if right or follows >= FOLLOWS else shown)
        else:
            given = Answer(luck >= SLIP)
        for bug, drawn in zip(BUGS, (first, second), strict=True):
            name = f"{skill}:{bug}"
            if name in mind.held and drawn < self._clears(mind, name, shown):
                mind = replace(mind, held=mind.held - {name}, gone={**mind.gone, name: day})
        if shown and shown in mind.gone:
            mind = replace(mind, gone={**mind.gone, shown: day})
        return given, mind

    def knowledge(self, mind: Minded, *, day: float) -> float:
        total = 0.0
        for skill in mind.procedures:
            questions = self._of.questions[skill]
            total += sum(self._sound(mind, self._shown(one), day) for one in questions) / len(
                questions
            )
        return total / len(self._of.skills)

    def worth(self, mind: Minded, question: Question, *, day: float) -> float:
        skills = len(self._of.skills)
        if question.skill not in mind.procedures:
            sound = 1.0 - WITH_BUG * len(SHOWS) / QUESTIONS
            return PROCEDURE * mind.quick * sound / skills
        shown = self._shown(question)
        worth = 0.0
        for bug in BUGS:
            name = f"{question.skill}:{bug}"
            share = sum(one == bug for one in SHOWS.values()) / QUESTIONS
            if name in mind.held:
                worth += self._clears(mind, name, shown) * share
        return worth / skills

    def _shown(self, question: Question) -> str:
        bug = SHOWS.get(question.place)
        return f"{question.skill}:{bug}" if bug else ""

    def _sound(self, mind: Minded, shown: str, day: float) -> float:
        if shown in mind.held:
            return 0.0
        return 1.0 - (self._back(mind, shown, day) if shown in mind.gone else 0.0)

    def _back(self, mind: Minded, bug: str, day: float) -> float:
        return RETURNS * (1.0 - exp(min(mind.gone[bug] - day, 0.0) / RETURN_DAYS))

    def _clears(self, mind: Minded, bug: str, shown: str) -> float:
        return (CLEARED_SHOWN if bug == shown else CLEARED_UNSHOWN) * mind.quick

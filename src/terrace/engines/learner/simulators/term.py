"""A term of weekly worksheets: children of a simulator, sheets chosen by a policy."""

import random
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Protocol, TypeVar

from terrace.engines.learner.simulators.curriculum import Curriculum, Question
from terrace.engines.learner.simulators.simulator import Answer, Mind, Simulator

WEEKS = 18
LENGTH = 12
"""Questions of a sheet."""
AFTER = 7.0
"""Days from the last sheet to the day on which knowledge is taken."""

Told = tuple[Question, Answer, float]
"""A question, what was written, and the day: all that a policy ever sees of a child."""
State = TypeVar("State")


class Policy(Protocol[State]):
    """Chooses sheets from answers alone. A whole sheet is chosen before any of it is answered."""

    name: str

    def start(self) -> State:
        """What is known of a child before her first sheet."""
        ...

    def sheet(
        self, state: State, *, day: float, length: int, rng: random.Random
    ) -> Sequence[Question]:
        """The kinds of question of the next sheet, in order, at most ``length``."""
        ...

    def learn(self, state: State, answers: Sequence[Told]) -> State:
        """What is known after a sheet has been read."""
        ...


@dataclass(frozen=True, slots=True)
class Life:
    """One child's term. ``gained``: knowledge (0…1) at its end less at its beginning.

    ``before``: knowledge at the beginning; ``right``: share of right answers; ``told``: all of
    them in order.
    """

    before: float
    gained: float
    right: float
    told: tuple[Told, ...]


def live(
    simulator: Simulator[Mind],
    policy: Policy[State],
    *,
    pupils: int,
    seed: int,
    weeks: int = WEEKS,
    length: int = LENGTH,
) -> list[Life]:
    """A class's term. The same ``seed`` gives the same children to every policy."""
    return [
        _life(simulator, policy, f"{seed}/{pupil}", weeks=weeks, length=length)
        for pupil in range(pupils)
    ]


def _life(
    simulator: Simulator[Mind], policy: Policy[State], seed: str, *, weeks: int, length: int
) -> Life:
    luck = random.Random(f"{seed}/life")  # noqa: S311 - no secret
    choice = random.Random(f"{seed}/choice")  # noqa: S311
    mind, state = simulator.born(luck), policy.start()
    before = simulator.knowledge(mind, day=0.0)
    told: list[Told] = []
    for week in range(weeks):
        day = 7.0 * week + 4.0
        answers: list[Told] = []
        for question in policy.sheet(state, day=day, length=length, rng=choice):
            answer, mind = simulator.answer(mind, question, day=day, rng=luck)
            answers.append((question, answer, day))
        state = policy.learn(state, answers)
        told += answers
    after = simulator.knowledge(mind, day=7.0 * (weeks - 1) + 4.0 + AFTER)
    right = sum(answer.correct for _, answer, _ in told) / max(len(told), 1)
    return Life(before, after - before, right, tuple(told))


def worth_most(
    simulator: Simulator[Mind], of: Curriculum, *, pupils: int, seed: int, weeks: int = WEEKS
) -> list[float]:
    """Knowledge gained where each question is the one worth most by the child's true mind: about
    as much as any choice can bring, and more than one from answers alone can.
    """
    gained = []
    for pupil in range(pupils):
        luck = random.Random(f"{seed}/{pupil}/life")  # noqa: S311
        mind = simulator.born(luck)
        before = simulator.knowledge(mind, day=0.0)
        for week in range(weeks):
            day = 7.0 * week + 4.0
            for _ in range(LENGTH):
                best = max(of.all_questions, key=lambda one: simulator.worth(mind, one, day=day))
                _, mind = simulator.answer(mind, best, day=day, rng=luck)
        gained.append(simulator.knowledge(mind, day=7.0 * (weeks - 1) + 4.0 + AFTER) - before)
    return gained


def answers_by_pupil(lives: Sequence[Life]) -> Mapping[str, tuple[Told, ...]]:
    """Every child's answers, by a name that says nothing."""
    return {f"pupil {number:03d}": life.told for number, life in enumerate(lives)}

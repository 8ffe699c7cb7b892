"""What every simulator does: a child is born, answers, and knows so much."""

import random
from dataclasses import dataclass
from typing import Protocol, TypeVar

from terrace.engines.learner.simulators.curriculum import Question

Mind = TypeVar("Mind")


@dataclass(frozen=True, slots=True)
class Answer:
    """What stands on the paper: right or not, and the misconception that a wrong answer is known
    for, if any.
    """

    correct: bool
    misconception: str | None = None


class Simulator(Protocol[Mind]):
    """One theory of how children know and learn. Minds are immutable; chance comes in as ``rng``.

    Days are days of 24 hours; the term begins at day 0 with children at the start of grade 3.
    """

    name: str

    def born(self, rng: random.Random) -> Mind:
        """A child as she begins the term."""
        ...

    def answer(
        self, mind: Mind, question: Question, *, day: float, rng: random.Random
    ) -> tuple[Answer, Mind]:
        """One question answered, and the child after it; always the same number of draws."""
        ...

    def knowledge(self, mind: Mind, *, day: float) -> float:
        """What she truly knows, 0…1: the mean over all skills, luck left out."""
        ...

    def worth(self, mind: Mind, question: Question, *, day: float) -> float:
        """What practising this question now adds to her knowledge, expected (a little more or less
        where later forgetting plays a part): what only who could look into her head would know.
        """
        ...

"""What practising a skill is worth to a child now: how much of it is missing, and how ready she is.

How much is missing is judged twice and mixed: by the belief, which is slow and sees all skills
together, and by her latest answers to this skill read as *known or not* (Corbett & Anderson 1995),
which notices at once that something has been understood.
"""

from collections.abc import Mapping, Sequence

from terrace.engines.learner.model import Mastery
from terrace.engines.learner.pupil import Recent, SkillEstimate

GUESS, SLIP, LEARNT = 0.2, 0.1, 0.12
"""Right without knowing it, wrong though she knows it, learnt at a question: what is usual in
published fits of knowledge tracing, fitted to nobody here.
"""
QUICK = 0.7
"""Share of the quick reading in the mixture."""
CARRIES = 0.8
"""A base known so surely carries what rests on it in full."""
MISSED_AGAIN = 0.6
"""A kind of question missed the last time is worth so much more, one just managed so much less."""


def known_share(mastery: Mastery, estimate: SkillEstimate | None) -> float:
    """How likely the skill is known, 0…1; from the belief alone where nothing was answered."""
    by_belief = min(max((mastery.chance - GUESS) / (1.0 - SLIP - GUESS), 0.02), 0.98)
    if estimate is None or not estimate.met:
        return by_belief
    quick = read(estimate.recent, start=0.25 + 0.5 * by_belief)
    return QUICK * quick + (1.0 - QUICK) * by_belief


def read(recent: Sequence[Recent], *, start: float) -> float:
    """The chance that a skill is known after some answers, oldest first."""
    known = start
    for correct, _, _ in recent:
        yes = known * (1.0 - SLIP if correct else SLIP)
        no = (1.0 - known) * (GUESS if correct else 1.0 - GUESS)
        known = yes / (yes + no)
        known += (1.0 - known) * LEARNT
    return known


def carried(bases: Sequence[float]) -> float:
    """How well a skill is carried, 0…1, by how surely its bases are known; 1 without bases."""
    return min([1.0, *(base / CARRIES for base in bases)]) ** 3


def lately(estimate: SkillEstimate | None) -> Mapping[str, float]:
    """By kind of question: how much more (missed) or less (managed) it is worth than another."""
    if estimate is None:
        return {}
    return {
        item: -MISSED_AGAIN if correct else MISSED_AGAIN for correct, _, item in estimate.recent
    }

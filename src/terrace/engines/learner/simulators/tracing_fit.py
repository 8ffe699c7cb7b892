"""Knowledge tracing fitted to answers: the peer's own model, by expectation and maximisation.

Corbett & Anderson 1995; the fit as a hidden Markov model of two states (Baum–Welch), with guess and
slip kept below one half and one third, where they can still be called so (Baker, Corbett & Aleven
2008).
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

ROUNDS = 20
MOST_GUESS, MOST_SLIP = 0.5, 0.33
WEIGHT = 10.0
"""Pseudo-answers by which each skill is drawn to what is usual, so that a few answers do not
decide.
"""


@dataclass(frozen=True, slots=True)
class KnownOrNot:
    """Chances: known at the start, learnt at a question, right by guessing, wrong by slipping."""

    start: float = 0.4
    learn: float = 0.15
    guess: float = 0.2
    slip: float = 0.1

    def after(self, known: float, *, right: bool) -> float:
        """The chance that the skill is known after one more answer, and the learning from it."""
        yes = known * ((1.0 - self.slip) if right else self.slip)
        no = (1.0 - known) * (self.guess if right else 1.0 - self.guess)
        seen = yes / (yes + no)
        return seen + (1.0 - seen) * self.learn


def fit(answers: Mapping[str, Sequence[Sequence[bool]]]) -> dict[str, KnownOrNot]:
    """Skill → its chances, from skill → the children's answers in order."""
    return {skill: _fit(given) for skill, given in answers.items()}


def _fit(given: Sequence[Sequence[bool]]) -> KnownOrNot:
    usual = KnownOrNot()
    now = usual
    for _ in range(ROUNDS):
        started = [WEIGHT * usual.start, WEIGHT]
        learnt = [WEIGHT * usual.learn, WEIGHT]
        guessed = [WEIGHT * usual.guess, WEIGHT]
        slipped = [WEIGHT * usual.slip, WEIGHT]
        for one in given:
            if not one:
                continue
            known, moved = _smoothed(now, one)
            started[0] += known[0]
            started[1] += 1.0
            for place, right in enumerate(one):
                guessed[0] += (1.0 - known[place]) * right
                guessed[1] += 1.0 - known[place]
                slipped[0] += known[place] * (not right)
                slipped[1] += known[place]
                if place + 1 < len(one):
                    learnt[0] += moved[place]
                    learnt[1] += 1.0 - known[place]
        now = KnownOrNot(
            started[0] / started[1],
            learnt[0] / learnt[1],
            min(guessed[0] / guessed[1], MOST_GUESS),
            min(slipped[0] / slipped[1], MOST_SLIP),
        )
    return now


def _smoothed(now: KnownOrNot, one: Sequence[bool]) -> tuple[list[float], list[float]]:
    """The chance that the skill was known at each answer, and that it was learnt right after it,
    given all answers.
    """
    length = len(one)
    yes = [(1.0 - now.slip) if right else now.slip for right in one]
    no = [now.guess if right else 1.0 - now.guess for right in one]
    before, scale = [], []
    known = now.start
    for place in range(length):
        up, down = known * yes[place], (1.0 - known) * no[place]
        scale.append(up + down)
        before.append(up / (up + down))
        known = before[-1] + (1.0 - before[-1]) * now.learn
    later_yes, later_no = 1.0, 1.0
    found = [0.0] * length
    moved = [0.0] * length
    for place in range(length - 1, -1, -1):
        by_learning = 0.0
        if place + 1 < length:
            ahead_yes = yes[place + 1] * later_yes / scale[place + 1]
            ahead_no = no[place + 1] * later_no / scale[place + 1]
            by_learning = now.learn * ahead_yes
            later_yes, later_no = ahead_yes, by_learning + (1.0 - now.learn) * ahead_no
        up, down = before[place] * later_yes, (1.0 - before[place]) * later_no
        found[place] = up / (up + down)
        moved[place] = (1.0 - before[place]) * by_learning / (up + down)
    return found, moved

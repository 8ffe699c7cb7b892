"""Other ways of choosing the next sheet, as fairly as paper allows.

Each fills the same sheet of the same length from the same questions and learns from answers once
the sheet has been read, as ours does. Where a rule has a setting, the bench tries several and
compares with whichever does best in that simulator.
"""

import random
from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from terrace.engines.learner.simulators.curriculum import Curriculum, Question
from terrace.engines.learner.simulators.term import Told
from terrace.engines.learner.simulators.tracing_fit import KnownOrNot

Right = Mapping[str, tuple[bool, ...]]
"""Skill → a child's answers in order."""

CLASS_BEGUN = 2.0
"""School years that a third grade has behind it."""


class AtRandom:
    """Any question, none twice on a sheet."""

    name = "random"

    def __init__(self, of: Curriculum) -> None:
        self._all = of.all_questions

    def start(self) -> None:
        return None

    def sheet(
        self, state: None, *, day: float, length: int, rng: random.Random
    ) -> Sequence[Question]:
        return rng.sample(self._all, length)

    def learn(self, state: None, answers: Sequence[Told]) -> None:
        return None


@dataclass(frozen=True, slots=True)
class Progress:
    """The latest answers by skill, and the skills that count as mastered for good."""

    answers: Right
    mastered: frozenset[str]


class MasteryInOrder:
    """Kolibri's order: in the order of the curriculum, each exercise until ``needed`` of its latest
    ``of`` answers were right; what is mastered never comes again.

    A sheet takes the first skill not mastered, as many of its questions as mastery may yet need
    (never more than ``of``), then the next skill. Who has mastered everything gets any questions.
    ``from_grade``: begin with the class's own grade, go on, and come back to the earlier ones.
    """

    def __init__(self, of_: Curriculum, *, needed: int, of: int, from_grade: bool) -> None:
        self._of, self._needed, self._window = of_, needed, of
        self._order = in_order(of_, from_grade=from_grade)
        self.name = f"{needed} of {of}, from {'the grade' if from_grade else 'the first skill'}"

    def start(self) -> Progress:
        return Progress({}, frozenset())

    def sheet(
        self, state: Progress, *, day: float, length: int, rng: random.Random
    ) -> Sequence[Question]:
        wanted: list[tuple[str, int]] = []
        for skill in self._order:
            if skill not in state.mastered:
                wanted.append((skill, self._missing(state.answers.get(skill, ()))))
        return fill(self._of, wanted, length=length, rng=rng)

    def learn(self, state: Progress, answers: Sequence[Told]) -> Progress:
        given = dict(state.answers)
        mastered = set(state.mastered)
        for question, answer, _ in answers:
            latest = (*given.get(question.skill, ()), answer.correct)[-self._window :]
            given[question.skill] = latest
            if sum(latest) >= self._needed:
                mastered.add(question.skill)
        return Progress(given, frozenset(mastered))

    def _missing(self, latest: tuple[bool, ...]) -> int:
        """Right answers in a row that would give mastery."""
        for more in range(1, self._window + 1):
            if sum((*latest, *[True] * more)[-self._window :]) >= self._needed:
                return more
        return self._window


class TracedInOrder:
    """In the order of the curriculum, each skill until knowledge tracing is 95 % sure of it.

    The tracing is fitted to a class that had any questions in the same simulator. A sheet takes
    the first skill below the threshold, as many questions as would lift it there were all right,
    then the next. Who is above it everywhere gets the skills that are least sure.
    """

    THRESHOLD = 0.95
    MOST = 8

    def __init__(
        self, of: Curriculum, traced: Mapping[str, KnownOrNot], *, from_grade: bool
    ) -> None:
        self._of, self._traced = of, traced
        self._order = in_order(of, from_grade=from_grade)
        self.name = f"tracing to 95 %, from {'the grade' if from_grade else 'the first skill'}"

    def start(self) -> Mapping[str, float]:
        return {skill: self._traced[skill].start for skill in self._order}

    def sheet(
        self, state: Mapping[str, float], *, day: float, length: int, rng: random.Random
    ) -> Sequence[Question]:
        wanted = [
            (skill, self._missing(skill, state[skill]))
            for skill in self._order
            if state[skill] < self.THRESHOLD
        ]
        rest = sorted(self._order, key=lambda skill: state[skill])
        return fill(self._of, [*wanted, *((skill, 1) for skill in rest)], length=length, rng=rng)

    def learn(self, state: Mapping[str, float], answers: Sequence[Told]) -> Mapping[str, float]:
        after = dict(state)
        for question, answer, _ in answers:
            traced = self._traced[question.skill]
            after[question.skill] = traced.after(after[question.skill], right=answer.correct)
        return after

    def _missing(self, skill: str, known: float) -> int:
        for more in range(1, self.MOST):
            known = self._traced[skill].after(known, right=True)
            if known >= self.THRESHOLD:
                return more
        return self.MOST


def in_order(of: Curriculum, *, from_grade: bool) -> tuple[str, ...]:
    """Skills in teaching order; ``from_grade``: the class's own grade and the next first."""
    if not from_grade:
        return of.skills
    now = [skill for skill, when in of.position.items() if when >= CLASS_BEGUN]
    return (*now, *(skill for skill, when in of.position.items() if when < CLASS_BEGUN))


def fill(
    of: Curriculum, wanted: Sequence[tuple[str, int]], *, length: int, rng: random.Random
) -> list[Question]:
    """So many questions of each skill in order, none twice; any others where that is not enough."""
    found: list[Question] = []
    taken: Counter[str] = Counter()
    for skill, many in wanted:
        room = min(many, length - len(found), len(of.questions[skill]) - taken[skill])
        if room > 0:
            free = [one for one in of.questions[skill] if one not in found]
            found += rng.sample(free, room)
            taken[skill] += room
        if len(found) == length:
            return found
    left = [one for one in of.all_questions if one not in found]
    return found + rng.sample(left, length - len(found))

"""A made-up curriculum: skills by grade and strand, what rests on what, kinds of questions."""

import random
from collections.abc import Mapping
from dataclasses import dataclass
from types import MappingProxyType

from terrace.engines.learner.bank import ItemBank
from terrace.engines.learner.graph import SkillGraph
from terrace.engines.learner.pupil import Estimate

GRADES = 4
STRANDS = ("number", "space", "data")
IN_STRAND = 4
"""Skills of one strand in one grade: 48 skills in all, about as many as the school offers a third
grade.
"""
QUESTIONS = 8
"""Kinds of questions of a skill."""
SPREAD = 0.8
"""Standard deviation of their difficulty in logits."""
JUDGED = 0.4
"""Standard deviation of an author's error about a difficulty, in logits."""
GRADE_STEP = 1.2
"""Logits between one grade's usual question and the next's."""
OPTIONS = 4
"""Half of the questions are choices among so many, half are numbers to be written."""


@dataclass(frozen=True, slots=True)
class Question:
    """A kind of question. ``difficulty``: logits beside its skill's usual question.

    ``options`` of a choice, 0 for a number. ``place``: its number among its skill's questions.
    """

    item: str
    skill: str
    difficulty: float
    options: int
    place: int


@dataclass(frozen=True, slots=True)
class Curriculum:
    """What is taught. ``position``: when a skill is taught, in school years from the first day.

    ``questions``: skill → its kinds of questions. ``judged``: what its authors believe of their
    difficulty, and all that a chooser is told of it.
    """

    graph: SkillGraph
    position: Mapping[str, float]
    strand: Mapping[str, str]
    questions: Mapping[str, tuple[Question, ...]]
    judged: ItemBank

    @property
    def skills(self) -> tuple[str, ...]:
        """All skills in teaching order, which never puts a skill before what it rests on."""
        return tuple(self.position)

    @property
    def all_questions(self) -> tuple[Question, ...]:
        """Every kind of question, by skill in teaching order."""
        return tuple(one for skill in self.position for one in self.questions[skill])


def curriculum(rng: random.Random) -> Curriculum:
    """A curriculum drawn by chance: each skill rests on one or two of its strand's last three, and
    one in four also on an earlier skill of another strand.
    """
    position: dict[str, float] = {}
    strand_of: dict[str, str] = {}
    bases: dict[str, tuple[str, ...]] = {}
    so_far: dict[str, list[str]] = {strand: [] for strand in STRANDS}
    per_grade = IN_STRAND * len(STRANDS)
    for grade in range(GRADES):
        for turn in range(IN_STRAND):
            for row, strand in enumerate(STRANDS):
                skill = f"{grade + 1}-{strand}-{turn + 1}"
                near = so_far[strand][-3:]
                rests = set(rng.sample(near, min(len(near), rng.choice((1, 1, 2)))))
                others = [one for name in STRANDS if name != strand for one in so_far[name][:-2]]
                if others and rng.random() < 0.25:
                    rests.add(rng.choice(others))
                position[skill] = grade + (turn * len(STRANDS) + row + 0.5) / per_grade
                strand_of[skill] = strand
                bases[skill] = tuple(sorted(rests))
                so_far[strand].append(skill)
    questions = {skill: _questions(skill, rng) for skill in position}
    return Curriculum(
        SkillGraph(bases),
        MappingProxyType(position),
        MappingProxyType(strand_of),
        MappingProxyType(questions),
        _judged(position, questions, rng),
    )


def _questions(skill: str, rng: random.Random) -> tuple[Question, ...]:
    return tuple(
        Question(f"{skill}/{place}", skill, rng.gauss(0.0, SPREAD), OPTIONS * (place % 2), place)
        for place in range(QUESTIONS)
    )


def _judged(
    position: Mapping[str, float], questions: Mapping[str, tuple[Question, ...]], rng: random.Random
) -> ItemBank:
    usual = {skill: GRADE_STEP * (when - 0.5) - 1.0 for skill, when in position.items()}
    return ItemBank(
        {
            one.item: Estimate(usual[skill] + one.difficulty + rng.gauss(0.0, JUDGED), 0.3)
            for skill, given in questions.items()
            for one in given
        },
        {skill: Estimate(mean, 0.3) for skill, mean in usual.items()},
    )

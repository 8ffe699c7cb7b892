"""The demo's children as they truly are, hidden from the program that they use.

A mind is drawn from seed, class and place on the class list, and then lives through the sheets
that the child has answered: so it need not be kept anywhere.
"""

import random
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from functools import cache

from terrace.engines.learner import simulate
from terrace.engines.learner.simulate import SimulatedChild
from terrace.school.curriculum.items import NumberAnswer
from terrace.school.curriculum.priors import prior_bank, starting_level
from terrace.school.curriculum.registry import generate, graph, skills, templates
from terrace.school.learning.knowledge import day_number, day_of_week
from terrace.school.learning.models import Worksheet
from terrace.school.learning.worksheets import Marked, questions
from terrace.school.people.models import Child, SchoolClass

from .answering import answers_of

NOT_HANDED_IN = 0.04
"""Share of sheets that stay at home, in the rain, or with a child who is ill."""

_LOOKS = 5
"""So many items of a template show which misconceptions it tempts."""


@dataclass(frozen=True, slots=True)
class Lived:
    """A sheet that a child has lived through: its week and round, and what was asked."""

    week: date
    round: int
    items: Sequence[dict[str, object]]

    @classmethod
    def of(cls, worksheet: Worksheet) -> "Lived":
        """What a worksheet was to a child."""
        return cls(worksheet.plan.week, worksheet.plan.round, worksheet.items)


def newborn(child: Child, school_class: SchoolClass, *, seed: int) -> SimulatedChild:
    """A child of her grade's level, before her first sheet."""
    near = tuple(one.code for one in skills() if abs(one.grade - school_class.grade) <= 1)
    return simulate.born(
        _rng(child, school_class, seed, "mind"),
        level=starting_level(school_class.grade),
        skills=near,
        misconceptions=_tempting(near),
    )


def hands_in(child: Child, school_class: SchoolClass, lived: Lived, *, seed: int) -> bool:
    """Whether this child's sheet of that week comes back."""
    rng = _rng(child, school_class, seed, f"hand-in/{lived.week}/{lived.round}")
    return rng.random() >= NOT_HANDED_IN


def answer_sheet(
    mind: SimulatedChild, child: Child, school_class: SchoolClass, lived: Lived, *, seed: int
) -> tuple[dict[str, Marked], SimulatedChild]:
    """What she writes on a sheet, by field, and her mind after it."""
    return answers_of(
        mind,
        questions(lived.items),
        day=day_number(day_of_week(lived.week)),
        bank=prior_bank(),
        graph=graph(),
        rng=_rng(child, school_class, seed, f"answers/{lived.week}/{lived.round}"),
    )


def mind_after(
    child: Child, school_class: SchoolClass, sheets: Sequence[Lived], *, seed: int
) -> SimulatedChild:
    """Her mind after the sheets that she has answered, in order of time."""
    mind = newborn(child, school_class, seed=seed)
    for lived in sheets:
        _, mind = answer_sheet(mind, child, school_class, lived, seed=seed)
    return mind


@cache
def _tempting(near: tuple[str, ...]) -> tuple[str, ...]:
    names: set[str] = set()
    for code in near:
        for template in templates(code):
            for number in range(_LOOKS):
                answer = generate(template.code, number).answer
                if isinstance(answer, NumberAnswer):
                    names.update(answer.misconceptions.values())
                else:
                    names.update(name for name in answer.misconceptions if name)
    return tuple(sorted(names))


def _rng(child: Child, school_class: SchoolClass, seed: int, what: str) -> random.Random:
    # Not the row's id, which is new in every database: the same seed gives the same school.
    return random.Random(f"{seed}/{what}/{school_class.code}/{child.class_number}/{child.name}")  # noqa: S311

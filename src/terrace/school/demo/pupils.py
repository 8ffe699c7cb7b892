"""What the demo school's children would write: the learner engine's simulated children, answering sheets."""

import random
from collections.abc import Iterable, Mapping
from dataclasses import dataclass

from terrace.engines.learner.simulate import Outcome, SimulatedChild, answer, born
from terrace.school.curriculum.misconceptions import MISCONCEPTIONS
from terrace.school.curriculum.priors import prior_bank, starting_level
from terrace.school.curriculum.registry import graph, skills
from terrace.school.learning.worksheets import Marked, NumberKey, OptionKey, Question

TRUE_SPREAD = 0.4
"""How far a kind of question is harder or easier than its author judged, in logits."""


@dataclass(frozen=True, slots=True)
class Answered:
    """What a child wrote on a sheet, field by field, and the child after it."""

    values: Mapping[str, Marked]
    child: SimulatedChild


def new_child(rng: random.Random, *, grade: int) -> SimulatedChild:
    """A child of a grade as she comes in, drawn by chance."""
    return born(
        rng,
        level=starting_level(grade),
        skills=[skill.code for skill in skills()],
        misconceptions=sorted(MISCONCEPTIONS),
    )


def answers(
    child: SimulatedChild, asked: Iterable[Question], rng: random.Random, *, day: float, seed: int
) -> Answered:
    """A child answers a sheet on a day; `seed` is the school's, and decides how hard questions truly are."""
    values: dict[str, Marked] = {}
    for question in asked:
        key = question.key
        tempting = _tempting(key)
        response, child = answer(
            child,
            rng,
            skills=(question.skill,),
            difficulty=_truly(question.template, seed),
            day=day,
            misconceptions=sorted(tempting),
            graph=graph(),
            options=key.options if isinstance(key, OptionKey) else 0,
        )
        match response.outcome:
            case Outcome.RIGHT:
                values[question.field] = _right(key)
            case Outcome.MISCONCEPTION if response.misconception in tempting:
                values[question.field] = tempting[response.misconception]
            case Outcome.BLANK:
                values[question.field] = () if isinstance(key, OptionKey) else ""
            case _:
                values[question.field] = _slip(key, rng)
    return Answered(values, child)


def _truly(template: str, seed: int) -> float:
    """How hard a kind of question truly is: near what its author judged."""
    judged = prior_bank().difficulty[template].mean
    return judged + random.Random(f"{seed}/{template}").gauss(0.0, TRUE_SPREAD)  # noqa: S311


def _right(key: OptionKey | NumberKey) -> Marked:
    return (key.key,) if isinstance(key, OptionKey) else str(key.value)


def _tempting(key: OptionKey | NumberKey) -> dict[str, Marked]:
    """The answer that each misconception of a question leads to."""
    if isinstance(key, OptionKey):
        return {
            name: (option,) for option, name in enumerate(key.misconceptions) if name is not None
        }
    return {name: str(number) for number, name in sorted(key.misconceptions.items())}


def _slip(key: OptionKey | NumberKey, rng: random.Random) -> Marked:
    """A wrong answer without a thought behind it."""
    if isinstance(key, OptionKey):
        return (rng.choice([option for option in range(key.options) if option != key.key]),)
    near = [key.value + step for step in (1, -1, 2, 10, -10, 100, -100)]
    swapped = str(key.value)[::-1]
    fitting = sorted({*near, int(swapped)} - {key.value})
    return str(rng.choice([n for n in fitting if 0 <= n < 10**key.boxes] or [0]))

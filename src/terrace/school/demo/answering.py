"""What a simulated child writes on her sheet: right, or wrong in her own way."""

import random
from collections.abc import Sequence

from terrace.engines.learner import simulate
from terrace.engines.learner.bank import ItemBank
from terrace.engines.learner.graph import SkillGraph
from terrace.engines.learner.simulate import Outcome, Response, SimulatedChild
from terrace.school.learning.worksheets import Marked, NumberKey, OptionKey, Question


def answers_of(
    child: SimulatedChild,
    asked: Sequence[Question],
    *,
    day: float,
    bank: ItemBank,
    graph: SkillGraph,
    rng: random.Random,
) -> tuple[dict[str, Marked], SimulatedChild]:
    """Her answers by field, and the child after practising. A blank is an empty field."""
    values: dict[str, Marked] = {}
    for one in asked:
        key = one.key
        tempting = key.misconceptions.values() if isinstance(key, NumberKey) else key.misconceptions
        response, child = simulate.answer(
            child,
            rng,
            skills=(one.skill,),
            difficulty=bank.of(one.template, (one.skill,)).mean,
            day=day,
            misconceptions=[name for name in tempting if name],
            graph=graph,
            options=key.options if isinstance(key, OptionKey) else 0,
        )
        values[one.field] = _written(key, response, rng)
    return values, child


def _written(key: OptionKey | NumberKey, response: Response, rng: random.Random) -> Marked:
    if isinstance(key, OptionKey):
        return _marked(key, response, rng)
    if response.outcome is Outcome.BLANK:
        return ""
    number = key.value
    if response.outcome is Outcome.MISCONCEPTION:
        number = next(
            value for value, name in key.misconceptions.items() if name == response.misconception
        )
    elif response.outcome is Outcome.SLIP:
        number = _slip(key, rng)
    return str(number)


def _marked(key: OptionKey, response: Response, rng: random.Random) -> tuple[int, ...]:
    if response.outcome is Outcome.BLANK:
        return ()
    if response.outcome is Outcome.RIGHT:
        return (key.key,)
    if response.outcome is Outcome.MISCONCEPTION:
        return (key.misconceptions.index(response.misconception),)
    return (rng.choice([option for option in range(key.options) if option != key.key]),)


def _slip(key: NumberKey, rng: random.Random) -> int:
    """A number near the right one that fits into the boxes, and is not the right one."""
    largest = 10**key.boxes - 1
    steps = [step for step in (-10, -2, -1, 1, 2, 10) if 0 <= key.value + step <= largest]
    return key.value + rng.choice(steps)

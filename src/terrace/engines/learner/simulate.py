"""A child as she might be, for the demo school and for tests; never evidence about a real child.

She grows in what she practises, forgets what she does not, slips, and holds misconceptions until
practice clears them. Deliberately not the learner's own model: growth saturates, guessing and
slipping are real, and forgetting stops at what was once well learnt.
"""

import random
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field, replace
from enum import StrEnum
from math import exp
from types import MappingProxyType

from terrace.engines.learner.graph import SkillGraph
from terrace.engines.learner.model import logistic


class Outcome(StrEnum):
    """What she wrote: the right answer, one that a misconception leads to, or any other."""

    RIGHT = "right"
    MISCONCEPTION = "misconception"
    SLIP = "slip"
    BLANK = "blank"


@dataclass(frozen=True, slots=True)
class Response:
    """``misconception`` names the one that led her, if any."""

    outcome: Outcome
    misconception: str | None = None


@dataclass(frozen=True, slots=True)
class Nature:
    """What makes one child unlike another. Logits, chances, days."""

    general: float = 0.0
    growth: float = 0.25
    """How much one question practised adds to its skill, at first."""
    memory_days: float = 50.0
    slip: float = 0.05
    """Chance of a wrong answer though she knows."""
    blank: float = 0.02
    """Chance of no answer."""
    tendency: float = 0.5
    """Chance that a wrong answer follows a misconception that she holds."""


@dataclass(frozen=True, slots=True)
class SimulatedChild:
    """Her true state. ``skills``: logits beside the general; ``practised``: last day by skill.

    ``held``: misconceptions she holds, with the strength 0…1 of each.
    """

    nature: Nature
    skills: Mapping[str, float] = field(default_factory=lambda: MappingProxyType({}))
    practised: Mapping[str, float] = field(default_factory=lambda: MappingProxyType({}))
    held: Mapping[str, float] = field(default_factory=lambda: MappingProxyType({}))


CEILING = 2.5
"""Practice lifts a skill at most so far above the general ability."""
FORGOTTEN = 0.6
"""This share of what was gained is lost in the end without practice."""
UNREADY = 1.2
"""So much harder, in logits, is a question whose prerequisites she does not have at all."""
CLEARING = 0.8
"""A question practised leaves this share of a misconception's strength."""


def born(
    rng: random.Random, *, level: float, skills: Sequence[str], misconceptions: Sequence[str]
) -> SimulatedChild:
    """A child of a grade's level, drawn by chance."""
    nature = Nature(
        general=level + rng.gauss(0.0, 0.7),
        growth=0.25 * exp(rng.gauss(0.0, 0.3)),
        memory_days=50.0 * exp(rng.gauss(0.0, 0.3)),
        slip=rng.uniform(0.02, 0.09),
        blank=rng.uniform(0.0, 0.04),
        tendency=rng.uniform(0.3, 0.8),
    )
    return SimulatedChild(
        nature,
        skills={skill: rng.gauss(0.0, 0.6) for skill in skills},
        held={name: rng.uniform(0.3, 1.0) for name in misconceptions if rng.random() < 0.35},
    )


def true_ability(child: SimulatedChild, *, skill: str, day: float) -> float:
    """Her ability in a skill today, in logits: what was gained fades down to its lasting part."""
    own = child.skills.get(skill, 0.0)
    last = child.practised.get(skill)
    if own <= 0 or last is None or day <= last:
        return child.nature.general + own
    kept = 1.0 - FORGOTTEN * (1.0 - exp((last - day) / child.nature.memory_days))
    return child.nature.general + own * kept


def true_chance(
    child: SimulatedChild,
    *,
    skills: Sequence[str],
    difficulty: float,
    day: float,
    graph: SkillGraph | None = None,
    options: int = 0,
) -> float:
    """Her chance of a right answer. ``options`` of a choice, where she may guess; else 0."""
    lowest = min(
        (true_ability(child, skill=skill, day=day) for skill in skills),
        default=child.nature.general,
    )
    missing = max(
        (
            1.0 - logistic(true_ability(child, skill=base, day=day) - difficulty + 1.0)
            for skill in skills
            for base in (graph.prerequisites(skill) if graph else ())
        ),
        default=0.0,
    )
    knows = logistic(lowest - difficulty - UNREADY * missing)
    guess = 1.0 / options if options else 0.0
    right = knows * (1.0 - child.nature.slip) + (1.0 - knows) * guess
    return right * (1.0 - child.nature.blank)


def answer(
    child: SimulatedChild,
    rng: random.Random,
    *,
    skills: Sequence[str],
    difficulty: float,
    day: float,
    misconceptions: Sequence[str] = (),
    graph: SkillGraph | None = None,
    options: int = 0,
) -> tuple[Response, SimulatedChild]:
    """One question answered, and the child after it: she learns from practising, right or wrong.

    ``misconceptions``: those that this question's wrong answers stand for.
    """
    chance = true_chance(
        child, skills=skills, difficulty=difficulty, day=day, graph=graph, options=options
    )
    response = _response(child, rng, chance, misconceptions)
    gained = dict(child.skills)
    practised = dict(child.practised)
    for skill in skills:
        now = true_ability(child, skill=skill, day=day) - child.nature.general
        # What is nearly known, or far beyond her, teaches less than what is at the edge.
        edge = 4.0 * chance * (1.0 - chance)
        room = max(1.0 - now / CEILING, 0.0)
        gained[skill] = now + child.nature.growth * room * (0.3 + 0.7 * edge)
        practised[skill] = max(day, practised.get(skill, day))
    held = {
        name: strength * CLEARING if name in misconceptions else strength
        for name, strength in child.held.items()
    }
    return response, replace(child, skills=gained, practised=practised, held=held)


def _response(
    child: SimulatedChild, rng: random.Random, chance: float, misconceptions: Sequence[str]
) -> Response:
    # Always the same number of draws, so that one answer does not shift the next child's luck.
    luck, leave, follow, which = rng.random(), rng.random(), rng.random(), rng.random()
    if luck < chance:
        return Response(Outcome.RIGHT)
    if leave < child.nature.blank / max(1.0 - chance, child.nature.blank, 1e-9):
        return Response(Outcome.BLANK)
    tempting = [name for name in sorted(set(misconceptions)) if name in child.held]
    strength = max((child.held[name] for name in tempting), default=0.0)
    if tempting and follow < child.nature.tendency * (0.5 + 0.5 * strength):
        return Response(Outcome.MISCONCEPTION, tempting[int(which * len(tempting))])
    return Response(Outcome.SLIP)

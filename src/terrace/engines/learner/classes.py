"""What else a teacher may ask of a class: of whom to expect more, who works together, which
questions mislead.
"""

from collections import Counter
from collections.abc import Mapping
from dataclasses import dataclass
from math import ceil, sqrt

from terrace.engines.learner.model import Model, logistic
from terrace.engines.learner.pupil import Pupil

ENOUGH = 12
"""Answers below which nothing is said of a child."""
ABOVE = 1.96
"""Standard errors above what is usual: chance alone names one child in forty."""
MORE = 0.1
"""And at least one in ten more than usual: enough to be seen in a lesson."""
KNOWING = 5
"""Answers of children who know the skill, below which nothing is said of a question."""
MISLED = 0.5
"""A question misleads where so small a share of those who know its skill get it right."""


@dataclass(frozen=True, slots=True)
class Beyond:
    """A child whose answers lie above the usual path of her grade.

    Of her latest answers ``right`` out of ``of`` were right; the usual child of her grade would
    have ``usual`` of the same questions right (not whole).
    """

    child: str
    right: int
    of: int
    usual: float


@dataclass(frozen=True, slots=True)
class Misleading:
    """A kind of question that children who know its skill get wrong: ``right`` out of ``of``."""

    item: str
    skill: str
    right: int
    of: int


@dataclass(frozen=True, slots=True)
class Group:
    """Children who sit together for a skill; ``helpers`` of them know it. Both sorted by key."""

    children: tuple[str, ...]
    helpers: tuple[str, ...]


def beyond(
    model: Model, pupils: Mapping[str, Pupil], *, levels: Mapping[str, float]
) -> tuple[Beyond, ...]:
    """Children of whom to expect more, sorted by key: no order among them.

    ``levels``: each child's grade's usual level in logits. Answers are those that are remembered
    one by one (`pupil.RECENT` of each skill). Each is set against the chance of the usual child at
    that very question, so that a child whose sheets are harder loses nothing by it.
    """
    found = []
    for name in sorted(pupils):
        usual_child = model.newcomer(levels[name])
        right = of = 0
        usual = spread = 0.0
        for skill, known in sorted(pupils[name].skills.items()):
            for correct, _, item in known.recent:
                parts = model.parts(usual_child, item=item, skills=(skill,))
                chance = logistic(parts.logit)
                right += correct
                of += 1
                usual += chance
                spread += chance * (1.0 - chance)
        if of >= ENOUGH and right - usual >= max(ABOVE * sqrt(spread), MORE * of):
            found.append(Beyond(name, right, of, usual))
    return tuple(found)


def misleading(
    model: Model, pupils: Mapping[str, Pupil], *, day: float | None
) -> tuple[Misleading, ...]:
    """Kinds of question that mislead those who know their skill, most answers first."""
    right: Counter[tuple[str, str]] = Counter()
    of: Counter[tuple[str, str]] = Counter()
    for pupil in pupils.values():
        for skill, known in pupil.skills.items():
            if model.mastery(pupil, skill=skill, day=day).state not in ("known", "fading"):
                continue
            for correct, _, item in known.recent:
                right[item, skill] += correct
                of[item, skill] += 1
    found = [
        Misleading(item, skill, right[item, skill], number)
        for (item, skill), number in of.items()
        if number >= KNOWING and right[item, skill] < MISLED * number
    ]
    return tuple(sorted(found, key=lambda one: (-one.of, one.item)))


def groups(
    model: Model,
    pupils: Mapping[str, Pupil],
    *,
    skill: str,
    day: float | None,
    size: int,
    mixed: bool,
) -> tuple[Group, ...]:
    """Everyone in one group of at most ``size`` (at least 2), all groups as large as each other or
    one smaller; by the first child's key, so that their order tells nothing.

    ``mixed``: those who know the skill are spread over the groups, else children who stand alike
    sit together. Raises ValueError for a smaller size.
    """
    if size < 2:
        raise ValueError(f"a group has at least 2 children, not {size}")
    if not pupils:
        return ()
    found = {name: model.mastery(pupils[name], skill=skill, day=day) for name in pupils}
    order = sorted(pupils, key=lambda name: (-found[name].chance, name))
    count = ceil(len(order) / size)
    if mixed:
        # There and back again, so that no group has the first of every round.
        rounds = [order[first : first + count] for first in range(0, len(order), count)]
        sat: list[list[str]] = [[] for _ in range(count)]
        for number, row in enumerate(rounds):
            for place, name in enumerate(row):
                sat[place if number % 2 == 0 else count - 1 - place].append(name)
    else:
        sat = [
            order[len(order) * part // count : len(order) * (part + 1) // count]
            for part in range(count)
        ]
    made = [
        Group(
            tuple(sorted(names)),
            tuple(sorted(name for name in names if found[name].state == "known")),
        )
        for names in sat
    ]
    return tuple(sorted(made, key=lambda group: group.children))

"""A few shared sheets for a class that photocopies."""

import random
from collections.abc import Mapping, Sequence
from math import inf, log

from terrace.engines.learner.choose import fill
from terrace.engines.learner.model import Model, logistic
from terrace.engines.learner.outlook import Outlook, middle, outlook, shelves
from terrace.engines.learner.plan import Candidate, Plan, Versions
from terrace.engines.learner.pupil import Pupil

MOST = 5
ROUNDS = 4
HARDEST, EASIEST = 0.45, 0.95
"""Between these chances of success a question suits a child on a shared sheet."""
UNSUITED = 20.0
"""How much an unsuitable question weighs beside one logit squared of distance."""


def choose_versions(
    model: Model,
    pupils: Mapping[str, Pupil],
    *,
    candidates: Sequence[Candidate],
    length: int,
    day: float | None,
    rng: random.Random,
    count: int,
    topics: frozenset[str] | None,
) -> Versions:
    """At most ``count`` (1…5) sheets for a class; each child gets the one that suits her best.

    Children are grouped by what would suit them, each group's sheet is made for its middle, each
    child moves to the sheet that suits her best, and so on for a few rounds; the best round is
    kept. Raises ValueError for another count.
    """
    if not 1 <= count <= MOST:
        raise ValueError(f"a class has 1 to {MOST} versions, not {count}")
    if not pupils:
        return Versions((), {}, {})
    given = shelves(model, candidates, topics)
    names = sorted(pupils)
    views = {name: outlook(model, pupils[name], given, day=day) for name in names}

    def sheet(view: Outlook) -> Plan:
        return fill(given, view, length=length, rng=rng, settings=model.settings)

    def cost(name: str, plan: Plan) -> float:
        far = sum(_distance(model, views[name], one.candidate) for one in plan.chosen)
        # First of all as few unsuitable questions as can be; then those nearest to her.
        return UNSUITED * _unsuited(model, views[name], plan) + far / max(len(plan.chosen), 1)

    by_need = sorted(names, key=lambda name: (_level(views[name]), name))
    groups = [
        by_need[len(names) * part // count : len(names) * (part + 1) // count]
        for part in range(count)
    ]
    best: tuple[float, list[Plan], dict[str, int]] = (inf, [], {})
    for _ in range(ROUNDS):
        sheets = [sheet(middle([views[name] for name in group])) for group in groups if group]
        assignment, total = {}, 0.0
        for name in names:
            costs = [cost(name, plan) for plan in sheets]
            assignment[name] = min(range(len(sheets)), key=costs.__getitem__)
            total += costs[assignment[name]]
        if total < best[0]:
            best = (total, sheets, assignment)
        groups = [[n for n in names if assignment[n] == part] for part in range(len(sheets))]
    _, sheets, assignment = best
    kept = sorted(set(assignment.values()))
    loss = {
        name: max(
            0.0,
            _unsuited(model, views[name], sheets[assignment[name]])
            - _unsuited(model, views[name], sheet(views[name])),
        )
        for name in names
    }
    return Versions(
        tuple(sheets[part] for part in kept),
        {name: kept.index(part) for name, part in assignment.items()},
        loss,
    )


def _level(view: Outlook) -> float:
    return sum(row.ability for row in view.values()) / max(len(view), 1)


def _distance(model: Model, view: Outlook, candidate: Candidate) -> float:
    """How far a question lies from where it would help this child, in squared logits; 9 where it
    rests on nothing.
    """
    child = view[candidate.skills]
    target = model.settings.target
    difficulty = model.bank.of(candidate.item, candidate.skills).mean
    far = child.ability - difficulty - log(target / (1.0 - target))
    return min(far * far, 9.0) if child.ready else 9.0


def _unsuited(model: Model, view: Outlook, plan: Plan) -> float:
    """The share of a plan's questions that are too hard or too easy for a child, or rest on what is
    not ready.
    """
    if not plan.chosen:
        return 0.0
    unsuited = 0
    for one in plan.chosen:
        child = view[one.candidate.skills]
        difficulty = model.bank.of(one.candidate.item, one.candidate.skills).mean
        chance = logistic(child.ability - difficulty)
        unsuited += not (child.ready and HARDEST <= chance <= EASIEST)
    return unsuited / len(plan.chosen)

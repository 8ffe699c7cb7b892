"""The next worksheet of one child."""

import random
from collections import Counter
from collections.abc import Sequence
from math import log, pi, sqrt

from terrace.engines.learner.model import Model, logistic, prediction
from terrace.engines.learner.outlook import Outlook, Shelf, Standing, outlook, shelves
from terrace.engines.learner.plan import Candidate, Chosen, Plan, ReasonCode
from terrace.engines.learner.pupil import Pupil
from terrace.engines.learner.settings import Settings

UNREADY = 100.0
TOO_HARD = 50.0
"""Costs that order the last resorts: first the too hard, then what rests on nothing."""
JITTER = 0.15
"""Random part of a cost, in logits: two children who stand alike need not get the same sheet."""
LOOK_AROUND = 3
"""Free neighbours looked at on each side of the difficulty aimed at."""


def choose(
    model: Model,
    pupil: Pupil,
    *,
    candidates: Sequence[Candidate],
    length: int,
    day: float | None,
    rng: random.Random,
    topics: frozenset[str] | None,
) -> Plan:
    """A worksheet of ``length`` questions, fewer only where the candidates run out.

    Mean chance of success near `Settings.target`; nothing that rests on prerequisites not ready,
    unless the topics leave nothing else; fading skills come back; skills are mixed; it begins and
    ends with a question that will probably succeed. ``topics``: only questions all of whose skills
    are among them. Same arguments and seed, same plan.
    """
    given = shelves(model, candidates, topics)
    return fill(
        given,
        outlook(model, pupil, given, day=day),
        length=length,
        rng=rng,
        settings=model.settings,
    )


def fill(
    given: Sequence[Shelf],
    standing: Outlook,
    *,
    length: int,
    rng: random.Random,
    settings: Settings,
) -> Plan:
    """Fill a sheet from shelves, for a child or the middle of a group."""
    used: Counter[str] = Counter()
    asked: Counter[tuple[str, ...]] = Counter()
    picked: list[tuple[Shelf, int, float]] = []
    for place in range(max(length, 0)):
        aim = _aim(place, length, [chance for _, _, chance in picked], settings)
        best = _best(given, standing, aim, used=used, asked=asked, rng=rng, settings=settings)
        if best is None:
            break
        shelf, index, _ = best
        used[shelf.candidates[index].item] += 1
        asked[shelf.skills] += 1
        picked.append(best)
    chosen = [
        _chosen(shelf, index, standing[shelf.skills], settings)
        for shelf, index, _ in _ordered(picked)
    ]
    if len(chosen) > 2:
        chosen[0] = _confident(chosen[0], ReasonCode.CONFIDENT_START, settings)
        chosen[-1] = _confident(chosen[-1], ReasonCode.CONFIDENT_END, settings)
    return Plan(tuple(chosen), max(length, 0) - len(chosen))


def _aim(place: int, length: int, before: Sequence[float], settings: Settings) -> float:
    """The chance to aim at: two confident questions first, then what keeps the mean on target."""
    if length > 3 and place < 2:
        return settings.confident
    rest = settings.target * length - sum(before)
    return min(max(rest / (length - place), settings.hardest + 0.05), 0.95)


def _best(
    given: Sequence[Shelf],
    standing: Outlook,
    aim: float,
    *,
    used: Counter[str],
    asked: Counter[tuple[str, ...]],
    rng: random.Random,
    settings: Settings,
) -> tuple[Shelf, int, float] | None:
    best: tuple[float, Shelf, int, float] | None = None
    logit_aim = log(aim / (1.0 - aim))
    for shelf in given:
        child = standing[shelf.skills]
        cost = (
            settings.repeat_cost * asked[shelf.skills]
            - settings.review_bonus * child.fading
            + UNREADY * (1.0 - child.ready)
            + JITTER * rng.random()
        )
        if best is not None and cost >= best[0]:
            continue  # how far a question lies from the aim only adds to its cost
        for index in _around(shelf, child.ability - logit_aim, used):
            chance = _chance(child, shelf, index)
            far = abs(log(chance / (1.0 - chance)) - logit_aim)
            total = cost + far + TOO_HARD * (chance < settings.hardest)
            if best is None or total < best[0]:
                best = (total, shelf, index, chance)
    return None if best is None else best[1:]


def _around(shelf: Shelf, difficulty: float, used: Counter[str]) -> list[int]:
    """Free places nearest to a difficulty, a few on each side."""
    start = shelf.nearest(difficulty)
    found = []
    for steps in (range(start, len(shelf.candidates)), range(start - 1, -1, -1)):
        free = 0
        for index in steps:
            candidate = shelf.candidates[index]
            if used[candidate.item] < candidate.copies:
                found.append(index)
                free += 1
                if free == LOOK_AROUND:
                    break
    return found


def _chance(child: Standing, shelf: Shelf, index: int) -> float:
    variance = child.variance + shelf.variances[index]
    logit = child.ability - shelf.difficulties[index]
    # Kept off 0 and 1, so that its own logit is finite.
    return min(max(logistic(logit / sqrt(1.0 + pi * variance / 8.0)), 1e-9), 1.0 - 1e-9)


def _ordered(picked: Sequence[tuple[Shelf, int, float]]) -> list[tuple[Shelf, int, float]]:
    """The two surest at the ends, between them no skill twice running where that can be helped."""
    if len(picked) < 3:
        return list(picked)
    rest = sorted(picked, key=lambda one: -one[2])
    first, last, middle = rest[0], rest[1], rest[2:]
    ordered = [first]
    while middle:
        left = Counter(one[0].skills for one in middle)
        other = [one for one in middle if one[0].skills != ordered[-1][0].skills] or middle
        # The most frequent skill first, or it would be left over in a block; then the easier.
        pick = max(other, key=lambda one: (left[one[0].skills], one[2]))
        middle.remove(pick)
        ordered.append(pick)
    return [*ordered, last]


def _chosen(shelf: Shelf, index: int, child: Standing, settings: Settings) -> Chosen:
    able = child.ability - shelf.difficulties[index]
    found = prediction(able, child.variance + shelf.variances[index], settings.interval)
    if child.ready < 0.5:
        reason = ReasonCode.ASKED_FOR
    elif child.fading >= 0.5:
        reason = ReasonCode.REVIEW
    elif child.met < 0.5:
        reason = ReasonCode.NEXT_STEP
    else:
        reason = ReasonCode.AT_THE_EDGE
    return Chosen(shelf.candidates[index], reason, found)


def _confident(one: Chosen, reason: ReasonCode, settings: Settings) -> Chosen:
    """Call a question at an end confident only where it truly is."""
    if one.prediction.chance < settings.target or one.reason is not ReasonCode.AT_THE_EDGE:
        return one
    return Chosen(one.candidate, reason, one.prediction)

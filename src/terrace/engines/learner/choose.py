"""The next worksheet of one child."""

import random
from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass
from math import log, pi, sqrt

from terrace.engines.learner.model import Model, logistic, prediction
from terrace.engines.learner.outlook import Outlook, Shelf, Standing, outlook, shelves
from terrace.engines.learner.plan import Candidate, Chosen, Plan, ReasonCode
from terrace.engines.learner.pupil import Pupil
from terrace.engines.learner.settings import Settings

UNREADY = 100.0
TOO_HARD = 50.0
"""Costs that order the last resorts: first the too hard, then what rests on nothing."""
JITTER = 0.03
"""Random part of a worth: two children who stand alike need not get the same sheet."""
CHANCES = (0.35, 0.5, 0.62, 0.75, 0.85, 0.93)
"""Of each shelf the questions nearest to these chances are looked at…"""
NEIGHBOURS = 1
"""…so many on each side."""
OPEN = 0.7
"""How much of a practice's worth hangs on its outcome being open: nothing is learnt from the
impossible, nor from what cannot fail.
"""
SAME = 0.05
"""How much another question of the very same kind counts against it."""
STEEPEST = 8.0
"""The largest worth of confidence that is tried."""
DEAREST = 1.0
"""The same for difficulty, where a child would succeed with nearly everything."""
HALVINGS = 6


@dataclass(frozen=True, slots=True)
class Offer:
    """A question as this child meets it. ``cost``: what makes it a last resort."""

    shelf: Shelf
    index: int
    chance: float
    worth: float
    cost: float

    @property
    def item(self) -> str:
        """The kind of question."""
        return self.shelf.candidates[self.index].item


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
    length = max(length, 0)
    offers = _offers(given, standing, rng=rng, settings=settings)
    ends = _ends(offers, settings) if length > 3 else []
    aim = settings.target * length - sum(one.chance for one in ends)
    most = _most(offers, ends, length - len(ends), aim, settings)
    # What is a last resort among the offers may not be one among all that the shelves hold.
    picked = [*ends, *(one for one in most if not one.cost)]
    if len(picked) < length:
        picked += _rest(given, standing, picked, length - len(picked), settings)
    chosen = [
        _chosen(one.shelf, one.index, standing[one.shelf.skills], settings)
        for one in _ordered(picked)
    ]
    if len(chosen) > 2:
        chosen[0] = _confident(chosen[0], ReasonCode.CONFIDENT_START, settings)
        chosen[-1] = _confident(chosen[-1], ReasonCode.CONFIDENT_END, settings)
    return Plan(tuple(chosen), length - len(chosen))


def _offers(
    given: Sequence[Shelf], standing: Outlook, *, rng: random.Random, settings: Settings
) -> list[Offer]:
    """The questions worth looking at: from each shelf those around a few chances."""
    found = []
    for shelf in given:
        child = standing[shelf.skills]
        luck = JITTER * rng.random()
        indices: set[int] = set()
        for chance in CHANCES:
            near = shelf.nearest(child.ability - log(chance / (1.0 - chance)))
            indices.update(
                range(max(near - NEIGHBOURS, 0), min(near + NEIGHBOURS, len(shelf.candidates)))
            )
        # In their own order: a set's would hang on what else it has held.
        found += [_offer(child, shelf, index, luck, settings) for index in sorted(indices)]
    return found


def _offer(child: Standing, shelf: Shelf, index: int, luck: float, settings: Settings) -> Offer:
    chance = _chance(child, shelf, index)
    outcome = 1.0 - OPEN + OPEN * 4.0 * chance * (1.0 - chance)
    again = 1.0 + child.lately.get(shelf.candidates[index].item, 0.0)
    return Offer(
        shelf,
        index,
        chance,
        child.worth * outcome * again + settings.review_worth * child.fading + luck,
        UNREADY * (1.0 - child.ready) + TOO_HARD * (chance < settings.hardest),
    )


def _ends(offers: Sequence[Offer], settings: Settings) -> list[Offer]:
    """Two questions that will probably succeed, of two skills, fading ones rather than others."""
    sure = [one for one in offers if one.chance >= settings.target and not one.cost]
    sure.sort(key=lambda one: abs(one.chance - settings.confident) - one.worth)
    second = [one for one in sure[1:] if one.shelf.skills != sure[0].shelf.skills]
    return [*sure[:1], *(second or sure[1:])[:1]]


def _most(
    offers: Sequence[Offer], ends: Sequence[Offer], length: int, aim: float, settings: Settings
) -> list[Offer]:
    """The questions worth most together whose chances add up to about ``aim``.

    Maximises worth + price × chance; the price of confidence (a Lagrange multiplier) is found by
    halving.
    """
    best = _greedy(offers, ends, length, 0.0, settings)
    off = sum(one.chance for one in best) - aim
    # More than enough confidence: something harder, then.
    low, high = (-DEAREST, 0.0) if off >= 0 else (0.0, STEEPEST)
    for _ in range(HALVINGS):
        price = (low + high) / 2.0
        found = _greedy(offers, ends, length, price, settings)
        over = sum(one.chance for one in found) - aim
        if abs(over) < abs(off):
            best, off = found, over
        low, high = (low, price) if over >= 0 else (price, high)
    return best


def _greedy(
    offers: Sequence[Offer], ends: Sequence[Offer], length: int, price: float, settings: Settings
) -> list[Offer]:
    ranked = sorted(
        ((one.worth + price * one.chance - one.cost, number) for number, one in enumerate(offers)),
        key=lambda row: (-row[0], row[1]),
    )
    used = Counter(one.item for one in ends)
    asked = Counter(one.shelf.skills for one in ends)
    found: list[Offer] = []
    for _ in range(length):
        best: tuple[float, Offer] | None = None
        for worth, number in ranked:
            if best is not None and worth <= best[0]:
                break  # earlier questions of a skill only take from its worth
            one = offers[number]
            if used[one.item] >= one.shelf.candidates[one.index].copies:
                continue
            worth -= settings.repeat_cost * asked[one.shelf.skills] + used[one.item] * SAME
            if best is None or worth > best[0]:
                best = (worth, one)
        if best is None:
            break
        used[best[1].item] += 1
        asked[best[1].shelf.skills] += 1
        found.append(best[1])
    return found


def _rest(
    given: Sequence[Shelf],
    standing: Outlook,
    picked: Sequence[Offer],
    length: int,
    settings: Settings,
) -> list[Offer]:
    """Where the offers run out: whatever else the shelves hold, least unsuitable first."""
    used = Counter(one.item for one in picked)
    left = []
    for shelf in given:
        child = standing[shelf.skills]
        for index, candidate in enumerate(shelf.candidates):
            one = _offer(child, shelf, index, 0.0, settings)
            left += [one] * (candidate.copies - used[candidate.item])
    left.sort(key=lambda one: (one.cost, abs(one.chance - settings.target), one.item))
    return left[:length]


def _chance(child: Standing, shelf: Shelf, index: int) -> float:
    variance = child.variance + shelf.variances[index]
    logit = child.ability - shelf.difficulties[index]
    # Kept off 0 and 1, so that its own logit is finite.
    return min(max(logistic(logit / sqrt(1.0 + pi * variance / 8.0)), 1e-9), 1.0 - 1e-9)


def _ordered(picked: Sequence[Offer]) -> list[Offer]:
    """The two surest at the ends, between them no skill twice running where that can be helped."""
    if len(picked) < 3:
        return list(picked)
    rest = sorted(picked, key=lambda one: -one.chance)
    first, last, middle = rest[0], rest[1], rest[2:]
    ordered = [first]
    while middle:
        left = Counter(one.shelf.skills for one in middle)
        other = [one for one in middle if one.shelf.skills != ordered[-1].shelf.skills] or middle
        # The most frequent skill first, or it would be left over in a block; then the easier.
        pick = max(other, key=lambda one: (left[one.shelf.skills], one.chance))
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

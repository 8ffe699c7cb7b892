"""Money by need: everybody the same part of what she needs, within her bounds. Water-filling."""

from dataclasses import dataclass
from fractions import Fraction

from terrace.engines.allocation.problem import Money


@dataclass(frozen=True, slots=True)
class Filled:
    """Whole fen for each receiver; ``level`` is fen for each unit of need, within bounds."""

    shares: tuple[int, ...]
    level: Fraction
    bound: tuple[str, ...]
    """For each receiver what decided: ``need``, ``least``, ``most``, or ``none`` (no need said)."""
    left: int
    """Fen that nobody may have, since all are at their most."""


def fill(problem: Money) -> Filled:
    """Every receiver gets level × need, but not below her least nor above her most.

    The level is the greatest for which the money suffices, as a fraction. Fen that rounding leaves
    go to those with the largest rests, then in the order of the problem.
    """
    level = _level(problem)
    exact, bound = [], []
    for need, low, high in zip(problem.needs, problem.least, problem.most, strict=True):
        share = level * need
        if share < low or (need == 0 and low > 0):
            exact.append(Fraction(low))
            bound.append("least")
        elif high is not None and share > high:
            exact.append(Fraction(high))
            bound.append("most")
        else:
            exact.append(share)
            bound.append("need" if need else "none")
    shares = [int(one) for one in exact]
    spare = problem.amount - sum(shares)
    by_rest = sorted(
        (k for k, one in enumerate(exact) if one > shares[k]),
        key=lambda k: (shares[k] - exact[k], k),
    )
    for k in by_rest[:spare]:
        shares[k] += 1
    return Filled(tuple(shares), level, tuple(bound), problem.amount - sum(shares))


def _level(problem: Money) -> Fraction:
    """Where the sum of all shares, which grows with the level, meets the amount."""
    turns = {Fraction(0)}
    for need, low, high in zip(problem.needs, problem.least, problem.most, strict=True):
        if need > 0:
            turns.add(low / need)
            if high is not None:
                turns.add(high / need)
    before = Fraction(0)
    for level in sorted(turns):
        if _sum(problem, level) > problem.amount:
            break
        before = level
    # From here on the sum grows evenly, by the needs of those between their bounds.
    slope = sum(
        (
            need
            for need, low, high in zip(problem.needs, problem.least, problem.most, strict=True)
            if need > 0 and low <= before * need and (high is None or before * need < high)
        ),
        Fraction(0),
    )
    if slope == 0:
        return before
    return before + (problem.amount - _sum(problem, before)) / slope


def _sum(problem: Money, level: Fraction) -> Fraction:
    total = Fraction(0)
    for need, low, high in zip(problem.needs, problem.least, problem.most, strict=True):
        share = max(Fraction(low), level * need)
        total += share if high is None else min(share, Fraction(high))
    return total

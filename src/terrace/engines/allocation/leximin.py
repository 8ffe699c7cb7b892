"""Goods such that whoever has least has as much as can be, then the next, and so on: leximin.

A receiver has the worth of her goods, divided by her weight. What a set of receivers can have
together is a maximum flow, so the fairest shares are the lexicographically optimal base of a
polymatroid (Megiddo 1974; Fujishige 1980). They are found by division: let all of a set stand at
one level; if that flows, it is theirs; if not, the minimum cut parts those who must stay below,
who take the goods of their side, from the rest. The same shares also maximise the weighted Nash
welfare, the sum of weight × log(share): for receivers who count a good alike, both are one.
"""

from dataclasses import dataclass
from fractions import Fraction

import numpy as np
from numpy.typing import NDArray
from ortools.graph.python.max_flow import SimpleMaxFlow

from terrace.engines.allocation.problem import Goods

Whole = NDArray[np.int64]


@dataclass(frozen=True, slots=True)
class Level:
    """Receivers who stand at one level, and the goods that these and all below have used up."""

    level: Fraction
    receivers: tuple[int, ...]
    full: tuple[int, ...]


@dataclass(frozen=True, slots=True)
class Fair:
    """``shares[i]`` holds, by good, units as a fraction; ``levels`` from the lowest."""

    shares: tuple[dict[int, Fraction], ...]
    levels: tuple[Level, ...]


def leximin(problem: Goods) -> Fair:
    """The fairest shares of goods that can be divided. Exact: the flows are whole numbers."""
    worth = np.array(problem.worth, np.int64)
    found = _Division(
        weights=np.array(problem.weights, np.int64),
        # Counted in worth, a unit of each good is as much as a unit of any other.
        limits=np.array(problem.limits, np.int64) * worth,
        worth=problem.worth,
    )
    everybody = np.arange(len(problem.receivers))
    amounts = np.array(problem.amounts, np.int64) * worth
    reachable = np.minimum(found.limits.sum(axis=0), amounts)
    found.divide(everybody, reachable, int(reachable.sum()))
    return Fair(tuple(found.shares), found.told(amounts))


class _Division:
    """The work list of the division, and what has been settled."""

    def __init__(self, *, weights: Whole, limits: Whole, worth: tuple[int, ...]) -> None:
        self.weights, self.limits, self.worth = weights, limits, worth
        self.shares: list[dict[int, Fraction]] = [{} for _ in weights]
        self.settled: list[tuple[Fraction, Whole]] = []

    def divide(self, everybody: Whole, amounts: Whole, most: int) -> None:
        """``amounts``: what is there for these receivers; ``most``: what they can have together."""
        waiting = [(everybody, amounts, most)]
        while waiting:
            who, there, most = waiting.pop()
            below = self._below(who, there, most)
            if below is None:
                continue
            low, taken = below
            high = np.setdiff1d(who, low, assume_unique=True)
            # The side of the low takes its goods whole, and of the others all that it may have.
            used = self.limits[low].sum(axis=0)
            of_low = np.where(taken, there, np.minimum(used, there))
            of_high = np.where(taken, 0, there - used)
            share = int(there[taken].sum() + self.limits[low][:, ~taken].sum())
            waiting.append((low, of_low, share))
            waiting.append((high, np.maximum(of_high, 0), most - share))

    def _below(self, who: Whole, there: Whole, most: int) -> tuple[Whole, NDArray[np.bool_]] | None:
        """Who must stay below their common level, and the goods of their side; `None` if nobody.

        All numbers are multiplied by the sum of weights, so that the common level is whole.
        """
        weight = int(self.weights[who].sum())
        limits = np.minimum(self.limits[who], there)
        rows, goods = np.nonzero(limits)
        count, many = len(who), len(there)
        source, sink = count + many, count + many + 1
        flow = SimpleMaxFlow()
        tails = np.concatenate([np.full(many, source), count + goods, np.arange(count)])
        heads = np.concatenate([count + np.arange(many), rows, np.full(count, sink)])
        room = np.concatenate(
            [there * weight, limits[rows, goods] * weight, self.weights[who] * most]
        )
        arcs = flow.add_arcs_with_capacity(
            tails.astype(np.int32), heads.astype(np.int32), room.astype(np.int64)
        )
        flow.solve(source, sink)
        if flow.optimal_flow() == most * weight:
            units = flow.flows(arcs[many : many + len(rows)])
            for row, good, unit in zip(rows.tolist(), goods.tolist(), units.tolist(), strict=True):
                if unit:
                    self.shares[int(who[row])][good] = Fraction(unit, weight * self.worth[good])
            self.settled.append((Fraction(most, weight), who))
            return None
        near = np.zeros(count + many + 2, bool)
        near[flow.get_source_side_min_cut()] = True
        return who[~near[:count]], ~near[count : count + many]

    def told(self, amounts: Whole) -> tuple[Level, ...]:
        """The levels from the lowest, those alike together, and the goods that are used up then."""
        by_level: dict[Fraction, list[int]] = {}
        for level, who in self.settled:
            by_level.setdefault(level, []).extend(int(one) for one in who)
        order = sorted(by_level)
        given = np.zeros(len(amounts), object)
        need = np.zeros(len(amounts), object)
        levels = []
        for level in order:
            for one in by_level[level]:
                for good in range(len(amounts)):
                    given[good] += self.shares[one].get(good, 0) * self.worth[good]
                    need[good] += int(self.limits[one, good])
            # Used up by these and those below: then it bounds what they can have. Where they have
            # all that they may, their own limits bound them.
            full = tuple(
                good
                for good in range(len(amounts))
                if given[good] == amounts[good] and need[good] > amounts[good]
            )
            levels.append(Level(level, tuple(sorted(by_level[level])), full))
        return tuple(levels)

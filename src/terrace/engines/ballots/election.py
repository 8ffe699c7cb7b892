"""An election: what can be had, what it costs, and who supports what."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from fractions import Fraction
from functools import cached_property

import numpy as np
from numpy.typing import NDArray


@dataclass(frozen=True, slots=True)
class Project:
    """Something to vote for. ``cost`` is above zero, in the money of the election."""

    id: str
    cost: Fraction
    name: str = ""


class Refused(Exception):
    """The election cannot be read: the line (0 for the whole file) and the reason."""

    def __init__(self, line: int, zh: str, en: str) -> None:
        super().__init__(en)
        self.line, self.zh, self.en = line, zh, en


@dataclass(frozen=True)
class Election:
    """Projects, the budget, and the ballots: which projects each voter supports, by number.

    Equal ballots stand together: ``kinds[k]`` is a set of projects, ``voters[k]`` how many chose
    just these. A voter who supports nothing counts as a voter.
    """

    projects: tuple[Project, ...]
    budget: Fraction
    kinds: tuple[frozenset[int], ...]
    voters: NDArray[np.int64]

    @cached_property
    def count(self) -> int:
        """All voters."""
        return int(self.voters.sum())

    @cached_property
    def supporters(self) -> tuple[NDArray[np.int64], ...]:
        """For each project the kinds of ballot that hold it, in order."""
        found: list[list[int]] = [[] for _ in self.projects]
        for kind, chosen in enumerate(self.kinds):
            for one in chosen:
                found[one].append(kind)
        return tuple(np.array(one, np.int64) for one in found)

    @cached_property
    def votes(self) -> tuple[int, ...]:
        """How many voters support each project."""
        return tuple(int(self.voters[one].sum()) for one in self.supporters)

    def in_order(self, tied: Iterable[int]) -> list[int]:
        """The rule for ties: the cheaper first, then the one with more votes, then by id."""
        return sorted(
            tied,
            key=lambda one: (self.projects[one].cost, -self.votes[one], self.projects[one].id),
        )

    def spent(self, winners: Iterable[int]) -> Fraction:
        """What these projects cost together."""
        return sum((self.projects[one].cost for one in winners), Fraction(0))


def election(
    projects: Sequence[Project], budget: Fraction, ballots: Iterable[Iterable[int]]
) -> Election:
    """The election with equal ballots put together, in an order that no order of ballots changes.

    ``ballots`` hold the numbers of projects. Raises `Refused` for a cost or budget below zero.
    """
    for one in projects:
        if one.cost <= 0:
            raise Refused(
                0, f"项目 {one.id} 的费用必须大于零", f"project {one.id} must cost more than zero"
            )
    if budget < 0:
        raise Refused(0, "预算不能小于零", "the budget cannot be below zero")
    grouped: dict[frozenset[int], int] = {}
    for ballot in ballots:
        chosen = frozenset(ballot)
        grouped[chosen] = grouped.get(chosen, 0) + 1
    kinds = sorted(grouped, key=sorted)
    return Election(
        tuple(projects),
        budget,
        tuple(kinds),
        np.array([grouped[one] for one in kinds], np.int64),
    )

"""The Method of Equal Shares with equal budgets: one pass, exact.

Each voter has the same money. A project can be had when its supporters can pay for it together;
they share its cost evenly, and whoever has less pays what is left. Of all that can be had comes
next the one that costs its supporters least for what they gain: the greatest payment of one voter,
divided by the project's cost (utility ``cost``) or not (``cardinality``).
Peters, Pierczyński & Skowron (2021); Peters & Skowron (2020).

Decisions are made in floating point wherever that is certain. Where two values lie closer than
rounding could explain, both are computed as fractions: a voter's money is her share less the sum of
payments that she made in full, so a sum over voters needs only how many made which.
"""

from dataclasses import dataclass, field
from fractions import Fraction

import numpy as np
from numpy.typing import NDArray

from terrace.engines.ballots.election import Election

CLOSE = 1e-9
"""Relative; rounding in a pass stays below 1e-12."""

Utility = str
"""``cost`` or ``cardinality``."""


@dataclass(slots=True)
class Round:
    """One project that was had: the greatest payment of a voter, and what she could not pay."""

    project: int
    rich: int
    """Voters who paid the greatest payment."""
    greatest: float
    exact: Fraction | None = None
    """The greatest payment, once somebody has asked for it."""


@dataclass(slots=True)
class Outcome:
    """The projects in the order in which they were had, and what every kind of ballot has left."""

    share: Fraction
    rounds: list[Round]
    left: NDArray[np.float64]
    paid: list[NDArray[np.bool_]] = field(default_factory=list)
    """For each round: which kinds of ballot paid the greatest payment."""
    emptied: NDArray[np.int64] = field(default_factory=lambda: np.zeros(0, np.int64))
    """The round in which a kind gave all that it had left, or -1."""

    @property
    def winners(self) -> list[int]:
        return [one.project for one in self.rounds]


class Pass:
    """The pass itself; its state is what every kind of ballot still has."""

    def __init__(self, election: Election, share: Fraction, utility: Utility) -> None:
        self.election, self.share, self.utility = election, share, utility
        kinds = len(election.kinds)
        self.left = np.full(kinds, float(share))
        self.weights = election.voters.astype(float)
        self.cost = [float(one.cost) for one in election.projects]
        self.rounds: list[Round] = []
        self.paid: list[NDArray[np.bool_]] = []
        self.emptied = np.full(kinds, -1, np.int64)

    def run(self) -> Outcome:
        """Have one project after the other until none can be had."""
        waiting = {
            one: self._price(float(self.cost[one]) / votes, one)
            for one, votes in enumerate(self.election.votes)
            if votes and self._can_be_had(one)
        }
        while waiting:
            tied = self._best(waiting)
            if not tied:
                break
            chosen = self._settled(tied)
            self._have(chosen)
            del waiting[chosen]
        return Outcome(self.share, self.rounds, self.left, self.paid, self.emptied)

    def _price(self, greatest: float, project: int) -> float:
        """What is compared between projects; the least is best."""
        return greatest / self.cost[project] if self.utility == "cost" else greatest

    def _best(self, waiting: dict[int, float]) -> list[int]:
        """The project with the least price, and all that lie too close to tell.

        Money only gets less, so a price that was computed before can only have risen since.
        """
        best, found = float("inf"), []
        for project in sorted(waiting, key=waiting.__getitem__):
            if waiting[project] > best * (1 + CLOSE):
                break
            if not self._can_be_had(project):
                del waiting[project]
                continue
            price = waiting[project] = self._price(self._greatest(project)[0], project)
            found.append(project)
            best = min(best, price)
        return [one for one in found if waiting[one] <= best * (1 + CLOSE)]

    def _can_be_had(self, project: int) -> bool:
        """Whether its supporters can pay for it together."""
        who = self.election.supporters[project]
        money = float(self.weights[who] @ self.left[who])
        cost = self.cost[project]
        if abs(money - cost) > CLOSE * cost:
            return money > cost
        return self._money(who) >= self.election.projects[project].cost

    def _greatest(self, project: int) -> tuple[float, NDArray[np.bool_]]:
        """The greatest payment, and which of its supporters' kinds have less than that."""
        who = self.election.supporters[project]
        left, weights = self.left[who], self.weights[who]
        cost, voters = self.cost[project], float(self.election.votes[project])
        greatest = cost / voters
        poor = left < greatest
        known = -1
        while (now := int(np.count_nonzero(poor))) != known:
            known = now
            rest = voters - float(weights[poor].sum())
            if rest <= 0:  # all give all that they have, to the last coin
                return float(left.max()), np.zeros(len(who), bool)
            greatest = (cost - float(weights[poor] @ left[poor])) / rest
            poor = left < greatest
        return greatest, poor

    def _settled(self, tied: list[int]) -> int:
        """The project that comes next; by fractions where floating point cannot tell."""
        if len(tied) == 1:
            return tied[0]
        prices = {}
        for project in tied:
            greatest = self._exact_greatest(project)
            cost = self.election.projects[project].cost
            prices[project] = greatest / cost if self.utility == "cost" else greatest
        least = min(prices.values())
        return self.election.in_order(one for one, price in prices.items() if price == least)[0]

    def _have(self, project: int) -> None:
        """Let its supporters pay."""
        who = self.election.supporters[project]
        greatest, poor = self._greatest(project)
        near = np.abs(self.left[who] - greatest) <= CLOSE * greatest
        if near.any():
            poor = self._exactly_poor(project, who, near, poor)
        number = len(self.rounds)
        paid = np.zeros(len(self.left), bool)
        paid[who[~poor]] = True
        spent = who[poor]
        self.emptied[spent[self.left[spent] > 0]] = number
        rich = int(self.election.voters[who[~poor]].sum())
        self.left[who] = np.where(poor, 0.0, np.maximum(self.left[who] - greatest, 0.0))
        self.left[who[near & ~poor]] = 0.0
        self.paid.append(paid)
        self.rounds.append(Round(project, rich, greatest))

    # By fractions, where floating point cannot tell.

    def _exactly_poor(
        self,
        project: int,
        who: NDArray[np.int64],
        near: NDArray[np.bool_],
        poor: NDArray[np.bool_],
    ) -> NDArray[np.bool_]:
        """Who has less than the greatest payment, also where it is close; as much is not less."""
        exact = self._exact_greatest(project)
        found = poor.copy()
        for at in np.flatnonzero(near):
            found[at] = self._money(who[at : at + 1]) < exact * int(self.election.voters[who[at]])
        return found

    def _exact_greatest(self, project: int) -> Fraction:
        """The greatest payment as a fraction.

        Whoever has exactly as much may stand on either side: the quotient is the same. Whoever is
        close is put on the side where she belongs, until nobody changes sides.
        """
        who = self.election.supporters[project]
        _, poor = self._greatest(project)
        cost, votes = self.election.projects[project].cost, self.election.votes[project]
        while True:
            rest = votes - int(self.election.voters[who[poor]].sum())
            if rest <= 0:
                return max(
                    self._money(who[at : at + 1]) / int(self.election.voters[who[at]])
                    for at in range(len(who))
                )
            exact = (cost - self._money(who[poor])) / rest
            close = np.abs(self.left[who] - float(exact)) <= CLOSE * max(float(exact), 1e-300)
            moved = poor.copy()
            for at in np.flatnonzero(close):
                share = self._money(who[at : at + 1]) / int(self.election.voters[who[at]])
                moved[at] = share < exact
            if np.array_equal(moved, poor):
                return exact
            poor = moved

    def _money(self, kinds: NDArray[np.int64]) -> Fraction:
        """What all voters of these kinds have left together."""
        alive = kinds[self.emptied[kinds] < 0]
        voters = self.election.voters[alive]
        total = self.share * int(voters.sum())
        for number, paid in enumerate(self.paid):
            many = int(voters[paid[alive]].sum())
            if many:
                total -= self._payment(number) * many
        return total

    def _payment(self, number: int) -> Fraction:
        """The greatest payment of a round that is over."""
        this = self.rounds[number]
        if this.exact is None:
            emptied = np.flatnonzero(self.emptied == number)
            voters = self.election.voters[emptied]
            gave = self.share * int(voters.sum())
            for earlier in range(number):
                many = int(voters[self.paid[earlier][emptied]].sum())
                if many:
                    gave -= self._payment(earlier) * many
            this.exact = (self.election.projects[this.project].cost - gave) / this.rich
        return this.exact


def equal_shares(election: Election, share: Fraction, utility: Utility) -> Outcome:
    """One pass in which every voter has ``share``; ``utility`` is ``cost`` or ``cardinality``."""
    return Pass(election, share, utility).run()

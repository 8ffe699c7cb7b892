"""The completion add1: every share raised by one unit at a time until the outcome would overspend.

With few voters and much money there are millions of units between two outcomes. So after a while
without a change it is computed for how many units the pass surely goes the same way, and these are
taken at once. In a pass that goes the same way all money is linear in the raise: whoever keeps
something has at least one more for each unit, and the greatest payments only fall. A project that
was not chosen in a round stays unchosen as long as its supporters cannot pay for it at the price
of the one that was; that sum grows no faster than the money of those who have less than that.
"""

import numpy as np

from terrace.engines.ballots.election import Election
from terrace.engines.ballots.shares import Outcome, equal_shares

PATIENCE = 40
"""Units without another outcome before a larger step is looked for; a vain look doubles it."""
CLOSE = 1e-9
MARGIN = 1e-6
"""A step is shorter than computed by this share: rounding stays far below."""


def add_one(
    election: Election, utility: str, outcome: Outcome, *, patience: int = PATIENCE
) -> tuple[Outcome, int]:
    """The last outcome that does not overspend, and by how many units each share was raised.

    It ends also when every project that has a supporter is had, or when more money could change
    nothing.
    """
    supported = sum(votes > 0 for votes in election.votes)
    costs = [float(one.cost) for one in election.projects]
    dearest = max((sum(costs[one] for one in kind) for kind in election.kinds), default=0.0)
    first, share, calm = outcome.share, outcome.share, 0
    while len(outcome.rounds) < supported and share <= dearest:
        if calm >= patience:
            step = same_for(election, utility, outcome)
            patience = patience * 2 if step < patience else patience
            share, calm = max(share, outcome.share + step), 0
        tried = equal_shares(election, share + 1, utility)
        if election.spent(tried.winners) > election.budget:
            break
        calm = calm + 1 if tried.winners == outcome.winners else 0
        share, outcome = share + 1, tried
    if share != outcome.share:
        outcome = equal_shares(election, share, utility)
    return outcome, int(share - first)


def same_for(election: Election, utility: str, outcome: Outcome) -> int:
    """For how many units more the pass surely goes the same way, round by round; at least 0."""
    weights = election.voters.astype(float)
    cost = np.array([float(one.cost) for one in election.projects])
    left = np.full(len(election.kinds), float(outcome.share))
    slope = np.ones(len(election.kinds))
    waiting = {one for one, votes in enumerate(election.votes) if votes}
    most = float("inf")
    for number, this in enumerate(outcome.rounds):
        waiting.discard(this.project)
        worth = cost if utility == "cost" else np.ones(len(cost))
        price = this.greatest / worth[this.project]
        for other in waiting:
            who = election.supporters[other]
            level = price * worth[other]
            gap = cost[other] - float(weights[who] @ np.minimum(left[who], level))
            short = left[who] <= level * (1 + CLOSE)
            grows = float(weights[who][short] @ slope[who][short])
            if grows > 0:
                most = min(most, gap / grows if gap > CLOSE * cost[other] else 0.0)
        emptied = np.flatnonzero(outcome.emptied == number)
        falls = float(weights[emptied] @ slope[emptied]) / this.rich
        if len(emptied):
            nearer = (this.greatest - left[emptied]) / (slope[emptied] + falls)
            most = min(most, float(nearer.min()))
        rich = outcome.paid[number]
        left[rich] = np.maximum(left[rich] - this.greatest, 0.0)
        slope[rich] += falls
        left[emptied] = slope[emptied] = 0.0
        if most < 1:
            return 0
    for other in waiting:
        who = election.supporters[other]
        grows = float(weights[who] @ slope[who])
        if grows > 0:
            most = min(most, (cost[other] - float(weights[who] @ left[who])) / grows)
    if most == float("inf"):
        return 0
    return max(0, int(most * (1 - MARGIN) - MARGIN))

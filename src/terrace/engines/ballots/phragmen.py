"""Sequential Phragmén: who has paid least so far pays next.

Money flows to all voters alike; a project is bought as soon as its supporters can pay for it, and
they are left with nothing. It ends with the first project that does not fit into the budget.
Los, Christoff & Grossi (2022), after Phragmén (1894).
"""

from fractions import Fraction

import numpy as np

from terrace.engines.ballots.election import Election

CLOSE = 1e-9


def phragmen(election: Election) -> list[int]:
    """The winners in the order in which they are bought. Exact: times are fractions."""
    times = [Fraction(0)]
    last = np.zeros(len(election.kinds), np.int64)
    """The time (by number) at which a kind of ballot last paid."""
    waiting = {one for one, votes in enumerate(election.votes) if votes}
    left, winners = election.budget, []
    while waiting:
        plain = np.array([float(one) for one in times])
        when = {}
        for one in waiting:
            who = election.supporters[one]
            loads = float(election.voters[who] @ plain[last[who]])
            when[one] = (float(election.projects[one].cost) + loads) / election.votes[one]
        least = min(when.values())
        close = [one for one, at in when.items() if at <= least * (1 + CLOSE)]
        exact = {one: _bought_at(election, one, times, last) for one in close}
        first = min(exact.values())
        tied = election.in_order(one for one, at in exact.items() if at == first)
        if any(election.projects[one].cost > left for one in tied):
            break
        chosen = tied[0]
        winners.append(chosen)
        waiting.remove(chosen)
        left -= election.projects[chosen].cost
        times.append(first)
        last[election.supporters[chosen]] = len(times) - 1
    return winners


def _bought_at(
    election: Election, project: int, times: list[Fraction], last: "np.typing.NDArray[np.int64]"
) -> Fraction:
    who = election.supporters[project]
    many = np.bincount(last[who], weights=election.voters[who], minlength=len(times))
    loads = sum((times[k] * int(n) for k, n in enumerate(many) if n), Fraction(0))
    return (election.projects[project].cost + loads) / election.votes[project]

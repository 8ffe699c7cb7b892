"""Rules and completions by name: what a count is."""

from dataclasses import dataclass
from fractions import Fraction

from terrace.engines.ballots.election import Election
from terrace.engines.ballots.phragmen import phragmen
from terrace.engines.ballots.raising import add_one
from terrace.engines.ballots.shares import Outcome, equal_shares

RULES = ("equal-shares", "greedy", "phragmen")
UTILITIES = ("cost", "cardinality")
COMPLETIONS = ("none", "add1", "add1+greedy")


@dataclass(frozen=True, slots=True)
class Result:
    """What the ballots decided. ``winners`` are numbers of projects, in the order of the count."""

    rule: str
    utility: str
    completion: str
    winners: tuple[int, ...]
    spent: Fraction
    outcome: Outcome | None = None
    """The last pass of equal shares."""
    raised: int = 0
    """By how many units each voter's share was raised."""
    filled: tuple[int, ...] = ()
    """Winners that the greedy completion added."""


def count(election: Election, *, rule: str, utility: str, completion: str) -> Result:
    """Count the ballots. Raises `ValueError` for a rule, utility or completion that is none."""
    if rule not in RULES or utility not in UTILITIES or completion not in COMPLETIONS:
        raise ValueError(f"no such count: {rule}, {utility}, {completion}")
    if rule == "greedy":
        winners = greedy(election, utility)
        return Result(rule, utility, "none", tuple(winners), election.spent(winners))
    if rule == "phragmen":
        winners = phragmen(election)
        return Result(rule, utility, "none", tuple(winners), election.spent(winners))
    if not election.count:
        return Result(rule, utility, completion, (), Fraction(0))
    outcome = equal_shares(election, election.budget / election.count, utility)
    raised = 0
    if completion != "none":
        outcome, raised = add_one(election, utility, outcome)
    winners = outcome.winners
    filled: list[int] = []
    if completion == "add1+greedy":
        filled = greedy(election, utility, taken=winners)
    both = [*winners, *filled]
    return Result(
        rule, utility, completion, tuple(both), election.spent(both), outcome, raised, tuple(filled)
    )


def greedy(election: Election, utility: str, taken: list[int] | None = None) -> list[int]:
    """Most utility for the money first, whatever still fits; ``taken`` are paid for already.

    With the utility ``cost`` that is: most votes first. Ties by the election's rule.
    """
    taken = taken or []
    left = election.budget - election.spent(taken)
    gains: dict[Fraction, list[int]] = {}
    for one, project in enumerate(election.projects):
        if one not in taken and election.votes[one]:
            votes = Fraction(election.votes[one])
            gains.setdefault(votes if utility == "cost" else votes / project.cost, []).append(one)
    found = []
    for gain in sorted(gains, reverse=True):
        for one in election.in_order(gains[gain]):
            if election.projects[one].cost <= left:
                left -= election.projects[one].cost
                found.append(one)
    return found


def majority(yes: int, no: int, *, voters: int, quorum: Fraction = Fraction(0)) -> bool:
    """Whether a question is carried: more yes than no, and as many ballots as the quorum asks for.

    ``voters`` are all who may vote; ``quorum`` is a share of them. A tie carries nothing.
    Raises `ValueError` for more ballots than voters.
    """
    if min(yes, no) < 0 or yes + no > voters:
        raise ValueError(f"{yes} yes and {no} no of {voters} voters")
    return yes > no and Fraction(yes + no) >= quorum * voters

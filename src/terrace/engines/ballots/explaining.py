"""Why a project is funded or not, in numbers anyone can compute again; what a ballot paid for."""

from dataclasses import dataclass
from fractions import Fraction
from typing import Any

from terrace.engines.ballots.counting import Result
from terrace.engines.ballots.election import Election


@dataclass(frozen=True, slots=True)
class Receipt:
    """What one ballot's share paid for, in the order of the count, and what of it was left."""

    share: float
    payments: tuple[tuple[int, float], ...]
    left: float


def receipts(election: Election, result: Result) -> list[Receipt]:
    """For each kind of ballot what one voter of it paid; only after equal shares."""
    outcome = result.outcome
    if outcome is None:
        return []
    share = float(outcome.share)
    found = []
    for kind, chosen in enumerate(election.kinds):
        has, payments = share, []
        for number, one in enumerate(outcome.rounds):
            if one.project not in chosen or has <= 0:
                continue
            full = bool(outcome.paid[number][kind])
            pays = min(has, one.greatest) if full else has
            if full or outcome.emptied[kind] == number:
                payments.append((one.project, pays))
                has -= pays
        found.append(Receipt(share, tuple(payments), max(0.0, has)))
    return found


def explained(election: Election, result: Result) -> dict[str, dict[str, Any]]:
    """For each project, by id: ``funded``, ``zh``, ``en`` and the numbers that these name."""
    say = {"greedy": _greedy, "phragmen": _phragmen}.get(result.rule, _equal_shares)
    return {project.id: say(election, result, one) for one, project in enumerate(election.projects)}


def _equal_shares(election: Election, result: Result, one: int) -> dict[str, Any]:
    votes, cost = election.votes[one], election.projects[one].cost
    if not votes:
        return _nobody()
    outcome = result.outcome
    assert outcome is not None, "somebody votes, so there was a pass"
    if one in result.filled:
        return {
            "funded": True,
            "zh": f"平均分配之后剩下的钱够用：{votes:,} 位支持者，费用 {_money(cost)}。",
            "en": f"What was left after equal shares was enough: {votes:,} supporters, it costs "
            f"{_money(cost)}.",
            "supporters": votes,
        }
    for this in outcome.rounds:
        if this.project == one:
            paid = Fraction(this.greatest) if this.exact is None else this.exact
            return {
                "funded": True,
                "zh": f"{votes:,} 位支持者一起付了 {_money(cost)}，每人最多 {_money(paid)}。",
                "en": f"Its {votes:,} supporters paid {_money(cost)} together, none more than "
                f"{_money(paid)}.",
                "supporters": votes,
                "greatest": float(paid),
            }
    who = election.supporters[one]
    had = float(election.voters[who] @ outcome.left[who]) / votes
    needed = float(cost) / votes
    return {
        "funded": False,
        "zh": f"{votes:,} 位支持者每人平均要付 {_money(needed)}，只剩 {_money(had)}。",
        "en": f"Its {votes:,} supporters would have had to pay {_money(needed)} each and had "
        f"{_money(had)} left.",
        "supporters": votes,
        "needed": needed,
        "had": had,
    }


def _greedy(election: Election, result: Result, one: int) -> dict[str, Any]:
    votes, cost = election.votes[one], election.projects[one].cost
    if not votes:
        return _nobody()
    left = election.budget
    for winner in result.winners:
        if winner == one or (one not in result.winners and _later(election, result, winner, one)):
            break
        left -= election.projects[winner].cost
    funded = one in result.winners
    return {
        "funded": funded,
        "zh": f"{votes:,} 票；轮到它时还有 {_money(left)}，"
        f"{'够' if funded else '不够'}付 {_money(cost)}。",
        "en": f"{votes:,} votes; {_money(left)} was left when its turn came, "
        f"{'enough' if funded else 'not enough'} for {_money(cost)}.",
        "supporters": votes,
        "left": float(left),
    }


def _later(election: Election, result: Result, winner: int, one: int) -> bool:
    """Whether this winner's turn came after that of a project that did not fit."""

    def gain(project: int) -> Fraction:
        votes = Fraction(election.votes[project])
        return votes if result.utility == "cost" else votes / election.projects[project].cost

    if gain(winner) != gain(one):
        return gain(winner) < gain(one)
    return election.in_order((winner, one))[0] == one


def _phragmen(election: Election, result: Result, one: int) -> dict[str, Any]:
    votes = election.votes[one]
    if not votes:
        return _nobody()
    if one in result.winners:
        place = result.winners.index(one) + 1
        return {
            "funded": True,
            "zh": f"第 {place} 个被买下，{votes:,} 位支持者分担。",
            "en": f"Bought as number {place}, its {votes:,} supporters sharing the cost.",
            "supporters": votes,
        }
    left = election.budget - result.spent
    return {
        "funded": False,
        "zh": f"{votes:,} 位支持者还没攒够，下一个项目已超出剩下的 {_money(left)}，计票结束。",
        "en": f"The count ended, as the next project cost more than the {_money(left)} left, "
        f"before its {votes:,} supporters could pay for it.",
        "supporters": votes,
    }


def _nobody() -> dict[str, Any]:
    return {"funded": False, "zh": "没有人支持它。", "en": "Nobody supports it.", "supporters": 0}


def _money(amount: Fraction | float) -> str:
    number = float(amount)
    return f"{number:,.0f}" if number == int(number) else f"{number:,.2f}"

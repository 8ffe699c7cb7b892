"""Count published ballots again. This file needs Python 3.11 or later, and nothing else.

    python3 recount.py BALLOTS.json RESULT.json [--json]

BALLOTS.json: {"budget": "1000", "projects": [{"id": "1", "cost": "250"}, …],
               "ballots": [{"supports": ["1", "4"], "voters": 3}, …]}
RESULT.json:  {"rule": …, "utility": …, "completion": …, "winners": […]}

Nothing is ever rounded. Ends with 0: the same winners, 1: others, 2: a file cannot be read.
"""

import json
import sys
from collections.abc import Iterable
from fractions import Fraction
from pathlib import Path
from typing import Any


class Ballots:
    """The projects by number, and equal ballots together with how many voters cast them."""

    def __init__(self, told: dict[str, Any]) -> None:
        self.ids = [str(one["id"]) for one in told["projects"]]
        self.cost = [Fraction(str(one["cost"])) for one in told["projects"]]
        self.budget = Fraction(str(told["budget"]))
        number = {known: k for k, known in enumerate(self.ids)}
        kinds: dict[frozenset[int], int] = {}
        for one in told["ballots"]:
            chosen = frozenset(number[str(known)] for known in one["supports"])
            kinds[chosen] = kinds.get(chosen, 0) + int(one.get("voters", 1))
        self.kinds, self.voters = list(kinds), list(kinds.values())
        self.behind: list[list[int]] = [[] for _ in self.ids]  # project → ballots that support it
        for kind, chosen in enumerate(self.kinds):
            for project in chosen:
                self.behind[project].append(kind)
        self.votes = [sum(self.voters[k] for k in behind) for behind in self.behind]
        self.everybody = sum(self.voters)

    def first(self, tied: Iterable[int]) -> int:
        """The rule for ties: the cheaper, then the one with more votes, then by id."""
        return min(tied, key=lambda p: (self.cost[p], -self.votes[p], self.ids[p]))

    def spent(self, projects: Iterable[int]) -> Fraction:
        return sum((self.cost[p] for p in projects), Fraction(0))


def equal_shares(ballots: Ballots, share: Fraction, utility: str) -> list[int]:
    """The Method of Equal Shares when every voter has `share`."""
    under = share.denominator
    money = [share.numerator] * len(ballots.kinds)
    worth = ballots.cost if utility == "cost" else [Fraction(1)] * len(ballots.cost)
    price = {p: ballots.cost[p] / v / worth[p] for p, v in enumerate(ballots.votes) if v}
    winners: list[int] = []
    while True:
        best: Fraction | None = None
        tied: dict[int, Fraction] = {}
        for p in sorted(price, key=price.__getitem__):  # a price can only have risen since
            if best is not None and price[p] > best:
                break
            greatest = payment(ballots, p, money, under)
            if greatest is None:
                del price[p]
                continue
            price[p] = greatest / worth[p]
            if best is None or price[p] < best:
                best, tied = price[p], {}
            if price[p] == best:
                tied[p] = greatest
        if not tied:
            return winners
        chosen = ballots.first(tied)
        factor = (tied[chosen] * under).denominator
        under, money = under * factor, [one * factor for one in money]
        pays = int(tied[chosen] * under)
        for k in ballots.behind[chosen]:
            money[k] = max(0, money[k] - pays)
        winners.append(chosen)
        del price[chosen]


def payment(ballots: Ballots, project: int, money: list[int], under: int) -> Fraction | None:
    """The greatest payment of one supporter; None when they cannot pay for it together."""
    cost = ballots.cost[project] * under
    purse = sorted((money[k], ballots.voters[k]) for k in ballots.behind[project])
    rest = ballots.votes[project]
    if sum(has * many for has, many in purse) < cost:
        return None
    for has, many in purse:
        if has * rest >= cost:  # from here on everybody can pay alike
            break
        cost -= has * many
        rest -= many
    return cost / rest / under


def add_one(ballots: Ballots, utility: str) -> list[int]:
    """Raise every share by one unit at a time; the last outcome that does not overspend."""
    share = ballots.budget / ballots.everybody
    kept = equal_shares(ballots, share, utility)
    supported = sum(votes > 0 for votes in ballots.votes)
    dearest = max(ballots.spent(kind) for kind in ballots.kinds)
    while len(kept) < supported and share <= dearest:
        share += 1
        tried = equal_shares(ballots, share, utility)
        if ballots.spent(tried) > ballots.budget:
            break
        kept = tried
    return kept


def greedy(ballots: Ballots, utility: str, taken: list[int]) -> list[int]:
    """Most utility for the money first, whatever still fits."""
    left = ballots.budget - ballots.spent(taken)
    waiting = {p for p, votes in enumerate(ballots.votes) if votes and p not in taken}
    gain = {p: ballots.votes[p] / (ballots.cost[p] ** (utility != "cost")) for p in waiting}
    found = []
    while waiting:
        most = max(gain[p] for p in waiting)
        chosen = ballots.first(p for p in waiting if gain[p] == most)
        waiting.remove(chosen)
        if ballots.cost[chosen] <= left:
            left -= ballots.cost[chosen]
            found.append(chosen)
    return found


def phragmen(ballots: Ballots) -> list[int]:
    """Supporters buy a project as soon as money that flows to all alike suffices for it."""
    times, last = [Fraction(0)], [0] * len(ballots.kinds)  # at which of the times each last paid
    waiting = {p for p, votes in enumerate(ballots.votes) if votes}
    left, winners = ballots.budget, list[int]()
    while waiting:
        when = {}
        for p in waiting:
            since: dict[int, int] = {}
            for k in ballots.behind[p]:
                since[last[k]] = since.get(last[k], 0) + ballots.voters[k]
            loads = sum(times[at] * many for at, many in since.items())
            when[p] = (ballots.cost[p] + loads) / ballots.votes[p]
        tied = [p for p in waiting if when[p] == min(when.values())]
        if any(ballots.cost[p] > left for p in tied):
            break
        chosen = ballots.first(tied)
        left -= ballots.cost[chosen]
        waiting.remove(chosen)
        winners.append(chosen)
        times.append(when[chosen])
        for k in ballots.behind[chosen]:
            last[k] = len(times) - 1
    return winners


def count(ballots: Ballots, rule: str, utility: str, completion: str) -> list[str]:
    """The winners by this rule, as ids in order."""
    winners: list[int] = []
    if rule == "greedy":
        winners = greedy(ballots, utility, [])
    elif rule == "phragmen":
        winners = phragmen(ballots)
    elif rule != "equal-shares" or completion not in ("none", "add1", "add1+greedy"):
        raise ValueError(f"no such rule: {rule}, {completion}")
    elif ballots.everybody and completion == "none":
        winners = equal_shares(ballots, ballots.budget / ballots.everybody, utility)
    elif ballots.everybody:
        winners = add_one(ballots, utility)
        if completion == "add1+greedy":
            winners = winners + greedy(ballots, utility, winners)
    return sorted(ballots.ids[p] for p in winners)


def main(words: list[str]) -> int:
    """Count, compare, tell."""
    as_json = "--json" in words
    files = [one for one in words if one != "--json"]
    try:
        told = []
        for file in files:
            told.append(json.loads(Path(file).read_text(encoding="utf-8")))
        published = told[1]
        rule, utility, completion = (str(published[k]) for k in ("rule", "utility", "completion"))
        found = count(Ballots(told[0]), rule, utility, completion)
        said = sorted(str(one) for one in published["winners"])
    except (OSError, ValueError, KeyError, TypeError, IndexError, AttributeError) as error:
        sys.stderr.write(f"文件读不了 · cannot be read: {error!r}\n")
        return 2
    same = found == said
    if as_json:
        both = {"same": same, "winners": found, "published": said}
        line = json.dumps(both, ensure_ascii=False)
    else:
        line = "相同 · the same" if same else "不同 · NOT the same"
        line += f"\n重新计票 · counted: {', '.join(found)}\n公布的 · published: {', '.join(said)}"
    sys.stdout.write(line + "\n")
    return 0 if same else 1


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))

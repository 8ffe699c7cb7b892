"""Is a plan right? A program that has nothing of the planner: whole numbers, fractions, sums.

Shares of goods are the fairest if for each level, from the lowest, all who stand there or below
have together as much as they can ever have: no more than the goods named as used up, and of the
others no more than their own limits. Then nobody can have more without somebody who has no more
than she having less.
"""

from collections.abc import Mapping, Sequence
from fractions import Fraction
from typing import Any


def check(problem: Mapping[str, Any], plan: Mapping[str, Any]) -> list[str]:
    """What is wrong with the plan, in English; empty when it is right.

    Raises `KeyError`, `TypeError` or `ValueError` for a document that is no plan.
    """
    if plan["kind"] != problem["kind"]:
        return ["the plan is of another kind than the problem"]
    return _money(problem, plan) if problem["kind"] == "money" else _goods(problem, plan)


def _goods(problem: Mapping[str, Any], plan: Mapping[str, Any]) -> list[str]:
    goods = {row["id"]: row for row in problem["goods"]}
    rows = {row["id"]: row for row in problem["receivers"]}
    exact = {
        who: {good: Fraction(unit) for good, unit in plan["exact"].get(who, {}).items()}
        for who in rows
    }
    wrong = [
        f"the plan names {who}, whom the problem has not"
        for who in plan["exact"]
        if who not in rows
    ]
    limit = {
        who: {
            good: min(int(told["amount"]), int(row.get("limits", {}).get(good, told["amount"])))
            for good, told in goods.items()
        }
        for who, row in rows.items()
    }
    for kind, shares in (("exact", exact), ("whole", _whole(plan, rows))):
        for good, told in goods.items():
            given = sum((share.get(good, Fraction(0)) for share in shares.values()), Fraction(0))
            if given > int(told["amount"]):
                wrong.append(f"{kind}: more of {good} is given than there is")
        for who, share in shares.items():
            for good, unit in share.items():
                if good not in goods:
                    wrong.append(f"{kind}: {who} has {good}, which the problem has not")
                elif not 0 <= unit <= limit[who][good]:
                    wrong.append(
                        f"{kind}: {who} has {unit} of {good}, the limit is {limit[who][good]}"
                    )
    return wrong or [
        *_fairest(goods, rows, exact, limit, plan["levels"]),
        *_rounded(exact, plan, rows),
    ]


def _whole(plan: Mapping[str, Any], rows: Mapping[str, Any]) -> dict[str, dict[str, Fraction]]:
    return {
        who: {good: Fraction(int(unit)) for good, unit in plan["shares"].get(who, {}).items()}
        for who in rows
    }


def _fairest(
    goods: Mapping[str, Any],
    rows: Mapping[str, Any],
    exact: Mapping[str, Mapping[str, Fraction]],
    limit: Mapping[str, Mapping[str, int]],
    levels: Sequence[Mapping[str, Any]],
) -> list[str]:
    worth = {good: int(told.get("worth", 1)) for good, told in goods.items()}
    have = {
        who: sum((unit * worth[good] for good, unit in share.items()), Fraction(0))
        for who, share in exact.items()
    }
    wrong, seen, last = [], set[str](), Fraction(-1)
    total = Fraction(0)
    used = dict.fromkeys(goods, 0)  # limits of all so far, by good
    for row in levels:
        level, full = Fraction(row["level"]), set(row["full"])
        if level <= last:
            wrong.append(f"level {level} does not lie above the one before")
        last = level
        for who in row["receivers"]:
            if who in seen or who not in rows:
                wrong.append(f"{who} stands at two levels, or is not there")
                continue
            seen.add(who)
            if have[who] != level * int(rows[who].get("weight", 1)):
                wrong.append(f"{who} does not stand at its level {level}")
            total += have[who]
            for good in goods:
                used[good] += limit[who][good]
        most = sum(
            worth[good] * (int(goods[good]["amount"]) if good in full else used[good])
            for good in goods
        )
        if total != most:
            wrong.append(f"those up to level {level} have {total}, and could have up to {most}")
    if seen != set(rows):
        wrong.append("somebody stands at no level")
    return wrong


def _rounded(
    exact: Mapping[str, Mapping[str, Fraction]], plan: Mapping[str, Any], rows: Mapping[str, Any]
) -> list[str]:
    wrong = []
    for who, share in _whole(plan, rows).items():
        for good in {*share, *exact[who]}:
            if abs(share.get(good, Fraction(0)) - exact[who].get(good, Fraction(0))) >= 1:
                wrong.append(f"{who} has another number of {good} than rounding gives")
    return wrong


def _money(problem: Mapping[str, Any], plan: Mapping[str, Any]) -> list[str]:
    level = Fraction(plan["level"])
    wrong = []
    total, all_at_most = 0, True
    for row in problem["receivers"]:
        who = row["id"]
        need = sum(
            (
                Fraction(str(weight)) * Fraction(str(row.get("need", {}).get(name, 0)))
                for name, weight in problem["formula"].items()
            ),
            Fraction(0),
        )
        share = int(plan["shares"][who])
        fair = max(Fraction(int(row.get("least", 0))), level * need)
        if row.get("most") is not None:
            fair = min(fair, Fraction(int(row["most"])))
        if abs(share - fair) >= 1:
            wrong.append(f"{who} has {share} fen, level and bounds give {float(fair):.2f}")
        if need > 0 and (row.get("most") is None or share < int(row["most"])):
            all_at_most = False
        total += share
    if set(plan["shares"]) != {row["id"] for row in problem["receivers"]}:
        wrong.append("the plan names others than the problem")
    if total > int(problem["amount"]):
        wrong.append("more is given than there is")
    if total < int(problem["amount"]) and not all_at_most:
        wrong.append("money is left that somebody needs")
    return wrong

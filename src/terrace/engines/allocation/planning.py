"""A plan as it is published: who gets what, the proof, and a reason for each receiver."""

from fractions import Fraction
from typing import Any

from terrace.engines.allocation.leximin import Fair, leximin
from terrace.engines.allocation.problem import Goods, Money
from terrace.engines.allocation.rounding import rounded
from terrace.engines.allocation.water import fill

BOUNDS = {
    "least": (
        "按下限：按需要算出来的比下限少。",
        "The least amount: the need alone would give less.",
    ),
    "most": ("按上限：按需要算出来的比上限多。", "The limit: the need alone would give more."),
    "none": ("没有写明需要。", "No need is stated."),
}


def plan(problem: Goods | Money) -> dict[str, Any]:
    """The plan as a JSON document; the same problem gives the same plan."""
    return _money(problem) if isinstance(problem, Money) else _goods(problem)


def _money(problem: Money) -> dict[str, Any]:
    found = fill(problem)
    reasons = {}
    for who, need, bound in zip(problem.receivers, problem.needs, found.bound, strict=True):
        if bound == "need":
            each = float(found.level) / 100
            zh = f"需要 {_plain(need)}，每一份 {each:,.4f} 元，和大家一样。"
            en = f"A need of {_plain(need)}, at {each:,.4f} yuan each, as for everybody."
        else:
            zh, en = BOUNDS[bound]
        reasons[who] = {"zh": zh, "en": en}
    return {
        "kind": "money",
        "shares": dict(zip(problem.receivers, found.shares, strict=True)),
        "level": str(found.level),
        "left": found.left,
        "formula": {name: str(weight) for name, weight in problem.formula},
        "reasons": reasons,
    }


def _goods(problem: Goods) -> dict[str, Any]:
    fair = leximin(problem)
    whole = rounded(problem, fair)
    names, things = problem.receivers, problem.goods
    left = [
        amount - sum(row.get(good, 0) for row in whole)
        for good, amount in enumerate(problem.amounts)
    ]
    return {
        "kind": "goods",
        "shares": {
            who: {things[good]: unit for good, unit in sorted(row.items())}
            for who, row in zip(names, whole, strict=True)
        },
        "exact": {
            who: {things[good]: str(unit) for good, unit in sorted(row.items())}
            for who, row in zip(names, fair.shares, strict=True)
        },
        "levels": [
            {
                "level": str(one.level),
                "receivers": [names[who] for who in one.receivers],
                "full": [things[good] for good in one.full],
            }
            for one in fair.levels
        ],
        "left": {thing: unit for thing, unit in zip(things, left, strict=True) if unit},
        # For receivers who count a good alike, the fairest shares are those of Nash as well.
        "nash": "same",
        "reasons": _reasons(problem, fair),
    }


def _reasons(problem: Goods, fair: Fair) -> dict[str, dict[str, str]]:
    reasons: dict[str, dict[str, str]] = {}
    for place, one in enumerate(fair.levels):
        level = _plain(one.level)
        scarce = "、".join(problem.goods[good] for good in one.full)
        below = sum(len(each.receivers) for each in fair.levels[:place])
        for who in one.receivers:
            own = [
                problem.goods[good]
                for good, limit in enumerate(problem.limits[who])
                if limit and good not in one.full and fair.shares[who].get(good, 0) == limit
            ]
            zh = [f"每一份得 {level}。"]
            en = [f"{level} for each part of its weight."]
            if scarce:
                zh.append(f"已经分完的：{scarce}。")
                en.append(f"Used up: {', '.join(problem.goods[good] for good in one.full)}.")
            if own:
                zh.append(f"到了自己的上限：{'、'.join(own)}。")
                en.append(f"At its own limit: {', '.join(own)}.")
            if below:
                zh.append(f"有 {below} 个比它少，分给它的东西帮不到他们。")
                en.append(f"{below} have less, and nothing given here could be of use to them.")
            reasons[problem.receivers[who]] = {"zh": "".join(zh), "en": " ".join(en)}
    return {who: reasons[who] for who in problem.receivers}


def _plain(number: Fraction) -> str:
    if number.denominator == 1:
        return f"{int(number):,}"
    return f"{float(number):,.2f}"

"""What is to be shared out, read from JSON."""

from collections.abc import Sequence
from dataclasses import dataclass
from fractions import Fraction
from typing import Any, NoReturn

MOST_NUMBER = 10**9
"""Amounts, weights and limits stay below this: sums of them fit the solver's whole numbers."""
MOST_RECEIVERS = 20_000
MOST_GOODS = 1_000


class Refused(Exception):
    """The problem cannot be read: where in the JSON, and the reason."""

    def __init__(self, where: str, zh: str, en: str) -> None:
        super().__init__(f"{where}: {en}" if where else en)
        self.where, self.zh, self.en = where, zh, en


@dataclass(frozen=True, slots=True)
class Goods:
    """Several goods for several receivers.

    ``weights[i]`` is how much of everything receiver i needs beside the others (its children, say);
    ``amounts[g]`` what there is; ``limits[i][g]`` how much of it the receiver can use, 0 for none.
    Whole numbers all. ``worth[g]``: what a unit of it counts.
    """

    receivers: tuple[str, ...]
    weights: tuple[int, ...]
    goods: tuple[str, ...]
    amounts: tuple[int, ...]
    worth: tuple[int, ...]
    limits: tuple[tuple[int, ...], ...]


@dataclass(frozen=True, slots=True)
class Money:
    """An amount in fen, and what each receiver needs.

    ``needs[i]`` comes from the published formula. ``least`` and ``most`` are in fen.
    """

    amount: int
    receivers: tuple[str, ...]
    needs: tuple[Fraction, ...]
    least: tuple[int, ...]
    most: tuple[int | None, ...]
    formula: tuple[tuple[str, Fraction], ...]


def read(told: Any) -> Goods | Money:
    """The problem in a JSON document. Raises `Refused` with the place and the reason."""
    if not isinstance(told, dict):
        _refuse("", "应为一个 JSON 对象", "it is no JSON object")
    kind = told.get("kind")
    if kind == "money":
        return _money(told)
    if kind != "goods":
        _refuse("kind", "应为 goods 或 money", "it is goods or money")
    return _goods(told)


def _refuse(where: str, zh: str, en: str) -> NoReturn:
    raise Refused(where, zh, en)


def _rows(told: dict[str, Any], name: str, most: int) -> list[dict[str, Any]]:
    rows = told.get(name)
    if not isinstance(rows, list) or not rows:
        _refuse(name, "应为非空的列表", "it is a list that is not empty")
    if len(rows) > most:
        _refuse(name, f"最多 {most} 项", f"there are {most} at most")
    for at, row in enumerate(rows):
        if not isinstance(row, dict):
            _refuse(f"{name}[{at}]", "应为对象", "it is an object")
    return rows


def _ids(rows: Sequence[dict[str, Any]], name: str) -> tuple[str, ...]:
    found: dict[str, int] = {}
    for at, row in enumerate(rows):
        known = row.get("id")
        if not isinstance(known, str) or not known:
            _refuse(f"{name}[{at}].id", "应为非空文字", "it is text that is not empty")
        if known in found:
            _refuse(f"{name}[{at}].id", f"「{known}」出现了两次", f"“{known}” stands there twice")
        found[known] = at
    return tuple(found)


def _whole(value: Any, where: str, *, least: int = 0) -> int:
    if isinstance(value, bool) or not isinstance(value, int) or not least <= value < MOST_NUMBER:
        _refuse(
            where,
            f"应为 {least} 到 {MOST_NUMBER} 之间的整数",
            f"it is a whole number from {least} to {MOST_NUMBER}",
        )
    return value


def _goods(told: dict[str, Any]) -> Goods:
    receivers = _rows(told, "receivers", MOST_RECEIVERS)
    goods = _rows(told, "goods", MOST_GOODS)
    names, things = _ids(receivers, "receivers"), _ids(goods, "goods")
    weights = tuple(
        _whole(row.get("weight", 1), f"receivers[{at}].weight", least=1)
        for at, row in enumerate(receivers)
    )
    amounts = tuple(
        _whole(row.get("amount"), f"goods[{at}].amount") for at, row in enumerate(goods)
    )
    worth = tuple(
        _whole(row.get("worth", 1), f"goods[{at}].worth", least=1) for at, row in enumerate(goods)
    )
    limits = []
    for at, row in enumerate(receivers):
        where = f"receivers[{at}].limits"
        said = row.get("limits", {})
        if not isinstance(said, dict):
            _refuse(where, "应为对象", "it is an object")
        for one in said:
            if one not in things:
                _refuse(where, f"没有名为「{one}」的物品", f"there is no good “{one}”")
        limits.append(
            tuple(
                min(amount, _whole(said[thing], f"{where}.{thing}") if thing in said else amount)
                for thing, amount in zip(things, amounts, strict=True)
            )
        )
    total = sum(a * w for a, w in zip(amounts, worth, strict=True))
    if total * sum(weights) >= 2**60:
        _refuse(
            "goods", "数目太大，请换大一些的单位", "the numbers are too large: use larger units"
        )
    return Goods(names, weights, things, amounts, worth, tuple(limits))


def _money(told: dict[str, Any]) -> Money:
    rows = _rows(told, "receivers", MOST_RECEIVERS)
    names = _ids(rows, "receivers")
    formula = told.get("formula", {})
    if not isinstance(formula, dict) or not formula:
        _refuse("formula", "应写明每一列的权重", "it says what each column weighs")
    weights = tuple((str(name), _number(one, f"formula.{name}")) for name, one in formula.items())
    needs = []
    for at, row in enumerate(rows):
        said = row.get("need", {})
        where = f"receivers[{at}].need"
        if not isinstance(said, dict):
            _refuse(where, "应为对象", "it is an object")
        for one in said:
            if one not in formula:
                _refuse(where, f"公式里没有「{one}」", f"the formula has no “{one}”")
        needs.append(
            sum(
                (
                    weight * _number(said.get(name, 0), f"{where}.{name}")
                    for name, weight in weights
                ),
                Fraction(0),
            )
        )
    least = tuple(
        _whole(row.get("least", 0), f"receivers[{at}].least") for at, row in enumerate(rows)
    )
    most = tuple(
        None if row.get("most") is None else _whole(row["most"], f"receivers[{at}].most")
        for at, row in enumerate(rows)
    )
    for at, (low, high) in enumerate(zip(least, most, strict=True)):
        if high is not None and high < low:
            _refuse(f"receivers[{at}].most", "上限低于下限", "it is below the least")
    amount = told.get("amount")
    if isinstance(amount, bool) or not isinstance(amount, int) or not 0 <= amount < 10**15:
        _refuse("amount", "应为以分为单位的整数", "it is a whole number of fen")
    if sum(least) > amount:
        _refuse(
            "amount",
            f"钱不够付各个下限的总和 {sum(least)}",
            f"it is less than what the least amounts sum up to, {sum(least)}",
        )
    return Money(amount, names, tuple(needs), least, most, weights)


def _number(value: Any, where: str) -> Fraction:
    if isinstance(value, bool) or not isinstance(value, int | float | str):
        _refuse(where, "应为数字", "it is a number")
    try:
        number = Fraction(str(value))
    except (ValueError, ZeroDivisionError):
        _refuse(where, "应为数字", "it is a number")
    if not 0 <= number < MOST_NUMBER:
        _refuse(where, "应为不小于零的数", "it is a number not below zero")
    return number

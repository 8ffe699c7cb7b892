"""Answer keys, scores and what an exam tells of its questions. Standard library only.

Statistics after Allen & Yen (1979), ch. 4–6; Feldt (1965) for the interval of alpha.
"""

from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from math import sqrt
from typing import Literal, TypeAlias

from terrace.engines.paper.fdistribution import f_quantile

Said: TypeAlias = tuple[int, ...] | str
"""What a child answered: marked options by index, or digits as text."""
Rule: TypeAlias = Literal["all", "any", "part"]

LEAST_CHILDREN = 5
"""Fewer tell nothing of a question."""


@dataclass(frozen=True, slots=True)
class ChoiceKey:
    """Which options are right. `all`: exactly these; `any`: one of these alone; `part`: by share.

    With `part` each right option marked counts its share of the points, each wrong one takes one
    back, never below nothing.
    """

    name: str
    options: int
    right: frozenset[int]
    points: float = 1.0
    rule: Rule = "all"

    def __post_init__(self) -> None:
        if not self.right or not all(0 <= option < self.options for option in self.right):
            raise KeyError(self.name)
        if self.points <= 0:
            raise ValueError(f"{self.name}: points must be more than nothing")


@dataclass(frozen=True, slots=True)
class NumberKey:
    """Which numbers are right, each written as digits; leading zeros do not matter."""

    name: str
    right: frozenset[str]
    points: float = 1.0

    def __post_init__(self) -> None:
        if not self.right or not all(number.isdecimal() for number in self.right):
            raise KeyError(self.name)
        if self.points <= 0:
            raise ValueError(f"{self.name}: points must be more than nothing")


Key: TypeAlias = ChoiceKey | NumberKey


def score(key: Key, said: Said) -> float:
    """The points of one answer: 0 to the key's points."""
    if isinstance(key, NumberKey):
        if not isinstance(said, str):
            raise TypeError(f"{key.name}: digits are needed, not {said!r}")
        plain = {number.lstrip("0") for number in key.right}
        return key.points if said and said.lstrip("0") in plain else 0.0
    if isinstance(said, str):
        raise TypeError(f"{key.name}: options are needed, not {said!r}")
    marked = frozenset(said)
    match key.rule:
        case "all":
            return key.points if marked == key.right else 0.0
        case "any":
            return key.points if len(marked) == 1 and marked <= key.right else 0.0
        case "part":
            share = (len(marked & key.right) - len(marked - key.right)) / len(key.right)
            return key.points * max(share, 0.0)


@dataclass(frozen=True, slots=True)
class Option:
    """How often one answer was given, and how those who gave it did on the other questions."""

    answer: Said
    """`()` or `""`: nothing."""
    children: int
    rest: float | None
    """Their mean share of the points of all other questions, 0 to 1; None where there are none."""
    is_right: bool


@dataclass(frozen=True, slots=True)
class Item:
    """What an exam tells of one question."""

    name: str
    children: int
    """Whose answer is known."""
    solved: float | None
    """Mean share of its points, 0 to 1: the classical difficulty."""
    low: float | None
    """Lower end of its 95 % interval (Wilson)."""
    high: float | None
    discrimination: float | None
    """Correlation with the points of all *other* questions; None where either does not vary."""
    answers: tuple[Option, ...]
    """Every answer given, the most frequent first."""


@dataclass(frozen=True, slots=True)
class Reliability:
    """Cronbach's alpha (KR-20 where every question is right or wrong) with its 95 % interval."""

    alpha: float
    low: float
    high: float
    children: int


@dataclass(frozen=True, slots=True)
class Total:
    """One child's points: what is known by now, out of what could be had."""

    points: float
    out_of: float
    unknown: tuple[str, ...]
    """Questions whose answer still waits for a person."""


@dataclass(frozen=True, slots=True)
class Statistics:
    """What an exam tells of its questions."""

    items: tuple[Item, ...]
    reliability: Reliability | None
    """None with fewer than `LEAST_CHILDREN` complete answers, or where nobody differs."""


def total(keys: Sequence[Key], said: Mapping[str, Said]) -> Total:
    """A child's points; a question not in `said` is not known yet."""
    known = [key for key in keys if key.name in said]
    return Total(
        points=sum(score(key, said[key.name]) for key in known),
        out_of=sum(key.points for key in keys),
        unknown=tuple(key.name for key in keys if key.name not in said),
    )


def statistics(keys: Sequence[Key], answers: Sequence[Mapping[str, Said]]) -> Statistics:
    """All of it, from each child's known answers; the order of the children does not matter."""
    shares = [
        {key.name: score(key, said[key.name]) / key.points for key in keys if key.name in said}
        for said in answers
    ]
    points = {key.name: key.points for key in keys}
    items = tuple(_item(key, points, shares, answers) for key in keys)
    return Statistics(items, _reliability(keys, shares))


def wilson(share: float, count: int, z: float = 1.96) -> tuple[float, float]:
    """95 % interval of a share (Wilson 1927); for partial points a little too wide, never less."""
    if count == 0:
        return 0.0, 1.0
    below = 1 + z * z / count
    middle = (share + z * z / (2 * count)) / below
    half = z / below * sqrt(share * (1 - share) / count + z * z / (4 * count * count))
    return max(middle - half, 0.0), min(middle + half, 1.0)


def correlation(first: Sequence[float], second: Sequence[float]) -> float | None:
    """Pearson's r; None where either does not vary, or for fewer than three."""
    count = len(first)
    if count < 3:
        return None
    mean_1, mean_2 = sum(first) / count, sum(second) / count
    var_1 = sum((value - mean_1) ** 2 for value in first)
    var_2 = sum((value - mean_2) ** 2 for value in second)
    if var_1 < 1e-12 or var_2 < 1e-12:
        return None
    both = sum((a - mean_1) * (b - mean_2) for a, b in zip(first, second, strict=True))
    return max(-1.0, min(1.0, both / sqrt(var_1 * var_2)))


def _item(
    key: Key,
    points: Mapping[str, float],
    shares: Sequence[Mapping[str, float]],
    answers: Sequence[Mapping[str, Said]],
) -> Item:
    known = [(own, said) for own, said in zip(shares, answers, strict=True) if key.name in own]
    rests = [_rest(key.name, points, own) for own, _said in known]
    solved = sum(own[key.name] for own, _said in known) / len(known) if known else None
    low, high = wilson(solved, len(known)) if solved is not None else (None, None)
    paired = [
        (own[key.name], rest)
        for (own, _said), rest in zip(known, rests, strict=True)
        if rest is not None
    ]
    enough = len(paired) >= LEAST_CHILDREN
    return Item(
        name=key.name,
        children=len(known),
        solved=solved,
        low=low,
        high=high,
        discrimination=correlation([a for a, _b in paired], [b for _a, b in paired])
        if enough
        else None,
        answers=_options(key, [said[key.name] for _own, said in known], rests),
    )


def _rest(name: str, points: Mapping[str, float], own: Mapping[str, float]) -> float | None:
    others = [other for other in own if other != name]
    if not others:
        return None
    return sum(own[other] * points[other] for other in others) / sum(points[o] for o in others)


def _options(key: Key, said: Sequence[Said], rests: Sequence[float | None]) -> tuple[Option, ...]:
    counted = Counter(said)
    if isinstance(key, ChoiceKey):
        for option in range(key.options):
            counted.setdefault((option,), 0)
    rows = []
    for answer, children in counted.items():
        own = [
            rest
            for one, rest in zip(said, rests, strict=True)
            if one == answer and rest is not None
        ]
        mean = sum(own) / len(own) if own else None
        rows.append(Option(answer, children, mean, score(key, answer) == key.points))
    rows.sort(key=lambda row: (-row.children, str(row.answer)))
    return tuple(rows)


def _reliability(keys: Sequence[Key], shares: Sequence[Mapping[str, float]]) -> Reliability | None:
    whole = [
        [own[key.name] * key.points for key in keys]
        for own in shares
        if all(key.name in own for key in keys)
    ]
    count, items = len(whole), len(keys)
    if count < LEAST_CHILDREN or items < 2:
        return None
    spread = _variance([sum(row) for row in whole])
    if spread < 1e-12:
        return None
    parts = sum(_variance([row[at] for row in whole]) for at in range(items))
    alpha = items / (items - 1) * (1 - parts / spread)
    first, second = count - 1, (count - 1) * (items - 1)
    return Reliability(
        alpha=alpha,
        low=1 - (1 - alpha) * f_quantile(0.975, first, second),
        high=1 - (1 - alpha) * f_quantile(0.025, first, second),
        children=count,
    )


def _variance(values: Sequence[float]) -> float:
    mean = sum(values) / len(values)
    return sum((value - mean) ** 2 for value in values) / (len(values) - 1)

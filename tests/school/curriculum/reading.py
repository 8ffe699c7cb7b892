"""An item as a child reads it, and the plain ways of counting that solutions are made of."""

import re
from collections.abc import Callable
from dataclasses import dataclass
from fractions import Fraction
from itertools import count

from terrace.engines.paper.content import as_text
from terrace.school.curriculum.items import ChoiceAnswer, Item, Language

NUMBER = re.compile(r"\d+/\d+|\d+\.\d+|\d+")


@dataclass(frozen=True)
class Question:
    """A question as read: its text, the numbers in it in order, the texts of its options."""

    text: str
    numbers: tuple[Fraction, ...]
    options: tuple[str, ...]

    @property
    def n(self) -> tuple[int, ...]:
        """The numbers, all whole."""
        assert all(number.denominator == 1 for number in self.numbers), self.text
        return tuple(int(number) for number in self.numbers)

    @property
    def values(self) -> tuple[Fraction, ...]:
        """The options as numbers."""
        return tuple(Fraction(option.rstrip("%")) for option in self.options)


def read(item: Item, language: Language = "en") -> Question:
    """The item as a child reads it."""
    text = as_text(item.statement[language])
    options: tuple[str, ...] = ()
    if isinstance(item.answer, ChoiceAnswer):
        options = tuple(as_text(option[language]) for option in item.answer.options)
    return Question(text, tuple(Fraction(found) for found in NUMBER.findall(text)), options)


def evaluate(text: str) -> Fraction:
    """A calculation from its text; "a/b" is one number, × and ÷ come before + and -."""
    tokens = re.findall(r"\d+/\d+|\d+\.\d+|\d+|[-+×÷()]", text)
    assert "".join(tokens) == text.replace(" ", ""), text

    def total(place: int) -> tuple[Fraction, int]:
        value, place = product(place)
        while place < len(tokens) and tokens[place] in "+-":
            sign = tokens[place]
            other, place = product(place + 1)
            value = value + other if sign == "+" else value - other
        return value, place

    def product(place: int) -> tuple[Fraction, int]:
        value, place = atom(place)
        while place < len(tokens) and tokens[place] in "×÷":
            sign = tokens[place]
            other, place = atom(place + 1)
            value = value * other if sign == "×" else value / other
        return value, place

    def atom(place: int) -> tuple[Fraction, int]:
        if tokens[place] == "(":
            value, place = total(place + 1)
            assert tokens[place] == ")"
            return value, place + 1
        return Fraction(tokens[place]), place + 1

    value, place = total(0)
    assert place == len(tokens)
    return value


def calculated(q: Question) -> Fraction:
    """A bare calculation "… ="."""
    assert q.text.endswith(" ="), q.text
    return evaluate(q.text[:-2])


def first(holds: Callable[[int], bool], start: int = 0) -> int:
    """The least whole number for which something holds."""
    return next(number for number in count(start) if holds(number))


def counted_up(start: int, times: int, step: int = 1) -> int:
    """Where one arrives by counting."""
    for _ in range(times):
        start += step
    return start


def counted_down(start: int, times: int) -> int:
    """Where one arrives by counting backwards."""
    return counted_up(start, times, -1)


def piles(total: int, size: int) -> tuple[int, int]:
    """Full piles and what is left, by taking away one pile after the other."""
    number = 0
    while total >= size:
        total -= size
        number += 1
    return number, total


def one(q: Question, holds: Callable[[str], bool]) -> str:
    """The one option for which something holds."""
    (found,) = [option for option in q.options if holds(option)]
    return found


Solution = Callable[[Question], Fraction | int | str]

"""Words with mathematics in them: the one type for all that is printed or shown of an item."""

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any, Literal, TypeAlias

_FORBIDDEN = re.compile(r"[#$@`\\]|\bstd\b")
"""`std` is Typst's door from a formula to all functions, those that read files included."""


@dataclass(frozen=True, slots=True)
class Math:
    """A piece of mathematics in Typst notation, such as `346 + 278` or `3/4`.

    It is set by Typst's mathematics mode, where `#` would begin code: that, and what else has no
    place in a formula, raises `ValueError`, so that no text however made can become a program.
    """

    source: str

    def __post_init__(self) -> None:
        if not self.source.strip():
            raise ValueError("mathematics cannot be empty")
        forbidden = sorted(set(_FORBIDDEN.findall(self.source)))
        if forbidden:
            raise ValueError(f"mathematics {self.source!r} holds {' '.join(forbidden)}")


FigureKind: TypeAlias = Literal["clock", "ruler", "bar", "grid", "angle", "chart"]
_FIGURE_NUMBERS: Mapping[FigureKind, tuple[int, int]] = {
    "clock": (2, 2),
    "ruler": (3, 3),
    "bar": (2, 2),
    "grid": (4, 4),
    "angle": (1, 1),
    "chart": (3, 7),
}
"""The fewest and the most numbers of each kind."""
_MOST = 400


@dataclass(frozen=True, slots=True)
class Figure:
    """A drawing below the words before it, made from a few whole numbers from 0 to 400.

    `clock`: hour, minute. `ruler`: where the thing above it begins and ends, length of the ruler,
    in centimetres. `bar`: shaded parts, all parts. `grid`: columns, rows, columns and rows cut away
    at the upper right corner. `angle`: degrees. `chart`: what one line stands for, then the height
    of each column, lettered ① ② ③. A ruler of up to 6 cm is as long as it says. `ValueError` for
    other numbers.
    """

    kind: FigureKind
    numbers: tuple[int, ...]

    def __post_init__(self) -> None:
        if self.kind not in _FIGURE_NUMBERS:
            raise ValueError(f"there is no figure {self.kind!r}")
        fewest, most = _FIGURE_NUMBERS[self.kind]
        if not fewest <= len(self.numbers) <= most:
            raise ValueError(f"a {self.kind} has {fewest} to {most} numbers, not {self.numbers}")
        if not all(type(number) is int and 0 <= number <= _MOST for number in self.numbers):
            raise ValueError(f"a figure's numbers are whole, 0 to {_MOST}, not {self.numbers}")

    def __str__(self) -> str:
        """What the figure shows, in numbers that read the same in every language."""
        match self.kind, self.numbers:
            case "clock", (hour, minute):
                return f"[{hour}:{minute:02d}]"
            case "bar", (shaded, parts):
                return f"[{shaded}/{parts}]"
            case "angle", (degrees,):
                return f"[{degrees}°]"
            case _, numbers:
                return f"[{', '.join(map(str, numbers))}]"


PictureName: TypeAlias = Literal[
    "happy", "calm", "sad", "sun", "rain", "tree", "flower", "house",
    "fish", "book", "ball", "apple", "bowl", "bed", "star", "drum",
]  # fmt: skip
_SIGNS: Mapping[PictureName, str] = {
    "happy": "🙂", "calm": "😐", "sad": "🙁", "sun": "☀", "rain": "🌧", "tree": "🌳",
    "flower": "🌼", "house": "🏠", "fish": "🐟", "book": "📖", "ball": "⚽", "apple": "🍎",
    "bowl": "🍚", "bed": "🛏", "star": "⭐", "drum": "🥁",
}  # fmt: skip


@dataclass(frozen=True, slots=True)
class Picture:
    """A small line drawing, for who chooses by looking: young children, or a village that votes.

    The drawings are our own, in `typesetting/pictures.typ`. `ValueError` for a name without one.
    """

    name: PictureName

    def __post_init__(self) -> None:
        if self.name not in _SIGNS:
            raise ValueError(f"there is no picture {self.name!r}, only {', '.join(_SIGNS)}")

    def __str__(self) -> str:
        """The sign that shows the same on a screen, in every language."""
        return _SIGNS[self.name]


Content: TypeAlias = tuple[str | Math | Figure | Picture, ...]
"""Text is literal, whatever it holds; `Math` is set as a formula; `Figure`, `Picture` are drawn."""


def to_json(content: Content) -> list[str | dict[str, Any]]:
    """The content as plain JSON: `["算一算 ", {"math": "346 + 278"}]`, and
    `{"figure": "clock", "numbers": [7, 40]}`, and `{"picture": "sun"}`.
    """
    return [_part_to_json(part) for part in content]


def from_json(value: object) -> Content:
    """The content that `to_json` wrote; `ValueError` for anything else."""
    if not isinstance(value, Sequence) or isinstance(value, str):
        raise ValueError(f"content must be a list, not {value!r}")
    return tuple(_part(part) for part in value)


def as_text(content: Content) -> str:
    """The content in one line of plain text, for a screen reader, a log or a search."""
    return "".join(part.source if isinstance(part, Math) else str(part) for part in content)


def _part_to_json(part: str | Math | Figure | Picture) -> str | dict[str, Any]:
    match part:
        case Math(source):
            return {"math": source}
        case Figure(kind, numbers):
            return {"figure": kind, "numbers": list(numbers)}
        case Picture(name):
            return {"picture": name}
        case _:
            return part


def _part(part: object) -> str | Math | Figure | Picture:
    if isinstance(part, str):
        return part
    if isinstance(part, Mapping) and set(part) == {"figure", "numbers"}:
        if isinstance(part["numbers"], list):
            return Figure(part["figure"], tuple(part["numbers"]))
        raise ValueError(f"the numbers of a figure must be a list, not {part['numbers']!r}")
    if isinstance(part, Mapping) and set(part) == {"picture"}:
        return Picture(part["picture"])
    if isinstance(part, Mapping) and set(part) == {"math"} and isinstance(part["math"], str):
        return Math(part["math"])
    raise ValueError(f"part of content must be text or {{'math': …}}, not {part!r}")

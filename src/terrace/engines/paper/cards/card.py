"""A card: where the bubbles of somebody else's answer sheet lie. Light: dataclasses only.

The file format is `docs/reference/card.md`. Lengths are in whatever unit the page is given in:
millimetres, points, or the pixels of a picture; y grows downwards; places are centres.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any, Literal, TypeAlias

VERSION = "card/1"
MOST_BUBBLES = 20_000
Point: TypeAlias = tuple[float, float]


class CardError(ValueError):
    """A card that cannot be read; `where` is the path of the fault within the file."""

    def __init__(self, where: str, reason: str) -> None:
        super().__init__(f"{where}: {reason}" if where else reason)
        self.where = where
        self.reason = reason


@dataclass(frozen=True, slots=True)
class Corners:
    """The four corners of the paper itself, seen against what it lies on."""


@dataclass(frozen=True, slots=True)
class Mark:
    """A black mark: a solid rectangle, a broad L (both by their boxes), or a thin angle.

    Of an angle x and y are its outer corner, and all four must be angles.
    """

    x: float
    y: float
    width: float
    height: float
    shape: Literal["square", "corner", "angle"] = "square"


@dataclass(frozen=True, slots=True)
class Marks:
    """Four printed marks, one near each corner; one that differs in shape tells what is up."""

    marks: tuple[Mark, ...]


@dataclass(frozen=True, slots=True)
class Picture:
    """The same little picture printed at four places, found by its likeness."""

    image: bytes
    """PNG or JPEG of the mark."""
    width: float
    """How wide it is printed."""
    places: tuple[Point, ...]
    """Centres, clockwise from the upper left."""


@dataclass(frozen=True, slots=True)
class ArucoMarker:
    """One printed ArUco marker: its centre and its side."""

    id: int
    x: float
    y: float
    size: float


@dataclass(frozen=True, slots=True)
class Aruco:
    """ArUco markers of one dictionary (OpenCV's name without `DICT_`, such as `4X4_50`)."""

    dictionary: str
    markers: tuple[ArucoMarker, ...]


@dataclass(frozen=True, slots=True)
class Features:
    """A picture of the whole empty page, with which what is printed is brought to cover."""

    image: bytes


Anchor: TypeAlias = Corners | Marks | Picture | Aruco | Features


@dataclass(frozen=True, slots=True)
class Group:
    """A block of bubbles at even steps: one row of options a question."""

    name: str
    questions: tuple[str, ...]
    options: tuple[str, ...]
    first: Point
    """Centre of the first option of the first question."""
    option_step: Point
    question_step: Point
    bubble: Point
    """Width and height of what is filled in."""

    def centre(self, question: int, option: int) -> Point:
        """Where this bubble is printed; both count from 0."""
        return (
            self.first[0] + question * self.question_step[0] + option * self.option_step[0],
            self.first[1] + question * self.question_step[1] + option * self.option_step[1],
        )


@dataclass(frozen=True, slots=True)
class Number:
    """Questions read one after the other as one value: a roll number, a date, a result."""

    name: str
    columns: tuple[str, ...]
    empty: str = ""
    """What stands for a column with nothing filled in."""


@dataclass(frozen=True, slots=True)
class Card:
    """An answer sheet of another program, as the reader needs it."""

    name: str
    width: float
    height: float
    anchors: tuple[Anchor, ...]
    """Used one after the other; none: the picture's edges are the page's."""
    groups: tuple[Group, ...]
    numbers: tuple[Number, ...] = ()
    sheet: str | None = None
    """The number that tells whose sheet it is."""

    def __post_init__(self) -> None:
        if not (self.width > 0 and self.height > 0):
            raise CardError("page", "width and height must be more than nothing")
        if not self.groups:
            raise CardError("groups", "a card without bubbles")
        bubbles = 0
        seen: set[str] = set()
        for group in self.groups:
            where = f"groups/{group.name}"
            if not group.questions or not group.options:
                raise CardError(where, "a group without questions or without options")
            if len(set(group.options)) != len(group.options):
                raise CardError(where, "two options have the same name")
            if min(group.bubble) <= 0:
                raise CardError(f"{where}/bubble", "a bubble without width or height")
            for question in group.questions:
                if question in seen:
                    raise CardError(where, f"question {question!r} stands on the card twice")
                seen.add(question)
            bubbles += len(group.questions) * len(group.options)
            for question_at in (0, len(group.questions) - 1):
                for option_at in (0, len(group.options) - 1):
                    x, y = group.centre(question_at, option_at)
                    if not (0 <= x <= self.width and 0 <= y <= self.height):
                        raise CardError(where, f"a bubble at ({x:g}, {y:g}) lies outside the page")
        if bubbles > MOST_BUBBLES:
            raise CardError("groups", f"{bubbles} bubbles, more than {MOST_BUBBLES}")
        for number in self.numbers:
            for column in number.columns:
                if column not in seen:
                    raise CardError(f"numbers/{number.name}", f"there is no question {column!r}")
        if self.sheet is not None and self.sheet not in {number.name for number in self.numbers}:
            raise CardError("sheet", f"there is no number {self.sheet!r}")

    @property
    def questions(self) -> tuple[str, ...]:
        """All questions in the order of the card."""
        return tuple(question for group in self.groups for question in group.questions)


def point(value: object, where: str) -> Point:
    """Two numbers, or `CardError`."""
    if isinstance(value, Sequence) and not isinstance(value, str) and len(value) == 2:
        return number(value[0], where), number(value[1], where)
    raise CardError(where, f"two numbers are needed, not {value!r}")


def number(value: object, where: str) -> float:
    """A finite number, or `CardError`."""
    if isinstance(value, int | float) and not isinstance(value, bool) and abs(value) < 1e7:
        return float(value)
    raise CardError(where, f"a number is needed, not {value!r}")


def names(value: object, where: str) -> tuple[str, ...]:
    """A list of texts, or `CardError`."""
    if isinstance(value, Sequence) and not isinstance(value, str):
        return tuple(str(part) for part in value)
    raise CardError(where, f"a list is needed, not {value!r}")


def part(value: Mapping[str, Any], key: str, where: str) -> Any:
    """What stands under a key, or `CardError`."""
    if not isinstance(value, Mapping) or key not in value:
        raise CardError(where, f"{key!r} is missing")
    return value[key]

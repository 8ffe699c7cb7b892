"""Marks as children make them: full, faint, half, crossed, ticked, cancelled, rubbed out."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from math import cos, pi, sin

import cv2
import numpy as np
from numpy.typing import NDArray

from terrace.engines.paper.layout import Bubble, DigitBox, SheetLayout
from terrace.engines.paper.reading import Value
from terrace.engines.paper.simulate.strokes import Stroke, digit_strokes

Page = NDArray[np.uint8]
Script = Callable[[str, np.random.Generator], NDArray[np.uint8]]
"""Somebody's handwriting: a digit as a picture of ink (square, 0 is paper, 255 ink)."""

_FINE = 16
"""OpenCV draws in sixteenths of a pixel."""


@dataclass(frozen=True, slots=True)
class Hand:
    """How one child marks: shares of each kind of mark, and what else the pencil leaves."""

    marks: Mapping[str, float] = field(
        default_factory=lambda: {
            "full": 0.72,
            "faint": 0.10,
            "partial": 0.08,
            "cross": 0.06,
            "tick": 0.04,
        }
    )
    erased: float = 0.02
    """Of unmarked bubbles: filled once and rubbed out."""
    stray: float = 0.01
    """Of unmarked bubbles: touched by the pencil on its way."""
    cancelled: float = 0.004
    """Of unmarked bubbles: filled, then cancelled by a large cross."""
    pen_mm: tuple[float, float] = (0.45, 0.8)
    darkness: tuple[float, float] = (0.6, 0.95)


TIDY = Hand(marks={"full": 1.0}, erased=0.0, stray=0.0, cancelled=0.0, darkness=(0.75, 0.95))
"""Who always does as the example shows."""


def fill(
    page: Page,
    layout: SheetLayout,
    answers: Mapping[str, Value],
    *,
    rng: np.random.Generator,
    hand: Hand | None = None,
    script: Script | None = None,
) -> Page:
    """A copy of the page (height × width, grey, any resolution) with a child's answers on it.

    `answers` maps fields to marked options or to digits, which are written right-aligned; fields it
    does not name stay empty. Digits are our own strokes, or come from `script`. `KeyError` for a
    field that the layout does not have.
    """
    hand = hand or Hand()
    unknown = set(answers) - set(layout.fields)
    if unknown:
        raise KeyError(f"the sheet has no field {sorted(unknown)}")
    pencil = Pencil(page.copy(), page.shape[1] / layout.width_mm, rng)
    for bubble in layout.bubbles:
        if bubble.option in answers.get(bubble.field, ()):
            kinds, shares = zip(*hand.marks.items(), strict=True)
            kind = str(rng.choice(kinds, p=np.array(shares) / sum(shares)))
        else:
            rest = 1.0 - hand.erased - hand.stray - hand.cancelled
            shares = (rest, hand.erased, hand.stray, hand.cancelled)
            kind = str(rng.choice(["none", "erased", "stray", "cancelled"], p=shares))
        mark(pencil, bubble, kind, hand)
    widths: dict[str, int] = {}
    for box in layout.digits:
        widths[box.field] = max(widths.get(box.field, 0), box.position + 1)
    for box in layout.digits:
        text = str(answers.get(box.field, "")).rjust(widths[box.field])
        if len(text) > widths[box.field]:
            raise ValueError(f"{box.field} has {widths[box.field]} boxes, not {len(text)}")
        if text[box.position] != " ":
            write_digit(pencil, box, text[box.position], hand, script)
    return pencil.page


class Pencil:
    """A pencil on a page: what it draws makes the paper darker, never lighter."""

    def __init__(self, page: Page, pixels_per_mm: float, rng: np.random.Generator) -> None:
        self.page = page
        self.scale = pixels_per_mm
        self.rng = rng

    def blob(self, x_mm: float, y_mm: float, radius_mm: float, darkness: float) -> None:
        """An uneven filled patch, with the grain of paper under graphite."""
        angles = np.linspace(0, 2 * pi, 24, endpoint=False)
        wobble = 1 + 0.08 * np.sin(2 * angles + self.rng.uniform(0, 6))
        wobble += 0.05 * np.sin(5 * angles + self.rng.uniform(0, 6))
        points = np.stack([np.cos(angles), np.sin(angles)], 1) * (radius_mm * wobble)[:, None]
        self._ink([np.add(points, (x_mm, y_mm))], darkness, pen_mm=None, grain=0.12)

    def line(self, strokes: list[Stroke], pen_mm: float, darkness: float) -> None:
        """Lines through points in millimetres."""
        self._ink(strokes, darkness, pen_mm=pen_mm, grain=0.06)

    def stamp(
        self, picture: NDArray[np.uint8], x_mm: float, y_mm: float, side_mm: float, darkness: float
    ) -> None:
        """A square picture of ink around a point."""
        side = round(side_mm * self.scale)
        sized = cv2.resize(picture, (side, side), interpolation=cv2.INTER_CUBIC)
        left, top = (round(at * self.scale - side / 2) for at in (x_mm, y_mm))
        part = self.page[max(top, 0) : top + side, max(left, 0) : left + side]
        alpha = sized[: part.shape[0], : part.shape[1]].astype(np.float32) / 255 * darkness
        np.copyto(part, (part * (1 - alpha)).astype(np.uint8))

    def _ink(
        self, shapes: list[Stroke], darkness: float, *, pen_mm: float | None, grain: float
    ) -> None:
        margin = 2 + (pen_mm or 0.0) * self.scale
        every = np.concatenate(shapes) * self.scale
        height, width = self.page.shape
        left, top = np.clip((every.min(0) - margin).astype(int), 0, (width - 1, height - 1))
        right, bottom = np.clip((every.max(0) + margin + 1).astype(int), 1, (width, height))
        mask = np.zeros((bottom - top, right - left), np.uint8)
        fixed = [
            np.round((shape * self.scale - (left, top)) * _FINE).astype(np.int32)
            for shape in shapes
        ]
        if pen_mm is None:
            cv2.fillPoly(mask, fixed, 255, cv2.LINE_AA, 4)
        else:
            # OpenCV's thickness is whole pixels: draw at the next size up and thin by alpha.
            exact = max(pen_mm * self.scale, 1.0)
            cv2.polylines(mask, fixed, False, 255, int(np.ceil(exact)), cv2.LINE_AA, 4)
            darkness *= exact / np.ceil(exact) * 0.3 + 0.7
        alpha = mask.astype(np.float32) / 255 * darkness
        alpha *= 1 + grain * self.rng.standard_normal(alpha.shape, dtype=np.float32)
        part = self.page[top:bottom, left:right]
        np.copyto(part, (part * (1 - np.clip(alpha, 0, 1))).astype(np.uint8))


def mark(pencil: Pencil, bubble: Bubble, kind: str, hand: Hand) -> None:
    """One mark of a kind in (or beside) one bubble."""
    rng = pencil.rng
    radius = bubble.diameter_mm / 2
    x = bubble.x_mm + rng.normal(0, 0.15)
    y = bubble.y_mm + rng.normal(0, 0.15)
    pen, dark = rng.uniform(*hand.pen_mm), rng.uniform(*hand.darkness)
    match kind:
        case "none":
            return
        case "full":
            pencil.blob(x, y, radius * rng.uniform(0.82, 1.08), dark)
        case "faint":
            pencil.blob(x, y, radius * rng.uniform(0.85, 1.05), rng.uniform(0.25, 0.4))
        case "partial":
            turn, away = rng.uniform(0, 2 * pi), rng.uniform(0, 0.35) * radius
            size = radius * rng.uniform(0.55, 0.75)
            pencil.blob(x + away * cos(turn), y + away * sin(turn), size, dark)
        case "cross":
            _cross(pencil, x, y, radius * rng.uniform(0.8, 1.05), pen, dark)
        case "tick":
            _tick(pencil, x, y, radius * rng.uniform(0.85, 1.15), pen, dark)
        case "erased":
            pencil.blob(x, y, radius * rng.uniform(0.85, 1.1), rng.uniform(0.03, 0.14))
        case "stray":
            _stray(pencil, x, y, radius, pen, dark)
        case "cancelled":
            pencil.blob(x, y, radius * rng.uniform(0.82, 1.05), dark)
            _cross(pencil, x, y, radius * rng.uniform(1.4, 1.75), pen, max(dark, 0.75))
        case _:
            raise ValueError(f"there is no mark {kind!r}")


def write_digit(
    pencil: Pencil, box: DigitBox, digit: str, hand: Hand, script: Script | None = None
) -> None:
    """One digit in its box, as large and as straight as a child writes."""
    rng = pencil.rng
    if script is not None:
        side = min(box.height_mm * rng.uniform(0.78, 1.05), box.width_mm * 1.25)
        x, y = rng.normal((box.x_mm, box.y_mm), 0.25)
        pencil.stamp(script(digit, rng), x, y, side, rng.uniform(*hand.darkness))
        return
    height = box.height_mm * rng.uniform(0.55, 0.8)
    width = min(height * rng.uniform(0.55, 0.75), box.width_mm * 0.85)
    x = box.x_mm + rng.normal(0, 0.35) - width / 2
    y = box.y_mm + rng.normal(0, 0.4) - height / 2
    strokes = [points * (width, height) + (x, y) for points in digit_strokes(digit, rng)]
    pencil.line(strokes, rng.uniform(*hand.pen_mm), rng.uniform(*hand.darkness))


def _cross(
    pencil: Pencil, x: float, y: float, reach: float, pen_mm: float, darkness: float
) -> None:
    rng = pencil.rng
    turn = rng.normal(0, 0.12)
    strokes = []
    for angle in (pi / 4 + turn, -pi / 4 + turn):
        arm = np.array([cos(angle), sin(angle)]) * reach * rng.uniform(0.92, 1.08)
        off = rng.normal((x, y), 0.12)
        strokes.append(np.stack([off - arm, off + rng.normal(0, 0.1, 2), off + arm]))
    pencil.line(strokes, pen_mm, darkness)


def _tick(pencil: Pencil, x: float, y: float, reach: float, pen_mm: float, darkness: float) -> None:
    points = np.array([[-0.75, 0.0], [-0.2, 0.65], [0.85, -0.8]]) * reach
    points += pencil.rng.normal(0, 0.12, points.shape)
    pencil.line([np.add(points, (x, y))], pen_mm, darkness)


def _stray(
    pencil: Pencil, x: float, y: float, radius: float, pen_mm: float, darkness: float
) -> None:
    """A short line that touches the ring from outside or lies near its edge."""
    rng = pencil.rng
    place, direction = rng.uniform(0, 2 * pi), rng.uniform(0, 2 * pi)
    centre = np.array([cos(place), sin(place)]) * radius * rng.uniform(0.7, 1.2) + (x, y)
    half = np.array([cos(direction), sin(direction)]) * rng.uniform(0.3, 1.0)
    pencil.line([np.stack([centre - half, centre + half])], pen_mm * 0.8, darkness * 0.8)

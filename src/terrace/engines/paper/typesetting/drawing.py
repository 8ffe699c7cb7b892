"""The strokes of a page, as plain data for `page.typ`: millimetres, greys from 0 (black) to 100."""

import re
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any, NamedTuple, TypeAlias

from terrace.engines.paper.content import Content, to_json
from terrace.engines.paper.form import Language
from terrace.engines.paper.typesetting.marks import Cells

Job: TypeAlias = dict[str, Any]

_RING_MM, _BOX_MM = 0.3, 0.25
_EDGE_GREY = 52
_COUNTED = re.compile(r"(\d) (?=[\u4e00-\u9fff])")
_CONTROL = dict.fromkeys((*range(32), *range(127, 160), 0x2028, 0x2029), " ")


@dataclass(frozen=True, slots=True)
class Words:
    """Content to be set: within a width, or on one line when that is None. Not placed yet."""

    content: Content
    language: Language
    size_pt: float
    width_mm: float | None = None
    grey: int = 0
    centred: bool = False

    def job(self) -> Job:
        """What `page.typ` measures or draws; control characters become spaces."""
        parts = [_text(part) if isinstance(part, str) else part for part in self.content]
        return {
            "kind": "text",
            "words": to_json(tuple(parts)),
            "size": self.size_pt,
            "width": self.width_mm,
            "lang": self.language,
            "grey": self.grey,
            "centred": self.centred,
        }

    def placed(self, x_mm: float, y_mm: float) -> Job:
        """The words with the upper left corner of their box placed."""
        return at(self.job(), x_mm, y_mm)


class Size(NamedTuple):
    """What a text takes up, in millimetres."""

    width: float
    height: float


Sizes: TypeAlias = Mapping[Words, Size]


def _text(part: str) -> str:
    """Text without control characters; a number stays on the line of its measure word (3 份)."""
    return _COUNTED.sub("\\1\u00a0", part.translate(_CONTROL))


def at(job: Job, x_mm: float, y_mm: float) -> Job:
    """The job with its upper left corner placed."""
    return {**job, "x": round(x_mm, 4), "y": round(y_mm, 4)}


def ring(x_mm: float, y_mm: float, diameter_mm: float) -> Job:
    """An empty bubble around its centre: light, so that a machine hardly sees it."""
    return _circle(x_mm, y_mm, diameter_mm, stroke=_RING_MM, grey=_EDGE_GREY, fill=None)


def disc(x_mm: float, y_mm: float, diameter_mm: float, *, grey: int = 0) -> Job:
    """A filled circle around its centre."""
    return _circle(x_mm, y_mm, diameter_mm, stroke=0.0, grey=0, fill=grey)


def box(x_mm: float, y_mm: float, width_mm: float, height_mm: float) -> Job:
    """The box of a digit around its centre, light like a bubble."""
    job = {
        "kind": "box",
        "width": width_mm,
        "height": height_mm,
        "stroke": _BOX_MM,
        "grey": _EDGE_GREY,
    }
    return at(job, x_mm - width_mm / 2, y_mm - height_mm / 2)


def line(
    x_mm: float, y_mm: float, dx_mm: float, dy_mm: float, *, stroke_mm: float, grey: int = 0
) -> Job:
    """A straight line from a point."""
    return at(
        {"kind": "line", "dx": dx_mm, "dy": dy_mm, "stroke": stroke_mm, "grey": grey}, x_mm, y_mm
    )


def cells(x_mm: float, y_mm: float, size_mm: float, pattern: Cells) -> Job:
    """Black and white square cells around their centre."""
    return grid(x_mm, y_mm, size_mm, size_mm, pattern)


def grid(x_mm: float, y_mm: float, width_mm: float, height_mm: float, pattern: Cells) -> Job:
    """Black and white cells around their centre, each run of black in a row as one bar."""
    rows = [
        [start, row, length]
        for row, line_of_cells in enumerate(pattern)
        for start, length in _runs(line_of_cells)
    ]
    job = {
        "kind": "cells",
        "wide": width_mm / len(pattern[0]),
        "high": height_mm / len(pattern),
        "rows": rows,
    }
    return at(job, x_mm - width_mm / 2, y_mm - height_mm / 2)


def _circle(
    x_mm: float, y_mm: float, diameter_mm: float, *, stroke: float, grey: int, fill: int | None
) -> Job:
    job = {"kind": "circle", "diameter": diameter_mm, "stroke": stroke, "grey": grey, "fill": fill}
    return at(job, x_mm - diameter_mm / 2, y_mm - diameter_mm / 2)


def _runs(row: tuple[bool, ...]) -> list[tuple[int, int]]:
    runs: list[tuple[int, int]] = []
    for place, black in enumerate(row):
        if black and runs and sum(runs[-1]) == place:
            runs[-1] = (runs[-1][0], runs[-1][1] + 1)
        elif black:
            runs.append((place, 1))
    return runs

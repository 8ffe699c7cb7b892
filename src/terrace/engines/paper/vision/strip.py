"""The strip of cells at the foot of a flattened page: what it says, and whether it agrees."""

from dataclasses import dataclass

import cv2
import numpy as np
from numpy.typing import NDArray

from terrace.engines.paper import cellstrip
from terrace.engines.paper.cellstrip import COLUMNS, ROWS, Decoded
from terrace.engines.paper.typesetting import frame
from terrace.engines.paper.vision.settings import PIXELS_PER_MM
from terrace.engines.paper.vision.source import Grey

_SHIFTS_MM = ((0.0, 0.0), (0.0, -0.5), (0.0, 0.5), (-0.6, 0.0), (0.6, 0.0), (0.0, -1.0), (0.0, 1.0))
"""Curled paper may leave the foot a little out of place: tried from the nearest on."""
_NEIGHBOURS = 9
"""Columns whose cells tell what is black and white here."""
SURE_MENDED = 3
"""Bytes mended up to which a strip names a sheet by itself."""
_AGREES = 0.8
"""Share of cells as the number has them from which a strip that cannot be mended still agrees.

The strip of another sheet has about half of its cells the same.
"""


@dataclass(frozen=True, slots=True)
class StripSeen:
    """What the strip of one page shows."""

    decoded: Decoded | None
    looks: tuple[NDArray[np.bool_], ...]
    """2 × 60 cells at each place tried, True is black."""

    @property
    def sure(self) -> str | None:
        """The number, where hardly anything had to be mended."""
        if self.decoded is None or self.decoded.mended > SURE_MENDED:
            return None
        return self.decoded.number

    def agrees(self, number: str) -> bool:
        """Whether the cells are those of this number, but for a few."""
        if self.decoded is not None:
            return self.decoded.number == number
        printed = np.array(cellstrip.cells(number))
        return max(float((look == printed).mean()) for look in self.looks) >= _AGREES

    def contradicts(self, number: str) -> bool:
        """Whether it names another sheet."""
        return self.decoded is not None and self.decoded.number != number


def strip_on(page: Grey) -> StripSeen:
    """The cells of a page (`PIXELS_PER_MM`), looked for a little around their place, too."""
    looks = []
    best: Decoded | None = None
    for right, down in _SHIFTS_MM:
        look = _cells(page, right, down)
        looks.append(look)
        found = cellstrip.number_in(look.tolist())
        if found is not None and (best is None or found.mended < best.mended):
            best = found
        if best is not None and best.mended <= SURE_MENDED:
            break
    return StripSeen(best, tuple(looks))


def _cells(page: Grey, right_mm: float, down_mm: float) -> NDArray[np.bool_]:
    place = frame.strip()
    wide, high = place.width_mm / COLUMNS, place.height_mm / ROWS
    left = place.x_mm - place.width_mm / 2 + right_mm
    top = place.y_mm - place.height_mm / 2 + down_mm
    # The middle of each cell, by 3 × 3 points over its inner half.
    points = (np.arange(3) - 1) * 0.22 + 0.5
    x = left + ((np.arange(COLUMNS)[:, None] + points) * wide).ravel()
    y = top + ((np.arange(ROWS)[:, None] + points) * high).ravel()
    columns, rows = np.meshgrid(x * PIXELS_PER_MM - 0.5, y * PIXELS_PER_MM - 0.5)
    seen = cv2.remap(
        page,
        columns.astype(np.float32),
        rows.astype(np.float32),
        cv2.INTER_LINEAR,
        borderMode=cv2.BORDER_REPLICATE,
    ).astype(np.float32)
    values = seen.reshape(ROWS, 3, COLUMNS, 3).mean((1, 3))
    near = np.ones((ROWS + 1, _NEIGHBOURS), np.uint8)
    low = cv2.erode(values.min(0, keepdims=True), near[:1])
    high_values = cv2.dilate(values.max(0, keepdims=True), near[:1])
    return np.asarray(values < (low + high_values) / 2)

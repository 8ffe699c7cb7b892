"""How dark every spot is, as a share of the way from paper to print, whatever the light."""

from dataclasses import dataclass

import cv2
import numpy as np

from terrace.engines.paper.typesetting import frame
from terrace.engines.paper.vision.network import Floats
from terrace.engines.paper.vision.settings import PIXELS_PER_MM
from terrace.engines.paper.vision.source import Grey

_COARSE = 2.5
"""Pixels of the page for one of the map of light: 2 a millimetre."""
_BLOT_MM = 9.0
"""The largest dark thing that is seen as ink upon paper, not as shade."""


@dataclass(frozen=True, slots=True)
class Ink:
    """The ink of a flattened sheet."""

    dark: Floats
    """Of the page's size: 0 is paper, 1 is the black of the markers, beyond that is possible."""
    blur_mm: float
    """Standard deviation of the blur at the edges of the markers."""
    contrast: float
    """Of print upon paper: 1 − black / white."""


def ink_of(page: Grey, *, corners: tuple[int, ...]) -> Ink:
    """Darkness of a flattened page; `corners` are those whose markers were found, 0 to 3."""
    size = (round(page.shape[1] / _COARSE), round(page.shape[0] / _COARSE))
    coarse = cv2.resize(page, size, interpolation=cv2.INTER_AREA)
    side = round(_BLOT_MM * PIXELS_PER_MM / _COARSE) | 1
    # Closing fills what is dark and small, and leaves the edges of shadows where they are.
    light = cv2.morphologyEx(
        coarse, cv2.MORPH_CLOSE, cv2.getStructuringElement(cv2.MORPH_ELLIPSE, (side, side))
    )
    light = cv2.GaussianBlur(light, (0, 0), 2.0)
    paper = cv2.resize(light, (page.shape[1], page.shape[0]), interpolation=cv2.INTER_LINEAR)
    share = page.astype(np.float32) / np.maximum(paper, 1)
    blacks, blurs = [], []
    for corner in corners:
        black, blur = _marker(page, corner)
        blacks.append(black)
        blurs.append(blur)
    black = float(np.median(blacks))
    contrast = max(1 - black, 0.05)
    return Ink(np.asarray((1 - share) / contrast, dtype=np.float32), max(blurs), contrast)


def _marker(page: Grey, corner: int) -> tuple[float, float]:
    """Black of a marker as a share of the white around it, and the blur of its edges in mm."""
    mark = frame.markers("000000000098")[corner]
    cell = mark.size_mm / 6
    reach = mark.size_mm / 2
    # Three profiles across each outer edge, within the black border's middle half.
    reach_px = round(2.4 * PIXELS_PER_MM)
    profiles = []
    for side in (-1, 1):
        for along in np.linspace(-0.8, 0.8, 9) * (reach - cell / 2):
            profiles.append(_profile(page, mark.x_mm + side * reach, mark.y_mm + along, side, 0))
            profiles.append(_profile(page, mark.x_mm + along, mark.y_mm + side * reach, 0, side))
    # One edge may be covered or have shade across it: the middle of all is asked.
    lines = np.stack(profiles).astype(np.float64)
    white = np.median(lines[:, -5:], axis=1)
    dark = np.median(lines[:, : round(1.6 * PIXELS_PER_MM)], axis=1)
    black = float(np.median(dark / np.maximum(white, 1)))
    steep = np.diff(lines, axis=1).max(1) / np.maximum(white - dark, 1)
    sigma_px = 1 / (np.maximum(steep, 1e-3) * np.sqrt(2 * np.pi))
    assert lines.shape[1] == 2 * reach_px + 1
    return black, float(np.median(sigma_px)) / PIXELS_PER_MM


def _profile(page: Grey, x_mm: float, y_mm: float, dx: int, dy: int) -> Grey:
    """Brightness from 2.4 mm within an edge to 2.4 mm outside, along one axis."""
    reach = round(2.4 * PIXELS_PER_MM)
    steps = np.arange(-reach, reach + 1)
    x = np.clip(round(x_mm * PIXELS_PER_MM - 0.5) + dx * steps, 0, page.shape[1] - 1)
    y = np.clip(round(y_mm * PIXELS_PER_MM - 0.5) + dy * steps, 0, page.shape[0] - 1)
    return page[y, x]

"""A sheet on a photograph put upright and flat, by its markers first, by its dots then."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import TypeAlias

import cv2
import numpy as np
from numpy.typing import NDArray

from terrace.engines.paper.layout import PAGE_HEIGHT_MM, PAGE_WIDTH_MM, Dot
from terrace.engines.paper.vision.markers import (
    Group,
    Homography,
    Points,
    apply,
    corners_mm,
    inverse,
)
from terrace.engines.paper.vision.settings import PIXELS_PER_MM
from terrace.engines.paper.vision.source import Grey

Bend: TypeAlias = NDArray[np.float64]
"""6 × 2: how far paper lies from its plane, as a polynomial of second degree, millimetres."""

_WIDTH = round(PAGE_WIDTH_MM * PIXELS_PER_MM)
_HEIGHT = round(PAGE_HEIGHT_MM * PIXELS_PER_MM)
_WINDOW_MM = 4.0
"""How far from its place a dot is looked for."""
_LIKE = 0.55
"""Correlation with the shape of a dot above which it is one."""
_GRID = 16
"""Pixels between the points at which the bend is evaluated."""


@dataclass(frozen=True, slots=True)
class Flat:
    """A flattened sheet and how well that went."""

    page: Grey
    """Upright, `PIXELS_PER_MM`."""
    dots: float
    """Share of the dots found."""
    residual_mm: float
    """Median distance of the dots found from where they are printed, after the bend."""
    bend_mm: float
    """The most that the paper was bent at a dot."""


def flatten_plane(picture: Grey, plane: Homography) -> Grey:
    """The sheet as if it were a plane."""
    step, half = 1 / PIXELS_PER_MM, 0.5 / PIXELS_PER_MM
    to_pixels = plane @ np.array([[step, 0, half], [0, step, half], [0, 0, 1]])
    return np.asarray(
        cv2.warpPerspective(
            picture,
            to_pixels,
            (_WIDTH, _HEIGHT),
            flags=cv2.INTER_LINEAR | cv2.WARP_INVERSE_MAP,
            borderMode=cv2.BORDER_CONSTANT,
            borderValue=0,
        ),
        dtype=np.uint8,
    )


def flatten(picture: Grey, group: Group, plane: Homography, dots: Sequence[Dot]) -> Flat:
    """The sheet with its bend taken out, as far as its dots tell."""
    rough = flatten_plane(picture, plane)
    expected, found = _find_dots(rough, dots)
    share = len(found) / len(dots) if dots else 1.0
    if len(found) < 8:
        return Flat(rough, share, np.inf, np.inf)
    back = inverse(plane)
    at = np.concatenate([corners_mm(m.family, m.corner) for m in group.markers])
    off = apply(back, np.concatenate([m.points for m in group.markers])) - at
    bend = _fit(np.concatenate([expected, at]), np.concatenate([found - expected, off]))
    left = np.linalg.norm(found - expected - _basis(expected) @ bend, axis=1)
    moved = np.linalg.norm(_basis(expected) @ bend, axis=1)
    page = _unbent(picture, plane, bend)
    return Flat(page, share, float(np.median(left)), float(moved.max()))


def _find_dots(page: Grey, dots: Sequence[Dot]) -> tuple[Points, Points]:
    """Where the dots should be and where they are, in millimetres, of those that can be seen."""
    expected, found = [], []
    for dot in dots:
        template = _dot(dot.diameter_mm)
        reach = round(_WINDOW_MM * PIXELS_PER_MM) + template.shape[0] // 2
        x, y = round(dot.x_mm * PIXELS_PER_MM - 0.5), round(dot.y_mm * PIXELS_PER_MM - 0.5)
        window = page[max(y - reach, 0) : y + reach + 1, max(x - reach, 0) : x + reach + 1]
        if min(window.shape) <= template.shape[0]:
            continue
        like = cv2.matchTemplate(window, template, cv2.TM_CCOEFF_NORMED)
        _low, best, _where, (column, row) = cv2.minMaxLoc(like)
        if best < _LIKE:
            continue
        column_at, row_at = _peak(like, row, column)
        half = template.shape[0] // 2
        left, top = max(x - reach, 0), max(y - reach, 0)
        expected.append((dot.x_mm, dot.y_mm))
        found.append(
            (
                (left + column_at + half + 0.5) / PIXELS_PER_MM,
                (top + row_at + half + 0.5) / PIXELS_PER_MM,
            )
        )
    return np.array(expected).reshape(-1, 2), np.array(found).reshape(-1, 2)


def _dot(diameter_mm: float) -> Grey:
    """The picture of a dot with free paper around it."""
    half = round((diameter_mm / 2 + 0.9) * PIXELS_PER_MM)
    picture = np.full((2 * half + 1, 2 * half + 1), 255, np.uint8)
    radius = round(diameter_mm / 2 * PIXELS_PER_MM * 16)
    cv2.circle(picture, (half * 16, half * 16), radius, 0, -1, cv2.LINE_AA, 4)
    return np.asarray(cv2.GaussianBlur(picture, (0, 0), 1.2), dtype=np.uint8)


def _peak(like: cv2.typing.MatLike, row: int, column: int) -> tuple[float, float]:
    """The top of a parabola through the best place and its neighbours."""

    def top(before: float, here: float, after: float) -> float:
        bow = before - 2 * here + after
        return 0.0 if bow >= 0 else float(np.clip(0.5 * (before - after) / bow, -0.5, 0.5))

    x, y = float(column), float(row)
    if 0 < column < like.shape[1] - 1:
        x += top(like[row, column - 1], like[row, column], like[row, column + 1])
    if 0 < row < like.shape[0] - 1:
        y += top(like[row - 1, column], like[row, column], like[row + 1, column])
    return x, y


def _basis(mm: Points) -> Points:
    x, y = mm[:, 0] / PAGE_WIDTH_MM - 0.5, mm[:, 1] / PAGE_HEIGHT_MM - 0.5
    return np.column_stack([np.ones_like(x), x, y, x * x, x * y, y * y])


def _fit(mm: Points, off: Points) -> Bend:
    """Least squares, then twice more without what lies far off (a blot taken for a dot)."""
    keep = np.ones(len(mm), bool)
    bend: Bend = np.zeros((6, 2))
    for _round in range(3):
        bend = np.asarray(np.linalg.lstsq(_basis(mm[keep]), off[keep], rcond=None)[0])
        left = np.linalg.norm(off - _basis(mm) @ bend, axis=1)
        keep = left <= max(3 * float(np.median(left)), 0.25)
        if keep.sum() < 10:
            break
    return bend


def _unbent(picture: Grey, plane: Homography, bend: Bend) -> Grey:
    columns = np.arange(0, _WIDTH + _GRID, _GRID, dtype=np.float64)
    rows = np.arange(0, _HEIGHT + _GRID, _GRID, dtype=np.float64)
    x, y = np.meshgrid((columns + 0.5) / PIXELS_PER_MM, (rows + 0.5) / PIXELS_PER_MM)
    mm = np.column_stack([x.ravel(), y.ravel()])
    pixels = apply(plane, mm + _basis(mm) @ bend)
    shape = (len(rows), len(columns))
    # Between the grid's points the map is as good as straight: fill it in row by row, then across.
    whole = [_between(pixels[:, axis].reshape(shape).astype(np.float32)) for axis in range(2)]
    return np.asarray(
        cv2.remap(
            picture,
            whole[0],
            whole[1],
            cv2.INTER_LINEAR,
            borderMode=cv2.BORDER_CONSTANT,
            borderValue=0,
        ),
        dtype=np.uint8,
    )


def _between(coarse: NDArray[np.float32]) -> NDArray[np.float32]:
    """A grid's values at every pixel, linear between its points."""
    stretch = np.array([[_GRID, 0, 0], [0, _GRID, 0]], np.float64)
    fine = cv2.warpAffine(
        coarse, stretch, (_WIDTH, _HEIGHT), flags=cv2.INTER_LINEAR, borderMode=cv2.BORDER_REPLICATE
    )
    return np.asarray(fine, dtype=np.float32)

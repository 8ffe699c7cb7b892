"""Corner markers on a picture, gathered into sheets: three of the four suffice."""

from collections.abc import Sequence
from dataclasses import dataclass
from itertools import combinations, product
from math import prod
from typing import TypeAlias

import cv2
import numpy as np
from numpy.typing import NDArray

from terrace.engines.paper.numbers import make_number
from terrace.engines.paper.typesetting import frame
from terrace.engines.paper.vision.source import Grey

Points: TypeAlias = NDArray[np.float64]
"""n × 2."""
Homography: TypeAlias = NDArray[np.float64]
"""3 × 3, from millimetres on the sheet to pixels of the picture."""

_FAR = 0.35
"""How far, of their distance, a marker may be from where another of its sheet expects it."""
_LARGEST_MISS_MM = 3.0
_MOST_TRIES = 700


@dataclass(frozen=True, slots=True)
class Seen:
    """One marker found: its family, its corner (0 upper left, clockwise), its own corners."""

    family: int
    corner: int
    points: Points
    """4 × 2 pixels, from the marker's own upper left, clockwise."""

    @property
    def side(self) -> float:
        """Mean length of its sides in pixels."""
        return float(np.linalg.norm(self.points - np.roll(self.points, 1, 0), axis=1).mean())


@dataclass(frozen=True, slots=True)
class Group:
    """Markers of one sheet; with fewer than three, `homography` is None."""

    family: int
    markers: tuple[Seen, ...]
    homography: Homography | None

    @property
    def missing(self) -> tuple[int, ...]:
        """Corners without a marker, 0 to 3."""
        return tuple(sorted({0, 1, 2, 3} - {marker.corner for marker in self.markers}))


def find(picture: Grey, *, megapixels: float) -> list[Seen]:
    """All markers on a picture (height × width), looked for at this size, placed at full size."""
    shrink = min(1.0, (megapixels * 1e6 / picture.size) ** 0.5)
    small: cv2.typing.MatLike = picture
    if shrink < 0.95:
        small = cv2.resize(picture, None, fx=shrink, fy=shrink, interpolation=cv2.INTER_AREA)
    factor = picture.shape[1] / small.shape[1], picture.shape[0] / small.shape[0]
    corners, ids, _rejected = _detector().detectMarkers(small)
    seen = []
    # Where nothing is found OpenCV gives None, whatever its types say.
    identities = [int(identity) for identity in np.asarray(ids).ravel()] if corners else []
    for points, identity in zip(corners, identities, strict=True):
        if identity >= 4 * frame.FAMILIES:
            continue
        # Centres of pixels, not their corners, scale about the picture's corner.
        placed = (points.reshape(4, 2).astype(np.float64) + 0.5) * factor - 0.5
        if small is not picture:
            placed = _sharpened(picture, placed)
        seen.append(Seen(identity // 4, identity % 4, placed))
    return seen


def group(seen: Sequence[Seen]) -> list[Group]:
    """The markers as sheets, complete ones first; each marker belongs to at most one."""
    groups: list[Group] = []
    for family in sorted({marker.family for marker in seen}):
        left = [marker for marker in seen if marker.family == family]
        for count in (4, 3):
            while (best := _best(left, count)) is not None:
                groups.append(best)
                left = _without(left, best)
        for seed in sorted(left, key=lambda marker: -marker.side):
            if any(seed is marker for marker in left):
                some = _around(seed, left)
                groups.append(some)
                left = _without(left, some)
    return groups


def corners_mm(family: int, corner: int) -> Points:
    """Where the corners of a marker are printed: 4 × 2 millimetres, from its upper left."""
    mark = frame.markers(make_number(family))[corner]
    half = mark.size_mm / 2
    unit = np.array([[-1, -1], [1, -1], [1, 1], [-1, 1]], np.float64)
    return unit * half + (mark.x_mm, mark.y_mm)


def fit(markers: Sequence[Seen]) -> tuple[Homography, float]:
    """The plane through all corners of the markers, and its largest miss in millimetres."""
    mm = np.concatenate([corners_mm(marker.family, marker.corner) for marker in markers])
    pixels = np.concatenate([marker.points for marker in markers])
    found, _used = cv2.findHomography(mm, pixels, 0)
    plane = np.eye(3) if found is None else np.asarray(found, dtype=np.float64)
    if found is None or not np.isfinite(plane).all() or abs(np.linalg.det(plane)) < 1e-12:
        return np.eye(3), np.inf
    back = apply(inverse(plane), pixels)
    return plane, float(np.linalg.norm(back - mm, axis=1).max())


def apply(plane: Homography, points: Points) -> Points:
    """Points through a homography."""
    lifted = np.column_stack([points, np.ones(len(points))]) @ plane.T
    return np.asarray(lifted[:, :2] / lifted[:, 2:], dtype=np.float64)


def inverse(plane: Homography) -> Homography:
    """From pixels to millimetres."""
    return np.asarray(np.linalg.inv(plane), dtype=np.float64)


def _detector() -> cv2.aruco.ArucoDetector:
    parameters = cv2.aruco.DetectorParameters()
    parameters.cornerRefinementMethod = cv2.aruco.CORNER_REFINE_SUBPIX
    parameters.minMarkerPerimeterRate = 0.02
    dictionary = cv2.aruco.getPredefinedDictionary(cv2.aruco.DICT_4X4_50)
    return cv2.aruco.ArucoDetector(dictionary, parameters)


def _sharpened(picture: Grey, points: Points) -> Points:
    side = float(np.linalg.norm(points - np.roll(points, 1, 0), axis=1).mean())
    window = int(np.clip(side / 12, 2, 9))
    rough = points.astype(np.float32).reshape(-1, 1, 2)
    stop = (cv2.TERM_CRITERIA_EPS + cv2.TERM_CRITERIA_MAX_ITER, 20, 0.02)
    return (
        cv2.cornerSubPix(picture, rough, (window, window), (-1, -1), stop)
        .reshape(4, 2)
        .astype(np.float64)
    )


def _without(markers: Sequence[Seen], taken: Group) -> list[Seen]:
    return [marker for marker in markers if not any(marker is one for one in taken.markers)]


def _best(markers: Sequence[Seen], count: int) -> Group | None:
    """The sheet with so many markers whose corners lie best in one plane, if they do.

    A marker has four corners, so even two sheets with the same markers side by side are told apart:
    markers of different sheets do not lie in the plane of one.
    """
    best: tuple[float, Group] | None = None
    for corners in combinations(range(4), count):
        rows = [[marker for marker in markers if marker.corner == corner] for corner in corners]
        if prod(len(row) for row in rows) > _MOST_TRIES:
            rows = [row[:4] for row in rows]
        for chosen in product(*rows):
            sides = [marker.side for marker in chosen]
            if max(sides) > 4 * min(sides):
                continue
            plane, miss = fit(chosen)
            if miss < _LARGEST_MISS_MM and (best is None or miss < best[0]):
                best = (miss, Group(chosen[0].family, tuple(chosen), plane))
    return None if best is None else best[1]


def _around(seed: Seen, others: Sequence[Seen]) -> Group:
    """A marker with at most one other, near where it should be: too few to read the sheet."""
    plane, _miss = fit([seed])
    for other in others:
        if other.corner == seed.corner or not 0.4 < other.side / seed.side < 2.5:
            continue
        middle = corners_mm(seed.family, other.corner).mean(0, keepdims=True)
        expected = apply(plane, middle)[0]
        away = float(np.linalg.norm(other.points.mean(0) - expected))
        if away < _FAR * float(np.linalg.norm(expected - seed.points.mean(0))):
            return Group(seed.family, (seed, other), None)
    return Group(seed.family, (seed,), None)

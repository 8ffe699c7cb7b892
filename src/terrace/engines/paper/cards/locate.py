"""Where the card lies on a picture: candidates for its plane, by each kind of anchor."""

from collections.abc import Iterator, Sequence
from itertools import product
from typing import TypeAlias

import cv2
import numpy as np
from numpy.typing import NDArray

from terrace.engines.paper.cards.card import Anchor, Aruco, Card, Corners, Features, Marks, Picture
from terrace.engines.paper.cards.paper import quadrilaterals
from terrace.engines.paper.vision.markers import Homography, Points, apply
from terrace.engines.paper.vision.source import Grey

Spot: TypeAlias = NDArray[np.float64]
"""x and y of one place, pixels."""

_LEAST_LIKE = 0.35
"""Correlation above which a place may be a printed mark."""
_SEARCH_SIDE = 900.0
"""Pictures of marks are looked for in a copy of this size (longer side)."""
_FEATURE_SIDE = 1400.0
_LEAST_FEATURES = 12


def planes(picture: Grey, card: Card) -> Iterator[Homography]:
    """Planes (page to pixels, 3 × 3) in which the card may lie, the likeliest first.

    Each stands upright, sideways and on its head where the anchors do not tell which; the reader
    tries them against the printed bubbles. Last comes the picture taken as the page.
    """
    anchors = card.anchors
    corners = any(isinstance(anchor, Corners) for anchor in anchors)
    last = next((one for one in reversed(anchors) if not isinstance(one, Corners)), None)
    if last is not None:
        # A crop before it is only a place where to look: try there first, then everywhere.
        for region in (*(quadrilaterals(picture) if corners else ()), whole(picture)):
            yield from _anchored(picture, region, last, card)
    regions = [*(quadrilaterals(picture) if corners and last is None else ()), whole(picture)]
    turned = [list(_turned(region, card)) for region in regions]
    for turn in range(4):
        yield from (planes[turn] for planes in turned)


def whole(picture: Grey) -> Points:
    """The corners of the picture, 4 × 2 pixels."""
    height, width = picture.shape
    return np.array([[0, 0], [width, 0], [width, height], [0, height]], np.float64)


def _turned(corners: Points, card: Card) -> Iterator[Homography]:
    """The page on these corners: upright first, then the turns that keep its shape."""
    page = _page(card)
    sides = np.linalg.norm(corners - np.roll(corners, -1, 0), axis=1)
    tall = sides[1] + sides[3] > sides[0] + sides[2]
    like = tall == (card.height > card.width)
    nearly_square = 0.8 < (sides[0] + sides[2]) / max(sides[1] + sides[3], 1) < 1.25
    order = (0, 2, 1, 3) if like else (1, 3, 0, 2)
    for turn in order if like or nearly_square else (1, 3, 0, 2):
        yield plane_of(page, np.roll(corners, turn, 0))


def _page(card: Card) -> Points:
    return np.array(
        [[0, 0], [card.width, 0], [card.width, card.height], [0, card.height]], np.float64
    )


def plane_of(page: Points, pixels: Points) -> Homography:
    """The plane through four or more points."""
    found, _used = cv2.findHomography(page, pixels, 0)
    return np.eye(3) if found is None else np.asarray(found, np.float64)


def _anchored(picture: Grey, region: Points, anchor: Anchor, card: Card) -> Iterator[Homography]:
    match anchor:
        case Picture():
            yield from _by_picture(picture, region, anchor, card)
        case Marks():
            yield from _by_marks(picture, anchor)
        case Aruco():
            yield from _by_aruco(picture, anchor)
        case Features():
            yield from _by_features(picture, anchor, card)


def _by_picture(picture: Grey, region: Points, anchor: Picture, card: Card) -> Iterator[Homography]:
    """Put the region upright, look for the mark in its quarters at several sizes."""
    mark = cv2.imdecode(np.frombuffer(anchor.image, np.uint8), cv2.IMREAD_GRAYSCALE)
    if mark is None:
        return
    sides = np.linalg.norm(region - np.roll(region, -1, 0), axis=1)
    width, height = (sides[0] + sides[2]) / 2, (sides[1] + sides[3]) / 2
    shrink = _SEARCH_SIDE / max(width, height)
    size = (max(round(width * shrink), 8), max(round(height * shrink), 8))
    upright = np.array([[0, 0], [size[0], 0], size, [0, size[1]]], np.float64)
    to_pixels = plane_of(upright, region)
    view = cv2.warpPerspective(picture, np.linalg.inv(to_pixels), size, flags=cv2.INTER_AREA)
    best: tuple[float, Points] | None = None
    for part in np.geomspace(0.45, 1.5, 15):
        side = round(anchor.width / card.width * min(size) * part)
        if side < 9 or side * 4 > min(size):
            continue
        shape = cv2.resize(
            mark, (side, round(side * mark.shape[0] / mark.shape[1])), interpolation=cv2.INTER_AREA
        )
        like = cv2.matchTemplate(view, shape, cv2.TM_CCOEFF_NORMED)
        rows, columns = like.shape[0] // 2, like.shape[1] // 2
        total, places = 1.0, []
        for top, left in ((0, 0), (0, columns), (rows, columns), (rows, 0)):
            quarter = like[top : top + rows + 1, left : left + columns + 1]
            _low, found, _where, (x, y) = cv2.minMaxLoc(quarter)
            total = min(total, found)
            places.append((left + x + shape.shape[1] / 2, top + y + shape.shape[0] / 2))
        if total > _LEAST_LIKE and (best is None or total > best[0]):
            best = (total, np.array(places))
    if best is not None:
        found_at = apply(to_pixels, best[1])
        page = np.array(anchor.places, np.float64)
        for turn in (0, 2, 1, 3):
            yield plane_of(page, np.roll(found_at, turn, 0))


def _by_marks(picture: Grey, anchor: Marks) -> Iterator[Homography]:
    """Solid dark shapes whose form fits, four by four, each turn that keeps the forms."""
    page = np.array([(mark.x, mark.y) for mark in anchor.marks])
    kinds = [mark.shape for mark in anchor.marks]
    squares, corners, angles = _shapes(picture)
    if set(kinds) == {"angle"}:
        squares = angles
    if "corner" in kinds:
        centre = np.array(whole(picture).mean(0))
        for one in corners:
            for three in _around(one, squares, centre):
                pixels = _clockwise([one, *three])
                at = next(i for i, p in enumerate(pixels) if np.allclose(p, one))
                want = kinds.index("corner")
                yield plane_of(page, np.roll(pixels, want - at, 0))
        return
    for four in _outermost(squares, whole(picture)):
        pixels = _clockwise(list(four))
        for turn in (0, 2, 1, 3):
            yield plane_of(page, np.roll(pixels, turn, 0))


def _shapes(picture: Grey) -> tuple[list[Spot], list[Spot], list[Spot]]:
    """Dark rectangles and broad Ls by their centres, thin angles by their outer corner.

    They are told apart by what share of their boxes they fill.
    """
    side = max(picture.shape)
    block = max(side // 24 * 2 + 1, 31)
    dark = cv2.adaptiveThreshold(
        picture, 255, cv2.ADAPTIVE_THRESH_MEAN_C, cv2.THRESH_BINARY_INV, block, 25
    )
    dark = cv2.morphologyEx(dark, cv2.MORPH_CLOSE, np.ones((3, 3), np.uint8))
    contours, _tree = cv2.findContours(dark, cv2.RETR_EXTERNAL, cv2.CHAIN_APPROX_SIMPLE)
    squares: list[Spot] = []
    corners: list[Spot] = []
    angles: list[Spot] = []
    for contour in contours:
        (x, y), (w, h), _angle = cv2.minAreaRect(contour)
        if side * 0.02 < min(w, h) and max(w, h) < side * 0.3:
            tip = _tip(contour)
            if tip is not None and cv2.contourArea(contour) < 0.45 * w * h:
                angles.append(tip)
        if not side * 0.008 < min(w, h) <= max(w, h) < side * 0.08 or max(w, h) > 2.5 * min(w, h):
            continue
        filled = cv2.contourArea(contour) / (w * h)
        if filled > 0.82:
            squares.append(np.array((x, y)))
        elif 0.35 < filled < 0.75:
            corners.append(np.array((x, y)))
    return squares, corners, angles


def _tip(contour: cv2.typing.MatLike) -> Spot | None:
    """The outer corner of an angle of two even arms, if the shape is one."""
    area, three = cv2.minEnclosingTriangle(contour.astype(np.float32))
    if three is None or cv2.contourArea(cv2.convexHull(contour)) < 0.8 * area:
        return None
    points = three.reshape(3, 2).astype(np.float64)
    across = [float(np.linalg.norm(points[i - 1] - points[i - 2])) for i in range(3)]
    at = int(np.argmax(across))
    arms = sorted(across)[:2]
    right = abs(across[at] ** 2 - arms[0] ** 2 - arms[1] ** 2) < 0.35 * across[at] ** 2
    return points[at] if right and arms[0] > 0.6 * arms[1] else None


def _around(one: Spot, squares: Sequence[Spot], centre: Spot) -> Iterator[tuple[Spot, ...]]:
    """For a shape in one quarter, the outermost squares of the three others."""
    quarter = tuple(np.sign(one - centre))
    others = [
        [square for square in squares if tuple(np.sign(square - centre)) == wanted]
        for wanted in product((-1.0, 1.0), repeat=2)
        if wanted != quarter
    ]
    others = [sorted(row, key=lambda p: -float(np.abs(p - centre).sum()))[:2] for row in others]
    yield from product(*others)


def _outermost(squares: Sequence[Spot], corners: Points) -> Iterator[tuple[Spot, ...]]:
    rows = [
        sorted(squares, key=lambda p: float(np.linalg.norm(p - corner)))[:2] for corner in corners
    ]
    for four in product(*rows):
        if len({tuple(p) for p in four}) == 4:
            yield four


def _clockwise(points: Sequence[Spot]) -> Points:
    """The points in order around their middle, from the upper left."""
    array = np.array(points)
    away = array - array.mean(0)
    array = array[np.argsort(np.arctan2(away[:, 1], away[:, 0]))]
    return np.asarray(np.roll(array, -int(np.argmin(array.sum(1))), 0))


def _by_aruco(picture: Grey, anchor: Aruco) -> Iterator[Homography]:
    name = getattr(cv2.aruco, f"DICT_{anchor.dictionary}", None)
    if name is None:
        return
    parameters = cv2.aruco.DetectorParameters()
    parameters.cornerRefinementMethod = cv2.aruco.CORNER_REFINE_SUBPIX
    detector = cv2.aruco.ArucoDetector(cv2.aruco.getPredefinedDictionary(name), parameters)
    found, ids, _rejected = detector.detectMarkers(picture)
    printed = {marker.id: marker for marker in anchor.markers}
    page, pixels = [], []
    unit = np.array([[-0.5, -0.5], [0.5, -0.5], [0.5, 0.5], [-0.5, 0.5]])
    for corners, identity in zip(found, np.asarray(ids).ravel() if found else (), strict=True):
        if (marker := printed.get(int(identity))) is not None:
            page.append(unit * marker.size + (marker.x, marker.y))
            pixels.append(corners.reshape(4, 2).astype(np.float64))
    if len(page) >= min(3, len(printed)) and page:
        yield plane_of(np.concatenate(page), np.concatenate(pixels))


def _by_features(picture: Grey, anchor: Features, card: Card) -> Iterator[Homography]:
    """Matched details of the print (SIFT, ratio test, RANSAC)."""
    printed = cv2.imdecode(np.frombuffer(anchor.image, np.uint8), cv2.IMREAD_GRAYSCALE)
    if printed is None:
        return
    small, by = _small(np.asarray(printed, np.uint8))
    seen, seen_by = _small(picture)
    detector = cv2.SIFT.create(3000)
    there, what = detector.detectAndCompute(small, None)
    here, that = detector.detectAndCompute(seen, None)
    if what is None or that is None or len(there) < 2 or len(here) < 2:
        return
    pairs = cv2.BFMatcher(cv2.NORM_L2).knnMatch(what, that, k=2)
    good = [two[0] for two in pairs if len(two) == 2 and two[0].distance < 0.75 * two[1].distance]
    if len(good) < _LEAST_FEATURES:
        return
    to_page = np.array([card.width / printed.shape[1], card.height / printed.shape[0]]) / by
    page = np.array([there[match.queryIdx].pt for match in good]) * to_page
    pixels = np.array([here[match.trainIdx].pt for match in good]) / seen_by
    found, used = cv2.findHomography(page, pixels, cv2.RANSAC, 4.0 / seen_by)
    if found is not None and int(used.sum()) >= _LEAST_FEATURES:
        yield np.asarray(found, np.float64)


def _small(picture: Grey) -> tuple[Grey, float]:
    by = min(1.0, _FEATURE_SIDE / max(picture.shape))
    if by == 1.0:
        return picture, by
    return np.asarray(
        cv2.resize(picture, None, fx=by, fy=by, interpolation=cv2.INTER_AREA), np.uint8
    ), by

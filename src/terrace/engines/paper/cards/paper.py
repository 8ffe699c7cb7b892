"""The paper itself on a photograph: quadrilaterals set off from what is around."""

import cv2
import numpy as np

from terrace.engines.paper.vision.markers import Points
from terrace.engines.paper.vision.source import Grey

_SIDE = 800.0
_LEAST_AREA = 0.08
_MOST_AREA = 0.985
"""Of the picture; nearer to the whole there is nothing around the paper to see."""
_MOST = 7


def quadrilaterals(picture: Grey) -> list[Points]:
    """What may be the paper, 4 × 2 pixels clockwise from the upper left, the best first."""
    by = min(1.0, _SIDE / max(picture.shape))
    small = cv2.resize(picture, None, fx=by, fy=by, interpolation=cv2.INTER_AREA)
    found: list[tuple[float, Points]] = []
    for mask in _masks(np.asarray(small, np.uint8)):
        contours, _tree = cv2.findContours(mask, cv2.RETR_EXTERNAL, cv2.CHAIN_APPROX_NONE)
        for contour in contours:
            share = cv2.contourArea(contour) / mask.size
            if share < _LEAST_AREA:
                continue
            four = _four(contour)
            if four is None:
                continue
            area = cv2.contourArea(four.astype(np.float32))
            if not _LEAST_AREA < area / mask.size < _MOST_AREA:
                continue
            # How well the quadrilateral covers what it was drawn around tells paper from clutter.
            hull = cv2.convexHull(contour)
            fit = min(area, cv2.contourArea(hull)) / max(area, cv2.contourArea(hull))
            found.append((fit + 0.3 * area / mask.size, _in_order(four) / by))
    found.sort(key=lambda one: -one[0])
    kept: list[Points] = []
    for _score, four in found:
        if all(np.abs(four - other).max() > 0.01 * max(picture.shape) for other in kept):
            kept.append(four)
    return kept[:_MOST]


def _masks(small: Grey) -> list[Grey]:
    """The picture cut in two, several ways: by lightness, by local edges, by strong edges."""
    smooth = cv2.GaussianBlur(small, (5, 5), 0)
    wide = np.ones((9, 9), np.uint8)
    closed = cv2.morphologyEx(smooth, cv2.MORPH_CLOSE, wide)
    level, _light = cv2.threshold(closed, 0, 255, cv2.THRESH_BINARY + cv2.THRESH_OTSU)
    masks = []
    for above in (0, -20, 20, 40):
        _level, light = cv2.threshold(closed, level + above, 255, cv2.THRESH_BINARY)
        light = cv2.morphologyEx(light, cv2.MORPH_OPEN, wide)
        masks.append(np.asarray(light, np.uint8))
    for low, high in ((30, 90), (60, 180)):
        edges = cv2.Canny(closed, low, high)
        edges = cv2.morphologyEx(edges, cv2.MORPH_CLOSE, np.ones((7, 7), np.uint8))
        contours, _tree = cv2.findContours(edges, cv2.RETR_EXTERNAL, cv2.CHAIN_APPROX_NONE)
        mask = np.zeros_like(edges)
        for contour in sorted(contours, key=cv2.contourArea, reverse=True)[:2]:
            cv2.drawContours(mask, [contour], -1, 255, cv2.FILLED)
        masks.append(np.asarray(mask, np.uint8))
    masks.extend(_flooded(np.asarray(closed, np.uint8)))
    return masks


def _flooded(closed: Grey) -> list[Grey]:
    """What is reached from the middle by small steps of lightness: shade is, an edge is not."""
    masks = []
    height, width = closed.shape
    for step in (2, 3, 5):
        mask = np.zeros((height + 2, width + 2), np.uint8)
        flags = 4 | cv2.FLOODFILL_MASK_ONLY | (255 << 8)
        for x, y in ((0.5, 0.5), (0.4, 0.7), (0.45, 0.3)):
            seed = (int(width * x), int(height * y))
            if not mask[seed[1] + 1, seed[0] + 1]:
                cv2.floodFill(closed.copy(), mask, seed, 0, step, step, flags)
        inner = cv2.morphologyEx(mask[1:-1, 1:-1], cv2.MORPH_OPEN, np.ones((15, 15), np.uint8))
        masks.append(np.asarray(inner, np.uint8))
    return masks


def _four(contour: cv2.typing.MatLike) -> Points | None:
    """Four lines along the sides of a shape: a bent corner or a finger does not move them."""
    hull = cv2.convexHull(contour)
    around = cv2.arcLength(hull, True)
    for tolerance in np.linspace(0.01, 0.12, 23):
        rough = cv2.approxPolyDP(hull, float(tolerance) * around, True)
        if len(rough) == 4:
            break
    else:
        return None
    corners = rough.reshape(4, 2).astype(np.float64)
    points = contour.reshape(-1, 2).astype(np.float64)
    lines = []
    for at in range(4):
        start, end = corners[at], corners[(at + 1) % 4]
        length = float(np.linalg.norm(end - start))
        if length < 10:
            return corners
        along = (end - start) / length
        across = np.array([-along[1], along[0]])
        place, off = (points - start) @ along, (points - start) @ across
        near = (np.abs(off) < 0.02 * length + 2) & (place > 0.08 * length) & (place < 0.92 * length)
        if near.sum() < 10:
            return corners
        vx, vy, x, y = (
            float(v)
            for v in np.ravel(
                cv2.fitLine(points[near].astype(np.float32), cv2.DIST_HUBER, 0, 0.01, 0.01)
            )
        )
        lines.append((vy, -vx, vy * x - vx * y))
    out = []
    for at in range(4):
        (a, b, c), (d, e, f) = lines[at - 1], lines[at]
        bottom = a * e - b * d
        if abs(bottom) < 1e-6:
            return corners
        out.append(((c * e - b * f) / bottom, (a * f - c * d) / bottom))
    fitted = np.array(out)
    # Lines that meet far from the corners were not the paper's sides.
    return fitted if np.abs(fitted - corners).max() < 0.1 * around / 4 else corners


def _in_order(four: Points) -> Points:
    away = four - four.mean(0)
    four = four[np.argsort(np.arctan2(away[:, 1], away[:, 0]))]
    return np.asarray(np.roll(four, -int(np.argmin(four.sum(1))), 0))

"""A second world of paper, written apart from `simulate`: other pens, another camera.

Ink is a field of distances to strokes, not polygons; filled circles are hatched by hand; what is
cancelled is cancelled in several ways. A reader that knows only its own simulation shows it here.
"""

from collections.abc import Mapping
from itertools import pairwise

import cv2
import numpy as np
from numpy.typing import NDArray

from terrace.engines.paper.layout import Bubble

Grey = NDArray[np.uint8]
Points = NDArray[np.float64]
SIDE_MM = 14.0
KINDS = ("full", "faint", "partial", "cross", "tick", "none", "erased", "stray", "cancelled")
MARKED = frozenset(KINDS[:5])


def draw(
    page: Grey, kinds: Mapping[tuple[str, int], str], bubbles: tuple[Bubble, ...], seed: int
) -> Grey:
    """A copy of the page with a mark of its kind in each bubble named by field and option."""
    rng = np.random.default_rng(seed)
    scale = page.shape[1] / 210
    light = page.astype(np.float64) / 255
    pen, dark = rng.uniform(0.4, 0.9), rng.uniform(0.6, 0.95)
    for bubble in bubbles:
        kind = kinds.get((bubble.field, bubble.option), "none")
        if kind == "none":
            continue
        half = int(SIDE_MM / 2 * scale)
        x, y = int(bubble.x_mm * scale), int(bubble.y_mm * scale)
        rows, columns = np.mgrid[-half : half + 1, -half : half + 1] / scale
        off = rng.normal(0, 0.2, 2)
        ink = _ink(kind, np.stack([columns - off[0], rows - off[1]], -1), pen, dark, rng)
        light[y - half : y + half + 1, x - half : x + half + 1] *= 1 - np.clip(ink, 0, 0.97)
    return np.asarray(np.round(light * 255), np.uint8)


def _ink(kind: str, at: Points, pen: float, dark: float, rng: np.random.Generator) -> Points:
    """Share of the light that the pen takes, around a bubble of 5 mm."""
    r = 2.5
    if kind == "full":
        return _disc(at, r * rng.uniform(0.85, 1.05), dark, rng)
    if kind == "faint":
        return _disc(at, r * rng.uniform(0.9, 1.05), rng.uniform(0.25, 0.4), rng)
    if kind == "partial":
        return _half(at, r, dark, rng)
    if kind == "cross":
        return _strokes(at, _cross(r * rng.uniform(0.75, 1.0), rng), pen, dark)
    if kind == "tick":
        tick = np.array([[-0.7, 0.05], [-0.15, 0.7], [0.9, -0.85]]) * r * rng.uniform(0.85, 1.1)
        return _strokes(at, [tick + rng.normal(0, 0.15, tick.shape)], pen, dark)
    if kind == "erased":
        return _disc(at, r * rng.uniform(0.8, 1.1), rng.uniform(0.03, 0.14), rng)
    if kind == "stray":
        turn = rng.uniform(0, 2 * np.pi)
        start = np.array([np.cos(turn), np.sin(turn)]) * r * rng.uniform(0.85, 1.2)
        return _strokes(at, [np.stack([start, start + rng.normal(0, 0.7, 2)])], pen * 0.7, dark)
    return np.maximum(_disc(at, r * rng.uniform(0.85, 1.05), dark, rng), _struck(at, pen, rng))


def _struck(at: Points, pen: float, rng: np.random.Generator) -> Points:
    """Cancelled: a large cross, a line through it, two lines, or scribbled over."""
    way, dark = rng.integers(4), rng.uniform(0.75, 0.97)
    if way == 0:
        return _strokes(at, _cross(rng.uniform(3.4, 4.4), rng), pen, dark)
    if way == 1:
        reach, tilt = rng.uniform(3.6, 4.8), rng.normal(0, 0.5)
        return _strokes(at, [np.array([[-reach, -tilt], [reach, tilt]])], pen, dark)
    if way == 2:
        lines = [np.array([[-4.0, y], [4.0, y + rng.normal(0, 0.4)]]) for y in (-0.8, 0.8)]
        return _strokes(at, lines, pen, dark)
    steps = np.linspace(-3.4, 3.4, 13)
    scribble = np.stack([steps, np.where(np.arange(13) % 2, 3.3, -3.3)], 1)
    return _strokes(at, [scribble + rng.normal(0, 0.3, scribble.shape)], pen, dark)


def _cross(reach: float, rng: np.random.Generator) -> list[Points]:
    arms = [np.array([[-1.0, -1.0], [1.0, 1.0]]), np.array([[-1.0, 1.0], [1.0, -1.0]])]
    return [arm * reach * 0.7071 * rng.uniform(0.9, 1.1) + rng.normal(0, 0.15, 2) for arm in arms]


def _disc(at: Points, radius: float, dark: float, rng: np.random.Generator) -> Points:
    """Filled: evenly, or hatched to and fro with some paper left between."""
    turn = np.arctan2(at[..., 1], at[..., 0])
    edge = radius * (1 + 0.07 * np.sin(3 * turn + rng.uniform(0, 6)))
    inside = np.clip((edge - np.hypot(at[..., 0], at[..., 1])) / 0.2 + 0.5, 0, 1)
    if rng.random() < 0.5:
        angle = rng.uniform(0, np.pi)
        along = at[..., 0] * np.cos(angle) + at[..., 1] * np.sin(angle)
        hatch = 1 - rng.uniform(0, 0.3) * (1 + np.cos(along * 2 * np.pi / rng.uniform(0.5, 0.9)))
        inside = inside * hatch / hatch.mean()
    return np.asarray(np.clip(inside * dark, 0, 0.97))


def _half(at: Points, radius: float, dark: float, rng: np.random.Generator) -> Points:
    """One side of the circle filled, about half of it."""
    angle = rng.uniform(0, 2 * np.pi)
    along = at[..., 0] * np.cos(angle) + at[..., 1] * np.sin(angle)
    side = np.clip((along + rng.uniform(-0.3, 0.5)) / 0.2 + 0.5, 0, 1)
    return np.asarray(_disc(at, radius * 0.95, dark, rng) * side)


def _strokes(at: Points, lines: list[Points], pen: float, dark: float) -> Points:
    nearest = np.full(at.shape[:2], np.inf)
    for line in lines:
        for start, end in pairwise(line):
            way = end - start
            share = np.clip(((at - start) @ way) / max(float(way @ way), 1e-9), 0, 1)
            away = np.linalg.norm(at - start - share[..., None] * way, axis=-1)
            nearest = np.minimum(nearest, away)
    return np.asarray(dark * np.clip((pen / 2 - nearest) / 0.12 + 0.5, 0, 1))


def camera(page: Grey, seed: int, *, careless: bool) -> bytes:
    """A JPEG of the page on a table: tilted, lit from a side, soft, noisy, with a tone curve."""
    rng = np.random.default_rng([seed, 1])
    shift, soft, quality = (0.1, 2.0, 50) if careless else (0.04, 1.0, 70)
    width = int(rng.uniform(800, 1150) if careless else rng.uniform(1250, 1700))
    height = int(width * 1.34)
    unit = np.array([[0.06, 0.04], [0.94, 0.04], [0.94, 0.96], [0.06, 0.96]])
    corners = (unit + rng.uniform(-shift, shift, (4, 2)) * 0.45) * (width, height)
    frame = np.array([[0, 0], [1, 0], [1, 1], [0, 1]]) * page.shape[::-1]
    plane = cv2.getPerspectiveTransform(frame.astype(np.float32), corners.astype(np.float32))
    seen = cv2.warpPerspective(page, plane, (width, height), flags=cv2.INTER_AREA, borderValue=95)
    x, y = np.meshgrid(np.linspace(-1, 1, width), np.linspace(-1, 1, height))
    turn = rng.uniform(0, 2 * np.pi)
    shade = 1 - (0.55 if careless else 0.3) * rng.random() * (
        1 / (1 + np.exp(-6 * (x * np.cos(turn) + y * np.sin(turn) - rng.uniform(-0.5, 0.5))))
    )
    light = (0.1 + 0.85 * (seen / 255.0)) * shade
    light = cv2.GaussianBlur(light, (0, 0), max(rng.uniform(0.2, 1) * soft * width / 1225, 0.3))
    light = np.clip(light, 0, 1) ** rng.uniform(0.8, 1.2)
    grain = rng.normal(0, 8 if careless else 4, light.shape) * rng.uniform(0.2, 1)
    picture = np.clip(light * 250 + grain, 0, 255).astype(np.uint8)
    _done, data = cv2.imencode(
        ".jpg", picture, [cv2.IMWRITE_JPEG_QUALITY, int(rng.integers(quality, 96))]
    )
    return data.tobytes()

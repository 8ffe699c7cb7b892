"""Photographs as teachers take them: tilted, turned, shaded, blurred, several sheets on a table."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Literal, TypeAlias

import cv2
import numpy as np
from numpy.typing import NDArray

Level: TypeAlias = Literal["careful", "careless", "hostile"]
Grey = NDArray[np.uint8]
Floats = NDArray[np.float32]
_BLUR_WIDTH = 1225.0
"""Blur is told for a sheet of this many pixels across."""


@dataclass(frozen=True, slots=True)
class Conditions:
    """How bad a photograph may be; each is the most, drawn evenly up to it."""

    corner_shift: float
    """Of the sheet's sides."""
    rotation: float
    """Degrees, besides quarter turns."""
    blur: float
    """Standard deviation in pixels of a sheet 1,225 pixels wide."""
    quality: int
    """JPEG, at least."""
    shadow: float
    noise: float
    """Standard deviation in grey levels."""
    curl: float
    """Of the sheet's height."""
    megapixels: tuple[float, float]
    occluded: float
    """Share of photographs with something on a corner."""
    motion: float = 0.4
    """Share of photographs that are shaken, too."""
    copied: float = 0.15
    """Share of sheets that went through a photocopier before they were filled in."""
    moire: float = 0.0


LEVELS: dict[Level, Conditions] = {
    "careful": Conditions(0.04, 6, 1.0, 70, 0.35, 4, 0.003, (2.0, 12.0), 0.0),
    "careless": Conditions(0.10, 20, 2.0, 50, 0.60, 8, 0.006, (0.7, 2.0), 0.05),
    "hostile": Conditions(0.16, 30, 2.6, 35, 0.75, 12, 0.008, (0.7, 0.7), 0.2, moire=0.2),
}


def photograph(
    pages: Sequence[Grey],
    *,
    level: Level,
    rng: np.random.Generator,
    megapixels: float | None = None,
) -> bytes:
    """One JPEG of the pages (height × width, grey) lying on a table, at a level of care.

    A single page fills the picture; several lie in rows. `megapixels` overrides the level's range,
    and is for each page: several sheets are photographed from further away by a better camera.
    """
    if not pages:
        raise ValueError("there is no page to photograph")
    conditions = LEVELS[level]
    if megapixels is None:
        megapixels = float(rng.uniform(*conditions.megapixels)) * len(pages)
    size, quads = _arrange(len(pages), megapixels, conditions, rng)
    scene = _table(size, rng)
    sheet_pixels = [
        float(np.mean([np.linalg.norm(quad[1] - quad[0]), np.linalg.norm(quad[2] - quad[3])]))
        for quad in quads
    ]
    for page, quad, width in zip(pages, quads, sheet_pixels, strict=True):
        _lay(scene, _printed(page, conditions, rng), quad, width, conditions.curl, rng)
    if rng.random() < conditions.occluded:
        _cover_corner(scene, quads[int(rng.integers(len(quads)))], rng)
    picture = _light(scene, conditions, rng)
    picture = _blur(picture, conditions, float(np.mean(sheet_pixels)) / _BLUR_WIDTH, rng)
    if rng.random() < conditions.moire:
        picture *= _moire(picture.shape, rng)
    picture += (
        rng.standard_normal(picture.shape, dtype=np.float32)
        * rng.uniform(0.3, 1.0)
        * conditions.noise
    )
    quality = int(rng.integers(conditions.quality, 96))
    return encode(np.clip(picture, 0, 255).astype(np.uint8), quality=quality)


def encode(picture: Grey, *, quality: int = 90) -> bytes:
    """The picture as JPEG."""
    done, data = cv2.imencode(".jpg", picture, [cv2.IMWRITE_JPEG_QUALITY, quality])
    if not done:
        raise ValueError("the picture cannot be encoded")
    return data.tobytes()


def _arrange(
    count: int, megapixels: float, conditions: Conditions, rng: np.random.Generator
) -> tuple[tuple[int, int], list[Floats]]:
    """Height and width of the picture, and the four corners of each sheet on it."""
    columns = int(np.ceil(np.sqrt(count)))
    cell_width, cell_height = 1.0, 297 / 210
    unit = np.array([[0, 0], [1, 0], [1, 1], [0, 1]], np.float64)
    quads = []
    for place in range(count):
        row, column = divmod(place, columns)
        corners = (unit - 0.5) * (cell_width, cell_height)
        own = rng.uniform(-1, 1) * (conditions.rotation if count == 1 else 5.0)
        jitter = conditions.corner_shift if count == 1 else 0.01
        corners = corners + rng.uniform(-1, 1, (4, 2)) * jitter * (cell_width, cell_height)
        corners = corners @ _turn(own).T
        quads.append(np.add(corners, (column * cell_width * 1.16, row * cell_height * 1.14)))
    scene = np.concatenate(quads)
    if count > 1:
        # All sheets share one perspective: bend their plane by its own corners.
        low, high = scene.min(0), scene.max(0)
        frame = (low + unit * (high - low)).astype(np.float32)
        bent = frame + (
            rng.uniform(-1, 1, (4, 2)) * conditions.corner_shift * (high - low) * 0.6
        ).astype(np.float32)
        plane = cv2.getPerspectiveTransform(frame, bent.astype(np.float32))
        scene = cv2.perspectiveTransform(scene[None].astype(np.float64), plane)[0]
    quarter = int(rng.integers(4)) * 90 if rng.random() < 0.5 else 0
    scene = scene @ _turn(quarter).T
    low, high = scene.min(0), scene.max(0)
    span = high - low
    border = rng.uniform(0.01, 0.06, 2) * span
    low, span = low - border, span + 2 * border
    wide = span[0] > span[1]
    ratio = max(span[0] / span[1], 4 / 3) if wide else min(span[0] / span[1], 3 / 4)
    full = np.array([max(span[0], span[1] * ratio), max(span[1], span[0] / ratio)])
    low = low - (full - span) / 2
    scale = np.sqrt(megapixels * 1e6 / (full[0] * full[1]))
    placed = ((scene - low) * scale).astype(np.float32)
    width, height = (full * scale).astype(int)
    return (int(height), int(width)), [placed[4 * i : 4 * i + 4] for i in range(count)]


def _turn(degrees: float) -> NDArray[np.float64]:
    angle = np.deg2rad(degrees)
    return np.array([[np.cos(angle), -np.sin(angle)], [np.sin(angle), np.cos(angle)]])


def _table(size: tuple[int, int], rng: np.random.Generator) -> Floats:
    """A table top: even, or with a grain."""
    coarse = rng.normal(0, 10, (size[0] // 64 + 2, size[1] // 16 + 2)).astype(np.float32)
    grain = cv2.resize(coarse, (size[1], size[0]), interpolation=cv2.INTER_LINEAR)
    return np.asarray(np.clip(grain + rng.uniform(40, 190), 10, 235), dtype=np.float32)


def _printed(page: Grey, conditions: Conditions, rng: np.random.Generator) -> Grey:
    """The page as a printer or copier made it: a little smaller or larger, harder or paler."""
    height, width = page.shape
    if rng.random() < 0.5:
        scale = rng.uniform(0.95, 1.05)
        move = cv2.getRotationMatrix2D((width / 2, height / 2), 0, scale)
        scaled = cv2.warpAffine(page, move, (width, height), borderValue=255)
        page = np.asarray(scaled, dtype=np.uint8)
    if rng.random() < conditions.copied:
        level = page.astype(np.float32) / 255
        pale = rng.uniform(0.0, 0.25)
        level = np.clip((level - 0.5) * rng.uniform(1.0, 1.3) + 0.5 + 0.05, 0, 1)
        page = ((pale + (1 - pale) * level) * 255).astype(np.uint8)
    return page


def _lay(
    scene: Floats, page: Grey, quad: Floats, width: float, curl: float, rng: np.random.Generator
) -> None:
    """Put a sheet on the table, in place: its corners at `quad`, its middle bent."""
    shrink = width / page.shape[1]
    if shrink < 0.9:
        smaller = cv2.resize(page, None, fx=shrink, fy=shrink, interpolation=cv2.INTER_AREA)
        page = np.asarray(smaller, dtype=np.uint8)
    height, across = page.shape
    sheet = np.array([[0, 0], [across, 0], [across, height], [0, height]], np.float32)
    back = cv2.getPerspectiveTransform(quad, sheet)
    left, top = np.maximum(np.floor(quad.min(0)).astype(int) - 2, 0)
    right, bottom = np.ceil(quad.max(0)).astype(int) + 2
    right, bottom = min(right, scene.shape[1]), min(bottom, scene.shape[0])
    y, x = np.mgrid[top:bottom, left:right].astype(np.float32)
    depth = back[2, 0] * x + back[2, 1] * y + back[2, 2]
    u = ((back[0, 0] * x + back[0, 1] * y + back[0, 2]) / depth).astype(np.float32)
    v = ((back[1, 0] * x + back[1, 1] * y + back[1, 2]) / depth).astype(np.float32)
    bend = np.float32(rng.uniform(-1, 1) * curl * height)
    if rng.random() < 0.5:
        v += bend * np.sin(np.pi * u / across)
    else:
        u += bend * np.sin(np.pi * v / height)
    seen = cv2.remap(page, u, v, cv2.INTER_LINEAR, borderMode=cv2.BORDER_CONSTANT, borderValue=255)
    on = (u >= 0) & (u < across) & (v >= 0) & (v < height)
    part = scene[top:bottom, left:right]
    # Paper takes some of the light; ink gives some back.
    np.copyto(part, 25 + seen.astype(np.float32) * 0.84, where=on)


def _cover_corner(scene: Floats, quad: Floats, rng: np.random.Generator) -> None:
    """A thumb, a pencil case, the next sheet: something on one corner."""
    corner = int(rng.integers(4))
    middle = quad.mean(0)
    centre = quad[corner] + (middle - quad[corner]) * rng.uniform(0.02, 0.1)
    reach = np.linalg.norm(quad[1] - quad[0]) * rng.uniform(0.08, 0.14)
    cv2.circle(scene, tuple(int(v) for v in centre), int(reach), float(rng.uniform(30, 220)), -1)


def _light(scene: Floats, conditions: Conditions, rng: np.random.Generator) -> Floats:
    """Lamps and shadows: a slope over the picture, and perhaps somebody's soft-edged shade."""
    height, width = scene.shape
    y, x = np.mgrid[0:1:32j, 0:1:32j].astype(np.float32)
    angle = rng.uniform(0, 2 * np.pi)
    along = (x - 0.5) * np.cos(angle) + (y - 0.5) * np.sin(angle)
    light = 1 - rng.uniform(0, conditions.shadow) * 0.5 * (along + 0.7) / 1.4
    if rng.random() < 0.7:
        edge = (along - rng.uniform(-0.4, 0.4)) / rng.uniform(0.05, 0.3)
        light *= 1 - rng.uniform(0, conditions.shadow) / (1 + np.exp(-edge * 4))
    whole = cv2.resize(light.astype(np.float32), (width, height), interpolation=cv2.INTER_CUBIC)
    return np.asarray(scene * whole * np.float32(rng.uniform(0.8, 1.1)), dtype=np.float32)


def _blur(
    picture: Floats, conditions: Conditions, scale: float, rng: np.random.Generator
) -> Floats:
    sigma = rng.uniform(0.2, 1.0) * conditions.blur * scale
    picture = cv2.GaussianBlur(picture, (0, 0), max(sigma, 0.25)).astype(np.float32)
    if rng.random() < conditions.motion:
        length = 1 + 2 * rng.uniform(0.2, 1.0) * conditions.blur * scale
        size = int(2 * np.ceil(length / 2) + 3)
        kernel = np.zeros((size, size), np.float32)
        angle = rng.uniform(0, np.pi)
        step = np.array([np.cos(angle), np.sin(angle)]) * length / 2
        ends = [tuple(int(v) for v in np.round((size // 2 + side * step) * 16)) for side in (-1, 1)]
        cv2.line(kernel, ends[0], ends[1], 1.0, 1, cv2.LINE_AA, 4)
        if kernel.sum() > 0:
            picture = cv2.filter2D(picture, -1, kernel / kernel.sum()).astype(np.float32)
    return picture


def _moire(shape: tuple[int, ...], rng: np.random.Generator) -> Floats:
    """Bands, as between a screen or a halftone and the sensor."""
    y, x = np.mgrid[0 : shape[0], 0 : shape[1]].astype(np.float32)
    angle, period = rng.uniform(0, np.pi), rng.uniform(4, 14)
    phase = (x * np.cos(angle) + y * np.sin(angle)) * 2 * np.pi / period
    return np.asarray(1 + rng.uniform(0.02, 0.06) * np.sin(phase), dtype=np.float32)

"""One box of a number: is anything written there, and which digit is it?"""

from dataclasses import dataclass
from enum import StrEnum

import cv2
import numpy as np
from numpy.typing import NDArray

from terrace.engines.paper.vision.network import (
    Floats,
    judged_together,
    members,
    softmax,
    weights,
)

SIDE = 28
_INSIDE = 20
"""As in MNIST: the digit fills 20 × 20, its centre of mass in the middle of 28 × 28."""
_INSET_MM = 0.5
"""The printed edge of the box, and how far we may be mistaken about its place."""
_EDGE_MM = 0.7
_SPECK_MM2 = 0.12
_PEN_ABOVE_EDGE, _EDGE_SHARE = 0.12, 0.5
"""How much darker than the printed edge a pencil must be to be told apart; where between is ink."""
_ALONG_MM = 3.0
"""Ink on the very border of a box for longer than this was cut off there."""
NOT_A_DIGIT = 10

BLANK_PEAK = 0.16
"""Below this darkness after smoothing, a box is surely blank."""
BLANK_MM2 = 0.25
"""And with so little ink."""
WRITTEN_MM2 = 1.1
"""With so much ink, it is surely written in."""


_PLAIN = 0.998
_LOOKS = ((0.12, 0.0, 1.0), (-0.12, 0.0, 1.0), (0.0, 0.18, 1.0), (0.0, -0.18, 1.0))


class Fill(StrEnum):
    """Whether a box is written in."""

    BLANK = "blank"
    WRITTEN = "written"
    UNSURE = "unsure"


@dataclass(frozen=True, slots=True)
class BoxInk:
    """What was found in a box: `picture` is 28 × 28 in 0…1, None where there is hardly any ink."""

    fill: Fill
    picture: Floats | None
    area_mm2: float


def _smooth(ink: Floats, pixels_per_mm: float) -> Floats:
    return np.asarray(cv2.GaussianBlur(ink, (0, 0), 0.16 * pixels_per_mm), dtype=np.float32)


def normalise(ink: Floats, *, pixels_per_mm: float) -> BoxInk:
    """The ink within a box (height × width, 0 paper … 1 black, edges of the box still on it)."""
    on_edge = _written_on_the_edge(_smooth(ink, pixels_per_mm), pixels_per_mm)
    inside = np.where(_edge(ink.shape, pixels_per_mm) & ~on_edge, np.float32(0), ink)
    smooth = _smooth(inside, pixels_per_mm)
    peak = float(smooth.max(initial=0.0))
    level = max(0.5 * min(peak, 0.8), 0.12)
    mask = _without_edges_and_specks((smooth > level).astype(np.uint8), pixels_per_mm)
    area = float(mask.sum()) / pixels_per_mm**2
    if area == 0.0:
        fill = Fill.BLANK if peak < 2 * BLANK_PEAK else Fill.UNSURE
        return BoxInk(fill, None, 0.0)
    peak = float(smooth[mask > 0].max())
    if peak < BLANK_PEAK and area < WRITTEN_MM2:
        fill = Fill.BLANK
    elif _cut_off(on_edge, pixels_per_mm):
        fill = Fill.UNSURE
    elif peak > 2 * BLANK_PEAK and area > WRITTEN_MM2:
        fill = Fill.WRITTEN
    else:
        fill = Fill.UNSURE
    near = cv2.dilate(mask, np.ones((3, 3), np.uint8))
    dark = float(np.quantile(inside[mask > 0], 0.8))
    picture = np.clip((inside * near / max(dark, 0.1) - 0.15) / 0.8, 0, 1).astype(np.float32)
    return BoxInk(fill, _centred(picture, mask), area)


def probabilities(pictures: Floats) -> Floats:
    """(n, 28, 28) to (n, 11) calibrated probabilities: ten digits, then "not a digit".

    What is not plain at once is looked at again a little turned, slanted and sized: a digit stays
    what it is, and a guess that does not was no knowledge.
    """
    if not len(pictures):
        return np.zeros((0, 11), np.float32)
    nets = members("digits")
    temperature = float(weights("digits")["temperature"])
    chances = softmax(judged_together(pictures, nets), temperature)
    unsure = np.flatnonzero(chances.max(axis=1) < _PLAIN)
    if len(unsure):
        looks = [chances[unsure]]
        for turn, slant, size in _LOOKS:
            other = np.stack([_seen(picture, turn, slant, size) for picture in pictures[unsure]])
            looks.append(softmax(judged_together(other, nets), temperature))
        chances[unsure] = np.mean(looks, axis=0)
    return chances


def _seen(picture: Floats, turn: float, slant: float, size: float) -> Floats:
    """The picture turned (radians), slanted and sized about its middle."""
    shape = np.array(
        [[np.cos(turn) * size, -np.sin(turn) + slant], [np.sin(turn), np.cos(turn) * size]]
    )
    middle = np.full(2, (SIDE - 1) / 2)
    move = np.column_stack([shape, middle - shape @ middle])
    return np.asarray(cv2.warpAffine(picture, move, (SIDE, SIDE)), dtype=np.float32)


def _edge(shape: tuple[int, ...], pixels_per_mm: float) -> NDArray[np.bool_]:
    """Where the printed edge of a box stands."""
    inset = round(_INSET_MM * pixels_per_mm)
    edge = np.ones(shape, bool)
    edge[inset:-inset, inset:-inset] = False
    return edge


def _written_on_the_edge(smooth: Floats, pixels_per_mm: float) -> NDArray[np.bool_]:
    """The ink on the printed edge: without it, a 7 whose bar lies there would become a 1.

    Most of the edge is bare and tells how dark it is printed. Where the pencil is hardly darker
    than that, nothing can be told: then nothing is ink.
    """
    inset = round(_INSET_MM * pixels_per_mm)
    sides = (smooth[:inset], smooth[-inset:], smooth[:, :inset].T, smooth[:, -inset:].T)
    bare = float(np.quantile(np.concatenate([side.max(0) for side in sides]), 0.5))
    peak = float(smooth[inset:-inset, inset:-inset].max(initial=0.0))
    edge = _edge(smooth.shape, pixels_per_mm)
    if peak - bare < _PEN_ABOVE_EDGE:
        return np.zeros_like(edge)
    return edge & (smooth > bare + _EDGE_SHARE * (peak - bare))


def _cut_off(on_edge: NDArray[np.bool_], pixels_per_mm: float) -> bool:
    """Whether ink runs along the very border: a stroke that only crosses it is as wide as a pen."""
    borders = (on_edge[0], on_edge[-1], on_edge[:, 0], on_edge[:, -1])
    return max(int(border.sum()) for border in borders) > _ALONG_MM * pixels_per_mm


def _without_edges_and_specks(mask: cv2.typing.MatLike, pixels_per_mm: float) -> cv2.typing.MatLike:
    """Ink but remains of the printed edge (lines along the border) and dust."""
    count, labels, stats, _centres = cv2.connectedComponentsWithStats(mask, connectivity=8)
    edge = round((_INSET_MM + _EDGE_MM) * pixels_per_mm)
    height, width = mask.shape
    for part in range(1, count):
        left, top, wide, high, size = stats[part]
        hugs = (
            left + wide <= edge
            or left >= width - edge
            or top + high <= edge
            or top >= height - edge
        )
        if hugs or size < _SPECK_MM2 * pixels_per_mm**2:
            mask[labels == part] = 0
    return mask


def _centred(picture: Floats, mask: cv2.typing.MatLike) -> Floats:
    rows, columns = np.flatnonzero(mask.any(1)), np.flatnonzero(mask.any(0))
    top, bottom = int(rows[0]), int(rows[-1]) + 1
    left, right = int(columns[0]), int(columns[-1]) + 1
    cut = picture[top:bottom, left:right]
    scale = _INSIDE / max(cut.shape)
    size = (max(round(cut.shape[1] * scale), 1), max(round(cut.shape[0] * scale), 1))
    way = cv2.INTER_AREA if scale < 1 else cv2.INTER_LINEAR
    small = cv2.resize(cut, size, interpolation=way)
    weight = float(small.sum()) or 1.0
    x = float((small.sum(0) * np.arange(small.shape[1])).sum()) / weight
    y = float((small.sum(1) * np.arange(small.shape[0])).sum()) / weight
    middle = (SIDE - 1) / 2
    left = int(np.clip(round(middle - x), 0, SIDE - small.shape[1]))
    top = int(np.clip(round(middle - y), 0, SIDE - small.shape[0]))
    whole = np.zeros((SIDE, SIDE), np.float32)
    whole[top : top + small.shape[0], left : left + small.shape[1]] = small
    return whole

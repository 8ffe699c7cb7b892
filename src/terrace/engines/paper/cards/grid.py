"""The card's bubbles brought to cover with the printed ones: what a plane alone leaves over.

Prints stretch, paper curls, and a template is drawn by hand on one scan. So groups of neighbouring
bubbles look for the shift at which most ink lies inside and least around; a smooth bend is fitted
through all of them, then each group may move a little more.
"""

from dataclasses import dataclass

import cv2
import numpy as np
from numpy.typing import NDArray

from terrace.engines.paper.cards.card import Card, Group
from terrace.engines.paper.vision.markers import Homography, Points, apply
from terrace.engines.paper.vision.source import Grey

_BUBBLE_PX = 26.0
"""A bubble's smaller side on the flattened card."""
_MOST_SIDE = 3600.0
_CHUNK = 5
"""Questions that look for their shift together."""
_MOST_INK = 0.45
"""Ink above this counts no more: one filled bubble is not louder than ten outlines."""


@dataclass(frozen=True, slots=True)
class Placed:
    """A group with the places of its bubbles on the flattened card, in pixels."""

    group: Group
    centres: NDArray[np.float64]
    """Questions × options × 2."""
    half: tuple[float, float]
    """Half the width and height of a bubble."""


@dataclass(frozen=True, slots=True)
class Sheet:
    """A flattened card."""

    paper: NDArray[np.float32]
    """Height × width: lightness of the paper around each pixel."""
    ink: NDArray[np.float32]
    """Height × width: 0 is the paper around, 1 black."""
    groups: tuple[Placed, ...]
    likeness: float
    """How much more ink lies in the bubbles than between them: 0, there are no bubbles."""
    agreement: float
    """How alike the bubbles look, −1 to 1: print repeats itself, a table's grain does not."""


@dataclass(frozen=True, slots=True)
class View:
    """The card as seen from above, in one plane, before its bubbles have been looked for."""

    ink: NDArray[np.float32]
    paper: NDArray[np.float32]
    scale: float
    """Pixels per unit of the card."""
    upright: bool
    """Whether the card's upper edge lies towards the picture's."""


def flatten(picture: Grey, plane: Homography, card: Card) -> View:
    """The card as seen from above."""
    smallest = min(min(group.bubble) for group in card.groups)
    scale = min(_BUBBLE_PX / smallest, _MOST_SIDE / max(card.width, card.height))
    size = round(card.width * scale), round(card.height * scale)
    step = np.diag([1 / scale, 1 / scale, 1.0])
    page = cv2.warpPerspective(
        picture,
        plane @ step,
        size,
        flags=cv2.INTER_LINEAR | cv2.WARP_INVERSE_MAP,
        borderMode=cv2.BORDER_REPLICATE,
    )
    paper = _paper(np.asarray(page, np.uint8), smallest * scale)
    ink = np.clip(1 - page.astype(np.float32) / np.maximum(paper, 20.0), 0, 1)
    along = apply(plane, np.array([[0.0, card.height / 2], [card.width, card.height / 2]]))
    right, down = along[1] - along[0]
    return View(np.asarray(ink, np.float32), paper, scale, bool(right > abs(down)))


def _paper(page: Grey, bubble_px: float) -> NDArray[np.float32]:
    """Lightness of the paper near by: what is smaller than three bubbles is not paper's doing."""
    by = 6.0 / max(bubble_px, 6.0)
    small = cv2.resize(page, None, fx=by, fy=by, interpolation=cv2.INTER_AREA)
    reach = np.ones((19, 19), np.uint8)
    light = cv2.morphologyEx(cv2.medianBlur(small, 3), cv2.MORPH_CLOSE, reach)
    light = cv2.GaussianBlur(light, (0, 0), 5)
    paper = cv2.resize(light, (page.shape[1], page.shape[0]), interpolation=cv2.INTER_LINEAR)
    return np.asarray(paper, np.float32)


def likeness(view: View, card: Card) -> float:
    """How well the bubbles fit where the plane alone puts them: for choosing among planes."""
    blurred = np.asarray(cv2.blur(np.minimum(view.ink, _MOST_INK), (5, 5)), np.float32)
    total, weight = 0.0, 0
    for group in card.groups:
        placed = _place(group, view.scale)
        for chunk in _chunks(placed):
            score, _shift = _search(
                blurred, placed, placed.centres[chunk].reshape(-1, 2), reach=0.45
            )
            total += score * len(chunk)
            weight += len(chunk)
    return total / max(weight, 1)


def settle(view: View, card: Card) -> Sheet:
    """The bubbles where they are printed."""
    ink = view.ink
    blurred = np.asarray(cv2.blur(np.minimum(ink, _MOST_INK), (3, 3)), np.float32)
    placed = [_place(group, view.scale) for group in card.groups]
    at, off, weight = [], [], []
    for one in placed:
        for chunk in _chunks(one):
            score, shift = _search(blurred, one, one.centres[chunk].reshape(-1, 2), reach=0.48)
            at.append(one.centres[chunk].reshape(-1, 2).mean(0))
            off.append(shift)
            # A single row or column is led astray by the words beside it.
            weight.append(max(score, 0.0) * (1.0 if min(one.centres.shape[:2]) > 1 else 0.1))
    size = np.array([ink.shape[1], ink.shape[0]], np.float64)
    bend = _bend(np.array(at) / size, np.array(off), np.array(weight))
    moved, scores = [], []
    for one in placed:
        flat = one.centres.reshape(-1, 2)
        bent = (flat + _basis(flat / size) @ bend).reshape(one.centres.shape)
        score, nearer = _nestle(blurred, Placed(one.group, bent, one.half))
        scores.append(score)
        moved.append(nearer)
    sizes = [one.centres.shape[0] for one in moved]
    alike = [_alike(blurred, one) for one in moved]
    return Sheet(
        view.paper,
        ink,
        tuple(moved),
        float(np.average(scores, weights=sizes)),
        float(np.average(alike, weights=sizes)),
    )


def _alike(blurred: NDArray[np.float32], placed: Placed) -> float:
    """Median correlation of the bubbles with what is usual among them."""
    room = _cell(placed.group, placed.half)
    size = tuple(2 * int(np.ceil(min(room[axis], 1.6 * placed.half[axis]))) + 1 for axis in (0, 1))
    patches = np.stack(
        [
            cv2.getRectSubPix(blurred, size, (float(x), float(y))).ravel()
            for x, y in placed.centres.reshape(-1, 2)
        ]
    )
    if len(patches) < 3:
        return 1.0
    usual = np.median(patches, axis=0)
    away, mean = patches - patches.mean(1, keepdims=True), usual - usual.mean()
    length = np.linalg.norm(away, axis=1) * np.linalg.norm(mean)
    return float(np.median(away @ mean / np.maximum(length, 1e-6)))


def _nestle(blurred: NDArray[np.float32], placed: Placed) -> tuple[float, Placed]:
    """One group moved as a whole, then stretched and turned a little if its parts agree."""
    whole = placed.centres
    reach = 0.35 if min(whole.shape[:2]) > 1 else 0.12
    score, shift = _search(blurred, placed, whole.reshape(-1, 2), reach=reach)
    whole = whole + shift
    questions, options = whole.shape[:2]
    parts = []
    for rows in np.array_split(np.arange(questions), min(max(questions // 2, 1), 4)):
        for columns in np.array_split(np.arange(options), min(max(options // 2, 1), 4)):
            parts.append(whole[np.ix_(rows, columns)].reshape(-1, 2))
    if len(parts) >= 4:
        found = [_search(blurred, placed, part, reach=0.25) for part in parts]
        at = np.array([part.mean(0) for part in parts])
        middle, span = at.mean(0), max(float(np.ptp(at)), 1.0)
        basis = np.column_stack([np.ones(len(at)), (at - middle) / span])
        pull = np.sqrt(np.array([max(one[0], 0.0) for one in found]) + 1e-6)[:, None]
        off = np.array([one[1] for one in found])
        # Ridge: without a clear call of its parts the group keeps its drawn shape.
        weak = np.diag([0.0, 1.0, 1.0]) * 0.05 * float((pull**2).sum())
        left = (basis * pull).T @ (basis * pull) + weak
        turn = np.linalg.solve(left, (basis * pull).T @ (off * pull))
        flat = whole.reshape(-1, 2)
        moves = np.column_stack([np.ones(len(flat)), (flat - middle) / span]) @ turn
        whole = (flat + moves).reshape(whole.shape)
    return score, Placed(placed.group, whole, placed.half)


def _place(group: Group, scale: float) -> Placed:
    rows = np.arange(len(group.questions))[:, None, None] * np.array(group.question_step)
    columns = np.arange(len(group.options))[None, :, None] * np.array(group.option_step)
    centres = (np.array(group.first) + rows + columns) * scale
    return Placed(group, centres, (group.bubble[0] * scale / 2, group.bubble[1] * scale / 2))


def _chunks(placed: Placed) -> list[NDArray[np.intp]]:
    count = len(placed.centres)
    return [np.asarray(part) for part in np.array_split(np.arange(count), -(-count // _CHUNK))]


def _cell(group: Group, half: tuple[float, float]) -> tuple[float, float]:
    """Half the width and height of the room that one bubble has."""
    scale = 2 * half[0] / group.bubble[0]
    steps = np.abs(np.array([group.option_step, group.question_step])) * scale
    room = []
    for axis in range(2):
        own = [step for step in steps[:, axis] if step > half[axis] * 0.8]
        room.append(min([*own, half[axis] * 4.4]) / 2)
    return room[0], room[1]


def _search(
    blurred: NDArray[np.float32], placed: Placed, centres: Points, *, reach: float
) -> tuple[float, NDArray[np.float64]]:
    """The shift (pixels) of these bubbles with most ink inside and least around, and how much.

    `reach` is in rooms of a bubble; a far shift must be better than a near one by something.
    """
    room = _cell(placed.group, placed.half)
    far = np.array([max(room[0], placed.half[0]), max(room[1], placed.half[1])]) * 2 * reach
    side = np.ceil(np.array(room) + far).astype(int) + 2
    mean = np.zeros((2 * side[1] + 1, 2 * side[0] + 1), np.float32)
    for x, y in centres:
        mean += cv2.getRectSubPix(
            blurred, (int(2 * side[0] + 1), int(2 * side[1] + 1)), (float(x), float(y))
        )
    mean /= len(centres)
    kernel = _kernel(room, placed.half)
    like = cv2.matchTemplate(mean, kernel, cv2.TM_CCORR)
    rows, columns = np.indices(like.shape, dtype=np.float64)
    off_x, off_y = columns - (like.shape[1] - 1) / 2, rows - (like.shape[0] - 1) / 2
    away = (off_x / far[0]) ** 2 + (off_y / far[1]) ** 2
    score = np.where(away <= 2.0, like - 0.006 * away, -1)
    row, column = np.unravel_index(int(np.argmax(score)), score.shape)
    return float(like[row, column]), np.array([off_x[row, column], off_y[row, column]])


def _kernel(room: tuple[float, float], half: tuple[float, float]) -> NDArray[np.float32]:
    """A smooth hill over the room of a bubble, 1 in all, less its mean.

    Smooth, since the bubble may be printed larger or smaller than the card says: only its middle
    counts.
    """
    reach = [min(room[axis], 2.2 * half[axis]) for axis in range(2)]
    size = [max(int(np.ceil(side)), 1) for side in reach]
    y, x = np.mgrid[-size[1] : size[1] + 1, -size[0] : size[0] + 1].astype(np.float64)
    hill = np.cos(np.clip(x / reach[0], -1, 1) * np.pi / 2)
    hill = hill * np.cos(np.clip(y / reach[1], -1, 1) * np.pi / 2)
    return np.asarray(hill / hill.sum() - 1 / hill.size, np.float32)


def _basis(at: Points) -> Points:
    x, y = at[:, 0] - 0.5, at[:, 1] - 0.5
    return np.column_stack([np.ones_like(x), x, y, x * x, x * y, y * y])


def _bend(at: Points, off: Points, weight: NDArray[np.float64]) -> Points:
    """A smooth shift over the page; as many terms as there are chunks to hold them."""
    terms = 6 if len(at) >= 14 else 3 if len(at) >= 6 else 1
    bend = np.zeros((6, 2))
    keep = weight > 0.25 * float(np.median(weight))
    for _round in range(3):
        if keep.sum() < terms:
            break
        basis = _basis(at)[:, :terms]
        pull = np.sqrt(weight[keep])[:, None]
        bend[:terms] = np.linalg.lstsq(basis[keep] * pull, off[keep] * pull, rcond=None)[0]
        left = np.linalg.norm(off - basis @ bend[:terms], axis=1)
        keep = (weight > 0) & (left <= max(3 * float(np.median(left)), 1.0))
    return bend

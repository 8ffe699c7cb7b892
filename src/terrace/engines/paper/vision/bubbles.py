"""What is in a bubble: measured in rings and sectors, judged by a small network."""

from collections.abc import Sequence
from enum import IntEnum

import cv2
import numpy as np

from terrace.engines.paper.layout import Bubble
from terrace.engines.paper.vision.ink import Ink
from terrace.engines.paper.vision.network import Floats, dense, softmax, weights
from terrace.engines.paper.vision.settings import PIXELS_PER_MM


class Mark(IntEnum):
    """What a bubble can be."""

    EMPTY = 0
    """Not marked: rubbed out and brushed by the pencil included."""
    MARKED = 1
    CANCELLED = 2


_HALF_MM = 4.1
_RINGS_MM = ((0.0, 0.8), (0.8, 1.5), (1.5, 2.1), (2.1, 2.8), (2.9, 3.4), (3.4, 4.0))
"""Inside in three, the printed ring (`_RING`), outside in two; for a bubble of 5 mm."""
_LEVELS = (0.12, 0.25, 0.45)
_WITHIN, _RING, _AROUND = 2, 3, 4
_RING_SEEN = 0.45
"""Share of the usual contrast of an empty ring below which it is not seen."""
_LEAST_RING = 0.012
"""Nor is it below this contrast, however pale the others are."""

_MEAN, _A_QUARTER, _TENTH, _DARKEST = 24, 7, 11, 12
"""Columns of `raw`: mean darkness, share darker than .25, what the darkest 10 and 3 % exceed."""
_PALE_MEAN, _PALE_DARKEST = 0.165, 0.21
"""Paler than this all over hardly a mark is, however faint: what was rubbed out, or nothing."""
_LIKELY_EMPTY = 0.9
"""But a copier bleaches faint marks: the network, which knows the sheet, must say so, too."""
_SEEN_MEAN, _SEEN_SHARE, _SEEN_TENTH = 0.185, 0.12, 0.235
"""And with more than any of these a bubble holds something, whatever the network makes of it."""
_SURE = (0.998, 0.001, 0.001)


def judge(ink: Ink, bubbles: Sequence[Bubble]) -> Floats:
    """(n × 3) calibrated probabilities of `Mark`; bubbles in the order given.

    The network learnt from marks that were drawn for it; how pale the palest mark is it need not
    guess. So ink bounds what it may say: paler than marks are, likely empty is surely empty; what
    is darker is never empty.

    A bubble that seems empty and whose ring cannot be seen is covered by something: then nothing is
    known, and all three are equal.
    """
    if not bubbles:
        return np.zeros((0, 3), np.float32)
    measures = raw(ink, bubbles)
    usual = weights("bubbles")["usual"]
    chances = _probabilities(compared(measures, ink.blur_mm, ink.contrast, most_usual=usual))
    pale = (measures[:, _MEAN] < _PALE_MEAN) & (measures[:, _DARKEST] < _PALE_DARKEST)
    likely = (chances[:, Mark.EMPTY] > _LIKELY_EMPTY) & (chances[:, Mark.EMPTY] < _SURE[0])
    chances[pale & likely] = _SURE
    empty = chances.argmax(1) == Mark.EMPTY
    seen = (measures[:, (_MEAN, _A_QUARTER, _TENTH)] > (_SEEN_MEAN, _SEEN_SHARE, _SEEN_TENTH)).any(
        1
    )
    chances[empty & seen] = 1 / 3
    empty &= ~seen
    if empty.any():
        ring = measures[:, _RING] - (measures[:, _WITHIN] + measures[:, _AROUND]) / 2
        least = max(_RING_SEEN * float(np.median(ring[empty])), _LEAST_RING)
        chances[empty & (ring < least)] = 1 / 3
    return chances


def compared(raw: Floats, blur_mm: float, contrast: float, *, most_usual: Floats) -> Floats:
    """Raw measures of one sheet (n × 34 now), against what an empty bubble looks like on it.

    Most bubbles are empty, so that is told by their lower third; where they are not, an empty one
    is still no darker than `most_usual`, which is learnt and kept with the network.
    """
    usual = np.minimum(np.quantile(raw, 0.3, axis=0), most_usual)
    sheet = np.tile(np.array([blur_mm, contrast], np.float32), (len(raw), 1))
    return np.concatenate([raw - usual, raw[:, : len(_RINGS_MM)], sheet], axis=1).astype(np.float32)


def raw(ink: Ink, bubbles: Sequence[Bubble]) -> Floats:
    """(n × 26): each bubble against the paper around it only; the first six are means of rings."""
    patches = np.stack([_patch(ink.dark, bubble) for bubble in bubbles])
    # The paper next to the bubble is the best white there is.
    around = np.quantile(patches[:, _BEYOND], 0.25, axis=1)
    clean = patches - around[:, None, None]
    soft = np.stack([cv2.GaussianBlur(one, (0, 0), 0.2 * PIXELS_PER_MM) for one in clean])
    inside, smooth = clean[:, _INSIDE], soft[:, _INSIDE]
    rings = [clean[:, mask].mean(1) for mask in _RING_MASKS]
    shares = [(inside > level).mean(1) for level in _LEVELS]
    peaks = np.quantile(smooth, (0.5, 0.75, 0.9, 0.97, 1.0, 0.1), axis=1)
    sectors = np.stack([np.quantile(clean[:, mask], 0.9, axis=1) for mask in _SECTORS])
    diagonal, straight = np.sort(sectors[_DIAGONAL], 0), np.sort(sectors[_STRAIGHT], 0)
    rest = (inside.std(1), *diagonal, *straight, smooth.mean(1), around)
    return np.stack([*rings, *shares, *peaks, *rest], axis=1).astype(np.float32)


def _probabilities(measures: Floats) -> Floats:
    net = weights("bubbles")
    rows = (measures - net["mean"]) / net["spread"]
    # Beyond what was ever seen in training nothing is known: stay at its border.
    rows = np.clip(rows, -6, 6)
    hidden = np.maximum(dense(rows, net["dense1"], net["bias1"]), 0)
    hidden = np.maximum(dense(hidden, net["dense2"], net["bias2"]), 0)
    return softmax(dense(hidden, net["dense3"], net["bias3"]), float(net["temperature"]))


def _grid() -> tuple[Floats, Floats]:
    """Distance (as for a bubble of 5 mm) and angle of each pixel of a patch."""
    half = round(_HALF_MM * PIXELS_PER_MM)
    y, x = np.mgrid[-half : half + 1, -half : half + 1].astype(np.float32) / PIXELS_PER_MM
    return np.hypot(x, y), np.arctan2(y, x)


_DISTANCE, _ANGLE = _grid()
_RING_MASKS = [(low <= _DISTANCE) & (high > _DISTANCE) for low, high in _RINGS_MM]
_INSIDE = _DISTANCE < 2.1
_BEYOND = _DISTANCE > 2.9
_OUTSIDE = (_DISTANCE > 2.95) & (_DISTANCE < 3.75)
_SECTORS = [
    _OUTSIDE & (np.abs((_ANGLE - middle + np.pi) % (2 * np.pi) - np.pi) < np.pi / 8)
    for middle in np.arange(-3, 5) * np.pi / 4
]
"""Eight sectors outside the ring, eastward first at index 3; the odd are its diagonals."""
_DIAGONAL = [0, 2, 4, 6]
_STRAIGHT = [1, 3, 5, 7]


def _patch(dark: Floats, bubble: Bubble) -> Floats:
    """The bubble and what is around it, scaled to a bubble of 5 mm."""
    side = _DISTANCE.shape[0]
    scale = 5.0 / bubble.diameter_mm
    x, y = bubble.x_mm * PIXELS_PER_MM - 0.5, bubble.y_mm * PIXELS_PER_MM - 0.5
    half = (side - 1) / 2
    move = np.array([[scale, 0, half - scale * x], [0, scale, half - scale * y]])
    return np.asarray(
        cv2.warpAffine(
            dark, move, (side, side), flags=cv2.INTER_LINEAR, borderMode=cv2.BORDER_REPLICATE
        ),
        dtype=np.float32,
    )

"""How full each bubble is, and what that says: against its own print and the sheet's empty ones.

No threshold is fixed beforehand: the empty bubbles of the sheet tell how dark empty is and how much
that varies, the filled ones how dark this pencil is. What lies between goes to a person.
"""

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from terrace.engines.paper.cards.grid import Placed, Sheet

_INNER = 0.72
"""Share of the bubble's half axes that is measured: outlines are left out."""
_LEAST_SPREAD = 0.012
_LEAST_MARK = 0.075
"""Ink above empty below which nothing is called a mark, however even the print."""

_SURE_MARK = 0.13
"""Ink above empty that the sheet's marks must usually have to be believed without a person."""
_MOST_LETTER = 0.13
"""By how much the print of one option may be blacker than that of the others."""
_LEAST_LIGHT = 0.4
_EVEN = 0.75
"""Of two marks in a row, how dark the paler must be beside the darker to be read unasked."""


@dataclass(frozen=True, slots=True)
class Row:
    """One question's answer: the options filled in, and whether a person should look."""

    marked: tuple[str, ...]
    doubtful: bool


def answers(sheet: Sheet) -> dict[str, Row]:
    """Every question of the card with its answer."""
    measured = [measure(sheet.ink, placed) for placed in sheet.groups]
    over = _over_empty(sheet, measured)
    low, high = band(over)
    out: dict[str, Row] = {}
    light = _lightness(sheet)
    for placed, values, paper in zip(sheet.groups, over, light, strict=True):
        for question, row, dim in zip(placed.group.questions, values, paper, strict=True):
            read = _row(placed.group.options, row, low, high)
            # Under a blot or off the picture nothing can be told.
            out[question] = Row(read.marked, read.doubtful or bool(dim.min() < _LEAST_LIGHT))
    return out


def measure(ink: NDArray[np.float32], placed: Placed) -> NDArray[np.float64]:
    """Mean ink within each bubble, questions × options."""
    half = max(placed.half[0] * _INNER, 1.5), max(placed.half[1] * _INNER, 1.5)
    reach = int(np.ceil(half[0])), int(np.ceil(half[1]))
    y, x = np.mgrid[-reach[1] : reach[1] + 1, -reach[0] : reach[0] + 1].astype(np.float64)
    inside = (x / half[0]) ** 2 + (y / half[1]) ** 2 <= 1
    rows, columns = np.nonzero(inside)
    places = np.rint(placed.centres).astype(int)
    height, width = ink.shape
    at_x = np.clip(places[..., 0, None] + columns - reach[0], 0, width - 1)
    at_y = np.clip(places[..., 1, None] + rows - reach[1], 0, height - 1)
    return np.asarray(ink[at_y, at_x].mean(-1), np.float64)


def _lightness(sheet: Sheet) -> list[NDArray[np.float64]]:
    """The paper around each bubble, as a share of the card's usual."""
    height, width = sheet.paper.shape
    found = []
    for placed in sheet.groups:
        places = np.rint(placed.centres).astype(int)
        x, y = np.clip(places[..., 0], 0, width - 1), np.clip(places[..., 1], 0, height - 1)
        found.append(np.asarray(sheet.paper[y, x], np.float64))
    usual = float(np.median(np.concatenate([values.ravel() for values in found])))
    return [values / max(usual, 1.0) for values in found]


def _over_empty(sheet: Sheet, measured: Sequence[NDArray[np.float64]]) -> list[NDArray[np.float64]]:
    """Ink beyond what is printed: a B is blacker than an I, so each option has its own zero.

    A column in which everybody's answer stands must not be taken for an empty one, so no option's
    zero lies far above that of the others.
    """
    alike: dict[tuple[str, ...], list[int]] = {}
    for at, placed in enumerate(sheet.groups):
        alike.setdefault(placed.group.options, []).append(at)
    over: list[NDArray[np.float64]] = list(measured)
    for places in alike.values():
        values = np.concatenate([measured[at] for at in places])
        if values.shape[1] == 1 or values.size < 6:
            zero = np.full(values.shape[1], float(np.quantile(values, 0.2)))
        else:
            lesser = np.sort(values, axis=1)[:, :-1]
            pooled = float(np.quantile(lesser, 0.4))
            zero = np.minimum(np.quantile(values, 0.25, axis=0), pooled + _MOST_LETTER)
            if len(values) < 4:
                zero = np.full(values.shape[1], pooled)
        for at in places:
            # Groups differ in shade: this one's own lesser values tell what is empty here.
            own = measured[at] - zero
            if own.shape[1] > 1 and own.size >= 12:
                own = own - float(np.quantile(np.sort(own, axis=1)[:, :-1], 0.4))
            over[at] = own
    return over


def band(over: Sequence[NDArray[np.float64]]) -> tuple[float, float]:
    """Below the first, empty; above the second, marked; between, a person looks."""
    everything = np.concatenate([values.ravel() for values in over])
    rest = np.concatenate(
        [
            np.sort(values, axis=1)[:, :-1].ravel() if values.shape[1] > 1 else values.ravel()
            for values in over
        ]
    )
    calm = rest[rest <= np.quantile(rest, 0.8)]
    spread = max(float(np.median(np.abs(calm - np.median(calm)))) * 1.48, _LEAST_SPREAD)
    floor = max(_LEAST_MARK, 4.5 * spread)
    dark = everything[everything > floor]
    if len(dark) == 0:
        return min(floor, _SURE_MARK), _SURE_MARK
    full = float(np.median(dark[dark >= np.quantile(dark, 0.5)]))
    low = max(0.2 * full, min(floor, 0.3 * full), _LEAST_MARK * 0.8)
    sure = full > max(_SURE_MARK, 8 * spread)
    high = max(0.45 * full, low) if sure else max(_SURE_MARK, 1.5 * full)
    return min(low, high), high


def _row(options: Sequence[str], values: NDArray[np.float64], low: float, high: float) -> Row:
    marked = tuple(option for option, value in zip(options, values, strict=True) if value >= high)
    between = [value for value in values if low < value < high]
    if len(marked) == len(options) and len(options) > 1:
        # Everything dark is a shadow or a misplaced row, not an answer.
        return Row((), True)
    sure = [value for value in values if value >= high]
    # A much paler second mark may be one that was rubbed out.
    uneven = len(sure) > 1 and min(sure) < _EVEN * max(sure)
    return Row(marked, bool(between) or uneven)

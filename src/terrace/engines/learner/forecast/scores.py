"""How good predictions are: the usual measures, and intervals by resampling pupils."""

from collections.abc import Callable
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

Floats = NDArray[np.float64]
Right = NDArray[np.int8]

BINS = 10


@dataclass(frozen=True, slots=True)
class Scores:
    """``auc`` is None when all answers are alike. ``log_loss`` in nats. ``ece``: expected
    calibration error over ten bins of equal count (Naeini et al. 2015).
    """

    auc: float | None
    log_loss: float
    brier: float
    ece: float
    rows: int


@dataclass(frozen=True, slots=True)
class Interval:
    value: float
    low: float
    high: float


def scores(correct: Right, chance: Floats) -> Scores:
    """Answers (n) and what was foreseen (n), n > 0."""
    kept = np.clip(chance, 1e-12, 1.0 - 1e-12)
    right = correct.astype(np.float64)
    return Scores(
        auc(correct, chance),
        float(-np.mean(right * np.log(kept) + (1.0 - right) * np.log1p(-kept))),
        float(np.mean((right - chance) ** 2)),
        ece(correct, chance),
        len(correct),
    )


def auc(correct: Right, chance: Floats) -> float | None:
    """Area under the receiver's curve, ties half (Mann and Whitney); None for one class only."""
    positives = int(correct.sum())
    negatives = len(correct) - positives
    if not positives or not negatives:
        return None
    _, group, counts = np.unique(chance, return_inverse=True, return_counts=True)
    last = np.cumsum(counts)
    rank = (last - (counts - 1) / 2.0)[group]
    above = float(rank[correct == 1].sum()) - positives * (positives + 1) / 2.0
    return above / (positives * negatives)


def ece(correct: Right, chance: Floats) -> float:
    order = np.argsort(chance, kind="stable")
    gaps = [
        abs(float(correct[part].mean()) - float(chance[part].mean())) * len(part)
        for part in np.array_split(order, BINS)
        if len(part)
    ]
    return sum(gaps) / len(correct)


def gap(correct: Right, chance: Floats) -> float:
    """Mean of what was foreseen less what came: above 0 the group is expected too much of."""
    return float(chance.mean() - correct.mean())


def interval(
    measure: Callable[[Right, Floats], float | None],
    correct: Right,
    chance: Floats,
    pupil: NDArray[np.int64],
    *,
    rng: np.random.Generator,
    times: int = 200,
) -> Interval | None:
    """A measure with its 95 % bootstrap interval; whole pupils are drawn, since the answers of one
    pupil are not independent. None where the measure does not exist.
    """
    value = measure(correct, chance)
    if value is None:
        return None
    order = np.argsort(pupil, kind="stable")
    _, start = np.unique(pupil[order], return_index=True)
    parts = np.split(order, start[1:])
    found = []
    for _ in range(times):
        rows = np.concatenate([parts[one] for one in rng.integers(0, len(parts), len(parts))])
        drawn = measure(correct[rows], chance[rows])
        if drawn is not None:
            found.append(drawn)
    low, high = np.quantile(found, (0.025, 0.975)) if found else (value, value)
    return Interval(value, min(float(low), value), max(float(high), value))

"""How well a score sorts and a chance holds, each also under resampled pupils."""

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

Floats = NDArray[np.float64]

BINS = 10


@dataclass(frozen=True, slots=True)
class Interval:
    """A value and what holds it in 95 of 100 resamples."""

    mean: float
    low: float
    high: float

    def told(self) -> dict[str, float]:
        """As plain numbers."""
        return {"mean": rounded(self.mean), "low": rounded(self.low), "high": rounded(self.high)}


def rounded(value: float) -> float:
    """Six digits after the point."""
    return round(float(value), 6)


def auc(score: Floats, target: Floats, weights: Floats | None = None) -> Floats:
    """Area under the ROC curve for each row of ``weights`` (resamples, rows); shape (resamples,).

    The chance that a pupil with target 1 has the higher score; ties count half. NaN where a
    resample has pupils of one kind only.
    """
    if weights is None:
        weights = np.ones((1, len(score)))
    order = np.argsort(score, kind="stable")
    ordered = score[order]
    ones = weights[:, order] * target[order]
    others = weights[:, order] * (1 - target[order])
    begins = np.flatnonzero(np.r_[True, ordered[1:] != ordered[:-1]])[: len(score)]
    ones = np.add.reduceat(ones, begins, axis=1)
    others = np.add.reduceat(others, begins, axis=1)
    below = np.cumsum(others, axis=1) - others
    all_ones, all_others = ones.sum(axis=1), others.sum(axis=1)
    with np.errstate(invalid="ignore", divide="ignore"):
        return np.asarray((ones * (below + 0.5 * others)).sum(axis=1) / (all_ones * all_others))


def brier(chance: Floats, target: Floats) -> float:
    """Mean squared distance of the chance from what came. Brier (1950)."""
    return float(np.mean((chance - target) ** 2))


def ece(chance: Floats, target: Floats, weights: Floats | None = None) -> Floats:
    """Expected calibration error over ten bins of equal width; shape (resamples,)."""
    if weights is None:
        weights = np.ones((1, len(chance)))
    which = np.minimum((chance * BINS).astype(int), BINS - 1)
    wrong = np.zeros(len(weights))
    for one in range(BINS):
        inside = which == one
        if inside.any():
            wrong += np.abs(weights[:, inside] @ (chance[inside] - target[inside]))
    with np.errstate(invalid="ignore", divide="ignore"):
        return np.asarray(wrong / weights.sum(axis=1))


def false_positives(
    flagged: NDArray[np.bool_], target: Floats, weights: Floats | None = None
) -> Floats:
    """Share of the pupils with target 0 who are flagged; shape (resamples,)."""
    if weights is None:
        weights = np.ones((1, len(target)))
    others = weights * (1 - target)
    with np.errstate(invalid="ignore", divide="ignore"):
        return np.asarray((others * flagged).sum(axis=1) / others.sum(axis=1))


def interval(at: float, resampled: Floats) -> Interval:
    """The value with the middle 95 % of its resamples; those that say nothing are left out."""
    kept = resampled[np.isfinite(resampled)]
    if not len(kept):
        return Interval(at, float("nan"), float("nan"))
    low, high = np.quantile(kept, (0.025, 0.975))
    return Interval(at, float(low), float(high))


def centred(at: float, resampled: Floats) -> Interval:
    """As `interval`, for what cannot be below zero and grows by resampling alone.

    The resamples are moved such that their mean is the value itself.
    """
    kept = resampled[np.isfinite(resampled)]
    if not len(kept):
        return Interval(at, float("nan"), float("nan"))
    low, high = np.quantile(kept - kept.mean() + at, (0.025, 0.975))
    return Interval(at, max(0.0, min(at, float(low))), max(at, float(high)))


def resamples(target: Floats, count: int, rng: np.random.Generator) -> Floats:
    """How often each pupil is drawn, shape (count, rows): with replacement, within each target."""
    drawn = np.zeros((count, len(target)))
    for value in (0.0, 1.0):
        rows = np.flatnonzero(target == value)
        if len(rows):
            picked = rng.integers(len(rows), size=(count, len(rows)))
            picked += np.arange(count)[:, None] * len(rows)
            times = np.bincount(picked.ravel(), minlength=count * len(rows))
            drawn[:, rows] = times.reshape(count, len(rows))
    return drawn

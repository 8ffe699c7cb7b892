"""The logistic part: a ridge regression on the features of a history."""

from dataclasses import dataclass

import numpy as np
from numba import njit
from numpy.typing import NDArray

Floats = NDArray[np.float64]

RIDGE = 3.0
NARROW = 0.02
"""A feature that hardly varies is not stretched further: a little more of it is not much."""
CLIP = 4.0
"""A feature counts up to so many standard deviations."""


@dataclass(frozen=True, slots=True)
class Logistic:
    """logit = intercept + Σ weight × clipped((feature − mean) ÷ deviation); arrays (features)."""

    mean: Floats
    deviation: Floats
    weight: Floats
    intercept: float

    def terms(self, features: NDArray[np.float32]) -> Floats:
        """(features) The addends of one row beside the intercept."""
        scaled = (features.astype(np.float64) - self.mean) / self.deviation
        return np.asarray(np.clip(scaled, -CLIP, CLIP) * self.weight, np.float64)

    def logits(self, features: NDArray[np.float32]) -> Floats:
        """(n) for features (n, k or more); columns behind the first k are not looked at."""
        out = np.empty(len(features))
        logit_all(features, self.mean, self.deviation, self.weight, self.intercept, out)
        return out


@njit(cache=True)
def logit(
    x: NDArray[np.float32], mean: Floats, deviation: Floats, weight: Floats, intercept: float
) -> float:
    """The logit of one row."""
    total = intercept
    for k in range(len(mean)):
        scaled = (np.float64(x[k]) - mean[k]) / deviation[k]
        total += min(max(scaled, -CLIP), CLIP) * weight[k]
    return total


@njit(cache=True)
def logit_all(
    features: NDArray[np.float32],
    mean: Floats,
    deviation: Floats,
    weight: Floats,
    intercept: float,
    out: Floats,
) -> None:
    for row in range(len(features)):
        out[row] = logit(features[row], mean, deviation, weight, intercept)


BLOCK = 50_000


def fit(
    features: NDArray[np.float32], correct: NDArray[np.int8], weight: Floats, *, steps: int = 6
) -> Logistic:
    """Newton's method from zero; features (n, k), weight (n) of each row. Six steps end within
    1e-4 of the optimum from any start that centred features can have.
    """
    mean = features.mean(axis=0, dtype=np.float64)
    deviation = features.std(axis=0, dtype=np.float64)
    deviation = np.maximum(deviation, NARROW)
    wide = features.shape[1] + 1
    beta = np.zeros(wide)
    share = float(np.average(correct, weights=weight))
    beta[-1] = np.log(share / (1.0 - share))
    penalty = np.full(wide, RIDGE)
    penalty[-1] = 0.0
    for _ in range(steps):
        slope = -penalty * beta
        curve = np.diag(penalty + 1e-9)
        for first in range(0, len(features), BLOCK):
            part = slice(first, first + BLOCK)
            rows = np.ones((len(features[part]), wide))
            rows[:, :-1] = np.clip((features[part] - mean) / deviation, -CLIP, CLIP)
            chance = 1.0 / (1.0 + np.exp(-rows @ beta))
            slope += rows.T @ (weight[part] * (correct[part] - chance))
            bend = weight[part] * chance * (1.0 - chance)
            curve += rows.T @ (rows * bend[:, None])
        beta += np.linalg.solve(curve, slope)
    return Logistic(mean, deviation, beta[:-1], float(beta[-1]))

"""The logistic part: a ridge regression on the features of a history."""

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

Floats = NDArray[np.float64]

RIDGE = 3.0
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
        """(n, features) The addends beside the intercept."""
        scaled = (features - self.mean) / self.deviation
        return np.asarray(np.clip(scaled, -CLIP, CLIP) * self.weight, np.float64)

    def logits(self, features: NDArray[np.float32]) -> Floats:
        """(n) In blocks, so that many rows need little memory."""
        out = np.empty(len(features))
        for first in range(0, len(features), BLOCK):
            part = slice(first, first + BLOCK)
            out[part] = self.terms(features[part]).sum(axis=1) + self.intercept
        return out


BLOCK = 50_000


def fit(
    features: NDArray[np.float32], correct: NDArray[np.int8], weight: Floats, *, steps: int = 6
) -> Logistic:
    """Newton's method from zero; features (n, k), weight (n) of each row. Six steps end within
    1e-4 of the optimum from any start that centred features can have.
    """
    mean = features.mean(axis=0, dtype=np.float64)
    deviation = features.std(axis=0, dtype=np.float64)
    deviation[deviation < 1e-6] = 1.0
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

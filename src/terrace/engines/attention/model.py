"""A transparent model: the rule, plus what every other column adds, each held back by a penalty.

Additive logistic regression. The rule's score and the constant are free; the other columns are
shrunk towards adding nothing (ridge), by as much as shuffled cross-validation on the training
pupils asks for: where they add nothing, the model is the rule, calibrated.
Hoerl & Kennard (1970); Le Cessie & Van Houwelingen (1992).
"""

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

Floats = NDArray[np.float64]

PENALTIES = (3.0, 10.0, 30.0, 100.0, 300.0, 1000.0, 10_000.0)
FOLDS = 5
STEPS = 60
CLOSE = 1e-8
PRIOR = 0.5
"""A weak penalty on the rule's own weight: it stays finite where the rule sorts without error."""


@dataclass(frozen=True, slots=True)
class Model:
    """Weights of the constant, the rule and the features; ``penalty`` is what was chosen."""

    weights: Floats
    penalty: float

    def probability(self, rule: Floats, features: Floats) -> Floats:
        """Shape (rows,): the chance that the target is 1."""
        return sigmoid(_design(rule, features) @ self.weights)


def sigmoid(logit: Floats) -> Floats:
    """The chance that goes with a logit."""
    return np.asarray(1.0 / (1.0 + np.exp(-np.clip(logit, -35.0, 35.0))))


def fit(rule: Floats, features: Floats, target: Floats, rng: np.random.Generator) -> Model:
    """The model of these pupils: ``rule`` (rows,), ``features`` (rows, k), ``target`` 0/1."""
    design = _design(rule, features)
    penalty = _chosen(design, target, rng) if features.shape[1] else PENALTIES[-1]
    return Model(_weights(design, target, penalty), penalty)


def calibrated(rule: Floats, target: Floats) -> Model:
    """The rule alone, as a chance."""
    return Model(_weights(_design(rule, np.zeros((len(rule), 0))), target, 1.0), 1.0)


def _design(rule: Floats, features: Floats) -> Floats:
    return np.hstack([np.ones((len(rule), 1)), (2.0 * rule - 1.0)[:, None], features])


def _chosen(design: Floats, target: Floats, rng: np.random.Generator) -> float:
    """The penalty with the least loss on pupils left out; the larger one where it is a tie."""
    fold = _folds(target, rng)
    losses = []
    for penalty in PENALTIES:
        total = 0.0
        for k in range(FOLDS):
            inside, outside = fold != k, fold == k
            if not outside.any():
                continue
            chance = sigmoid(design[outside] @ _weights(design[inside], target[inside], penalty))
            total += _loss(chance, target[outside])
        losses.append(total)
    best = min(losses)
    return max(one for one, loss in zip(PENALTIES, losses, strict=True) if loss <= best + 1e-9)


def _folds(target: Floats, rng: np.random.Generator) -> NDArray[np.int64]:
    """Shuffled, and each fold with its share of both targets."""
    fold = np.zeros(len(target), np.int64)
    for value in (0.0, 1.0):
        rows = rng.permutation(np.flatnonzero(target == value))
        fold[rows] = np.arange(len(rows)) % FOLDS
    return fold


def _loss(chance: Floats, target: Floats) -> float:
    kept = np.clip(chance, 1e-9, 1 - 1e-9)
    return float(-np.sum(target * np.log(kept) + (1 - target) * np.log(1 - kept)))


def _weights(design: Floats, target: Floats, penalty: float) -> Floats:
    """Newton's method on the penalised likelihood; halved steps while it does not improve."""
    count = design.shape[1]
    held = np.full(count, penalty)
    held[0], held[1] = 1e-6, PRIOR
    weights = np.zeros(count)
    mean = float(np.clip(target.mean(), 0.01, 0.99)) if len(target) else 0.5
    weights[0] = np.log(mean / (1 - mean))
    cost = _cost(design, target, held, weights)
    for _ in range(STEPS):
        chance = sigmoid(design @ weights)
        slope = design.T @ (chance - target) + held * weights
        curve = (design * (chance * (1 - chance))[:, None]).T @ design + np.diag(held)
        step = np.linalg.solve(curve, slope)
        size = 1.0
        while size > 1e-6:
            tried = weights - size * step
            new = _cost(design, target, held, tried)
            if new <= cost:
                break
            size /= 2
        else:
            break
        gained, weights, cost = cost - new, tried, new
        if gained < CLOSE * max(1.0, abs(cost)):
            break
    return weights


def _cost(design: Floats, target: Floats, held: Floats, weights: Floats) -> float:
    return _loss(sigmoid(design @ weights), target) + 0.5 * float(held @ (weights * weights))

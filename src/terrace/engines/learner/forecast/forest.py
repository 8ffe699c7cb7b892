"""Boosted regression trees for a chance, starting from a logit that is already known.

Second-order boosting on binned features (Chen and Guestrin, *XGBoost*, 2016, sections 2 and 3),
each tree grown leaf by leaf with histograms of which the larger child's is a subtraction (Ke et
al., *LightGBM*, 2017). It is our own because a village box must install it from wheels alone:
LightGBM asks for a system library, scikit-learn for more time (`bench/trees.py`).
"""

from dataclasses import dataclass

import numpy as np
from numba import njit
from numpy.typing import NDArray

from terrace.engines.learner.forecast.growing import BINS, Bins, Floats, add_tree

SAMPLED = 50_000


@dataclass(frozen=True, slots=True)
class Growth:
    """How trees grow. At most so many ``trees``, with at most so many ``leaves``; ``rate`` of each
    tree; ``ridge`` and ``least`` in units of p(1 − p) summed over a leaf; ``features``, ``groups``:
    the share that a tree sees. They end when ``patience`` trees in a row have not made it better
    for the groups that they did not see.
    """

    trees: int = 150
    leaves: int = 47
    rate: float = 0.11
    ridge: float = 5.0
    least: float = 8.0
    features: float = 0.5
    groups: float = 0.8
    patience: int = 15


@dataclass(frozen=True, slots=True)
class Forest:
    """``feature``, ``threshold``, ``left``, ``right``, ``value``: (trees, nodes). A node with
    feature −1 is a leaf; others send x ≤ threshold left. The value of an inner node is what it
    would say if it were a leaf.
    """

    feature: NDArray[np.int16]
    threshold: NDArray[np.float32]
    left: NDArray[np.int16]
    right: NDArray[np.int16]
    value: NDArray[np.float32]

    def logits(self, features: NDArray[np.float32], start: Floats) -> Floats:
        """(n) ``start`` (n) and what all trees add."""
        out = start.astype(np.float64)
        walk_all(features, self.feature, self.threshold, self.left, self.right, self.value, out)
        return out

    def terms(self, features: NDArray[np.float32]) -> tuple[Floats, float]:
        """What each of the features of one answer (k) adds, and what is left when nothing is known:
        their sum is what all trees add. A step from a node to its child is the feature's.
        """
        added = np.zeros(len(features))
        for tree in range(len(self.feature)):
            node = 0
            while (which := int(self.feature[tree, node])) >= 0:
                goes_left = features[which] <= self.threshold[tree, node]
                below = int((self.left if goes_left else self.right)[tree, node])
                added[which] += float(self.value[tree, below]) - float(self.value[tree, node])
                node = below
        return added, float(self.value[:, 0].astype(np.float64).sum())


def fit(
    features: NDArray[np.float32],
    correct: NDArray[np.int8],
    weight: Floats,
    start: Floats,
    group: NDArray[np.int64],
    *,
    growth: Growth,
    rng: np.random.Generator,
) -> Forest:
    """Features (n, k) to answers (n), each row with its weight, from the logits ``start``; rows of
    one ``group`` (n, from 0) are seen by a tree together or not at all.
    """
    edges = edges_of(features, rng)
    bins = binned(features, edges)
    shape = (growth.trees, 2 * growth.leaves)
    feature = np.full(shape, -1, np.int16)
    split = np.zeros(shape, np.uint8)
    left, right = np.zeros(shape, np.int16), np.zeros(shape, np.int16)
    value = np.zeros(shape, np.float32)
    logits = start.astype(np.float64)
    seen = max(1, round(growth.features * features.shape[1]))
    histograms = np.zeros((growth.leaves + 1, seen, BINS, 2))
    gained = best = 0.0
    kept = 0
    for tree in range(growth.trees):
        if tree >= kept + growth.patience:
            break
        columns = np.sort(rng.choice(features.shape[1], seen, replace=False))
        seen_by = (rng.random(int(group.max()) + 1) < growth.groups)[group]
        chosen, others = np.flatnonzero(seen_by), np.flatnonzero(~seen_by)
        before = loss(others, correct, weight, logits)
        add_tree(
            bins,
            correct,
            weight,
            logits,
            columns,
            chosen,
            histograms,
            growth.rate,
            growth.ridge,
            growth.least,
            feature[tree],
            split[tree],
            left[tree],
            right[tree],
            value[tree],
        )
        gained += before - loss(others, correct, weight, logits)
        if gained >= best:
            best, kept = gained, tree + 1
    threshold = np.where(feature >= 0, edges[feature, np.minimum(split, BINS - 2)], 0.0)
    return Forest(
        feature[:kept],
        threshold[:kept].astype(np.float32),
        left[:kept],
        right[:kept],
        value[:kept],
    )


def edges_of(features: NDArray[np.float32], rng: np.random.Generator) -> NDArray[np.float32]:
    """(k, BINS − 1) Upper edges of all bins but the last: between values where they are few, else
    at equal counts.
    """
    rows = np.arange(len(features))
    if len(rows) > SAMPLED:
        rows = np.sort(rng.choice(len(features), SAMPLED, replace=False))
    edges = np.full((features.shape[1], BINS - 1), np.inf, np.float32)
    for column in range(features.shape[1]):
        values = np.sort(features[rows, column])
        distinct = np.unique(values)
        if len(distinct) <= BINS:
            found = (distinct[:-1] + distinct[1:]) / 2
        else:
            found = np.unique(values[(np.arange(1, BINS) * len(values)) // BINS])
        edges[column, : len(found)] = found
    return edges


@njit(cache=True)
def loss(
    rows: NDArray[np.int64], correct: NDArray[np.int8], weight: Floats, logits: Floats
) -> float:
    """Weighted sum of log losses of some rows, in nats."""
    total = 0.0
    for row in rows:
        value = logits[row]
        total += weight[row] * (np.log1p(np.exp(-abs(value))) + max(value, 0.0))
        total -= weight[row] * value * correct[row]
    return total


@njit(cache=True)
def binned(features: NDArray[np.float32], edges: NDArray[np.float32]) -> Bins:
    """(n, k) The number of edges below each value."""
    bins = np.empty(features.shape, np.uint8)
    for row in range(features.shape[0]):
        for column in range(features.shape[1]):
            value = features[row, column]
            low, high = 0, edges.shape[1]
            while low < high:
                middle = (low + high) >> 1
                if value <= edges[column, middle]:
                    high = middle
                else:
                    low = middle + 1
            bins[row, column] = low
    return bins


@njit(cache=True)
def walk(
    x: NDArray[np.float32],
    feature: NDArray[np.int16],
    threshold: NDArray[np.float32],
    left: NDArray[np.int16],
    right: NDArray[np.int16],
    value: NDArray[np.float32],
) -> float:
    """What all trees add for one row."""
    added = 0.0
    for tree in range(feature.shape[0]):
        node = 0
        while feature[tree, node] >= 0:
            if x[feature[tree, node]] <= threshold[tree, node]:
                node = left[tree, node]
            else:
                node = right[tree, node]
        added += value[tree, node]
    return added


@njit(cache=True)
def walk_all(
    features: NDArray[np.float32],
    feature: NDArray[np.int16],
    threshold: NDArray[np.float32],
    left: NDArray[np.int16],
    right: NDArray[np.int16],
    value: NDArray[np.float32],
    out: Floats,
) -> None:
    for row in range(len(features)):
        out[row] += walk(features[row], feature, threshold, left, right, value)

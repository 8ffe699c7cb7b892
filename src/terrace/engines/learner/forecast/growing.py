"""One regression tree grown on binned features: the inner loops of `forest.fit`."""

import numpy as np
from numba import njit
from numpy.typing import NDArray

Floats = NDArray[np.float64]
Bins = NDArray[np.uint8]

BINS = 64


@njit(cache=True, fastmath=True)
def fill_histogram(
    bins: Bins,
    order: NDArray[np.int64],
    first: int,
    last: int,
    slopes: NDArray[np.float32],
    histogram: Floats,
) -> None:
    histogram[:] = 0.0
    columns = bins.shape[1]
    for k in range(first, last):
        row = order[k]
        slope, bend = slopes[row, 0], slopes[row, 1]
        of_row = bins[row]
        for column in range(columns):
            cell = histogram[column, of_row[column]]
            cell[0] += slope
            cell[1] += bend


@njit(cache=True)
def best_split(histogram: Floats, ridge: float, least: float, found: Floats) -> None:
    """Write (gain, column, bin, slope, bend) into ``found`` (5)."""
    slope = bend = 0.0
    for k in range(BINS):
        slope += histogram[0, k, 0]
        bend += histogram[0, k, 1]
    whole = slope * slope / (bend + ridge)
    found[0] = 0.0
    found[3], found[4] = slope, bend
    for column in range(histogram.shape[0]):
        before = under = 0.0
        for k in range(BINS - 1):
            before += histogram[column, k, 0]
            under += histogram[column, k, 1]
            if under < least:
                continue
            if bend - under < least:
                break
            after = slope - before
            gain = before * before / (under + ridge) + after * after / (bend - under + ridge)
            if gain - whole > found[0]:
                found[0], found[1], found[2] = gain - whole, column, k


@njit(cache=True)
def add_tree(
    bins: Bins,
    correct: NDArray[np.int8],
    weight: Floats,
    logits: Floats,
    columns: NDArray[np.int64],
    order: NDArray[np.int64],
    histograms: Floats,
    rate: float,
    ridge: float,
    least: float,
    feature: NDArray[np.int16],
    split: Bins,
    left: NDArray[np.int16],
    right: NDArray[np.int16],
    value: NDArray[np.float32],
) -> None:
    """Grow one tree on the rows of ``order`` and add it to the logits of all rows."""
    rows = bins.shape[0]
    slopes = np.empty((rows, 2), np.float32)
    seen = np.empty((rows, len(columns)), np.uint8)
    for row in range(rows):
        chance = 1.0 / (1.0 + np.exp(-logits[row]))
        slopes[row, 0] = (chance - correct[row]) * weight[row]
        slopes[row, 1] = chance * (1.0 - chance) * weight[row]
        for k in range(len(columns)):
            seen[row, k] = bins[row, columns[k]]
    most = len(feature)
    first = np.zeros(most, np.int64)
    last = np.zeros(most, np.int64)
    held = np.zeros(most, np.int64)
    splits = np.zeros((most, 5))
    last[0] = len(order)
    fill_histogram(seen, order, 0, len(order), slopes, histograms[0])
    best_split(histograms[0], ridge, least, splits[0])
    aside = np.empty(len(order), np.int64)
    nodes, leaves = 1, 1
    while 2 * leaves < most:
        node = -1
        for one in range(nodes):
            open_ = feature[one] < 0 and splits[one, 0] > 1e-6
            if open_ and (node < 0 or splits[one, 0] > splits[node, 0]):
                node = one
        if node < 0:
            break
        column, cut = np.int64(splits[node, 1]), np.int64(splits[node, 2])
        middle, kept = first[node], 0
        for k in range(first[node], last[node]):
            row = order[k]
            if seen[row, column] <= cut:
                order[middle] = row
                middle += 1
            else:
                aside[kept] = row
                kept += 1
        order[middle : middle + kept] = aside[:kept]
        below, above = nodes, nodes + 1
        feature[node], split[node] = columns[column], cut
        left[node], right[node] = below, above
        first[below], last[below] = first[node], middle
        first[above], last[above] = middle, last[node]
        small, large = below, above
        if last[below] - first[below] > last[above] - first[above]:
            small, large = above, below
        held[small], held[large] = leaves, held[node]
        less, more = histograms[held[small]], histograms[held[large]]
        fill_histogram(seen, order, first[small], last[small], slopes, less)
        more -= less
        best_split(less, ridge, least, splits[small])
        best_split(more, ridge, least, splits[large])
        nodes += 2
        leaves += 1
    for node in range(nodes):
        value[node] = -rate * splits[node, 3] / (splits[node, 4] + ridge)
    for row in range(rows):
        node = 0
        while feature[node] >= 0:
            node = left[node] if bins[row, feature[node]] <= split[node] else right[node]
        logits[row] += value[node]

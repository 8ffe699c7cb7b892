"""How a digit's network should change to lose less: its gradient, by hand."""

import numpy as np
from numpy.typing import NDArray

from terrace.engines.paper.vision.network import Floats, Weights, softmax


def slopes(
    net: Weights, x: Floats, y: NDArray[np.int64], rng: np.random.Generator
) -> tuple[float, Weights]:
    """Loss and its gradient; a fifth of the hidden units rest."""
    count = len(x)
    column1, a1 = _convolved(x[..., None], net["conv1"], net["bias1"])
    p1, m1 = _pooled(a1)
    column2, a2 = _convolved(p1, net["conv2"], net["bias2"])
    p2, m2 = _pooled(a2)
    flat = p2.reshape(count, -1)
    keep3 = (rng.random((count, net["bias3"].size)) > 0.2).astype(np.float32) / np.float32(0.8)
    a3 = np.maximum(flat @ net["dense3"] + net["bias3"], 0) * keep3
    chance = softmax(a3 @ net["dense4"] + net["bias4"])
    target = np.zeros_like(chance)
    target[np.arange(count), y] = 1.0
    loss = float(-(target * np.log(chance + 1e-9)).sum() / count)
    d4 = (chance - target) / np.float32(count)
    d3 = (d4 @ net["dense4"].T) * (a3 > 0) * keep3
    d2 = _unpooled((d3 @ net["dense3"].T).reshape(p2.shape), m2) * (a2 > 0)
    d2_rows = d2.reshape(-1, d2.shape[-1])
    back = d2_rows @ net["conv2"].reshape(-1, d2.shape[-1]).T
    d1 = _unpooled(_gathered(back, p1.shape, 5), m1) * (a1 > 0)
    d1_rows = d1.reshape(-1, d1.shape[-1])
    return loss, {
        "conv1": (column1.T @ d1_rows).reshape(net["conv1"].shape),
        "bias1": d1_rows.sum(0),
        "conv2": (column2.T @ d2_rows).reshape(net["conv2"].shape),
        "bias2": d2_rows.sum(0),
        "dense3": flat.T @ d3,
        "bias3": d3.sum(0),
        "dense4": a3.T @ d4,
        "bias4": d4.sum(0),
    }


def _convolved(x: Floats, kernel: Floats, bias: Floats) -> tuple[Floats, Floats]:
    size = kernel.shape[0]
    windows = np.lib.stride_tricks.sliding_window_view(x, (size, size), axis=(1, 2))
    column = windows.transpose(0, 1, 2, 4, 5, 3).reshape(-1, kernel[..., 0].size)
    result = np.maximum(column @ kernel.reshape(-1, kernel.shape[-1]) + bias, 0)
    return column, result.reshape(*windows.shape[:3], -1)


def _pooled(x: Floats) -> tuple[Floats, NDArray[np.bool_]]:
    count, high, wide, depth = x.shape
    blocks = x.reshape(count, high // 2, 2, wide // 2, 2, depth)
    top = blocks.max((2, 4))
    return top, blocks == top[:, :, None, :, None, :]


def _unpooled(slope: Floats, mask: NDArray[np.bool_]) -> Floats:
    spread = slope[:, :, None, :, None, :] * mask
    count, high, _two, wide, _two, depth = mask.shape
    return np.asarray(spread.reshape(count, high * 2, wide * 2, depth), dtype=np.float32)


def _gathered(columns: Floats, shape: tuple[int, ...], size: int) -> Floats:
    count, high, wide, depth = shape
    rows, across = high - size + 1, wide - size + 1
    parts = columns.reshape(count, rows, across, size, size, depth)
    result = np.zeros(shape, np.float32)
    for y in range(size):
        for x in range(size):
            result[:, y : y + rows, x : x + across] += parts[:, :, :, y, x]
    return result

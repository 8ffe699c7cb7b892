"""The small networks at work: plain NumPy, weights of few bits beside this file."""

from functools import cache
from importlib.resources import as_file, files
from typing import TypeAlias

import numpy as np
from numpy.typing import NDArray

Floats: TypeAlias = NDArray[np.float32]
Weights: TypeAlias = dict[str, Floats]


@cache
def weights(name: str) -> Weights:
    """The weights in `name`.npz, as `tools/train_*.py` wrote them."""
    with as_file(files("terrace.engines.paper.vision") / f"{name}.npz") as path:
        stored = np.load(path, allow_pickle=False)
        return {key: stored[key].astype(np.float32) for key in stored.files}


@cache
def members(name: str) -> tuple[Weights, ...]:
    """The networks that judge together in `name`.npz: whole numbers of eight bits and their steps.

    A layer `conv1` of the first is `0.conv1`; what one step is worth in each of its last axis's
    columns is `0.conv1.step`. Biases are in half precision.
    """
    stored = weights(name)
    found: list[Weights] = []
    while f"{len(found)}.conv1" in stored:
        head = f"{len(found)}."
        layers = {
            key.removeprefix(head): part
            for key, part in stored.items()
            if key.startswith(head) and not key.endswith(".step")
        }
        found.append(
            {key: part * stored.get(f"{head}{key}.step", 1) for key, part in layers.items()}
        )
    return tuple(found)


def few_bits(net: Weights, place: int) -> dict[str, NDArray[np.generic]]:
    """A network as `members` finds it again, but for what eight bits cannot say."""
    stored: dict[str, NDArray[np.generic]] = {}
    for key, part in net.items():
        if part.ndim < 2:
            stored[f"{place}.{key}"] = part.astype(np.float16)
            continue
        rows = part.reshape(-1, part.shape[-1])
        step = np.maximum(np.abs(rows).max(0) / 127, 1e-8).astype(np.float16).astype(np.float32)
        stored[f"{place}.{key}"] = np.clip(np.round(part / step), -127, 127).astype(np.int8)
        stored[f"{place}.{key}.step"] = step.astype(np.float16)
    return stored


def convolve(pictures: Floats, kernel: Floats, bias: Floats) -> Floats:
    """Valid convolution and ReLU: (n, h, w, in) with (k, k, in, out) to (n, h-k+1, w-k+1, out)."""
    size, _size, inside, outside = kernel.shape
    windows = np.lib.stride_tricks.sliding_window_view(pictures, (size, size), axis=(1, 2))
    count, high, wide = windows.shape[:3]
    # sliding_window_view puts the window last: (n, h, w, in, k, k).
    columns = windows.transpose(0, 1, 2, 4, 5, 3).reshape(-1, size * size * inside)
    result = columns @ kernel.reshape(-1, outside) + bias
    np.maximum(result, 0, out=result)
    return result.reshape(count, high, wide, outside)


def pool(pictures: Floats) -> Floats:
    """The largest of each 2 × 2."""
    halves = np.maximum(pictures[:, ::2], pictures[:, 1::2])
    return np.maximum(halves[:, :, ::2], halves[:, :, 1::2])


def dense(rows: Floats, kernel: Floats, bias: Floats) -> Floats:
    """A layer without its bend."""
    return rows @ kernel + bias


def softmax(logits: Floats, temperature: float = 1.0) -> Floats:
    """Probabilities along the last axis."""
    scaled = logits / temperature
    scaled = scaled - scaled.max(axis=-1, keepdims=True)
    powers = np.exp(scaled)
    return np.asarray(powers / powers.sum(axis=-1, keepdims=True), dtype=np.float32)


_TOGETHER = 64
"""Pictures whose windows stay in a core's cache."""


def judged_together(pictures: Floats, nets: tuple[Weights, ...]) -> Floats:
    """(n, 28, 28) in 0…1 to (n, 11): the mean of what the networks say, before `softmax`."""
    whole = np.zeros((len(pictures), 11), np.float32)
    for start in range(0, len(pictures), _TOGETHER):
        part = slice(start, start + _TOGETHER)
        for net in nets:
            whole[part] += digit_logits(pictures[part], net)
    return whole / np.float32(len(nets))


def digit_logits(pictures: Floats, net: Weights) -> Floats:
    """(n, 28, 28) in 0…1 to (n, 11): the digits, then "not a digit"."""
    hidden = pool(convolve(pictures[..., None], net["conv1"], net["bias1"]))
    hidden = pool(convolve(hidden, net["conv2"], net["bias2"]))
    rows = hidden.reshape(len(pictures), -1)
    rows = np.maximum(dense(rows, net["dense3"], net["bias3"]), 0)
    return dense(rows, net["dense4"], net["bias4"])

"""Train the network that reads digits: `python tools/train_digits.py [--epochs N]`.

Needs MNIST in `$TERRACE_DATA/digits` and what the lock holds, no more: a small convolutional
network with its gradient by hand. It sees digits of MNIST's training part as they come and put into
a drawn box, and our own pen strokes, through blur, noise and the same normalisation as at work; an
eleventh class is everything that is no digit (scribbles, crossed-out digits, two in one box). 6,000
training digits are kept aside: on them the temperature is fitted and the band of doubt measured.
The test part of MNIST is only measured. Writes `src/terrace/engines/paper/vision/digits.npz`.
"""

import argparse
import gzip
import os
import struct
import sys
import time
from pathlib import Path

import cv2
import numpy as np
from numpy.typing import NDArray

from adam import Adam
from terrace.engines.paper.simulate.strokes import digit_strokes
from terrace.engines.paper.vision.digits import NOT_A_DIGIT, normalise
from terrace.engines.paper.vision.network import Floats, Weights, digit_logits, softmax

TARGET = Path("src/terrace/engines/paper/vision/digits.npz")
SCALE = 5.0
"""Pixels per millimetre, as the reader flattens a sheet."""
BOX_MM = (8.5, 10.5)
KEPT_ASIDE = 6_000


def main() -> None:
    """Train, calibrate, measure, write."""
    options = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    options.add_argument("--epochs", type=int, default=14)
    options.add_argument("--seed", type=int, default=1)
    chosen = options.parse_args()
    rng = np.random.default_rng(chosen.seed)
    pictures, labels = mnist("train")
    order = rng.permutation(len(pictures))
    aside, used = order[:KEPT_ASIDE], order[KEPT_ASIDE:]
    net = fresh(rng)
    optimiser = Adam(net)
    for epoch in range(chosen.epochs):
        started = time.monotonic()
        x, y = prepared(pictures[used], labels[used], rng)
        rate = 0.002 * 0.5 * (1 + np.cos(np.pi * epoch / chosen.epochs)) + 2e-5
        loss = one_epoch(net, optimiser, x, y, rate, rng)
        right = accuracy(net, as_mnist(pictures[aside[:2000]]), labels[aside[:2000]])
        seconds = time.monotonic() - started
        print(f"{epoch + 1:3} loss {loss:.4f} aside {right:.4f} {seconds:.0f} s", file=sys.stderr)
    net = {name: part.astype(np.float16).astype(np.float32) for name, part in net.items()}
    x, y = prepared(pictures[aside], labels[aside], rng)
    temperature = calibrated(digit_logits(x, net), y)
    report(net, temperature, *mnist("t10k"), rng=rng)
    stored = {name: part.astype(np.float16) for name, part in net.items()}
    np.savez_compressed(TARGET, **stored, temperature=np.float16(temperature))  # type: ignore[arg-type]
    print(f"{TARGET}: {TARGET.stat().st_size:,} bytes, temperature {temperature:.2f}")


def mnist(part: str) -> tuple[NDArray[np.uint8], NDArray[np.int64]]:
    """Pictures (n × 28 × 28) and labels of a part, `train` or `t10k`."""
    folder = Path(os.environ["TERRACE_DATA"]) / "digits"
    raw = gzip.decompress((folder / f"{part}-images-idx3-ubyte.gz").read_bytes())
    _magic, count, height, width = struct.unpack_from(">IIII", raw)
    labels = gzip.decompress((folder / f"{part}-labels-idx1-ubyte.gz").read_bytes())
    pictures = np.frombuffer(raw, np.uint8, offset=16).reshape(count, height, width)
    return pictures, np.frombuffer(labels, np.uint8, offset=8).astype(np.int64)


def as_mnist(pictures: NDArray[np.uint8]) -> Floats:
    """MNIST as it comes, without our boxes."""
    return pictures.astype(np.float32) / 255


def prepared(
    pictures: NDArray[np.uint8], labels: NDArray[np.int64], rng: np.random.Generator
) -> tuple[Floats, NDArray[np.int64]]:
    """A fresh epoch: MNIST bare, MNIST in our boxes, our own strokes, and no digits."""
    rows: list[Floats] = []
    truth: list[int] = []
    for picture, label in zip(pictures, labels, strict=True):
        lot = rng.random()
        if lot < 0.35:
            rows.append(_bent(as_mnist(picture), rng))
            truth.append(int(label))
        elif lot < 0.8:
            _append(rows, truth, _mnist_box(picture, rng), int(label), rng)
        if lot > 0.6:
            digit = int(rng.integers(10))
            _append(rows, truth, stroke_box(str(digit), rng), digit, rng)
        if lot > 0.92:
            _append(rows, truth, _no_digit(picture, rng), NOT_A_DIGIT, rng)
    return np.stack(rows), np.array(truth)


def _append(
    rows: list[Floats], truth: list[int], ink: Floats, label: int, rng: np.random.Generator
) -> None:
    found = normalise(seen(ink, rng), pixels_per_mm=SCALE)
    if found.picture is not None:
        rows.append(found.picture)
        truth.append(label)


def empty_box(rng: np.random.Generator) -> Floats:
    """A box with its printed edge, perhaps a little out of place."""
    width, height = (round(side * SCALE) for side in BOX_MM)
    ink = np.zeros((height, width), np.float32)
    moved = rng.normal(0, 0.25 * SCALE, 2)
    corners = np.array([[0, 0], [width, 0], [width, height], [0, height]]) + moved
    edge = np.zeros((height, width), np.uint8)
    cv2.polylines(edge, [np.round(corners * 16).astype(np.int32)], True, 255, 1, cv2.LINE_AA, 4)
    return np.asarray(np.maximum(ink, edge / 255 * 0.45), dtype=np.float32)


def stroke_box(digit: str, rng: np.random.Generator) -> Floats:
    """A box with one of our own digits in it."""
    ink = empty_box(rng)
    height = BOX_MM[1] * rng.uniform(0.42, 0.9)
    width = min(height * rng.uniform(0.45, 0.85), BOX_MM[0] * 0.95)
    at = np.array(BOX_MM) / 2 + rng.normal(0, 0.5, 2) - (width / 2, height / 2)
    strokes = [points * (width, height) + at for points in digit_strokes(digit, rng)]
    return _drawn(ink, strokes, rng.uniform(0.35, 1.0), rng.uniform(0.4, 1.0))


def seen(ink: Floats, rng: np.random.Generator) -> Floats:
    """As a camera leaves it: soft and noisy."""
    ink = cv2.GaussianBlur(ink, (0, 0), rng.uniform(0.05, 0.42) * SCALE).astype(np.float32)
    if rng.random() < 0.3:
        length = int(rng.integers(2, 6))
        ink = cv2.blur(ink, (length, 1) if rng.random() < 0.5 else (1, length)).astype(np.float32)
    noise = cv2.GaussianBlur(
        rng.standard_normal(ink.shape, dtype=np.float32), (0, 0), rng.uniform(0.4, 1.2)
    )
    return np.asarray(np.clip(ink + noise * rng.uniform(0, 0.1), 0, 1), dtype=np.float32)


def _drawn(ink: Floats, strokes: list[NDArray[np.float64]], pen_mm: float, dark: float) -> Floats:
    mask = np.zeros(ink.shape, np.uint8)
    lines = [np.round(points * SCALE * 16).astype(np.int32) for points in strokes]
    cv2.polylines(mask, lines, False, 255, max(round(pen_mm * SCALE), 1), cv2.LINE_AA, 4)
    return np.asarray(np.maximum(ink, mask / 255 * dark), dtype=np.float32)


def _bent(picture: Floats, rng: np.random.Generator) -> Floats:
    """A little turned, slanted, sized and moved."""
    turn, slant = rng.normal(0, 0.1), rng.normal(0, 0.12)
    size = rng.uniform(0.88, 1.1, 2)
    shape = np.array(
        [
            [np.cos(turn) * size[0], -np.sin(turn) + slant],
            [np.sin(turn), np.cos(turn) * size[1]],
        ]
    )
    middle = np.array([13.5, 13.5])
    move = np.column_stack([shape, middle - shape @ middle + rng.normal(0, 0.8, 2)])
    result = cv2.warpAffine(picture, move, (28, 28))
    return np.asarray(np.clip(result * rng.uniform(0.8, 1.2), 0, 1), dtype=np.float32)


def _mnist_box(picture: NDArray[np.uint8], rng: np.random.Generator) -> Floats:
    ink = empty_box(rng)
    digit = _bent(as_mnist(picture), rng)
    side = BOX_MM[1] * SCALE * rng.uniform(0.7, 1.15)
    scale = side / 28
    move = np.array(
        [
            [scale, 0, ink.shape[1] / 2 - 14 * scale + rng.normal(0, 1.5)],
            [0, scale, ink.shape[0] / 2 - 14 * scale + rng.normal(0, 1.5)],
        ]
    )
    placed = cv2.warpAffine(digit, move, (ink.shape[1], ink.shape[0]), flags=cv2.INTER_CUBIC)
    if rng.random() < 0.25:
        # MNIST was written with a thick pen; more would tear its thin strokes.
        placed = cv2.erode(placed, np.ones((2, 2), np.uint8))
    return np.asarray(
        np.maximum(ink, np.clip(placed, 0, 1) * rng.uniform(0.45, 1.0)), dtype=np.float32
    )


def _no_digit(picture: NDArray[np.uint8], rng: np.random.Generator) -> Floats:
    """A crossed-out digit, a scribble, two digits in one box, or a dash."""
    width, height = BOX_MM
    pen, dark = rng.uniform(0.4, 0.9), rng.uniform(0.5, 1.0)
    kind = rng.integers(4)
    if kind == 0:
        ink = (
            stroke_box(str(rng.integers(10)), rng)
            if rng.random() < 0.5
            else _mnist_box(picture, rng)
        )
        ends = rng.uniform(0.05, 0.25, (2, 2)) * BOX_MM
        one = np.stack([ends[0], BOX_MM - ends[1]])
        other = np.stack([(width - ends[1, 0], ends[1, 1]), (ends[0, 0], height - ends[0, 1])])
        lines = [one, other]
        if rng.random() < 0.3:
            lines = [np.add(one, (0.0, shift)) for shift in (-0.8, 0.8)]
        return _drawn(ink, lines, pen, dark)
    if kind == 1:
        points = rng.uniform(0.1, 0.9, (int(rng.integers(9, 20)), 2)) * BOX_MM
        return _drawn(empty_box(rng), [points], pen, dark)
    if kind == 2:
        ink = empty_box(rng)
        for half in (0, 1):
            size = np.array([width * 0.36, height * rng.uniform(0.4, 0.75)])
            at = np.array([width * (0.08 + 0.47 * half), (height - size[1]) / 2])
            strokes = digit_strokes(str(rng.integers(10)), rng)
            ink = _drawn(ink, [points * size + at for points in strokes], pen, dark)
        return ink
    middle = np.array(BOX_MM) / 2 + rng.normal(0, 0.8, 2)
    half = np.array([rng.uniform(1.0, 2.8), rng.normal(0, 0.25)])
    return _drawn(empty_box(rng), [np.stack([middle - half, middle + half])], pen, dark)


def fresh(rng: np.random.Generator) -> Weights:
    """Weights before learning."""

    def random(*shape: int) -> Floats:
        inputs = int(np.prod(shape[:-1]))
        return (rng.standard_normal(shape) * np.sqrt(2 / inputs)).astype(np.float32)

    def zero(size: int) -> Floats:
        return np.zeros(size, np.float32)

    return {
        "conv1": random(5, 5, 1, 12),
        "bias1": zero(12),
        "conv2": random(5, 5, 12, 28),
        "bias2": zero(28),
        "dense3": random(4 * 4 * 28, 80),
        "bias3": zero(80),
        "dense4": random(80, 11),
        "bias4": zero(11),
    }


def one_epoch(
    net: Weights,
    optimiser: Adam,
    x: Floats,
    y: NDArray[np.int64],
    rate: float,
    rng: np.random.Generator,
) -> float:
    """All rows once in batches of 64; the mean loss."""
    order = rng.permutation(len(x))
    losses = []
    for start in range(0, len(order) - 63, 64):
        batch = order[start : start + 64]
        loss, gradient = slopes(net, x[batch], y[batch], rng)
        optimiser.update(net, gradient, rate)
        losses.append(loss)
    return float(np.mean(losses))


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


def accuracy(net: Weights, x: Floats, y: NDArray[np.int64]) -> float:
    """Share of rows read right, in small helpings."""
    guesses = [
        digit_logits(x[start : start + 500], net)[:, :10].argmax(1)
        for start in range(0, len(x), 500)
    ]
    return float((np.concatenate(guesses) == y).mean())


def calibrated(logits: Floats, y: NDArray[np.int64]) -> float:
    """The temperature with the least loss on digits kept aside."""
    choices = np.linspace(0.4, 2.5, 85)
    losses = [
        -np.log(softmax(logits, float(t))[np.arange(len(y)), y] + 1e-12).mean() for t in choices
    ]
    return float(choices[int(np.argmin(losses))])


def report(
    net: Weights,
    temperature: float,
    pictures: NDArray[np.uint8],
    labels: NDArray[np.int64],
    *,
    rng: np.random.Generator,
) -> None:
    """How it does on the test part, and on digits drawn afresh."""
    print(f"MNIST test: {accuracy(net, as_mnist(pictures), labels):.4f}")
    drawn = [stroke_box(str(i % 10), rng) for i in range(10_000)]
    found = [normalise(seen(ink, rng), pixels_per_mm=SCALE).picture for ink in drawn]
    kept = [(picture, i % 10) for i, picture in enumerate(found) if picture is not None]
    own = np.stack([picture for picture, _digit in kept])
    truth = np.array([digit for _picture, digit in kept])
    print(f"own strokes: {accuracy(net, own, truth):.4f}")
    for name, x, y in (("MNIST", as_mnist(pictures), labels), ("strokes", own, truth)):
        chance = np.concatenate(
            [softmax(digit_logits(x[s : s + 500], net), temperature) for s in range(0, len(x), 500)]
        )
        best, guess = chance.max(1), chance.argmax(1)
        for band in (0.9, 0.95, 0.98, 0.99, 0.995, 0.998):
            sure = best >= band
            wrong = int((guess[sure] != y[sure]).sum())
            print(f"{name} ≥ {band}: {1 - sure.mean():.3%} doubtful, {wrong} wrong of {sure.sum()}")


if __name__ == "__main__":
    main()

"""Train the networks that read digits: `python tools/train_digits.py [--epochs SHARE]`.

Needs MNIST in `$TERRACE_DATA/digits` and what the lock holds, no more: two small convolutional
networks of different width with their gradient by hand, which judge together. The second sees
other distortions and more of MNIST as it comes; its learning starts afresh once, at half the pace.
They see digits of MNIST's training part as they come and put into a drawn box, and our own pen
strokes, through blur, noise and the same normalisation as at work; an eleventh class is everything
that is no digit (scribbles, crossed-out digits, two in one box). 6,000 training digits are kept
aside: on them the temperature is fitted and the band of doubt chosen. The test part of MNIST is
only measured. Writes `src/terrace/engines/paper/vision/digits.npz`.
"""

import argparse
import gzip
import os
import struct
import sys
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path

import cv2
import numpy as np
from numpy.typing import NDArray

from adam import Adam
from gradient import slopes
from terrace.engines.paper.simulate.strokes import digit_strokes
from terrace.engines.paper.vision.digits import NOT_A_DIGIT, normalise, probabilities
from terrace.engines.paper.vision.network import (
    Floats,
    Weights,
    digit_logits,
    few_bits,
    judged_together,
    members,
    softmax,
    weights,
)

TARGET = Path("src/terrace/engines/paper/vision/digits.npz")
SCALE = 5.0
"""Pixels per millimetre, as the reader flattens a sheet."""
BOX_MM = (8.5, 10.5)
KEPT_ASIDE = 6_000


@dataclass(frozen=True, slots=True)
class Course:
    """One network: its width, and what it learns from."""

    channels: tuple[int, int]
    hidden: int
    runs: tuple[tuple[int, float], ...]
    """Epochs and highest pace of each run over which the pace falls."""
    bare: float
    """Share of MNIST as it comes; the next share is MNIST in our boxes."""
    boxed: float
    own: float
    """Share of our own strokes besides, and of what is no digit."""
    other: float
    elastic: float
    """Share of distorted digits whose distortion differs from place to place."""


COURSES = (
    Course((12, 28), 80, ((14, 0.002),), 0.35, 0.45, 0.4, 0.08, 0.0),
    Course((8, 24), 72, ((9, 0.002), (6, 0.001)), 0.5, 0.35, 0.25, 0.05, 0.6),
)


def main() -> None:
    """Train, calibrate, measure, write."""
    options = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    options.add_argument("--epochs", type=float, default=1.0, help="as a share of the usual")
    options.add_argument("--seed", type=int, default=1)
    chosen = options.parse_args()
    pictures, labels = mnist("train")
    # The digits kept aside are the same for every seed of the learning.
    order = np.random.default_rng(1).permutation(len(pictures))
    aside, used = order[:KEPT_ASIDE], order[KEPT_ASIDE:]
    stored: dict[str, NDArray[np.generic]] = {}
    for place, course in enumerate(COURSES):
        rng = np.random.default_rng([chosen.seed, place])
        net = trained(course, pictures, labels, (used, aside), chosen.epochs, rng)
        stored.update(few_bits(net, place))
    keep(stored, 1.0)
    rng = np.random.default_rng([chosen.seed, len(COURSES)])
    x, y = in_boxes(pictures[aside], labels[aside], rng)
    x, y = np.concatenate([x, as_mnist(pictures[aside])]), np.concatenate([y, labels[aside]])
    temperature = calibrated(judged_together(x, members("digits")), y)
    keep(stored, temperature)
    print(f"{TARGET}: {TARGET.stat().st_size:,} bytes, temperature {temperature:.2f}")
    report("kept aside", as_mnist(pictures[aside]), labels[aside])
    report("in boxes", *in_boxes(pictures[aside], labels[aside], rng))
    test, answers = mnist("t10k")
    report("MNIST test", as_mnist(test), answers)


def keep(stored: Mapping[str, NDArray[np.generic]], temperature: float) -> None:
    """Write the networks; what reads them next reads these."""
    whole = {**stored, "temperature": np.array(temperature, np.float16)}
    np.savez_compressed(TARGET, **whole)  # type: ignore[arg-type]
    weights.cache_clear()
    members.cache_clear()


def trained(
    course: Course,
    pictures: NDArray[np.uint8],
    labels: NDArray[np.int64],
    parts: tuple[NDArray[np.int64], NDArray[np.int64]],
    share: float,
    rng: np.random.Generator,
) -> Weights:
    """One network after all its runs; `parts` are the places used and those kept aside."""
    used, aside = parts
    net = fresh(course, rng)
    optimiser = Adam(net)
    for run, pace in course.runs:
        epochs = max(round(run * share), 1)
        for epoch in range(epochs):
            x, y = prepared(course, pictures[used], labels[used], rng)
            rate = pace * 0.5 * (1 + np.cos(np.pi * epoch / epochs)) + 2e-5
            loss = one_epoch(net, optimiser, x, y, rate, rng)
            right = accuracy(net, as_mnist(pictures[aside[:2000]]), labels[aside[:2000]])
            print(f"{epoch + 1:3} loss {loss:.4f} aside {right:.4f}", file=sys.stderr)
    return net


def in_boxes(
    pictures: NDArray[np.uint8], labels: NDArray[np.int64], rng: np.random.Generator
) -> tuple[Floats, NDArray[np.int64]]:
    """These digits put into our boxes, and as many of our own strokes."""
    rows: list[Floats] = []
    truth: list[int] = []
    for place, (picture, label) in enumerate(zip(pictures, labels, strict=True)):
        _append(rows, truth, _mnist_box(picture, 0.0, rng), int(label), rng)
        _append(rows, truth, stroke_box(str(place % 10), rng), place % 10, rng)
    return np.stack(rows), np.array(truth)


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
    course: Course,
    pictures: NDArray[np.uint8],
    labels: NDArray[np.int64],
    rng: np.random.Generator,
) -> tuple[Floats, NDArray[np.int64]]:
    """A fresh epoch: MNIST bare, MNIST in our boxes, our own strokes, and no digits."""
    rows: list[Floats] = []
    truth: list[int] = []
    for picture, label in zip(pictures, labels, strict=True):
        lot = rng.random()
        if lot < course.bare:
            rows.append(_bent(as_mnist(picture), course.elastic, rng))
            truth.append(int(label))
        elif lot < course.bare + course.boxed:
            _append(rows, truth, _mnist_box(picture, course.elastic, rng), int(label), rng)
        if lot > 1 - course.own:
            digit = int(rng.integers(10))
            _append(rows, truth, stroke_box(str(digit), rng), digit, rng)
        if lot > 1 - course.other:
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


def _bent(picture: Floats, elastic: float, rng: np.random.Generator) -> Floats:
    """A little turned, slanted, sized and moved; a share of them uneven from place to place."""
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
    result = np.clip(result * rng.uniform(0.8, 1.2), 0, 1)
    if rng.random() < elastic:
        y, x = np.mgrid[:28, :28].astype(np.float32)
        off = rng.uniform(-1, 1, (28, 28, 2)).astype(np.float32)
        off = cv2.GaussianBlur(off, (0, 0), 4.0) * np.float32(rng.uniform(0, 26))
        result = cv2.remap(result, x + off[..., 0], y + off[..., 1], cv2.INTER_LINEAR)
    return np.asarray(result, dtype=np.float32)


def _mnist_box(picture: NDArray[np.uint8], elastic: float, rng: np.random.Generator) -> Floats:
    ink = empty_box(rng)
    digit = _bent(as_mnist(picture), elastic, rng)
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
            else _mnist_box(picture, 0.0, rng)
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


def fresh(course: Course, rng: np.random.Generator) -> Weights:
    """Weights before learning."""
    (first, second), hidden = course.channels, course.hidden

    def random(*shape: int) -> Floats:
        inputs = int(np.prod(shape[:-1]))
        return (rng.standard_normal(shape) * np.sqrt(2 / inputs)).astype(np.float32)

    def zero(size: int) -> Floats:
        return np.zeros(size, np.float32)

    return {
        "conv1": random(5, 5, 1, first),
        "bias1": zero(first),
        "conv2": random(5, 5, first, second),
        "bias2": zero(second),
        "dense3": random(4 * 4 * second, hidden),
        "bias3": zero(hidden),
        "dense4": random(hidden, 11),
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


def report(name: str, pictures: Floats, labels: NDArray[np.int64]) -> None:
    """How they do together, and for each band what it costs and what it lets through."""
    chances = np.concatenate(
        [probabilities(pictures[s : s + 500]) for s in range(0, len(pictures), 500)]
    )
    best, guess = chances[:, :10].max(1), chances[:, :10].argmax(1)
    print(f"{name}: {(guess == labels).mean():.4f}")
    for band in (0.9, 0.93, 0.95, 0.96, 0.97, 0.98, 0.99):
        sure = best >= band
        wrong = int((guess[sure] != labels[sure]).sum())
        print(f"  ≥ {band}: {1 - sure.mean():.2%} doubtful, {wrong} of {len(labels)} wrong")


if __name__ == "__main__":
    main()

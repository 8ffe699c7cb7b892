"""Digits in boxes, ours and, where the data is, those of MNIST's test part."""

import gzip
import os
from pathlib import Path

import numpy as np
import pytest

from terrace.engines.paper.layout import DigitBox
from terrace.engines.paper.simulate.hand import TIDY, Pencil, write_digit
from terrace.engines.paper.vision import network
from terrace.engines.paper.vision.digits import Fill, normalise, probabilities
from terrace.engines.paper.vision.network import digit_logits, weights

SCALE = 5.0


def written(digits, seed):
    """Boxes with our own digits in them, as the reader would see them in good light."""
    rng = np.random.default_rng(seed)
    boxes = []
    for digit in digits:
        pencil = Pencil(np.full((70, 60), 255, np.uint8), SCALE, rng)
        write_digit(pencil, DigitBox("d", 0, 6.0, 7.0, 8.5, 10.5), digit, TIDY)
        part = pencil.page[round(1.75 * SCALE) : round(12.25 * SCALE)]
        part = part[:, round(1.75 * SCALE) : round(10.25 * SCALE)]
        boxes.append(normalise((255 - part) / np.float32(255), pixels_per_mm=SCALE))
    return boxes


def test_our_own_digits_are_read_or_doubted():
    digits = [str(place % 10) for place in range(300)]
    boxes = written(digits, seed=3)
    assert {box.fill for box in boxes} == {Fill.WRITTEN}
    chances = probabilities(np.stack([box.picture for box in boxes]))
    sure = chances.max(axis=1) >= 0.97
    right = chances.argmax(axis=1) == [int(digit) for digit in digits]
    assert (~right & sure).sum() == 0
    assert sure.mean() > 0.93


def test_an_empty_box_is_blank_and_a_speck_is_not_a_digit():
    empty = np.zeros((52, 42), np.float32)
    assert normalise(empty, pixels_per_mm=SCALE).fill is Fill.BLANK
    grain = np.random.default_rng(1).normal(0, 0.03, empty.shape).astype(np.float32)
    assert normalise(np.abs(grain), pixels_per_mm=SCALE).fill is Fill.BLANK
    speck = empty.copy()
    speck[25:28, 20:23] = 0.8
    assert normalise(speck, pixels_per_mm=SCALE).fill is Fill.UNSURE


def test_the_printed_edge_of_a_box_is_not_ink():
    box = np.zeros((52, 42), np.float32)
    box[:2], box[-2:], box[:, :2], box[:, -2:] = 0.45, 0.45, 0.45, 0.45
    assert normalise(box, pixels_per_mm=SCALE).fill is Fill.BLANK


def test_the_networks_are_small():
    folder = Path(network.__file__).parent
    assert (folder / "digits.npz").stat().st_size <= 100_000
    assert (folder / "bubbles.npz").stat().st_size <= 30_000


@pytest.mark.skipif("TERRACE_DATA" not in os.environ, reason="MNIST is not ours to ship")
def test_the_test_part_of_mnist_is_read():
    folder = Path(os.environ["TERRACE_DATA"]) / "digits"
    raw = gzip.decompress((folder / "t10k-images-idx3-ubyte.gz").read_bytes())
    pictures = np.frombuffer(raw, np.uint8, offset=16).reshape(-1, 28, 28) / np.float32(255)
    raw = gzip.decompress((folder / "t10k-labels-idx1-ubyte.gz").read_bytes())
    labels = np.frombuffer(raw, np.uint8, offset=8)
    net = weights("digits")
    guesses = np.concatenate(
        [digit_logits(pictures[s : s + 500], net)[:, :10].argmax(1) for s in range(0, 10_000, 500)]
    )
    assert (guesses == labels).mean() >= 0.992

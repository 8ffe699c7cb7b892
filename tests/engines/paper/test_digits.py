"""Digits in boxes, ours and, where the data is, those of MNIST's test part."""

import gzip
import os
from pathlib import Path

import cv2
import numpy as np
import pytest

from terrace.engines.paper.layout import DigitBox
from terrace.engines.paper.simulate.hand import TIDY, Pencil, write_digit
from terrace.engines.paper.vision import network
from terrace.engines.paper.vision.digits import Fill, normalise, probabilities
from terrace.engines.paper.vision.network import judged_together, members
from terrace.engines.paper.vision.settings import ReaderSettings

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
    plain = np.array([box.fill is Fill.WRITTEN for box in boxes])
    assert plain.mean() >= 0.97
    chances = probabilities(np.stack([box.picture for box in boxes]))
    sure = (chances.max(axis=1) >= 0.97) & plain
    right = chances.argmax(axis=1) == [int(digit) for digit in digits]
    assert (~right & sure).sum() == 0
    assert sure.mean() > 0.93


@pytest.mark.parametrize("top_mm", [-0.3, 0.0, 0.15, 0.3, 0.6, 1.2])
@pytest.mark.parametrize("darkness", [0.55, 0.75, 0.95])
def test_a_seven_whose_bar_lies_on_the_printed_edge_is_not_a_one(top_mm, darkness):
    """The edge is cut away before a digit is read: what is written on it must not go with it."""
    ink = np.zeros((52, 42), np.uint8)
    cv2.rectangle(ink, (0, 0), (41, 51), 115, 1)
    seven = np.array([(1.4, top_mm), (6.6, top_mm), (3.6, 8.0)]) * SCALE * 16
    written = np.zeros_like(ink)
    cv2.polylines(written, [seven.astype(np.int32)], False, 255, 3, cv2.LINE_AA, 4)
    page = np.maximum(ink / np.float32(255), written * np.float32(darkness / 255))
    box = normalise(cv2.GaussianBlur(page, (0, 0), 0.8), pixels_per_mm=SCALE)
    chances = probabilities(box.picture[None])[0]
    sure = box.fill is Fill.WRITTEN and chances.max() >= ReaderSettings().least_digit_probability
    assert not sure or chances.argmax() == 7


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
    guesses = judged_together(pictures, members("digits"))[:, :10].argmax(1)
    assert (guesses == labels).mean() >= 0.992

"""Train the network that judges bubbles: `python tools/train_bubbles.py [--photographs N]`.

Sheets are printed, filled in and photographed by simulation, with every kind of mark made more
often than children make it, and the reader's own measures of each bubble are what is learnt from.
Marks that a person should look at (half rubbed out; a cross that might mark or cancel) carry half a
label each way, so that the network learns to doubt them. A fifth of the photographs is kept aside:
on them the temperature is fitted. Writes `src/terrace/engines/paper/vision/bubbles.npz`.
"""

import argparse
import sys
from dataclasses import dataclass
from itertools import pairwise
from pathlib import Path

import numpy as np
from numpy.typing import NDArray

from adam import Adam
from terrace.engines.paper.content import Math
from terrace.engines.paper.font import unpack_font
from terrace.engines.paper.form import Choice, Digits, Field, Form, Sheet
from terrace.engines.paper.layout import Bubble, SheetLayout
from terrace.engines.paper.numbers import make_number
from terrace.engines.paper.printer import print_sheets
from terrace.engines.paper.simulate.camera import LEVELS, photograph
from terrace.engines.paper.simulate.hand import Hand, Page, Pencil, mark
from terrace.engines.paper.simulate.raster import rasterise
from terrace.engines.paper.vision import bubbles, identity, markers
from terrace.engines.paper.vision.bubbles import Mark
from terrace.engines.paper.vision.flatten import flatten
from terrace.engines.paper.vision.ink import ink_of
from terrace.engines.paper.vision.network import Floats, Weights, dense, softmax
from terrace.engines.paper.vision.settings import ReaderSettings
from terrace.engines.paper.vision.source import pictures

TARGET = Path("src/terrace/engines/paper/vision/bubbles.npz")
SURE = {"empty": (1.0, 0.0, 0.0), "marked": (0.0, 1.0, 0.0), "cancelled": (0.0, 0.0, 1.0)}
KINDS: dict[str, tuple[float, tuple[float, float, float]]] = {
    "none": (0.42, SURE["empty"]),
    "erased": (0.06, SURE["empty"]),
    "stray": (0.05, SURE["empty"]),
    "full": (0.12, SURE["marked"]),
    "faint": (0.09, SURE["marked"]),
    "partial": (0.06, SURE["marked"]),
    "cross": (0.05, SURE["marked"]),
    "tick": (0.04, SURE["marked"]),
    "cancelled": (0.05, SURE["cancelled"]),
    "overshot": (0.04, SURE["marked"]),
    "half rubbed out": (0.02, (0.5, 0.5, 0.0)),
    "large cross": (0.02, (0.0, 0.5, 0.5)),
    "struck once": (0.02, (0.0, 0.5, 0.5)),
    "crossed short": (0.02, (0.0, 0.5, 0.5)),
}


@dataclass(frozen=True, slots=True)
class Lesson:
    """What one photograph teaches: raw measures (n × 26), labels (n × 3), blur and contrast."""

    raw: Floats
    labels: Floats
    sheet: tuple[float, float]


def main() -> None:
    """Photograph, learn, calibrate, write."""
    options = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    options.add_argument("--photographs", type=int, default=1500)
    options.add_argument("--epochs", type=int, default=60)
    options.add_argument("--seed", type=int, default=7)
    options.add_argument("--fonts", type=Path, default=Path(".terrace/fonts"))
    chosen = options.parse_args()
    rng = np.random.default_rng(chosen.seed)
    lessons = list(photographed(chosen.photographs, chosen.fonts, rng))
    learn(lessons, chosen.epochs, rng)


def photographed(count: int, fonts: Path, rng: np.random.Generator) -> list[Lesson]:
    """Lessons from so many photographs of all levels."""
    unpack_font(fonts)
    sheets = [_sheet(serial, rng) for serial in range(24)]
    printed = print_sheets(sheets, font_dir=fonts)
    pages = rasterise(printed.pdf, 200)
    lessons = []
    for turn in range(count):
        place = turn % len(pages)
        level = ("careful", "careless", "careless", "hostile")[int(rng.integers(4))]
        page, labels = _marked(pages[place], printed.layouts[place], rng)
        most = min(LEVELS[level].megapixels[1], 4.0)  # type: ignore[index]
        megapixels = float(rng.uniform(LEVELS[level].megapixels[0], most))  # type: ignore[index]
        photo = photograph([page], level=level, rng=rng, megapixels=megapixels)  # type: ignore[arg-type]
        lesson = _measured(photo, printed.layouts[place], labels)
        if lesson is not None:
            lessons.append(lesson)
        if turn % 100 == 99:
            print(f"{turn + 1} photographs, {len(lessons)} read", file=sys.stderr)
    return lessons


def learn(lessons: list[Lesson], epochs: int, rng: np.random.Generator) -> None:
    """Fit the network to lessons and write it."""
    quiet = [
        np.quantile(lesson.raw[lesson.labels[:, Mark.EMPTY] == 1], 0.3, axis=0)
        for lesson in lessons
    ]
    usual = np.quantile(np.stack(quiet), 0.99, axis=0).astype(np.float32)
    split = len(lessons) * 4 // 5
    x, y = _rows(lessons[:split], usual)
    mean, spread = x.mean(0), x.std(0) + 1e-3
    net = _fresh(x.shape[1], rng)
    optimiser = Adam(net)
    for epoch in range(epochs):
        rate = 0.003 * 0.5 * (1 + np.cos(np.pi * epoch / epochs)) + 1e-5
        order = rng.permutation(len(x))
        losses = []
        for start in range(0, len(order) - 127, 128):
            batch = order[start : start + 128]
            rows = np.clip((x[batch] - mean) / spread, -6, 6)
            loss, gradient = _slopes(net, rows, y[batch])
            optimiser.update(net, gradient, rate)
            losses.append(loss)
        if epoch % 10 == 9:
            print(f"{epoch + 1} loss {np.mean(losses):.4f}", file=sys.stderr)
    stored = {key: part.astype(np.float16) for key, part in net.items()}
    stored |= {"mean": mean.astype(np.float16), "spread": spread.astype(np.float16)}
    stored["usual"] = usual.astype(np.float16)
    ready = {key: part.astype(np.float32) for key, part in stored.items()}
    x, y = _rows(lessons[split:], ready["usual"])
    rows = np.clip((x - ready["mean"]) / ready["spread"], -6, 6)
    logits = _forward(ready, rows)[-1]
    choices = np.linspace(0.5, 2.5, 81)
    losses = [float(-(y * np.log(softmax(logits, float(t)) + 1e-9)).sum(1).mean()) for t in choices]
    temperature = float(choices[int(np.argmin(losses))])
    np.savez_compressed(TARGET, **stored, temperature=np.float16(temperature))  # type: ignore[arg-type]
    _report(softmax(logits, temperature), y)
    print(f"{TARGET}: {TARGET.stat().st_size:,} bytes, temperature {temperature:.2f}")


def _report(chance: Floats, y: Floats) -> None:
    sure = y.max(1) == 1
    truth, guess, best = y.argmax(1)[sure], chance.argmax(1)[sure], chance.max(1)[sure]
    print(f"kept aside: {len(truth)} bubbles, {(truth != guess).sum()} misjudged")
    for band in (0.9, 0.95, 0.98, 0.99, 0.995, 0.998, 0.999):
        wrong = int((guess[best >= band] != truth[best >= band]).sum())
        print(f"≥ {band}: {(best < band).mean():.3%} doubtful, {wrong} silently wrong")


def _sheet(serial: int, rng: np.random.Generator) -> Sheet:
    """A sheet with bubbles at many distances: two to five options, short and long, few and many."""
    fields: list[Field] = []
    for place in range(int(rng.integers(6, 15))):
        options = int(rng.integers(2, 6))
        wide = rng.random() < 0.3
        fields.append(
            Choice(
                f"q{place}",
                ("哪一个对？",),
                tuple(
                    ("一句长一点的回答",) if wide else (Math(str(rng.integers(1000))),)
                    for _option in range(options)
                ),
            )
            if rng.random() < 0.85
            else Digits(f"q{place}", (Math("3 + 4 ="),), 3)
        )
    form = Form("worksheet", "练习", "zh", tuple(fields[: 9 if serial % 3 else 14]))
    return Sheet(make_number(serial * 17 + 3), form, "张三", "三年级")


def _marked(page: Page, layout: SheetLayout, rng: np.random.Generator) -> tuple[Page, Floats]:
    pencil = Pencil(page.copy(), page.shape[1] / layout.width_mm, rng)
    hand = Hand(pen_mm=(0.35, 0.9), darkness=(0.5, 1.0))
    names = list(KINDS)
    shares = np.array([KINDS[name][0] for name in names])
    shares /= shares.sum()
    if rng.random() < 0.3:
        # Now and then a tidy child: nearly all bubbles are empty.
        shares = np.where(np.array(names) == "none", 3.0, shares)
        shares /= shares.sum()
    labels = []
    for bubble in layout.bubbles:
        kind = str(rng.choice(names, p=shares))
        _make(pencil, bubble, kind, hand)
        labels.append(KINDS[kind][1])
    return pencil.page, np.array(labels, np.float32)


def _make(pencil: Pencil, bubble: Bubble, kind: str, hand: Hand) -> None:
    rng = pencil.rng
    radius = bubble.diameter_mm / 2
    x, y = rng.normal((bubble.x_mm, bubble.y_mm), 0.15)
    match kind:
        case "half rubbed out":
            pencil.blob(x, y, radius * rng.uniform(0.8, 1.1), rng.uniform(0.16, 0.23))
        case "large cross":
            _strike(pencil, x, y, radius * rng.uniform(1.2, 1.6), hand, strokes=2)
        case "struck once":
            pencil.blob(x, y, radius * rng.uniform(0.8, 1.05), rng.uniform(*hand.darkness))
            _strike(pencil, x, y, radius * rng.uniform(1.4, 1.8), hand, strokes=1)
        case "crossed short":
            pencil.blob(x, y, radius * rng.uniform(0.8, 1.0), rng.uniform(*hand.darkness))
            _strike(pencil, x, y, radius * rng.uniform(1.12, 1.34), hand, strokes=2)
        case "overshot":
            # Full, and the pencil slipped out on one side or on two.
            dark = rng.uniform(*hand.darkness)
            pencil.blob(x, y, radius * rng.uniform(0.9, 1.12), dark)
            for _stroke in range(int(rng.integers(1, 3))):
                angle = rng.uniform(0, 2 * np.pi)
                way = np.array([np.cos(angle), np.sin(angle)]) * radius * rng.uniform(1.05, 1.35)
                pencil.line([np.stack([(x, y), np.add((x, y), way)])], 0.6, dark)
        case "erased" if rng.random() < 0.3:
            pencil.blob(x, y, radius * rng.uniform(0.6, 1.2), rng.uniform(0.02, 0.16))
        case _:
            mark(pencil, bubble, kind, hand)


def _strike(pencil: Pencil, x: float, y: float, reach: float, hand: Hand, *, strokes: int) -> None:
    """Straight lines through a bubble to both sides: one at any angle, or two as a cross."""
    rng = pencil.rng
    turn = rng.uniform(0, np.pi) if strokes == 1 else np.pi / 4 + rng.normal(0, 0.12)
    lines = []
    for stroke in range(strokes):
        angle = turn + stroke * np.pi / 2
        arm = np.array([np.cos(angle), np.sin(angle)]) * reach
        lines.append(np.stack([np.subtract((x, y), arm), np.add((x, y), arm)]))
    pencil.line(lines, rng.uniform(*hand.pen_mm), rng.uniform(*hand.darkness))


def _measured(photo: bytes, layout: SheetLayout, labels: Floats) -> Lesson | None:
    settings = ReaderSettings()
    picture = next(iter(pictures(photo, settings))).decode(settings.overview_megapixels)
    groups = markers.group(markers.find(picture, megapixels=settings.overview_megapixels))
    if not groups or groups[0].homography is None:
        return None
    group, plane = groups[0], groups[0].homography
    if identity.number_of(picture, plane) not in (layout.number, None):
        return None
    flat = flatten(picture, group, plane, layout.dots)
    ink = ink_of(flat.page, corners=tuple(marker.corner for marker in group.markers))
    if flat.residual_mm > settings.most_residual_mm or ink.blur_mm > settings.most_blur_mm:
        return None
    return Lesson(bubbles.raw(ink, layout.bubbles), labels, (ink.blur_mm, ink.contrast))


def _rows(lessons: list[Lesson], usual: Floats) -> tuple[Floats, Floats]:
    rows = [bubbles.compared(lesson.raw, *lesson.sheet, most_usual=usual) for lesson in lessons]
    return np.concatenate(rows), np.concatenate([lesson.labels for lesson in lessons])


def _fresh(inputs: int, rng: np.random.Generator) -> Weights:
    sizes = (inputs, 48, 24, 3)
    net: Weights = {}
    for layer, (before, after) in enumerate(pairwise(sizes), start=1):
        kernel = rng.standard_normal((before, after)) * np.sqrt(2 / before)
        net[f"dense{layer}"] = kernel.astype(np.float32)
        net[f"bias{layer}"] = np.zeros(after, np.float32)
    return net


def _forward(net: Weights, x: Floats) -> tuple[Floats, Floats, Floats]:
    first = np.maximum(dense(x, net["dense1"], net["bias1"]), 0)
    second = np.maximum(dense(first, net["dense2"], net["bias2"]), 0)
    return first, second, dense(second, net["dense3"], net["bias3"])


def _slopes(net: Weights, x: Floats, y: Floats) -> tuple[float, Weights]:
    first, second, logits = _forward(net, x)
    chance = softmax(logits)
    loss = float(-(y * np.log(chance + 1e-9)).sum() / len(x))
    d3 = (chance - y) / np.float32(len(x))
    d2: NDArray[np.float32] = (d3 @ net["dense3"].T) * (second > 0)
    d1: NDArray[np.float32] = (d2 @ net["dense2"].T) * (first > 0)
    return loss, {
        "dense3": second.T @ d3,
        "bias3": d3.sum(0),
        "dense2": first.T @ d2,
        "bias2": d2.sum(0),
        "dense1": x.T @ d1,
        "bias1": d1.sum(0),
    }


if __name__ == "__main__":
    main()

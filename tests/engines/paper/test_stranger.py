"""Marks and photographs that the reader has never learnt from: doubted if need be, never wrong."""

from collections import Counter
from pathlib import Path

import numpy as np
import pytest

from terrace.engines.paper.reader import read_photo
from terrace.engines.paper.simulate.trial import Trial
from tests.engines.paper import stranger


def _kinds(rng: np.random.Generator) -> dict[tuple[str, int], str]:
    """One mark a question, of any kind; on the others what must not be taken for one."""
    kinds = {}
    for question in range(12):
        pick = int(rng.integers(4))
        for option in range(4):
            if option == pick:
                kind = rng.choice(stranger.KINDS[:5], p=(0.4, 0.2, 0.2, 0.1, 0.1))
            else:
                kind = rng.choice(stranger.KINDS[5:], p=(0.8, 0.1, 0.06, 0.04))
            kinds[(f"c{question}", option)] = str(kind)
    return kinds


def read(fonts: Path, *, sheets: int, seed: int) -> tuple[Counter[str], list[object]]:
    """Answers of so many sheets: right, doubted, and those that are silently wrong."""
    trial = Trial(fonts)
    count: Counter[str] = Counter()
    wrong: list[object] = []
    for turn in range(sheets):
        layout, page = trial.printed.layouts[turn % 24], trial.pages[turn % 24]
        own = seed * 100_000 + turn
        kinds = _kinds(np.random.default_rng(own))
        filled = stranger.draw(page, kinds, layout.bubbles, own)
        photo = stranger.camera(filled, own, careless=turn % 2 == 1)
        reading = read_photo(photo, layouts=trial.known.get)
        for answer in (answer for sheet in reading.sheets for answer in sheet.answers):
            if not answer.field.startswith("c"):
                continue
            made = [kinds[(answer.field, option)] for option in range(4)]
            truth = tuple(o for o, kind in enumerate(made) if kind in stranger.MARKED)
            count["doubted" if answer.doubtful else "sure"] += 1
            if not answer.doubtful and answer.value != truth:
                wrong.append((turn, answer.field, made, answer.value))
    return count, wrong


def test_a_strangers_marks_are_read_or_doubted(fonts: Path) -> None:
    count, wrong = read(fonts, sheets=30, seed=1)
    assert wrong == []
    assert count["sure"] > 0.85 * 360


@pytest.mark.soak
def test_many_of_a_strangers_marks_are_read_or_doubted(fonts: Path) -> None:
    _count, wrong = read(fonts, sheets=1000, seed=2)
    assert wrong == []

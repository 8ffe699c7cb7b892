"""What the bands of doubt cost and promise, on sheets that were never trained on.

    python tools/calibrate_reader.py [--sheets N] [--levels careful,careless] [--seed S]

Seeds tell the three parts apart: the networks learn from streams of their own (`train_*.py`), bands
are set on seeds 1,000 to 1,999 here, and what is reported in `bench/README.md` uses seeds from
2,000 on, drawn after the reader was frozen by a tag. For each band it prints how many answers go to
a person, how many are silently wrong, and the bound of conformal risk control (Angelopoulos et al.
2022, theorem 1): the share of silently wrong answers to be expected of the next sheet like these.
"""

import os

# Told before NumPy is there: more threads than cores only wait for each other.
os.environ.setdefault("OPENBLAS_NUM_THREADS", "1")

import argparse
import tempfile
from collections.abc import Sequence
from pathlib import Path
from typing import NamedTuple

import numpy as np

from terrace.cli.progress import shown
from terrace.engines.paper.font import unpack_font
from terrace.engines.paper.reader import read_photo
from terrace.engines.paper.simulate.camera import LEVELS, Level, photograph
from terrace.engines.paper.simulate.hand import fill
from terrace.engines.paper.simulate.trial import Trial, random_answers
from terrace.engines.paper.vision.settings import ReaderSettings

SEEDS = range(1_000, 2_000)
BANDS = (0.9, 0.93, 0.95, 0.96, 0.97, 0.98, 0.985, 0.99, 0.995)

_NO_BANDS = ReaderSettings(least_probability=0.0, least_digit_probability=0.0)


class Row(NamedTuple):
    """One answer."""

    kind: str
    probability: float
    """0 where the reader doubts it for another reason than its probability."""
    right: bool


def main() -> None:
    """Photograph, read, print."""
    asked = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    asked.add_argument("--sheets", type=int, default=600, help="a level")
    asked.add_argument("--levels", default="careful,careless")
    asked.add_argument("--seed", type=int, default=SEEDS.start)
    options = asked.parse_args()
    if options.seed not in SEEDS:
        asked.error(f"seeds for calibration are {SEEDS.start} to {SEEDS.stop - 1}")
    with tempfile.TemporaryDirectory() as folder:
        trial = Trial(unpack_font(Path(folder)).parent)
    levels: list[Level] = [one for one in LEVELS if one in options.levels.split(",")]
    rows: list[Row] = []
    for level in levels:
        rows += collected(trial, level, options.sheets, options.seed)
    for kind in ("choice", "number"):
        told(kind, [row for row in rows if row.kind == kind])


def collected(trial: Trial, level: Level, sheets: int, seed: int) -> list[Row]:
    """All answers of so many photographs with their probabilities."""
    rng = np.random.default_rng([seed, sorted(LEVELS).index(level)])
    rows = []
    with shown(level) as progress:
        for turn in range(sheets):
            place = turn % len(trial.pages)
            layout, answers = trial.printed.layouts[place], dict(random_answers(rng))
            page = fill(trial.pages[place], layout, answers, rng=rng)
            size = float(rng.uniform(2.0, 4.0)) if level == "careful" else None
            photo = photograph([page], level=level, rng=rng, megapixels=size)
            for sheet in read_photo(photo, layouts=trial.known.get, settings=_NO_BANDS).sheets:
                for answer in sheet.answers:
                    kind = "number" if isinstance(answer.value, str) else "choice"
                    truth = answers.get(answer.field, "" if kind == "number" else ())
                    sure = 0.0 if answer.doubtful else answer.probability
                    rows.append(Row(kind, sure, answer.value == truth))
            progress(f"{turn + 1}/{sheets}", (turn + 1) / sheets)
    return rows


def told(kind: str, rows: Sequence[Row]) -> None:
    """A line for each band: doubts, silent errors, and what may be expected of the next sheet."""
    count = len(rows)
    for band in BANDS:
        sure = [row for row in rows if row.probability >= band]
        wrong = sum(not row.right for row in sure)
        bound = (wrong + 1) / (count + 1)
        doubted = 1 - len(sure) / count
        print(f"{kind} ≥ {band}: {doubted:.2%} doubted, {wrong} of {count} wrong, ≤ {bound:.2e}")


if __name__ == "__main__":
    main()

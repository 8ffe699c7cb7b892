"""How well photographed sheets are read, and how fast sheets are printed.

    python bench/paper.py [--level careful|careless|hostile|all] [--sheets N] [--seed S] [--json]
                          [--mnist] [--large] [--halves]

Twenty-four different sheets (12 questions with four bubbles, 3 numbers of three boxes) are printed,
filled in and photographed by the package's own simulation, then read. An answer is silently wrong
when the reader is sure of it and it is not what was marked. With `--mnist` the digits are those of
MNIST's test part (`$TERRACE_DATA/digits`), else our own strokes. Photographs of the careful level
have 2 to 4 megapixels here, or 12 with `--large`; with `--halves` the sheets are A5, two on a page
and cut apart. Speed is by CPU seconds of the reader alone.
"""

import os

# Told before NumPy is there: more threads than cores only wait for each other.
os.environ.setdefault("OPENBLAS_NUM_THREADS", "1")

import argparse
import gzip
import tempfile
import time
from pathlib import Path

import numpy as np
from numpy.typing import NDArray

from table import show
from terrace.cli.progress import shown
from terrace.engines.paper.content import Math
from terrace.engines.paper.font import unpack_font
from terrace.engines.paper.form import Choice, Digits, Form, Sheet
from terrace.engines.paper.numbers import make_number
from terrace.engines.paper.printer import print_sheets
from terrace.engines.paper.simulate.camera import LEVELS, Level
from terrace.engines.paper.simulate.hand import Script
from terrace.engines.paper.simulate.trial import FORM, Tally, Trial

CLASS_FIELDS = 14


def main() -> None:
    """Measure and print."""
    asked = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    asked.add_argument("--level", choices=[*LEVELS, "all"], default="all")
    asked.add_argument("--sheets", type=int, default=120)
    asked.add_argument("--seed", type=int, default=1)
    asked.add_argument("--mnist", action="store_true")
    asked.add_argument("--large", action="store_true")
    asked.add_argument("--halves", action="store_true")
    asked.add_argument("--json", action="store_true")
    options = asked.parse_args()
    with tempfile.TemporaryDirectory() as folder:
        fonts = unpack_font(Path(folder)).parent
        trial = Trial(fonts, halves=options.halves)
        script = mnist_script() if options.mnist else None
        size = (12.0, 12.0) if options.large else (2.0, 4.0)
        levels: list[Level] = list(LEVELS) if options.level == "all" else [options.level]
        read = []
        for level in levels:
            with shown(level) as progress:
                tally = trial.run(
                    level,
                    sheets=options.sheets,
                    seed=options.seed,
                    script=script,
                    megapixels=size,
                    progress=progress,
                )
            read.append(measured(tally))
        show("sheets and bubbles read", [bubbles for bubbles, _ in read], as_json=options.json)
        show("numbers read", [numbers for _, numbers in read], as_json=options.json)
        show("186 sheets printed", [printing(fonts)], as_json=options.json)


def measured(tally: Tally) -> tuple[dict[str, object], dict[str, object]]:
    """Two rows of a trial: of sheets with their bubbles, and of numbers."""
    row = tally.to_json()
    return {
        "level": row["level"],
        "sheets": row["sheets"],
        "bubbles": row["bubbles"],
        "silently wrong": row["silently_wrong"],
        "wrong identity": row["wrong_identity"],
        "doubtful": row["doubtful_share"],
        "refused": row["refused_share"],
        "sheets/s, core": row["sheets_per_second"],
        "why refused": ", ".join(f"{code} {times}" for code, times in row["refused"].items()),
    }, {
        "level": row["level"],
        "numbers": row["numbers"],
        "silently wrong": row["numbers_silently_wrong"],
        "doubtful": row["numbers_doubtful_share"],
    }


def mnist_script() -> Script:
    """Digits of MNIST's test part."""
    folder = Path(os.environ["TERRACE_DATA"]) / "digits"
    raw = gzip.decompress((folder / "t10k-images-idx3-ubyte.gz").read_bytes())
    pictures = np.frombuffer(raw, np.uint8, offset=16).reshape(-1, 28, 28)
    raw = gzip.decompress((folder / "t10k-labels-idx1-ubyte.gz").read_bytes())
    labels = np.frombuffer(raw, np.uint8, offset=8)
    places = {digit: np.flatnonzero(labels == digit) for digit in range(10)}

    def write(digit: str, rng: np.random.Generator) -> NDArray[np.uint8]:
        return np.asarray(pictures[int(rng.choice(places[int(digit)]))], dtype=np.uint8)

    return write


def printing(fonts: Path) -> dict[str, object]:
    """CPU seconds for one own worksheet for each of 186 children."""
    sheets = []
    for child in range(186):
        fields = [
            Digits(f"q{place}", (Math(f"{100 + child + place} + {278 + place} ="),), 3)
            if place % 2
            else Choice(
                f"q{place}",
                (f"小明有 {child + place} 个苹果，又买了 {place} 个，现在一共有多少个苹果？",),
                tuple((Math(str(child + place + 3 * option)),) for option in range(4)),
            )
            for place in range(CLASS_FIELDS)
        ]
        form = Form("worksheet", "第 12 周数学练习", "zh", tuple(fields), FORM.footer)
        sheets.append(Sheet(make_number(child), form, "张玥珺", "三年级（1）班"))
    started = time.process_time()
    printed = print_sheets(sheets, font_dir=fonts)
    seconds = time.process_time() - started
    return {"sheets": 186, "CPU seconds": seconds, "PDF kB": len(printed.pdf) // 1000}


if __name__ == "__main__":
    main()

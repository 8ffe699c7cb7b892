"""How well photographed sheets are read, and how fast sheets are printed.

    python bench/paper.py [--level careful|careless|hostile|all] [--sheets N] [--seed S] [--json]

Twenty-four different sheets (12 questions with four bubbles, 3 numbers of three boxes) are printed,
filled in and photographed by the package's own simulation, then read. An answer is silently wrong
when the reader is sure of it and it is not what was marked. With `--mnist` the digits are those of
MNIST's test part (`$TERRACE_DATA/digits`), else our own strokes. Photographs of the careful level
have 2 to 4 megapixels here, or 12 with `--large`. Speed is by CPU seconds of the reader alone.
"""

import argparse
import gzip
import os
import sys
import tempfile
import time
from collections import Counter
from collections.abc import Iterator
from pathlib import Path

import cv2
import numpy as np
from numpy.typing import NDArray

from table import show
from terrace.engines.paper.content import Math
from terrace.engines.paper.font import unpack_font
from terrace.engines.paper.form import Choice, Digits, Form, Sheet
from terrace.engines.paper.numbers import make_number
from terrace.engines.paper.printer import Printed, print_sheets
from terrace.engines.paper.reader import read_photo
from terrace.engines.paper.reading import PhotoReading, Value
from terrace.engines.paper.simulate.camera import LEVELS, Level, photograph
from terrace.engines.paper.simulate.hand import Script, fill
from terrace.engines.paper.simulate.raster import rasterise

FORM = Form(
    "bench",
    "数学练习",
    "zh",
    tuple(
        Choice(
            f"c{place}",
            ("下面哪一个数最接近 ", Math(str(300 + place)), "？"),
            tuple((Math(str(270 + 31 * option)),) for option in range(4)),
        )
        for place in range(12)
    )
    + tuple(Digits(f"d{place}", (Math(f"{place}46 + 278 ="),), 3) for place in range(3)),
    (("现在会了：三位数加三位数。",), ("接下来：连续进位的加法。",)),
)
CLASS_FIELDS = 14


def main() -> None:
    """Measure and print."""
    asked = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    asked.add_argument("--level", choices=[*LEVELS, "all"], default="all")
    asked.add_argument("--sheets", type=int, default=120)
    asked.add_argument("--seed", type=int, default=1)
    asked.add_argument("--mnist", action="store_true")
    asked.add_argument("--large", action="store_true")
    asked.add_argument("--json", action="store_true")
    options = asked.parse_args()
    cv2.setNumThreads(1)
    with tempfile.TemporaryDirectory() as folder:
        fonts = unpack_font(Path(folder)).parent
        numbers = [make_number(1000 + 7 * place) for place in range(24)]
        printed = print_sheets([Sheet(number, FORM, "张三") for number in numbers], font_dir=fonts)
        pages = rasterise(printed.pdf, 200)
        script = mnist_script() if options.mnist else None
        levels: list[Level] = list(LEVELS) if options.level == "all" else [options.level]
        read = [
            measured(printed, pages, level, options.sheets, options.seed, script, options.large)
            for level in levels
        ]
        show("sheets and bubbles read", [bubbles for bubbles, _ in read], as_json=options.json)
        show("numbers read", [numbers for _, numbers in read], as_json=options.json)
        show("186 sheets printed", [printing(fonts)], as_json=options.json)


def measured(
    printed: Printed,
    pages: list[NDArray[np.uint8]],
    level: Level,
    sheets: int,
    seed: int,
    script: Script | None,
    large: bool,
) -> tuple[dict[str, object], dict[str, object]]:
    """Two rows, of sheets with their bubbles and of numbers: so many sheets of one level."""
    rng = np.random.default_rng([seed, sorted(LEVELS).index(level)])
    known = {layout.number: layout for layout in printed.layouts}
    count: Counter[str] = Counter()
    refused: Counter[str] = Counter()
    seconds = 0.0
    for turn in range(sheets):
        place = turn % len(pages)
        layout, answers = printed.layouts[place], dict(random_answers(rng))
        page = fill(pages[place], layout, answers, rng=rng, script=script)
        megapixels = None if level != "careful" else 12.0 if large else float(rng.uniform(2.0, 4.0))
        photo = photograph([page], level=level, rng=rng, megapixels=megapixels)
        started = time.process_time()
        reading = read_photo(photo, layouts=known.get)
        seconds += time.process_time() - started
        judge(reading, layout.number, answers, count, refused)
        if turn % 50 == 49:
            print(f"{level}: {turn + 1} of {sheets}", file=sys.stderr)
    why = ", ".join(f"{code} {times}" for code, times in sorted(refused.items()))
    return {
        "level": level,
        "sheets": sheets,
        "bubbles": count["bubbles"],
        "silently wrong": count["wrong choice"],
        "wrong identity": count["identity"],
        "doubtful": count["doubtful choice"] / max(count["choice"], 1),
        "refused": sum(refused.values()) / sheets,
        "sheets/s, core": sheets / seconds,
        "why refused": why,
    }, {
        "level": level,
        "numbers": count["number"],
        "silently wrong": count["wrong number"],
        "doubtful": count["doubtful number"] / max(count["number"], 1),
    }


def random_answers(rng: np.random.Generator) -> Iterator[tuple[str, Value]]:
    """One mark a question, a few left out, a few marked twice."""
    for field in FORM.questions:
        lot = rng.random()
        if lot < 0.04:
            continue
        if isinstance(field, Digits):
            yield field.name, str(rng.integers(10 ** int(rng.integers(1, 4))))
        elif lot < 0.06:
            yield field.name, tuple(sorted(int(o) for o in rng.choice(4, 2, replace=False)))
        else:
            yield field.name, (int(rng.integers(4)),)


def judge(
    reading: PhotoReading,
    number: str,
    answers: dict[str, Value],
    count: Counter[str],
    refused: Counter[str],
) -> None:
    """Count what was read right, wrong, doubted and refused."""
    if reading.refusal is not None:
        refused[reading.refusal.code.value] += 1
        return
    for sheet in reading.sheets:
        count["identity"] += sheet.number not in (None, number)
        if sheet.refusal is not None:
            refused[sheet.refusal.code.value] += 1
            continue
        for answer in sheet.answers:
            kind = "number" if isinstance(answer.value, str) else "choice"
            truth = answers.get(answer.field, "" if kind == "number" else ())
            count[kind] += 1
            count["bubbles"] += 4 * (kind == "choice")
            count[f"doubtful {kind}"] += answer.doubtful
            count[f"wrong {kind}"] += not answer.doubtful and answer.value != truth


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

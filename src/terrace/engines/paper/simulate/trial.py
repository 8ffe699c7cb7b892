"""How well the reader does on sheets filled in and photographed here, and how fast it is.

An answer is silently wrong when the reader is sure of it and it is not what was marked. What was
rubbed out, brushed by the pencil or cancelled is not marked; whatever else stands in a bubble is.
"""

import time
from collections import Counter
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass, field
from math import sqrt
from pathlib import Path
from typing import Any

import cv2
import numpy as np

from terrace.engines.paper.content import Math
from terrace.engines.paper.form import Choice, Digits, Form, Sheet
from terrace.engines.paper.numbers import make_number
from terrace.engines.paper.printer import print_sheets
from terrace.engines.paper.reader import read_photo
from terrace.engines.paper.reading import PhotoReading, Value
from terrace.engines.paper.simulate.camera import LEVELS, Level, photograph
from terrace.engines.paper.simulate.hand import Hand, Script, fill
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
_SHEETS = 24
_OPTIONS = 4
_PEN_MM = Hand().pen_mm


@dataclass(slots=True)
class Tally:
    """What came of so many sheets of one level."""

    level: Level
    sheets: int = 0
    seconds: float = 0.0
    """CPU seconds of the reader, decoding included, on one core."""
    count: Counter[str] = field(default_factory=Counter)
    refused: Counter[str] = field(default_factory=Counter)

    def to_json(self) -> dict[str, Any]:
        """As `terrace paper bench --json` prints it; speed is for one core.

        Answers of bubbles and numbers are told apart: the first shares are of bubbles alone.
        """
        return {
            "level": self.level,
            "sheets": self.sheets,
            "bubbles": self.count["bubbles"],
            "silently_wrong": self.count["wrong choice"],
            "wrong_identity": self.count["identity"],
            "doubtful_share": self._share("choice"),
            "refused_share": round(sum(self.refused.values()) / max(self.sheets, 1), 5),
            "sheets_per_second": round(self.sheets / max(self.seconds, 1e-9), 2),
            "numbers": self.count["number"],
            "numbers_silently_wrong": self.count["wrong number"],
            "numbers_doubtful_share": self._share("number"),
            "refused": dict(sorted(self.refused.items())),
        }

    def _share(self, kind: str) -> float:
        return round(self.count[f"doubtful {kind}"] / max(self.count[kind], 1), 5)


class Trial:
    """Twenty-four different sheets of 12 questions (four bubbles) and 3 numbers (three boxes).

    With `halves` they are sheets of A5, printed two on a page and cut apart; the pencil stays as
    thick as it is, so on the smaller sheet it is thicker than the layout thinks.
    """

    def __init__(self, font_dir: Path, *, halves: bool = False) -> None:
        cv2.setNumThreads(1)
        numbers = [make_number(1000 + 7 * place) for place in range(_SHEETS)]
        sheets = [Sheet(number, FORM, "张三") for number in numbers]
        self.printed = print_sheets(sheets, font_dir=font_dir, halves=halves)
        self.hand: Hand | None = None
        if halves:
            self.hand = Hand(pen_mm=(_PEN_MM[0] * sqrt(2), _PEN_MM[1] * sqrt(2)))
            wholes = rasterise(self.printed.pdf, 283)
            middle = wholes[0].shape[1] // 2
            self.pages = [half for w in wholes for half in (w[:, :middle], w[:, middle:])]
        else:
            self.pages = rasterise(self.printed.pdf, 200)
        self.known = {layout.number: layout for layout in self.printed.layouts}

    def run(
        self,
        level: Level,
        *,
        sheets: int,
        seed: int,
        script: Script | None = None,
        megapixels: tuple[float, float] = (2.0, 4.0),
        progress: Callable[[str, float], None] | None = None,
    ) -> Tally:
        """Fill in, photograph and read; the same seed gives the same but for the time it took.

        `megapixels` is for the careful level; the others have their own.
        """
        rng = np.random.default_rng([seed, sorted(LEVELS).index(level)])
        tally = Tally(level)
        for turn in range(sheets):
            place = turn % len(self.pages)
            layout, answers = self.printed.layouts[place], dict(random_answers(rng))
            page = fill(self.pages[place], layout, answers, rng=rng, hand=self.hand, script=script)
            size = float(rng.uniform(*megapixels)) if level == "careful" else None
            photo = photograph([page], level=level, rng=rng, megapixels=size)
            started = time.process_time()
            reading = read_photo(photo, layouts=self.known.get)
            tally.seconds += time.process_time() - started
            tally.sheets += 1
            judge(reading, layout.number, answers, tally)
            if progress is not None:
                progress(f"{turn + 1}/{sheets}", (turn + 1) / sheets)
        return tally


def random_answers(rng: np.random.Generator) -> Iterator[tuple[str, Value]]:
    """One mark a question, a few left out, a few marked twice."""
    for question in FORM.questions:
        lot = rng.random()
        if lot < 0.04:
            continue
        if isinstance(question, Digits):
            yield question.name, str(rng.integers(10 ** int(rng.integers(1, 4))))
        elif lot < 0.06:
            both = rng.choice(_OPTIONS, 2, replace=False)
            yield question.name, tuple(sorted(int(option) for option in both))
        else:
            yield question.name, (int(rng.integers(_OPTIONS)),)


def judge(reading: PhotoReading, number: str, answers: Mapping[str, Value], tally: Tally) -> None:
    """Count what was read right, wrong, doubted and refused."""
    if reading.refusal is not None:
        tally.refused[reading.refusal.code.value] += 1
        return
    count = tally.count
    for sheet in reading.sheets:
        count["identity"] += sheet.number not in (None, number)
        if sheet.refusal is not None:
            tally.refused[sheet.refusal.code.value] += 1
            continue
        for answer in sheet.answers:
            kind = "number" if isinstance(answer.value, str) else "choice"
            truth = answers.get(answer.field, "" if kind == "number" else ())
            count[kind] += 1
            count["bubbles"] += _OPTIONS * (kind == "choice")
            count[f"doubtful {kind}"] += answer.doubtful
            count[f"wrong {kind}"] += not answer.doubtful and answer.value != truth

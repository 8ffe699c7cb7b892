"""Sheets as a village class gets them, printed once for all tests of paper."""

from collections.abc import Callable, Mapping
from pathlib import Path

import numpy as np
import pytest

from terrace.engines.paper.content import Math
from terrace.engines.paper.font import unpack_font
from terrace.engines.paper.form import Choice, Digits, Form, Passage, Sheet
from terrace.engines.paper.layout import SheetLayout
from terrace.engines.paper.numbers import make_number
from terrace.engines.paper.printer import Printed, print_sheets
from terrace.engines.paper.reading import Value
from terrace.engines.paper.simulate.hand import Page
from terrace.engines.paper.simulate.raster import rasterise

FORM = Form(
    "worksheet",
    "第 12 周数学练习",
    "zh",
    (
        Passage(("先想一想，再动笔。",)),
        Digits("sum", (Math("346 + 278 ="),), 3),
        Choice(
            "half",
            ("一块蛋糕平均分成 4 份，吃了 3 份，吃了几分之几？",),
            ((Math("3/4"),), (Math("1/4"),), (Math("4/3"),), (Math("3/7"),)),
        ),
        Choice(
            "near",
            ("下面哪一个数最接近 ", Math("348"), "？"),
            ((Math("380"),), (Math("349"),), (Math("407"),), (Math("313"),)),
        ),
        Digits("books", ("图书室有 285 本书，又买来 167 本，现在一共有多少本？",), 3),
        Choice("true", ("小明说得对吗？",), (("对",), ("不对",))),
        Choice("unit", ("一支铅笔大约长多少？",), (("18 毫米",), ("18 厘米",), ("18 米",))),
        Digits("rest", (Math("503 - 87 ="),), 3),
        Choice("turn", ("钟面上的分针走一圈是多久？",), (("1 小时",), ("1 分钟",), ("1 天",))),
        Digits("groups", (Math("7 times 8 ="),), 2),
    ),
    (("现在会了：三位数加三位数。",), ("接下来：连续进位的加法。",)),
)


@pytest.fixture(scope="session")
def fonts(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Where the font is unpacked."""
    return unpack_font(tmp_path_factory.mktemp("fonts")).parent


@pytest.fixture(scope="session")
def form() -> Form:
    """A worksheet with every kind of field."""
    return FORM


@pytest.fixture(scope="session")
def printed(fonts: Path) -> Printed:
    """Three children's sheets."""
    names = ("张玥珺", "李喆", "")
    sheets = [
        Sheet(make_number(4711 + 5 * place), FORM, name, "三年级（1）班")
        for place, name in enumerate(names)
    ]
    return print_sheets(sheets, font_dir=fonts)


@pytest.fixture(scope="session")
def pages(printed: Printed) -> list[Page]:
    """The sheets as they leave the printer, at 150 dots per inch."""
    return rasterise(printed.pdf, 150)


@pytest.fixture(scope="session")
def layouts(printed: Printed) -> Callable[[str], SheetLayout | None]:
    """Whether a sheet was printed here, and where its fields are."""
    return {layout.number: layout for layout in printed.layouts}.get


def random_answers(rng: np.random.Generator) -> Mapping[str, Value]:
    """What a child may answer; a field now and then stays empty."""
    answers: dict[str, Value] = {}
    for field in FORM.questions:
        if rng.random() < 0.1:
            continue
        if isinstance(field, Choice):
            answers[field.name] = (int(rng.integers(len(field.options))),)
        else:
            answers[field.name] = str(rng.integers(10 ** int(rng.integers(1, field.boxes + 1))))
    return answers


def expected(answers: Mapping[str, Value]) -> dict[str, Value]:
    """All fields, the empty ones as the reader says them."""
    return {
        field.name: answers.get(field.name, () if isinstance(field, Choice) else "")
        for field in FORM.questions
    }

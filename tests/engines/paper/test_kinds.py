"""Each kind of form: printed, rasterised, filled in by a simulated hand, read back as it was."""

from collections.abc import Mapping
from pathlib import Path

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from terrace.engines.paper import kinds
from terrace.engines.paper.form import Choice, Form, FormError, Sheet
from terrace.engines.paper.numbers import make_number
from terrace.engines.paper.printer import print_sheets
from terrace.engines.paper.reader import read_photo
from terrace.engines.paper.reading import Value
from terrace.engines.paper.simulate.camera import encode
from terrace.engines.paper.simulate.hand import TIDY, fill
from terrace.engines.paper.simulate.raster import rasterise

NAMES = ["玥珺", "王小龙", "Mark Li", "堃祎"] * 11
TASKS = ["被子叠好", "地扫了", "灯关了", "窗户关好"]

FORMS: Mapping[str, tuple[Form, ...]] = {
    "attendance": kinds.attendance(title="三年级甲班 出勤", language="zh", names=NAMES),
    "exam": (
        Form(
            "exam",
            "期中考试",
            "zh",
            tuple(Choice(f"q{at}", (), (("",),) * 4) for at in range(1, 29)),
        ),
    ),
    "dorm": kinds.dorm_checklist(title="Dorm 2, tonight", language="en", tasks=TASKS),
    "ballot": (
        kinds.ballot(
            title="村民投票",
            language="zh",
            question=("先修哪一样？",),
            options=[("水井",), ("路灯",), ("操场",), ("都不要",)],
            several=True,
        ),
    ),
    "ranking": (
        kinds.ranking(
            title="Which first",
            language="en",
            question=("Put them in order.",),
            options=["well", "lamps", "yard", "roof"],
        ),
    ),
    "survey": (
        kinds.survey_page(
            title="家访问卷",
            language="zh",
            statements=["孩子睡得好", "孩子爱看书", "孩子说起学校"],
            scale=["从不", "有时", "常常", "总是"],
        ),
    ),
}


@pytest.mark.parametrize("kind", FORMS)
def test_what_was_marked_is_read(kind: str, fonts: Path) -> None:
    sheets = [Sheet(make_number(700 + at), form) for at, form in enumerate(FORMS[kind])]
    printed = print_sheets(sheets, font_dir=fonts)
    layouts = {layout.number: layout for layout in printed.layouts}
    rng = np.random.default_rng(8)
    pages = rasterise(printed.pdf, dpi=200)
    for sheet, layout, page in zip(sheets, printed.layouts, pages, strict=True):
        said = answers_for(sheet.form)
        photo = encode(fill(page, layout, said, rng=rng, hand=TIDY))
        (read,) = read_photo(photo, layouts=layouts.get).sheets
        assert read.number == sheet.number
        assert {answer.field: answer.value for answer in read.answers} == said
        assert not any(answer.doubtful for answer in read.answers)


def answers_for(form: Form) -> dict[str, Value]:
    """Every option somewhere, a question left empty, and two marks where that is allowed."""
    said: dict[str, Value] = {}
    for at, field in enumerate(form.questions):
        assert isinstance(field, Choice)
        said[field.name] = () if at == 2 else (at % len(field.options),)
        if form.kind == "ballot" and field.name == "vote":
            said[field.name] = (0, 2)
    return said


def test_a_class_of_forty_four_takes_two_pages_and_nobody_twice() -> None:
    fields = [field.name for form in FORMS["attendance"] for field in form.questions]
    assert len(FORMS["attendance"]) == 2
    assert fields == [f"row{at}" for at in range(1, 45)]


def test_columns_of_long_words_take_more_pages(fonts: Path) -> None:
    rows = [f"{at}号床" for at in range(20)]
    columns = ["已经睡着了", "还醒着", "不在", "在看书"]
    forms = kinds.tick_sheet(kind="dorm", title="x", language="zh", rows=rows, columns=columns)
    assert [len(form.questions) for form in forms] == [14, 6]
    print_sheets([Sheet(make_number(at), form) for at, form in enumerate(forms)], font_dir=fonts)


def test_a_form_that_cannot_be_is_refused() -> None:
    with pytest.raises(FormError):
        kinds.attendance(title="x", language="zh", names=[])
    with pytest.raises(FormError):
        kinds.tick_sheet(kind="x", title="x", language="zh", rows=["a"], columns=["1"])
    with pytest.raises(FormError):
        kinds.ranking(title="x", language="zh", question=("?",), options=["one"])


@given(st.permutations(range(6)))
def test_an_order_comes_back(order: list[int]) -> None:
    places = [(order.index(option),) for option in range(6)]
    assert kinds.order_of(places) == tuple(order)


def test_a_place_given_twice_is_no_order() -> None:
    assert kinds.order_of([(0,), (0,), (1,)]) is None
    assert kinds.order_of([(0, 1), (), ()]) is None
    assert kinds.order_of([(1,), (), (0,)]) == (2, 0)

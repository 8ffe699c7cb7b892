"""Each kind of form: printed, rasterised, filled in by a simulated hand, read back as it was."""

from collections.abc import Mapping
from pathlib import Path

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from terrace.engines.paper import kinds
from terrace.engines.paper.content import Content, Picture
from terrace.engines.paper.form import Choice, Form, FormError, Passage, Sheet
from terrace.engines.paper.layout import SheetLayout
from terrace.engines.paper.numbers import make_number
from terrace.engines.paper.printer import misfits, pages_of, print_sheets
from terrace.engines.paper.reader import crop, read_photo
from terrace.engines.paper.reading import Value
from terrace.engines.paper.simulate.camera import encode
from terrace.engines.paper.simulate.hand import TIDY, Hand, fill
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
    "faces": (
        kinds.survey_page(
            title="今天好吗",
            language="zh",
            statements=["我吃得饱", "我睡得好", "有人听我说话", "我有朋友"],
            scale=kinds.FACES,
        ),
    ),
    "pictures": (
        kinds.ballot(
            title="孩子们投票",
            language="zh",
            question=("周五下午想做什么？",),
            options=[
                (Picture("ball"), "踢球"),
                (Picture("book"), "看书"),
                (Picture("drum"), "敲鼓"),
                (Picture("fish"), "钓鱼"),
                (Picture("flower"),),
                (Picture("star"), "画画、剪纸和别的"),
            ],
            several=True,
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


@given(
    st.lists(
        st.tuples(st.builds(Picture, st.sampled_from(("tree", "rain", "apple"))))
        | st.tuples(st.builds(Picture, st.just("house")), st.text("宿舍屋顶 roof", max_size=14)),
        min_size=2,
        max_size=8,
    )
)
@settings(max_examples=25, deadline=None)
def test_a_picture_stands_above_its_own_bubble(fonts: Path, options: list[Content]) -> None:
    form = Form("ballot", "x", "zh", (Choice("vote", ("哪一个？",), tuple(options)),))
    assert Form.from_json(form.to_json()) == form
    (layout,) = print_sheets([Sheet(make_number(1), form)], font_dir=fonts).layouts
    places = [(bubble.x_mm, bubble.y_mm) for bubble in layout.bubbles]
    assert [bubble.option for bubble in layout.bubbles] == list(range(len(options)))
    for at, (x, y) in enumerate(places):
        for other_x, other_y in places[:at]:
            # Side by side, or below the next picture of 16 mm.
            assert abs(x - other_x) >= 17.5 if y == other_y else y - other_y >= 16
    (area,) = layout.areas
    assert all(area.rect.left_mm < x < area.rect.right_mm for x, _y in places)
    assert all(area.rect.top_mm + 16 < y < area.rect.bottom_mm - 2.5 for _x, y in places)


def test_an_option_without_a_picture_puts_all_beside_their_bubbles(fonts: Path) -> None:
    options: tuple[Content, ...] = ((Picture("sun"),), ("都不要",))
    form = Form("ballot", "x", "zh", (Choice("vote", (), options),))
    (layout,) = print_sheets([Sheet(make_number(1), form)], font_dir=fonts).layouts
    assert len(layout.bubbles) == 2


@given(st.permutations(range(6)))
def test_an_order_comes_back(order: list[int]) -> None:
    places = [(order.index(option),) for option in range(6)]
    assert kinds.order_of(places) == tuple(order)


def test_a_place_given_twice_is_no_order() -> None:
    assert kinds.order_of([(0,), (0,), (1,)]) is None
    assert kinds.order_of([(0, 1), (), ()]) is None
    assert kinds.order_of([(1,), (), (0,)]) == (2, 0)


def test_a_letter_asks_for_no_name_and_keeps_its_lines_for_a_person(fonts: Path) -> None:
    slip = kinds.letter_slip(title="心里话", language="zh", listeners=["王老师", "李老师"])
    assert Form.from_json(slip.to_json()) == slip
    printed = print_sheets([Sheet(make_number(90), slip)], font_dir=fonts)
    (layout,) = printed.layouts
    assert SheetLayout.from_json(layout.to_json()) == layout
    assert layout.fields == ("to",)
    (letter,) = layout.writings
    (page,) = rasterise(printed.pdf, dpi=150)
    scale = page.shape[1] / layout.width_mm
    name = page[int(9 * scale) : int(24 * scale), int(30 * scale) : int(140 * scale)]
    assert int(name.min()) == 255
    filled = fill(page, layout, {"to": (1,)}, rng=np.random.default_rng(1), hand=TIDY)
    top, left = int((letter.rect.top_mm + 30) * scale), int((letter.rect.left_mm + 9) * scale)
    filled[top : top + 60, left : left + 300] = 30
    (sheet,) = read_photo(encode(filled), layouts={layout.number: layout}.get).sheets
    assert [(answer.field, answer.value, answer.doubtful) for answer in sheet.answers] == [
        ("to", (1,), False)
    ]
    assert len(crop(sheet, letter.rect)) > 0


def test_two_sheets_of_a5_on_one_page_are_read_cut_apart_and_uncut(fonts: Path) -> None:
    (form,) = FORMS["survey"]
    sheets = [Sheet(make_number(800 + at), form, "李喆") for at in range(3)]
    printed = print_sheets(sheets, font_dir=fonts, halves=True)
    assert [layout.page for layout in printed.layouts] == [0, 0, 1]
    layouts = {layout.number: layout for layout in printed.layouts}
    whole, alone = rasterise(printed.pdf, dpi=200)
    assert whole.shape[1] > whole.shape[0]
    middle = whole.shape[1] // 2
    said = {"item1": (2,), "item2": (0,), "item3": (3,)}
    rng = np.random.default_rng(4)
    halves = [
        fill(half, layout, said, rng=rng, hand=Hand(pen_mm=(0.64, 1.1)))
        for half, layout in zip(
            (whole[:, :middle], whole[:, middle:], alone[:, :middle]), printed.layouts, strict=True
        )
    ]
    uncut = np.hstack(halves[:2])
    for image in (encode(uncut), encode(halves[2])):
        for sheet in read_photo(image, layouts=layouts.get).sheets:
            assert sheet.refusal is None
            assert {
                a.field: a.value for a in sheet.answers if not a.doubtful
            }.items() <= said.items()
            assert sum(answer.doubtful for answer in sheet.answers) <= 1
    assert len(read_photo(encode(uncut), layouts=layouts.get).sheets) == 2


@given(st.integers(1, 90), st.integers(0, 3))
@settings(max_examples=6, deadline=None)
def test_a_form_longer_than_a_page_goes_on_with_its_numbers(
    fonts: Path, questions: int, every: int
) -> None:
    fields: list[Choice | Passage] = []
    for at in range(1, questions + 1):
        if every and at % (every * 10) == 0:
            fields.append(Passage((f"第 {at} 部分",)))
        fields.append(Choice(f"q{at}", (), (("",),) * 4))
    form = Form("exam", "期末", "zh", tuple(fields))
    pages = pages_of(form, font_dir=fonts)
    assert tuple(field for page in pages for field in page.fields) == form.fields
    asked = 1
    for page in pages:
        assert page.first == asked
        assert not isinstance(page.fields[-1], Passage)
        asked += len(page.questions)
    sheets = [Sheet(make_number(at), page) for at, page in enumerate(pages)]
    assert misfits(sheets, font_dir=fonts) == {}

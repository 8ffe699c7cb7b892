"""Sheets on paper: all there, in its place, and nothing but what was meant."""

from itertools import combinations

import cv2
import numpy as np
import pypdfium2
import pytest
import zxingcpp
from hypothesis import given, settings
from hypothesis import strategies as st

from terrace.engines.paper.content import Math
from terrace.engines.paper.form import Choice, Digits, Form, Sheet
from terrace.engines.paper.numbers import make_number
from terrace.engines.paper.printer import BadMathematics, DoesNotFit, print_sheets
from terrace.engines.paper.simulate.raster import rasterise
from terrace.engines.paper.typesetting import marks


def text_of(pdf: bytes, page: int = 0) -> str:
    """The text a reader could copy from a page, without its spaces."""
    document = pypdfium2.PdfDocument(pdf)
    found = document[page].get_textpage().get_text_bounded()
    document.close()
    return "".join(found.split())


def test_every_sheet_is_a_page_with_its_own_number(printed, pages):
    assert [layout.page for layout in printed.layouts] == [0, 1, 2]
    for layout, page in zip(printed.layouts, pages, strict=True):
        assert zxingcpp.read_barcode(page).text == layout.number


def test_the_same_sheets_give_the_same_bytes(fonts, form):
    sheets = [Sheet(make_number(1), form, "张玥珺", "三年级")]
    assert print_sheets(sheets, font_dir=fonts) == print_sheets(sheets, font_dir=fonts)


def test_markers_and_bubbles_and_boxes_are_where_the_layout_says(printed, pages):
    for layout, page in zip(printed.layouts, pages, strict=True):
        scale = page.shape[1] / layout.width_mm
        dictionary = cv2.aruco.getPredefinedDictionary(cv2.aruco.DICT_4X4_50)
        corners, ids, _rest = cv2.aruco.ArucoDetector(dictionary).detectMarkers(page)
        found = {int(i): c.reshape(4, 2).mean(0) for i, c in zip(ids.ravel(), corners, strict=True)}
        assert sorted(found) == [marker.id for marker in layout.markers]
        for marker in layout.markers:
            at = (found[marker.id] + 0.5) / scale
            assert np.hypot(*(at - (marker.x_mm, marker.y_mm))) < 0.15

        def dark(x, y, page=page, scale=scale):
            near = page[int((y - 0.4) * scale) : int((y + 0.4) * scale) + 1]
            return near[:, int((x - 0.4) * scale) : int((x + 0.4) * scale) + 1].min() < 200

        for bubble in layout.bubbles:
            radius = bubble.diameter_mm / 2
            assert not dark(bubble.x_mm, bubble.y_mm)
            assert dark(bubble.x_mm + radius, bubble.y_mm)
            assert dark(bubble.x_mm, bubble.y_mm - radius)
        for box in layout.digits:
            assert not dark(box.x_mm, box.y_mm)
            assert dark(box.x_mm - box.width_mm / 2, box.y_mm)
            assert dark(box.x_mm, box.y_mm + box.height_mm / 2)
        for dot in layout.dots:
            assert dark(dot.x_mm, dot.y_mm)


def test_the_rules_of_the_page_are_kept(printed, pages):
    for layout, page in zip(printed.layouts, pages, strict=True):
        edge = int(8 * page.shape[1] / layout.width_mm)
        inside = page[edge:-edge, edge:-edge]
        assert (page < 250).sum() == (inside < 250).sum(), "nothing within 8 mm of the edges"
        for one, other in combinations(layout.bubbles, 2):
            assert np.hypot(one.x_mm - other.x_mm, one.y_mm - other.y_mm) >= 8
        for bubble in layout.bubbles:
            scale = page.shape[1] / layout.width_mm
            y, x = np.mgrid[0 : page.shape[0], 0 : page.shape[1]] / scale
            away = np.hypot(x - bubble.x_mm, y - bubble.y_mm)
            assert page[(away > 2.9) & (away < 3.8)].min() > 220, "free paper around a bubble"


def test_all_words_are_on_the_page(printed):
    text = text_of(printed.pdf)
    for words in (
        "张玥珺",
        "三年级（1）班",
        "第12周数学练习",
        "下面哪一个数最接近",
        "连续进位的加法",
    ):
        assert words in text


markup = st.text("#$*_`<>@=[]{}\"'/+~\\;:.,()&%中文名ab1", min_size=1, max_size=16)


@settings(max_examples=12, deadline=None)
@given(st.lists(markup, min_size=4, max_size=4))
def test_text_prints_as_it_is_whatever_it_holds(fonts, texts):
    name, title, statement, option = texts
    form = Form(
        "k", title, "en", (Choice("a", (statement,), ((option,), ("x",))), Digits("b", (), 1))
    )
    text = text_of(print_sheets([Sheet(make_number(5), form, name)], font_dir=fonts).pdf)
    for part in texts:
        assert "".join(part.split()) in text


@pytest.mark.parametrize("name", ['#panic("x")', "$x$", "#let a = 1", "= 标题", "\\#", "// 李"])
def test_a_childs_name_is_never_a_program(fonts, form, name):
    printed = print_sheets([Sheet(make_number(9), form, name)], font_dir=fonts)
    assert "".join(name.split()) in text_of(printed.pdf)


def test_a_class_of_grade_three_gets_sixteen_questions_on_one_page(fonts):
    fields = tuple(
        Digits(f"q{i}", (Math(f"{i}23 + 456 ="),), 3)
        if i % 2
        else Choice(
            f"q{i}", ("下面哪一个数最接近 348？",), (("380",), ("349",), ("407",), ("313",))
        )
        for i in range(16)
    )
    sheet = Sheet(make_number(1), Form("k", "练习", "zh", fields), "王五")
    assert len(print_sheets([sheet], font_dir=fonts).layouts[0].fields) == 16


def test_a_form_that_is_too_long_names_the_field_without_room(fonts):
    fields = tuple(Digits(f"q{i}", ("一共多少？" * 12,), 3) for i in range(14))
    sheet = Sheet(make_number(1), Form("k", "练习", "zh", fields), "王五")
    with pytest.raises(DoesNotFit) as error:
        print_sheets([sheet], font_dir=fonts)
    assert error.value.number == sheet.number
    assert error.value.field == "q10"
    assert error.value.missing_mm > 0


def test_a_formula_that_cannot_be_set_is_named(fonts):
    fields = (Digits("a", (Math("1 + 1 ="),), 1), Digits("b", (Math("2 + nonsense ="),), 1))
    sheet = Sheet(make_number(1), Form("k", "练习", "zh", fields), "王五")
    with pytest.raises(BadMathematics) as error:
        print_sheets([sheet], font_dir=fonts)
    assert error.value.source == "2 + nonsense ="


def test_a_character_that_the_font_lacks_is_reported(fonts, form):
    sheets = [Sheet(make_number(1), form, "李😀"), Sheet(make_number(2), form, "李四")]
    assert print_sheets(sheets, font_dir=fonts).missing == {make_number(1): {"😀"}}


def test_a_very_long_name_stays_in_its_place(fonts, form):
    printed = print_sheets([Sheet(make_number(1), form, "阿不都热西提" * 9)], font_dir=fonts)
    (page,) = rasterise(printed.pdf, 100)
    code = printed.layouts[0].code
    assert zxingcpp.read_barcode(page).text == make_number(1)
    scale = page.shape[1] / 210
    quiet = page[: int(40 * scale), int((code.x_mm - 18) * scale) : int((code.x_mm - 16) * scale)]
    assert quiet.min() > 250


def test_markers_are_those_of_opencv():
    dictionary = cv2.aruco.getPredefinedDictionary(cv2.aruco.DICT_4X4_50)
    for identity in range(50):
        theirs = cv2.aruco.generateImageMarker(dictionary, identity, 6) == 0
        assert np.array_equal(np.array(marks.aruco(identity)), theirs)

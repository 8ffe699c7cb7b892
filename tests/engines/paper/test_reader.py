"""The laws of reading: what was marked is read or doubted, however the photograph was taken."""

from collections.abc import Callable, Mapping
from pathlib import Path

import cv2
import numpy as np
import pytest

from terrace.engines.paper.form import Sheet
from terrace.engines.paper.layout import SheetLayout
from terrace.engines.paper.numbers import make_number
from terrace.engines.paper.printer import Printed, print_sheets
from terrace.engines.paper.reader import crop, read_photo
from terrace.engines.paper.reading import PhotoReading, State, Value
from terrace.engines.paper.refusal import Refusal, RefusalCode
from terrace.engines.paper.simulate.camera import Level, encode, photograph
from terrace.engines.paper.simulate.hand import TIDY, Hand, Page, Pencil, fill, mark
from terrace.engines.paper.simulate.raster import rasterise
from tests.engines.paper.conftest import FORM, expected, random_answers

Layouts = Callable[[str], SheetLayout | None]


def silently_wrong(reading: PhotoReading, number: str, answers: Mapping[str, Value]) -> list[str]:
    """Fields that the reader is sure of and has wrong; empty when the sheet was refused."""
    truth = expected(answers)
    return [
        answer.field
        for sheet in reading.sheets
        if sheet.number == number
        for answer in sheet.answers
        if not answer.doubtful and answer.value != truth[answer.field]
    ]


def doubts(reading: PhotoReading) -> int:
    return sum(answer.doubtful for sheet in reading.sheets for answer in sheet.answers)


@pytest.mark.parametrize("seed", range(6))
def test_a_careful_photograph_is_read_as_it_was_answered(
    seed: int, printed: Printed, pages: list[Page], layouts: Layouts
) -> None:
    rng = np.random.default_rng(seed)
    layout = printed.layouts[seed % 3]
    answers = random_answers(rng)
    photo = photograph(
        [fill(pages[seed % 3], layout, answers, rng=rng)], level="careful", rng=rng, megapixels=2.5
    )
    reading = read_photo(photo, layouts=layouts)
    assert reading.refusal is None
    (sheet,) = reading.sheets
    assert (sheet.number, sheet.refusal) == (layout.number, None)
    assert [answer.field for answer in sheet.answers] == list(layout.fields)
    assert silently_wrong(reading, layout.number, answers) == []
    assert doubts(reading) <= 2


@pytest.mark.parametrize("level", ["careless", "hostile"])
def test_a_bad_photograph_is_never_silently_wrong(
    level: Level, printed: Printed, pages: list[Page], layouts: Layouts
) -> None:
    for seed in range(12):
        rng = np.random.default_rng([7, seed])
        layout = printed.layouts[seed % 3]
        answers = random_answers(rng)
        filled = fill(pages[seed % 3], layout, answers, rng=rng)
        reading = read_photo(photograph([filled], level=level, rng=rng), layouts=layouts)
        assert silently_wrong(reading, layout.number, answers) == []


def test_tidy_marks_leave_no_doubt(printed: Printed, pages: list[Page], layouts: Layouts) -> None:
    rng = np.random.default_rng(3)
    layout = printed.layouts[0]
    answers: dict[str, Value] = {"half": (0,), "near": (3,), "true": (1,), "unit": (1,)}
    reading = read_photo(
        encode(fill(pages[0], layout, answers, rng=rng, hand=TIDY)), layouts=layouts
    )
    (sheet,) = reading.sheets
    assert {answer.field: answer.value for answer in sheet.answers} == expected(answers)
    assert {answer.state for answer in sheet.answers if answer.field in answers} == {State.CLEAR}
    blank = {answer.state for answer in sheet.answers if answer.field not in answers}
    assert blank == {State.EMPTY}


@pytest.mark.parametrize("turns", [1, 2, 3])
def test_a_sheet_turned_on_the_table_reads_the_same(
    turns: int, printed: Printed, pages: list[Page], layouts: Layouts
) -> None:
    rng = np.random.default_rng(11)
    filled = fill(pages[0], printed.layouts[0], random_answers(rng), rng=rng)
    upright = read_photo(encode(filled), layouts=layouts).sheets[0]
    turned = np.ascontiguousarray(np.rot90(filled, turns))
    again = read_photo(encode(turned), layouts=layouts).sheets[0]
    assert [(a.field, a.value, a.state) for a in again.answers] == [
        (a.field, a.value, a.state) for a in upright.answers
    ]


def test_several_sheets_in_one_photograph_are_kept_apart(
    printed: Printed, pages: list[Page], layouts: Layouts
) -> None:
    rng = np.random.default_rng(5)
    answers = [random_answers(rng) for _page in pages]
    filled = [
        fill(page, layout, said, rng=rng)
        for page, layout, said in zip(pages, printed.layouts, answers, strict=True)
    ]
    photo = photograph(filled, level="careful", rng=rng, megapixels=8)
    reading = read_photo(photo, layouts=layouts)
    assert {sheet.number for sheet in reading.sheets} == {one.number for one in printed.layouts}
    for layout, said in zip(printed.layouts, answers, strict=True):
        assert silently_wrong(reading, layout.number, said) == []


def test_reading_twice_gives_the_same(
    printed: Printed, pages: list[Page], layouts: Layouts
) -> None:
    rng = np.random.default_rng(8)
    filled = fill(pages[1], printed.layouts[1], random_answers(rng), rng=rng)
    photo = photograph([filled], level="careless", rng=rng)
    assert read_photo(photo, layouts=layouts) == read_photo(photo, layouts=layouts)


def test_three_corners_suffice_and_the_fourth_is_named_when_two_are_missing(
    printed: Printed, pages: list[Page], layouts: Layouts
) -> None:
    rng = np.random.default_rng(9)
    answers = random_answers(rng)
    filled = fill(pages[0], printed.layouts[0], answers, rng=rng, hand=TIDY)
    scale = filled.shape[1] / 210
    filled[: int(26 * scale), : int(26 * scale)] = 255
    reading = read_photo(encode(filled), layouts=layouts)
    assert reading.sheets[0].refusal is None
    assert silently_wrong(reading, printed.layouts[0].number, answers) == []
    filled[int(270 * scale) :, : int(26 * scale)] = 255
    (sheet,) = read_photo(encode(filled), layouts=layouts).sheets
    assert sheet.refusal == Refusal(
        RefusalCode.CORNER_MISSING, corners=("upper_left", "lower_left")
    )


def test_a_sheet_cut_off_by_the_picture_is_refused_with_its_corner(
    printed: Printed, pages: list[Page], layouts: Layouts
) -> None:
    cut = pages[0][: int(pages[0].shape[0] * 0.86), : int(pages[0].shape[1] * 0.88)]
    cut = cv2.copyMakeBorder(cut, 40, 0, 40, 0, cv2.BORDER_CONSTANT, value=90)
    (sheet,) = read_photo(encode(np.asarray(cut, np.uint8)), layouts=layouts).sheets
    assert sheet.refusal is not None
    assert sheet.refusal.code is RefusalCode.CORNER_MISSING
    assert "lower_right" in sheet.refusal.corners


def test_a_sheet_that_was_not_printed_here_is_unknown(printed: Printed, pages: list[Page]) -> None:
    number = printed.layouts[0].number
    (sheet,) = read_photo(encode(pages[0]), layouts=lambda _number: None).sheets
    assert sheet.number == number
    assert sheet.refusal == Refusal(RefusalCode.UNKNOWN_SHEET, number=number)


def covered_code(page: Page, layout: SheetLayout) -> Page:
    """The page with something dark on the middle of its code."""
    page, code = page.copy(), layout.code
    scale = page.shape[1] / 210
    top, left = int((code.y_mm - 10) * scale), int((code.x_mm - 10) * scale)
    page[top : top + int(20 * scale), left : left + int(20 * scale)] = 40
    return page


def foot(page: Page) -> tuple[slice, slice]:
    """Where the strip of cells stands on a page."""
    scale = page.shape[1] / 210
    return slice(int(283.2 * scale), int(288.4 * scale)), slice(int(29 * scale), int(181 * scale))


def test_a_sheet_whose_code_cannot_be_read_is_known_by_its_strip(
    printed: Printed, pages: list[Page], layouts: Layouts
) -> None:
    (sheet,) = read_photo(
        encode(covered_code(pages[0], printed.layouts[0])), layouts=layouts
    ).sheets
    assert (sheet.number, sheet.refusal) == (printed.layouts[0].number, None)


def test_a_sheet_with_neither_code_nor_strip_is_refused(
    printed: Printed, pages: list[Page], layouts: Layouts
) -> None:
    page = covered_code(pages[0], printed.layouts[0])
    page[foot(page)] = 40
    (sheet,) = read_photo(encode(page), layouts=layouts).sheets
    assert sheet.refusal == Refusal(RefusalCode.DAMAGED_CODE)


@pytest.mark.parametrize("grey", [40, 255])
def test_a_strip_that_says_nothing_beside_a_sound_code_is_refused(
    grey: int, printed: Printed, pages: list[Page], layouts: Layouts
) -> None:
    page = pages[0].copy()
    page[foot(page)] = grey
    (sheet,) = read_photo(encode(page), layouts=layouts).sheets
    number = printed.layouts[0].number
    assert sheet.refusal == Refusal(RefusalCode.DAMAGED_CODE, what="strip", number=number)


def test_a_thumb_on_a_third_of_the_strip_does_no_harm(
    printed: Printed, pages: list[Page], layouts: Layouts
) -> None:
    page = pages[0].copy()
    rows, columns = foot(page)
    page[rows, columns.start : columns.start + (columns.stop - columns.start) * 3 // 10] = 90
    (sheet,) = read_photo(encode(page), layouts=layouts).sheets
    assert (sheet.number, sheet.refusal) == (printed.layouts[0].number, None)


def test_a_sheet_printed_before_there_were_strips_is_read(
    printed: Printed, pages: list[Page], layouts: Layouts
) -> None:
    page = pages[0].copy()
    page[foot(page)] = 255
    older = SheetLayout.from_json({**printed.layouts[0].to_json(), "strip": None})
    (sheet,) = read_photo(encode(page), layouts={older.number: older}.get).sheets
    assert (sheet.number, sheet.refusal) == (older.number, None)


def test_code_and_strip_of_two_sheets_with_the_same_markers_are_refused(
    printed: Printed, pages: list[Page], fonts: Path
) -> None:
    """Twelve numbers on, the markers are the same: only the strip tells the sheets apart."""
    other = make_number(int(printed.layouts[0].number[:-2]) + 12)
    second = print_sheets([Sheet(other, FORM)], font_dir=fonts)
    page = pages[0].copy()
    page[foot(page)] = rasterise(second.pdf, 150)[0][foot(page)]
    known = {one.number: one for one in (*printed.layouts, *second.layouts)}
    (sheet,) = read_photo(encode(page), layouts=known.get).sheets
    assert sheet.refusal == Refusal(RefusalCode.DAMAGED_CODE, what="conflict")


def test_a_code_pasted_from_another_sheet_is_refused(
    printed: Printed, pages: list[Page], layouts: Layouts
) -> None:
    page, code = pages[0].copy(), printed.layouts[0].code
    scale = page.shape[1] / 210
    rows = slice(int((code.y_mm - 16) * scale), int((code.y_mm + 16) * scale))
    columns = slice(int((code.x_mm - 16) * scale), int((code.x_mm + 16) * scale))
    page[rows, columns] = pages[1][rows, columns]
    (sheet,) = read_photo(encode(page), layouts=layouts).sheets
    assert sheet.refusal == Refusal(RefusalCode.DAMAGED_CODE, what="conflict")


def test_a_photograph_out_of_focus_is_refused(pages: list[Page], layouts: Layouts) -> None:
    soft = np.asarray(cv2.GaussianBlur(pages[0], (0, 0), 5.0), np.uint8)
    (sheet,) = read_photo(encode(soft), layouts=layouts).sheets
    assert sheet.refusal is not None
    assert sheet.refusal.code in (RefusalCode.TOO_BLURRED, RefusalCode.DAMAGED_CODE)


@pytest.mark.parametrize(
    ("kinds", "state", "value"),
    [
        (("none", "none", "none", "none"), State.EMPTY, ()),
        (("full", "none", "none", "none"), State.CLEAR, (0,)),
        (("none", "cross", "none", "none"), State.CLEAR, (1,)),
        (("full", "none", "full", "none"), State.CLEAR, (0, 2)),
        (("cancelled", "none", "full", "none"), State.CLEAR, (2,)),
        (("cancelled", "none", "none", "none"), State.CANCELLED, ()),
        (("full", "full", "full", "full"), State.DOUBTFUL, (0, 1, 2, 3)),
    ],
)
def test_marks_are_read_by_their_sign(
    kinds: tuple[str, ...],
    state: State,
    value: tuple[int, ...],
    printed: Printed,
    pages: list[Page],
    layouts: Layouts,
) -> None:
    rng = np.random.default_rng(2)
    layout = printed.layouts[0]
    bubbles = [bubble for bubble in layout.bubbles if bubble.field == "near"]
    pencil = Pencil(pages[0].copy(), pages[0].shape[1] / layout.width_mm, rng)
    for bubble, kind in zip(bubbles, kinds, strict=True):
        mark(pencil, bubble, kind, Hand(darkness=(0.8, 0.95)))
    (sheet,) = read_photo(encode(pencil.page), layouts=layouts).sheets
    answer = next(answer for answer in sheet.answers if answer.field == "near")
    assert (answer.state, answer.value) == (state, value)


def test_a_dark_thing_lying_on_a_row_is_never_read_as_marks(
    printed: Printed, pages: list[Page], layouts: Layouts
) -> None:
    page, layout = pages[0].copy(), printed.layouts[0]
    area = next(area for area in layout.areas if area.field == "near").rect
    scale = page.shape[1] / layout.width_mm
    page[
        int(area.top_mm * scale) : int(area.bottom_mm * scale),
        int(area.left_mm * scale) : int(area.right_mm * scale),
    ] //= 3
    (sheet,) = read_photo(encode(page), layouts=layouts).sheets
    answer = next(answer for answer in sheet.answers if answer.field == "near")
    assert answer.doubtful or answer.value == ()


def test_a_crop_is_small_and_shows_the_field(
    printed: Printed, pages: list[Page], layouts: Layouts
) -> None:
    rng = np.random.default_rng(4)
    filled = fill(pages[0], printed.layouts[0], random_answers(rng), rng=rng)
    photo = photograph([filled], level="careless", rng=rng)
    (sheet,) = read_photo(photo, layouts=layouts).sheets
    assert sheet.name is not None
    for rect in (*(answer.crop for answer in sheet.answers), sheet.name):
        picture = crop(sheet, rect)
        assert len(picture) <= 15_000
        decoded = cv2.imdecode(np.frombuffer(picture, np.uint8), cv2.IMREAD_GRAYSCALE)
        assert decoded is not None
        shape = (rect.right_mm - rect.left_mm) / (rect.bottom_mm - rect.top_mm)
        assert decoded.shape[1] / decoded.shape[0] == pytest.approx(shape, rel=0.05)


@pytest.mark.parametrize("grey", [60, 160, 255])
def test_a_bubble_under_something_is_not_taken_for_an_empty_one(
    grey: int, printed: Printed, pages: list[Page], layouts: Layouts
) -> None:
    page, layout = pages[0].copy(), printed.layouts[0]
    scale = page.shape[1] / layout.width_mm
    bubble = next(one for one in layout.bubbles if (one.field, one.option) == ("near", 2))
    at = (int(bubble.x_mm * scale), int(bubble.y_mm * scale))
    cv2.circle(page, at, int(9 * scale), grey, -1)
    (sheet,) = read_photo(encode(page), layouts=layouts).sheets
    answer = next(answer for answer in sheet.answers if answer.field == "near")
    assert answer.state is State.DOUBTFUL

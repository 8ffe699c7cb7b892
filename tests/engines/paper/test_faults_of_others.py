"""What other programs for reading forms were seen to get wrong, each tried on our own sheets."""

from collections.abc import Callable, Mapping

import cv2
import numpy as np
import pytest

from terrace.engines.paper.layout import SheetLayout
from terrace.engines.paper.printer import Printed
from terrace.engines.paper.reader import read_photo
from terrace.engines.paper.reading import SheetReading, State, Value
from terrace.engines.paper.simulate.camera import encode
from terrace.engines.paper.simulate.hand import TIDY, Hand, Page, Pencil, fill, mark
from tests.engines.paper.conftest import expected, random_answers

Layouts = Callable[[str], SheetLayout | None]


def dithered(page: Page) -> bytes:
    """The page as a scanner set to "black and white" sends it: error diffusion to one bit."""
    grey = page.astype(np.float32)
    height, width = grey.shape
    for row in range(height):
        line = grey[row].tolist()
        below = [0.0] * (width + 2)
        for at in range(width):
            wanted = line[at]
            given = 255.0 if wanted > 127 else 0.0
            line[at], error = given, wanted - given
            if at + 1 < width:
                line[at + 1] += error * 7 / 16
            below[at] += error * 3 / 16
            below[at + 1] += error * 5 / 16
            below[at + 2] += error / 16
        grey[row] = line
        if row + 1 < height:
            grey[row + 1] += np.array(below[1:-1], np.float32)
    done, data = cv2.imencode(".png", grey.astype(np.uint8))
    assert done
    return data.tobytes()


def scaled(page: Page, share: float) -> Page:
    """The page as a printer set to "fit to page" makes it: smaller or larger on the same paper."""
    height, width = page.shape
    move = cv2.getRotationMatrix2D((width / 2, height / 2), 0, share)
    return np.asarray(cv2.warpAffine(page, move, (width, height), borderValue=255), np.uint8)


def only_sheet(image: bytes, layouts: Layouts) -> SheetReading:
    (sheet,) = read_photo(image, layouts=layouts).sheets
    assert sheet.refusal is None
    return sheet


def wrong(sheet: SheetReading, answers: Mapping[str, Value]) -> list[str]:
    truth = expected(answers)
    return [a.field for a in sheet.answers if not a.doubtful and a.value != truth[a.field]]


def doubted(sheet: SheetReading) -> int:
    return sum(answer.doubtful for answer in sheet.answers)


def test_a_dithered_scan_is_read(printed: Printed, pages: list[Page], layouts: Layouts) -> None:
    rng = np.random.default_rng(12)
    answers = random_answers(rng)
    filled = fill(pages[0], printed.layouts[0], answers, rng=rng, hand=TIDY)
    sheet = only_sheet(dithered(filled), layouts)
    assert wrong(sheet, answers) == []
    assert doubted(sheet) <= 3


@pytest.mark.parametrize("share", [0.95, 0.97, 1.03, 1.05])
def test_a_sheet_printed_smaller_or_larger_is_read(
    share: float, printed: Printed, pages: list[Page], layouts: Layouts
) -> None:
    rng = np.random.default_rng(13)
    answers = random_answers(rng)
    filled = fill(
        scaled(pages[0], share), scaled_layout(printed.layouts[0], share), answers, rng=rng
    )
    sheet = only_sheet(encode(filled), layouts)
    assert wrong(sheet, answers) == []
    assert doubted(sheet) <= 2


def scaled_layout(layout: SheetLayout, share: float) -> SheetLayout:
    """Where the marks go on paper that was printed at another size."""
    told = layout.to_json()
    for one in (*told["bubbles"], *told["digits"]):
        one["x_mm"] = (one["x_mm"] - layout.width_mm / 2) * share + layout.width_mm / 2
        one["y_mm"] = (one["y_mm"] - layout.height_mm / 2) * share + layout.height_mm / 2
    return SheetLayout.from_json(told)


def test_a_blank_sheet_is_blank_however_dark_the_copy(
    printed: Printed, pages: list[Page], layouts: Layouts
) -> None:
    """A static threshold takes a grey copy for a sheet that is marked all over."""
    for paper, print_ in ((255, 0), (150, 20), (235, 120)):
        grey = pages[0].astype(np.float32) / 255 * (paper - print_) + print_
        sheet = only_sheet(encode(grey.astype(np.uint8)), layouts)
        assert {answer.state for answer in sheet.answers} <= {State.EMPTY, State.DOUBTFUL}
        assert {answer.value for answer in sheet.answers if not answer.doubtful} <= {(), ""}
        assert doubted(sheet) == 0


@pytest.mark.parametrize("darkness", [0.28, 0.34, 0.4])
def test_a_faint_fill_is_read_or_doubted(
    darkness: float, printed: Printed, pages: list[Page], layouts: Layouts
) -> None:
    rng = np.random.default_rng(14)
    layout = printed.layouts[0]
    bubble = next(one for one in layout.bubbles if (one.field, one.option) == ("near", 1))
    pencil = Pencil(pages[0].copy(), pages[0].shape[1] / layout.width_mm, rng)
    pencil.blob(bubble.x_mm, bubble.y_mm, 2.4, darkness)
    sheet = only_sheet(encode(pencil.page), layouts)
    (answer,) = [answer for answer in sheet.answers if answer.field == "near"]
    assert answer.value == (1,) or answer.doubtful
    assert answer.state is not State.EMPTY


@pytest.mark.parametrize("kind", ["full", "partial", "cross", "tick"])
def test_every_usual_mark_is_a_mark(
    kind: str, printed: Printed, pages: list[Page], layouts: Layouts
) -> None:
    """Neither crosses alone nor filled circles alone; and a filled one is never "corrected"."""
    rng = np.random.default_rng(15)
    layout = printed.layouts[0]
    bubble = next(one for one in layout.bubbles if (one.field, one.option) == ("near", 2))
    pencil = Pencil(pages[0].copy(), pages[0].shape[1] / layout.width_mm, rng)
    mark(pencil, bubble, kind, Hand(darkness=(0.8, 0.9)))
    sheet = only_sheet(encode(pencil.page), layouts)
    (answer,) = [answer for answer in sheet.answers if answer.field == "near"]
    assert (answer.value, answer.state) == ((2,), State.CLEAR)


def test_corner_markers_are_not_answers(
    printed: Printed, pages: list[Page], layouts: Layouts
) -> None:
    """Nothing that is printed black lies where a bubble is measured."""
    layout = printed.layouts[0]
    scale = pages[0].shape[1] / layout.width_mm
    for bubble in layout.bubbles:
        x, y = bubble.x_mm * scale, bubble.y_mm * scale
        half = 3.6 * scale
        around = pages[0][int(y - half) : int(y + half), int(x - half) : int(x + half)]
        assert int(around.min()) > 60


@pytest.mark.parametrize("above_mm", np.linspace(-0.8, 2.4, 9))
def test_a_seven_whose_bar_stands_above_its_box_is_not_a_one(
    printed: Printed,
    pages: list[Page],
    layouts: Layouts,
    above_mm: float,
) -> None:
    layout = printed.layouts[0]
    box = max((one for one in layout.digits if one.field == "sum"), key=lambda one: one.position)
    top = box.y_mm - box.height_mm / 2 - above_mm
    pencil = Pencil(pages[0].copy(), pages[0].shape[1] / layout.width_mm, np.random.default_rng(3))
    seven = np.add([(-2.2, 1.4), (1.9, 0.0), (-1.0, 8.6)], (box.x_mm, top))
    pencil.line([seven], 0.7, 0.85)
    (sheet,) = read_photo(encode(pencil.page), layouts=layouts).sheets
    (number,) = (answer for answer in sheet.answers if answer.field == "sum")
    assert number.doubtful or number.value == "7"

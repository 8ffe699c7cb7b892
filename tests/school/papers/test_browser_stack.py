"""A class of forty-five, nine sheets a photograph, on a phone in a real browser."""

from pathlib import Path
from typing import TYPE_CHECKING

import pytest

from terrace.engines.paper.layout import SheetLayout
from terrace.school.papers.models import Copy, Photo
from tests.browsing import OpenPage
from tests.processes import Site

from . import paper
from .test_browser import sign_in

if TYPE_CHECKING:
    from playwright.sync_api import Page

pytestmark = pytest.mark.browser

CHILDREN = 45
A_PHOTOGRAPH = 9
MEGAPIXELS_A_SHEET = 1.33
"""Nine sheets on a photograph of twelve megapixels."""


@pytest.fixture
def village(paper_site: Site) -> paper.Village:
    """A school whose class 3A has forty-five children."""
    return paper.village(children=CHILDREN)


def test_forty_five_sheets_take_six_photographs_one_of_them_again(
    paper_site: Site,
    open_page: OpenPage,
    village: paper.Village,
    printed: paper.Printed,
    desk: paper.Desk,
    tmp_path: Path,
) -> None:
    filled = [
        desk.filled(printed.page_of(sheet), sheet, desk.answers(sheet)) for sheet in printed.sheets
    ]
    covered = 20
    shown = [*filled]
    shown[covered] = left_side_under_another(filled[covered], printed.sheets[covered].layout)
    album = [
        photographed(tmp_path / f"IMG_{start}.jpg", desk, shown[start : start + A_PHOTOGRAPH])
        for start in range(0, CHILDREN, A_PHOTOGRAPH)
    ]
    page = sign_in(open_page, paper_site)
    page.goto(f"{paper_site.url}/classes/{village.class_a.pk}/photograph/")
    page.get_by_text(f"还差{CHILDREN}张").wait_for()
    # The first photograph alone: whom it does not show is said while the stack is still in hand.
    page.set_input_files("input[multiple]", album[:1])
    page.get_by_text(f"还差{CHILDREN - A_PHOTOGRAPH}张").wait_for(timeout=60_000)
    page.set_input_files("input[multiple]", album[1:])
    page.get_by_text("还差1张").wait_for(timeout=90_000)
    child = village.children_a[covered]
    missing = page.locator("ul.names li")
    assert missing.count() == 1
    assert missing.inner_text().split() == [str(child.class_number), child.name]
    # What to do about it stands there at once, before anything else is pressed.
    assert "左上角" in refusals(page)
    assert "再拍" in refusals(page)
    again = photographed(tmp_path / "IMG_again.jpg", desk, filled[covered : covered + 1])
    page.set_input_files("input[multiple]", [again])
    page.get_by_text("都齐了").wait_for(timeout=60_000)
    assert Photo.objects.count() == CHILDREN // A_PHOTOGRAPH + 1
    copies = Copy.objects.filter(sheet__run=printed.run)
    assert copies.count() == CHILDREN
    assert all(copy.answers.exists() for copy in copies)


def photographed(path: Path, desk: paper.Desk, pages: list[paper.Page]) -> Path:
    """The pages side by side on a table, as one file of the phone."""
    path.write_bytes(desk.photo(*pages, megapixels=MEGAPIXELS_A_SHEET * len(pages)))
    return path


def left_side_under_another(page: paper.Page, layout: object) -> paper.Page:
    """The page with its left markers under the white of the next sheet."""
    assert isinstance(layout, dict)
    known = SheetLayout.from_json(layout)
    scale = page.shape[1] / known.width_mm
    edge = max(m.x_mm + m.size_mm for m in known.markers if m.x_mm < known.width_mm / 2)
    hidden = page.copy()
    hidden[:, : int(edge * scale)] = 255
    return hidden


def refusals(page: "Page") -> str:
    """What is said of sheets that could not be read."""
    return " ".join(page.locator("ul.rows .due").all_inner_texts())

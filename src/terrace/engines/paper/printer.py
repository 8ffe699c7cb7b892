"""Sheets to one PDF, and where on it everything is that will be read."""

from collections.abc import Sequence
from dataclasses import dataclass, replace
from pathlib import Path

from terrace.engines.paper.content import Content
from terrace.engines.paper.font import missing_glyphs
from terrace.engines.paper.form import Choice, Field, Form, Passage, Sheet, Writing
from terrace.engines.paper.layout import (
    PAGE_HEIGHT_MM,
    PAGE_WIDTH_MM,
    Area,
    Bubble,
    DigitBox,
    Rect,
    SheetLayout,
)
from terrace.engines.paper.numbers import make_number
from terrace.engines.paper.typesetting import blocks, columns, frame, head
from terrace.engines.paper.typesetting.blocks import Piece
from terrace.engines.paper.typesetting.compositor import BadMathematics, compositor_at
from terrace.engines.paper.typesetting.drawing import Job, Sizes, Words
from terrace.engines.paper.typesetting.head import Head

__all__ = ["BadMathematics", "DoesNotFit", "Printed", "misfits", "pages_of", "print_sheets"]


@dataclass(frozen=True, slots=True)
class Printed:
    """A PDF with one page a sheet, in the order of the sheets."""

    pdf: bytes
    layouts: tuple[SheetLayout, ...]
    missing: dict[str, frozenset[str]]
    """Characters that the font lacks and that are therefore not on the page, by sheet number."""


class DoesNotFit(ValueError):
    """A sheet whose questions need more than a page: which field is the first without room."""

    def __init__(self, number: str, field: str, missing_mm: float) -> None:
        super().__init__(f"sheet {number}: {field} lacks {missing_mm:.0f} mm on its page")
        self.number = number
        self.field = field
        self.missing_mm = missing_mm


def print_sheets(sheets: Sequence[Sheet], *, font_dir: Path, halves: bool = False) -> Printed:
    """Lay out and typeset the sheets; the same sheets give the same bytes.

    With `halves` two sheets of A5 stand side by side on each page of A4, to be cut apart: each is a
    whole sheet made smaller, so its layout is that of a whole one, in which the reader measures
    whatever its size; `SheetLayout.page` is the page on which it stands.

    `font_dir` is where `font.unpack_font` has put the font. Raises `DoesNotFit` when a form is
    longer than its page and `BadMathematics` when a formula cannot be set: nothing is printed then.
    """
    if not sheets:
        raise ValueError("there is no sheet to print")
    compositor = compositor_at(font_dir)
    parts = _parts(sheets)
    sizes = compositor.sizes(_texts(parts))
    pages, layouts = [], []
    for number, (top, row) in enumerate(parts):
        jobs, layout = _page(top, row, sizes, page=number // (1 + halves), halves=halves)
        pages.append(jobs)
        layouts.append(layout)
    missing = {sheet.number: missing_glyphs(_all_text(sheet)) for sheet in sheets}
    return Printed(
        compositor.pdf(pages, halves=halves),
        tuple(layouts),
        {number: characters for number, characters in missing.items() if characters},
    )


def misfits(sheets: Sequence[Sheet], *, font_dir: Path) -> dict[str, DoesNotFit]:
    """The sheets that need more than a page, by number: laid out as for print, not typeset.

    Raises `BadMathematics`.
    """
    found = {}
    parts = _parts(sheets)
    sizes = compositor_at(font_dir).sizes(_texts(parts))
    for top, row in parts:
        try:
            _page(top, row, sizes, page=0)
        except DoesNotFit as misfit:
            found[misfit.number] = misfit
    return found


def pages_of(form: Form, *, font_dir: Path) -> tuple[Form, ...]:
    """The form as one form a page: as many questions on each as it holds, numbered on.

    A text stays above the question that it leads. Raises `DoesNotFit` for a field that is longer
    than a page, and `BadMathematics`.
    """
    number = make_number(0)
    pages: list[tuple[Field, ...]] = []
    rest = form.fields
    while rest:
        here = len(rest)
        while found := misfits(
            [Sheet(number, replace(form, fields=rest[:here]))], font_dir=font_dir
        ):
            names = [as_name(field) for field in rest[:here]]
            here = min(names.index(found[number].field), here - 1)
            while here and isinstance(rest[here - 1], Passage):
                here -= 1
            if here == 0:
                raise found[number]
        pages.append(rest[:here])
        rest = rest[here:]
    if len(pages) < 2:
        return (form,)
    forms, first = [], form.first
    for place, fields in enumerate(pages, 1):
        title = f"{form.title} {place}/{len(pages)}"
        forms.append(replace(form, title=title, fields=fields, first=first))
        first += sum(not isinstance(field, Passage) for field in fields)
    return tuple(forms)


Parts = list[tuple[Head, list[Piece]]]


def _parts(sheets: Sequence[Sheet]) -> Parts:
    return [(head.head(sheet), _pieces(sheet)) for sheet in sheets]


def _texts(parts: Parts) -> list[Words]:
    around = (text for top, _ in parts for text in top.texts())
    asked = (text for _, row in parts for piece in row for text in piece.texts())
    return [*around, *asked]


def _pieces(sheet: Sheet) -> list[Piece]:
    question = sheet.form.first - 1
    pieces = []
    for field in sheet.form.fields:
        question += not isinstance(field, Passage)
        pieces.append(blocks.piece(field, question=question, language=sheet.form.language))
    return pieces


def _page(
    top: Head, pieces: Sequence[Piece], sizes: Sizes, *, page: int, halves: bool = False
) -> tuple[list[Job], SheetLayout]:
    number = top.sheet.number
    heights = [
        columns.Height(blocks.height_mm(piece, sizes), isinstance(piece.field, Passage))
        for piece in pieces
    ]
    bottom = head.bottom_mm(top, sizes)
    try:
        places = columns.arrange(heights, top_mm=frame.TOP_MM, bottom_mm=bottom)
    except columns.Overflow as overflow:
        field = pieces[overflow.block].field
        name = as_name(field)
        raise DoesNotFit(number, name, overflow.missing_mm) from overflow
    jobs = head.draw(top, sizes, halves=halves)
    bubbles: list[Bubble] = []
    boxes: list[DigitBox] = []
    areas: list[Area] = []
    writings: list[Area] = []
    for piece, height, place in zip(pieces, heights, places, strict=True):
        left = frame.COLUMN_LEFTS_MM[place.column]
        drawn = blocks.draw(piece, sizes, x_mm=left, y_mm=place.top_mm)
        jobs.extend(drawn.jobs)
        bubbles.extend(drawn.bubbles)
        boxes.extend(drawn.boxes)
        if not isinstance(piece.field, Passage):
            rect = Rect(
                left - 1.0,
                place.top_mm - 1.5,
                left + frame.COLUMN_MM + 1.0,
                place.top_mm + height.mm + 1.5,
            )
            kept = writings if isinstance(piece.field, Writing) else areas
            kept.append(Area(piece.field.name, rect))
    layout = SheetLayout(
        number=number,
        page=page,
        width_mm=PAGE_WIDTH_MM,
        height_mm=PAGE_HEIGHT_MM,
        markers=frame.markers(number),
        code=frame.code(),
        dots=frame.dots(),
        bubbles=tuple(bubbles),
        digits=tuple(boxes),
        areas=tuple(areas),
        name=head.NAME_STRIP,
        strip=frame.strip(),
        writings=tuple(writings),
    )
    return jobs, layout


def as_name(field: Field) -> str:
    """How an error names a field: a passage by its first words."""
    return field.name if not isinstance(field, Passage) else _text(field.content)[:20]


def _text(content: Content) -> str:
    return "".join(part for part in content if isinstance(part, str))


def _all_text(sheet: Sheet) -> str:
    form = sheet.form
    texts = [sheet.name, sheet.subtitle, form.title, *(_text(line) for line in form.footer)]
    for field in form.fields:
        if isinstance(field, Passage):
            texts.append(_text(field.content))
            continue
        texts.append(_text(field.statement))
        if isinstance(field, Choice):
            texts.extend(_text(option) for option in field.options)
    return "".join(texts)

"""Photographs of a class's newest sheets as its simulated children would answer them.

The printed PDF is rasterised, filled in by hand and photographed on a table; nothing is passed to
the reader but the picture.
"""

import json
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path

import numpy as np
from numpy.typing import NDArray

from terrace.engines.paper.layout import SheetLayout
from terrace.engines.paper.simulate.camera import Level, photograph
from terrace.engines.paper.simulate.hand import fill
from terrace.engines.paper.simulate.raster import rasterise
from terrace.school.learning.models import Worksheet
from terrace.school.learning.worksheets import Marked
from terrace.school.papers import files
from terrace.school.papers.actions import WHO_FIELD
from terrace.school.papers.models import Copy, PrintRun, Sheet
from terrace.school.people.models import SchoolClass

from .minds import Lived, answer_sheet, mind_after
from .term import lived_so_far

DPI = 200
TOGETHER = 0.15
"""Share of photographs that show two sheets."""


class NothingToPhotographError(LookupError):
    """The class has no printed sheets that wait to be read."""


@dataclass(frozen=True, slots=True)
class Filled:
    """One copy as it lies on the table: its page, and what is written on it."""

    copy: Copy
    page: NDArray[np.uint8]
    answers: Mapping[str, Marked]


@dataclass(frozen=True, slots=True)
class Taken:
    """What was photographed: files written, copies on them."""

    photos: tuple[Path, ...]
    copies: int


def newest_unread_run(school_class: SchoolClass) -> PrintRun:
    """The class's newest printed run with copies that nobody has read.

    Raises `NothingToPhotographError`.
    """
    run = (
        PrintRun.objects.filter(
            school_class=school_class,
            state=PrintRun.State.READY,
            sheets__copies__read_at=None,
            sheets__worksheet__isnull=False,
        )
        .exclude(pdf="")
        .order_by("-made_at")
        .first()
    )
    if run is None:
        raise NothingToPhotographError(school_class.code)
    return run


def take_photos(
    school_class: SchoolClass, *, out: Path, seed: int, level: Level = "careful"
) -> Taken:
    """Write `photo-001.jpg` … and `truth.json` (what each sheet says) into the folder `out`.

    `truth.json` lists `{"photo", "sheet", "child", "answers"}` for every copy. The same seed gives
    the same pictures. Raises `NothingToPhotographError`, `OSError`.
    """
    run = newest_unread_run(school_class)
    rng = np.random.default_rng(seed)
    filled = _fill(run, school_class, rng, seed)
    out.mkdir(parents=True, exist_ok=True)
    photos: list[Path] = []
    truth = []
    for number, together in enumerate(_on_the_table(filled, rng), start=1):
        path = out / f"photo-{number:03d}.jpg"
        path.write_bytes(photograph([one.page for one in together], level=level, rng=rng))
        photos.append(path)
        truth += [
            {
                "photo": path.name,
                "sheet": one.copy.sheet.number,
                "child": one.copy.child.name,
                "answers": one.answers,
            }
            for one in together
        ]
    (out / "truth.json").write_text(
        json.dumps(truth, ensure_ascii=False, indent=1) + "\n", encoding="utf-8"
    )
    return Taken(tuple(photos), len(filled))


def _fill(
    run: PrintRun, school_class: SchoolClass, rng: np.random.Generator, seed: int
) -> list[Filled]:
    sheets = list(Sheet.objects.filter(run=run).order_by("place"))
    pages = rasterise(files.path_of(run.pdf).read_bytes(), DPI)
    worksheets = {
        worksheet.sheet_id: Lived.of(worksheet)
        for worksheet in Worksheet.objects.filter(sheet__run=run).select_related("plan")
    }
    copies = Copy.objects.filter(sheet__run=run, read_at=None).select_related("child", "sheet")
    by_place = {sheet.pk: sheet for sheet in sheets}
    filled = []
    for copy in copies.order_by("sheet__place", "child__class_number"):
        sheet, child = by_place[copy.sheet_id], copy.child
        mind = mind_after(child, school_class, lived_so_far(child), seed=seed)
        answers, _ = answer_sheet(mind, child, school_class, worksheets[copy.sheet_id], seed=seed)
        if sheet.shared:
            answers[WHO_FIELD] = f"{child.class_number or 0:02d}"
        assert sheet.layout is not None, "a run that is ready has layouts"
        layout = SheetLayout.from_json(sheet.layout)
        filled.append(Filled(copy, fill(pages[sheet.place], layout, answers, rng=rng), answers))
    return filled


def _on_the_table(filled: Sequence[Filled], rng: np.random.Generator) -> list[list[Filled]]:
    """The sheets photo by photo: mostly one, sometimes two."""
    photos: list[list[Filled]] = []
    rest = list(filled)
    while rest:
        number = 2 if len(rest) > 1 and rng.random() < TOGETHER else 1
        photos.append(rest[:number])
        rest = rest[number:]
    return photos

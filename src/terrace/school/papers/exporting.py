"""An exam as tables for a spreadsheet: CSV, and XLSX (which loads openpyxl: in a child process).

A name that begins like a formula stays a name: spreadsheets would run it.
"""

import base64
import csv
import io
from collections.abc import Sequence
from typing import TypeAlias

from django.utils.translation import gettext as _

from terrace.engines.paper.scoring import score

from .queries.exams import ExamPage
from .queries.questions import value_text

Cell: TypeAlias = str | float | None
Table: TypeAlias = Sequence[Sequence[Cell]]

_RUNS = ("=", "+", "-", "@", "\t", "\r", "\n", "＝", "＋", "－", "＠")


def children_table(page: ExamPage) -> Table:
    """A child a row, in the order of the class list: answers, points of each question, total."""
    numbers = range(1, len(page.keys) + 1)
    head: list[Cell] = [_("number in class"), _("name")]
    head += [_("question %(number)d") % {"number": number} for number in numbers]
    head += [_("points %(number)d") % {"number": number} for number in numbers]
    head += [_("points"), _("out of")]
    rows: list[Sequence[Cell]] = [head]
    for line in page.lines:
        said: list[Cell] = [
            value_text(line.said[key.name]) if key.name in line.said else "?" for key in page.keys
        ]
        points: list[Cell] = [
            score(key, line.said[key.name]) if key.name in line.said else None for key in page.keys
        ]
        who: list[Cell] = [line.child.class_number, line.child.name]
        rows.append([*who, *said, *points, line.total.points, line.total.out_of])
    return rows


def questions_table(page: ExamPage) -> Table:
    """A question a row: key, share of points with its interval, discrimination."""
    rows: list[Sequence[Cell]] = [
        [
            _("question"),
            _("key"),
            _("answers known"),
            _("solved"),
            _("solved, at least"),
            _("solved, at most"),
            _("discrimination"),
        ]
    ]
    for line in page.items:
        item = line.item
        known: list[Cell] = [line.number, line.key, item.children]
        rows.append([*known, item.solved, item.low, item.high, item.discrimination])
    return rows


def answers_table(page: ExamPage) -> Table:
    """An answer a row: how many gave it, and how they did on the other questions."""
    rows: list[Sequence[Cell]] = [
        [_("question"), _("answer"), _("children"), _("other questions solved"), _("right")]
    ]
    for line in page.items:
        for one in line.answers:
            right = _("yes") if one.is_right else ""
            rows.append([line.number, one.words, one.children, one.rest, right])
    return rows


def tables(page: ExamPage) -> list[tuple[str, Table]]:
    """All tables with their titles."""
    return [
        (_("Children"), children_table(page)),
        (_("Questions"), questions_table(page)),
        (_("Answers"), answers_table(page)),
    ]


def csv_bytes(table: Table) -> bytes:
    """The table as CSV with a byte order mark, so that Excel reads Chinese."""
    out = io.StringIO()
    writer = csv.writer(out, lineterminator="\r\n")
    for row in table:
        writer.writerow([_harmless(cell) for cell in row])
    return out.getvalue().encode("utf-8-sig")


def workbook(sheets: Sequence[tuple[str, Table]]) -> str:
    """The tables, with their titles, as an XLSX file in base64. For a child process."""
    from openpyxl import Workbook

    book = Workbook()
    book.remove(book.worksheets[0])
    for title, table in sheets:
        sheet = book.create_sheet(title)
        for row_at, row in enumerate(table, 1):
            for column_at, cell in enumerate(row, 1):
                place = sheet.cell(row_at, column_at, cell)
                if isinstance(cell, str):
                    place.data_type = "s"
        sheet.freeze_panes = "A2"
    out = io.BytesIO()
    book.save(out)
    return base64.b64encode(out.getvalue()).decode()


def _harmless(cell: Cell) -> str | float:
    if cell is None:
        return ""
    if isinstance(cell, str):
        return f"'{cell}" if cell.startswith(_RUNS) else cell
    return round(cell, 4)

"""Rows of a workbook or a text table, with limits: no file can fill the memory of a small box."""

import csv
import zipfile
from collections.abc import Iterator
from io import BytesIO, StringIO

from .encoding import decoded
from .question import Fault

MOST_ROWS = 20_000
MOST_COLUMNS = 60
MOST_UNPACKED = 200 * 1024**2
_MOST_CELL = 100_000

Table = tuple[str, list[tuple[int, tuple[str, ...]]]]
"""A sheet's name and its rows: row number from 1, cells as text."""


def text_table(raw: bytes) -> Table:
    """The rows of a CSV or TSV file. Raises `Fault`."""
    text = decoded(raw)
    head = text[:20_000]
    delimiter = max(",\t;", key=head.count)
    csv.field_size_limit(_MOST_CELL)
    reader = csv.reader(StringIO(text, newline=""), delimiter=delimiter)
    rows: list[tuple[int, tuple[str, ...]]] = []
    line = 1
    try:
        for cells in reader:
            rows.append((line, tuple(cell.strip() for cell in cells[:MOST_COLUMNS])))
            line = reader.line_num + 1
            if len(rows) > MOST_ROWS:
                raise _too_large()
    except csv.Error as error:
        raise Fault(
            line,
            zh=f"第 {line} 行起读不下去，多半是引号没有成对。",
            en=f"It cannot be read from line {line} on: a quotation mark may not be closed.",
        ) from error
    return "", rows


def workbook_tables(raw: bytes) -> list[Table]:
    """The sheets of an Excel workbook, formulas as the values they last had. Raises `Fault`."""
    from openpyxl import load_workbook

    try:
        with zipfile.ZipFile(BytesIO(raw)) as packed:
            if sum(one.file_size for one in packed.infolist()) > MOST_UNPACKED:
                raise _too_large()
        book = load_workbook(BytesIO(raw), read_only=True, data_only=True)
        try:
            return [
                (sheet.title, list(_rows(sheet)))
                for sheet in book.worksheets
                if sheet.sheet_state == "visible"
            ]
        finally:
            book.close()
    except Fault:
        raise
    # openpyxl raises whatever its XML and zip readers raise; none of it may bring a command down.
    except Exception as error:
        raise Fault(
            None,
            zh="这不是 Excel 工作簿（.xlsx），或者文件坏了。",
            en="This is no Excel workbook (.xlsx), or it is broken.",
        ) from error


def _rows(sheet: object) -> Iterator[tuple[int, tuple[str, ...]]]:
    rows = sheet.iter_rows(values_only=True, max_col=MOST_COLUMNS)  # type: ignore[attr-defined]
    for at, cells in enumerate(rows, 1):
        if at > MOST_ROWS:
            raise _too_large()
        yield at, tuple(_cell(value) for value in cells)


def _cell(value: object) -> str:
    if value is None:
        return ""
    if isinstance(value, bool):
        return "true" if value else "false"
    if isinstance(value, float):
        return str(int(value)) if value == int(value) and abs(value) < 1e15 else repr(value)
    return str(value).strip()


def _too_large() -> Fault:
    return Fault(
        None,
        zh=f"文件太大：最多 {MOST_ROWS} 行。请分成几个文件。",
        en=f"The file is too large: at most {MOST_ROWS} rows. Make several files of it.",
    )

"""Rows of an Excel file or a text table, read so that no file can bring the box down."""

import lzma
import zipfile
import zlib
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from xml.etree.ElementTree import ParseError

from openpyxl import load_workbook
from openpyxl.utils.exceptions import InvalidFileException

from .delimited import text_rows
from .problem import Unreadable
from .values import Cell

MOST_BYTES = 20 * 2**20
MOST_UNPACKED_BYTES = 50 * 2**20
MOST_PARTS = 2_000
MOST_ROWS = 20_000
MOST_COLUMNS = 100


@dataclass(frozen=True, slots=True)
class Row:
    """One row: the sheet it stands on, its number as the spreadsheet shows it, its cells from A."""

    sheet: str
    number: int
    cells: tuple[Cell, ...]


def rows_of(path: Path) -> Iterator[Row]:
    """Every row of every visible sheet that has anything in it. Of a formula its value is read.

    A text table (CSV, TSV) is one sheet without a name. Raises `Unreadable` for a file that is
    neither, is damaged, locked or too large.
    """
    _refuse_what_is_too_large(path)
    if not zipfile.is_zipfile(path):
        yield from _rows_of_text(path)
        return
    _refuse_what_unpacks_to_too_much(path)
    try:
        book = load_workbook(path, read_only=True, data_only=True)
        try:
            for sheet in book.worksheets:
                if sheet.sheet_state != "visible":
                    continue
                sheet.reset_dimensions()  # a file may claim a million rows that it does not have
                filled = 0
                for number, cells in enumerate(
                    sheet.iter_rows(values_only=True, max_col=MOST_COLUMNS), start=1
                ):
                    if all(cell is None or cell == "" for cell in cells):
                        continue
                    filled += 1
                    if filled > MOST_ROWS or number > 10 * MOST_ROWS:
                        raise Unreadable(
                            zh=f"“{sheet.title}”超过 {MOST_ROWS} 行，请分成几个文件。",
                            en=f"“{sheet.title}” has more than {MOST_ROWS} rows: split the file.",
                        )
                    yield Row(sheet=sheet.title, number=number, cells=_plain(cells))
        finally:
            book.close()
    except Unreadable:
        raise
    except (
        InvalidFileException,
        zipfile.BadZipFile,
        zlib.error,
        lzma.LZMAError,
        ParseError,
        KeyError,
        ValueError,
        TypeError,
        IndexError,
        AttributeError,
        EOFError,
        OSError,
        RuntimeError,
    ) as error:
        raise Unreadable(
            zh="这个文件坏了，读不出来。请在电脑上打开，另存为 .xlsx 再试。",
            en="This file is damaged. Open it on a computer, save it as .xlsx, and try again.",
        ) from error


def _plain(cells: tuple[object, ...]) -> tuple[Cell, ...]:
    return tuple(cell if cell is None or isinstance(cell, Cell) else str(cell) for cell in cells)


def _rows_of_text(path: Path) -> Iterator[Row]:
    with path.open("rb") as file:
        start = file.read(8)
    if start == b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1":
        raise Unreadable(
            zh="这是旧式 .xls 或加了密码的文件。请打开后另存为不加密码的 .xlsx。",
            en="This is an old .xls file or has a password: save it as .xlsx without one.",
        )
    if start.startswith(b"PK"):
        raise Unreadable(
            zh="这个文件坏了，读不出来。请在电脑上打开，另存为 .xlsx 再试。",
            en="This file is damaged. Open it on a computer, save it as .xlsx, and try again.",
        )
    filled = 0
    for number, cells in text_rows(path):
        if not any(cell.strip() for cell in cells):
            continue
        filled += 1
        if filled > MOST_ROWS:
            raise Unreadable(
                zh=f"超过 {MOST_ROWS} 行，请分成几个文件。",
                en=f"There are more than {MOST_ROWS} rows: split the file.",
            )
        yield Row(sheet="", number=number, cells=cells[:MOST_COLUMNS])


def _refuse_what_is_too_large(path: Path) -> None:
    if path.stat().st_size > MOST_BYTES:
        raise Unreadable(
            zh="文件超过 20 MB，不像一份名单。",
            en="The file is over 20 MB: not a list of children.",
        )


def _refuse_what_unpacks_to_too_much(path: Path) -> None:
    try:
        with zipfile.ZipFile(path) as parts:
            infos = parts.infolist()
    except (zipfile.BadZipFile, OSError, ValueError, NotImplementedError) as error:
        raise Unreadable(
            zh="这不是 Excel 文件（.xlsx）。", en="This is not an Excel file (.xlsx)."
        ) from error
    # What a part claims to unpack to is also all that zipfile will ever unpack of it.
    if len(infos) > MOST_PARTS or sum(info.file_size for info in infos) > MOST_UNPACKED_BYTES:
        raise Unreadable(
            zh="这个文件解开后太大，不像一份名单。",
            en="This file unpacks to too much: not a list of children.",
        )
    if "xl/workbook.xml" not in {info.filename for info in infos}:
        raise Unreadable(zh="这不是 Excel 文件（.xlsx）。", en="This is not an Excel file (.xlsx).")

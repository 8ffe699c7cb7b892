"""Rows of a text table (CSV, TSV) in whatever encoding a Chinese computer has saved it."""

import codecs
import csv
from collections.abc import Iterator
from io import StringIO
from pathlib import Path

from .problem import Unreadable

DELIMITERS = (",", "\t", ";", "|")
"""What separates cells; the one that stands most often in the first lines is taken."""

MOST_CELL_LETTERS = 100_000
_FIRST_LINES = 15


def text_rows(path: Path) -> Iterator[tuple[int, tuple[str, ...]]]:
    """Every row with its line number, from 1. The caller has limited the size of the file.

    Raises `Unreadable` for what is no text, and for a quotation mark that is never closed.
    """
    text = decoded(path.read_bytes())
    csv.field_size_limit(MOST_CELL_LETTERS)
    reader = csv.reader(StringIO(text, newline=""), delimiter=_delimiter(text), strict=False)
    line = 1
    try:
        for cells in reader:
            yield line, tuple(cells)
            line = reader.line_num + 1
    except csv.Error as error:
        raise Unreadable(
            zh=f"第 {line} 行起读不下去，多半是引号没有成对。请检查后再试。",
            en=f"It cannot be read from line {line} on: a quotation mark may not be closed.",
        ) from error


def decoded(raw: bytes) -> str:
    """The text of a file: UTF-16 by its mark, UTF-8 with or without one, else GB18030 (and GBK).

    Raises `Unreadable` where none fits, or where zero bytes show that it is no text.
    """
    if raw.startswith((codecs.BOM_UTF16_LE, codecs.BOM_UTF16_BE)):
        encodings: tuple[str, ...] = ("utf-16",)
    else:
        encodings = ("utf-8-sig", "gb18030")
    for encoding in encodings:
        try:
            text = raw.decode(encoding)
        except UnicodeDecodeError:
            continue
        if "\0" not in text:
            return text
    raise Unreadable(
        zh="这不是表格：不是 Excel 文件（.xlsx），也不是文本表格（.csv）。",
        en="This is neither an Excel file (.xlsx) nor a text table (.csv).",
    )


def _delimiter(text: str) -> str:
    head = "\n".join(text.splitlines()[:_FIRST_LINES]) if len(text) < 10**6 else text[:20_000]
    return max(DELIMITERS, key=head.count)

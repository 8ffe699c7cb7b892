"""Tables out of a zip file that a stranger may have packed: nothing is unpacked to a disk."""

import csv
import lzma
import zipfile
import zlib
from collections.abc import Iterator
from dataclasses import dataclass
from io import StringIO
from pathlib import Path, PurePosixPath

from .delimited import MOST_CELL_LETTERS, decoded
from .problem import Unreadable

MOST_BYTES = 64 * 2**20
"""A table of a county: 500,000 rows. What unpacks to more is not read."""
MOST_FILES = 200


@dataclass(frozen=True, slots=True)
class TableRow:
    """One row by its headings. ``place`` gives the column's letter for a problem."""

    number: int
    cells: dict[str, str]
    places: dict[str, int]

    def __getitem__(self, heading: str) -> str:
        """The cell without white space around it; empty where the column or the cell is not."""
        return self.cells.get(heading, "").strip()

    def column(self, heading: str) -> str | None:
        """The column's letter as a spreadsheet shows it."""
        from openpyxl.utils import get_column_letter  # heavy, and a page asks only what a zip is

        place = self.places.get(heading)
        return None if place is None else get_column_letter(place + 1)


def table_names(path: Path) -> dict[str, str]:
    """Lower-case file name → its name within the zip; the folders within do not matter.

    Empty when the file is no zip that can be read.
    """
    try:
        with zipfile.ZipFile(path) as packed:
            names = [one.filename for one in packed.infolist()[:MOST_FILES] if not one.is_dir()]
    except (zipfile.BadZipFile, OSError, ValueError, NotImplementedError, RuntimeError):
        return {}
    found: dict[str, str] = {}
    for name in names:
        pure = PurePosixPath(name.replace("\\", "/"))
        if not pure.name.startswith(".") and "__MACOSX" not in pure.parts:
            found.setdefault(pure.name.lower(), name)
    return found


def is_oneroster(path: Path) -> bool:
    """Whether the file is a zip with tables of OneRoster in it."""
    names = table_names(path)
    return "manifest.csv" in names or "users.csv" in names


def table(path: Path, name: str, *, needed: tuple[str, ...] = ()) -> Iterator[TableRow]:
    """The rows under the headings of one file within the zip.

    Raises `Unreadable` for what cannot be unpacked, is too large, is no text, or lacks a column.
    """
    shown = PurePosixPath(name).name
    text = decoded(_unpacked(path, name, shown))
    csv.field_size_limit(MOST_CELL_LETTERS)
    reader = csv.reader(StringIO(text, newline=""), strict=False)
    line = 1
    try:
        heading = [one.strip() for one in next(reader, [])]
        places = {one: place for place, one in reversed(list(enumerate(heading))) if one}
        missing = [one for one in needed if one not in places]
        if missing:
            listed = ", ".join(missing)
            raise Unreadable(
                zh=f"{shown} 缺少这些列：{listed}。", en=f"{shown} lacks these columns: {listed}."
            )
        for cells in reader:
            line = reader.line_num
            if any(cell.strip() for cell in cells):
                yield TableRow(
                    line,
                    {
                        one: cells[place].replace("\0", "")
                        for one, place in places.items()
                        if place < len(cells)
                    },
                    places,
                )
    except csv.Error as error:
        raise Unreadable(
            zh=f"{shown} 第 {line} 行起读不下去，多半是引号没有成对。",
            en=f"{shown} cannot be read from line {line} on: a quotation mark may not be closed.",
        ) from error


def _unpacked(path: Path, name: str, shown: str) -> bytes:
    """The bytes of one member; never more than `MOST_BYTES`, whatever its header says."""
    try:
        with zipfile.ZipFile(path) as packed, packed.open(name) as member:
            raw = member.read(MOST_BYTES + 1)
    except (
        zipfile.BadZipFile,
        zlib.error,
        lzma.LZMAError,
        EOFError,
        OSError,
        KeyError,
        ValueError,
        NotImplementedError,
        RuntimeError,
    ) as error:
        raise Unreadable(
            zh=f"{shown} 解不开：压缩包坏了，或者加了密码。",
            en=f"{shown} cannot be unpacked: the zip is damaged or locked with a password.",
        ) from error
    if len(raw) > MOST_BYTES:
        raise Unreadable(
            zh=f"{shown} 解开后超过 {MOST_BYTES // 2**20} MB，没有读。",
            en=f"{shown} unpacks to more than {MOST_BYTES // 2**20} MB: it was not read.",
        )
    return raw

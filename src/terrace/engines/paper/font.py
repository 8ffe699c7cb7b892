"""The shipped Chinese font: unpacked for Typst, and asked which characters it lacks."""

import os
import struct
import zlib
from bisect import bisect_right
from functools import cache
from importlib.resources import files
from pathlib import Path

FAMILY = "LXGW WenKai"
FONT_FILE = "LXGWWenKai-Regular.ttf"
_WOFF = "lxgw-wenkai-latin-500-normal.woff"
_INVISIBLE = frozenset("\t\n\r\u200b\u2028\u2029\ufeff")


def unpack_font(directory: Path) -> Path:
    """Write the font as TrueType into `directory` unless it is there; its path. Takes 0.3 s once.

    The file appears whole or not at all, also when two processes unpack it together.
    """
    path = directory / FONT_FILE
    data = _shipped()
    size = int(struct.unpack_from(">I", data, 16)[0])
    if path.is_file() and path.stat().st_size == size:
        return path
    directory.mkdir(parents=True, exist_ok=True)
    part = directory / f"{FONT_FILE}.{os.getpid()}.part"
    try:
        part.write_bytes(_truetype(data))
        part.replace(path)
    finally:
        part.unlink(missing_ok=True)  # a full disk shall not be filled up by what did not fit
    return path


def missing_glyphs(text: str) -> frozenset[str]:
    """The characters of `text` that the font lacks: Typst would leave them out in silence."""
    starts, ends = _characters()
    return frozenset(
        character
        for character in set(text) - _INVISIBLE
        if ends[bisect_right(starts, ord(character)) - 1] < ord(character)
    )


def _shipped() -> bytes:
    return (files("terrace.engines.paper") / "fonts" / _WOFF).read_bytes()


def _tables(data: bytes) -> list[tuple[bytes, int, int, int, int]]:
    """(tag, offset, compressed length, length, checksum) of each table: WOFF 1.0, section 4."""
    signature, _flavour, _length, count = struct.unpack_from(">4sIIH", data)
    if signature != b"wOFF":
        raise ValueError("the shipped font is not WOFF")
    return [struct.unpack_from(">4sIIII", data, 44 + 20 * i) for i in range(count)]


def _table(data: bytes, offset: int, compressed: int, length: int) -> bytes:
    raw = data[offset : offset + compressed]
    return raw if compressed == length else zlib.decompress(raw)


def _truetype(data: bytes) -> bytes:
    tables = _tables(data)
    power = 1 << (len(tables).bit_length() - 1)
    flavour = struct.unpack_from(">I", data, 4)[0]
    head = struct.pack(
        ">IHHHH",
        flavour,
        len(tables),
        16 * power,
        power.bit_length() - 1,
        16 * (len(tables) - power),
    )
    records, bodies = [], []
    place = len(head) + 16 * len(tables)
    for tag, offset, compressed, length, checksum in tables:
        body = _table(data, offset, compressed, length)
        body += bytes(-length % 4)
        records.append(struct.pack(">4sIII", tag, checksum, place, length))
        bodies.append(body)
        place += len(body)
    return b"".join((head, *records, *bodies))


@cache
def _characters() -> tuple[list[int], list[int]]:
    """First and last code points of each run that the font has, ascending (`cmap` format 12)."""
    data = _shipped()
    for tag, offset, compressed, length, _checksum in _tables(data):
        if tag == b"cmap":
            cmap = _table(data, offset, compressed, length)
    for i in range(struct.unpack_from(">H", cmap, 2)[0]):
        start = struct.unpack_from(">I", cmap, 4 + 8 * i + 4)[0]
        if struct.unpack_from(">H", cmap, start)[0] == 12:
            count = struct.unpack_from(">I", cmap, start + 12)[0]
            runs = [struct.unpack_from(">II", cmap, start + 16 + 12 * run) for run in range(count)]
    return [-1, *(first for first, _last in runs)], [-1, *(last for _first, last in runs)]

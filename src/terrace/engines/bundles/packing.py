"""A bundle: one zip file of signed records and the photographs that they name.

    terrace-practice.json      {"format": 1, "records": 31, "photos": 2}
    records.jsonl              one signed record a line
    photos/<sha256>.jpg        each photograph under the digest of its bytes

Whoever made the file may mean harm. Nothing is written to a path that it names; every entry is read
as a stream and cut off at its limit, whatever size the file says that it has.
"""

import hashlib
import io
import json
import re
import zipfile
import zlib
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import IO

from .canonical import NotCanonical, decode
from .records import LARGEST_RECORD
from .refusal import Refusal, refuse
from .signing import Signed, read_line

FORMAT = 1
HEADER = "terrace-practice.json"
RECORDS = "records.jsonl"
PHOTO = re.compile(r"photos/([0-9a-f]{64})\.jpg")

MOST_ENTRIES = 5_000
MOST_RECORDS = 200_000
LARGEST_BUNDLE = 512 * 1024 * 1024
"""Bytes of the file."""
LARGEST_RECORDS = 512 * 1024 * 1024
"""Bytes of all records, unpacked."""
LARGEST_PHOTO = 1024 * 1024
_LONGEST_LINE = 2 * LARGEST_RECORD
_JPEG = b"\xff\xd8\xff"
_MADE = (1980, 1, 1, 0, 0, 0)
_UNREADABLE = (
    zipfile.BadZipFile,
    zlib.error,
    EOFError,
    NotImplementedError,
    OSError,
    RuntimeError,
    ValueError,
    OverflowError,
)


@dataclass(frozen=True, slots=True)
class Bundle:
    """What a file held: genuine records, photographs by digest, and what was refused."""

    records: tuple[Signed, ...]
    photos: Mapping[str, bytes]
    refused: tuple[Refusal, ...]


def pack(records: Iterable[Signed], photos: Mapping[str, bytes]) -> bytes:
    """A bundle; the same records and photographs give the same bytes. `photos` by SHA-256."""
    lines = sorted(one.to_line() for one in records)
    buffer = io.BytesIO()
    with zipfile.ZipFile(buffer, "w") as whole:
        header = {"format": FORMAT, "records": len(lines), "photos": len(photos)}
        _put(whole, HEADER, json.dumps(header).encode() + b"\n")
        _put(whole, RECORDS, b"".join(line + b"\n" for line in lines))
        for digest in sorted(photos):
            _put(whole, f"photos/{digest}.jpg", photos[digest], packed=False)
    return buffer.getvalue()


def _put(whole: zipfile.ZipFile, name: str, data: bytes, *, packed: bool = True) -> None:
    entry = zipfile.ZipInfo(name, _MADE)
    entry.compress_type = zipfile.ZIP_DEFLATED if packed else zipfile.ZIP_STORED
    entry.external_attr = 0o644 << 16
    entry.create_system = 3
    whole.writestr(entry, data)


def unpack(file: IO[bytes]) -> Bundle:
    """Read a bundle from a file that can be sought in. Raises `Refused` for one that is none."""
    size = file.seek(0, io.SEEK_END)
    if size > LARGEST_BUNDLE:
        raise refuse("too_large", f"{size} 字节", f"{size} bytes")
    try:
        with zipfile.ZipFile(file) as whole:
            return _read(whole)
    except _UNREADABLE as broken:
        raise refuse("unreadable", "文件不全或不是经验包", "cut short, or no bundle") from broken


def _read(whole: zipfile.ZipFile) -> Bundle:
    entries = _entries(whole)
    header = _header(_whole(whole, entries[HEADER], 4096))
    refused: list[Refusal] = []
    records = _records(whole, entries[RECORDS], refused)
    if len(records) + len(refused) != header:
        zh, en = f"说好 {header} 条，只有 {len(records)} 条", f"{header} records were announced"
        raise refuse("unreadable", zh, en, where=RECORDS)
    photos = {}
    for name, entry in entries.items():
        if named := PHOTO.fullmatch(name):
            data = _photo(whole, entry, named[1], refused)
            if data is not None:
                photos[named[1]] = data
    return Bundle(tuple(records), photos, tuple(refused))


def _entries(whole: zipfile.ZipFile) -> dict[str, zipfile.ZipInfo]:
    """The entries by name: only those that belong there, each once, none a link or locked."""
    found: dict[str, zipfile.ZipInfo] = {}
    if len(whole.infolist()) > MOST_ENTRIES:
        raise refuse("too_large", f"超过 {MOST_ENTRIES} 个文件", f"more than {MOST_ENTRIES} files")
    for entry in whole.infolist():
        name = entry.orig_filename
        shown = ascii(name)[:100]
        if name not in (HEADER, RECORDS) and not PHOTO.fullmatch(name):
            if HEADER not in whole.namelist():
                raise refuse("not_a_bundle", f"没有 {HEADER}", f"{HEADER} is missing")
            raise refuse("hostile", shown, shown, where=shown)
        if name in found or name != entry.filename:
            raise refuse("hostile", f"{shown} 有两份", f"{shown} stands twice", where=shown)
        kind = (entry.external_attr >> 16) & 0o170000
        if kind not in (0, 0o100000) or entry.flag_bits & 1:
            raise refuse("hostile", f"{shown} 是链接或加了密", f"{shown} is a link or locked")
        if entry.compress_type not in (zipfile.ZIP_STORED, zipfile.ZIP_DEFLATED):
            raise refuse("hostile", f"{shown} 的压缩方法", f"the packing of {shown}")
        found[name] = entry
    for name in (HEADER, RECORDS):
        if name not in found:
            raise refuse("not_a_bundle", f"没有 {name}", f"{name} is missing")
    return found


def _header(data: bytes) -> int:
    """How many records are announced."""
    try:
        told = decode(data)
    except NotCanonical as broken:
        raise refuse("not_a_bundle", broken.message_zh, broken.message_en) from broken
    if not isinstance(told, dict) or type(told.get("records")) is not int:
        raise refuse("not_a_bundle", f"{HEADER} 不对", f"{HEADER} is not as it should be")
    if told.get("format") != FORMAT:
        shown = str(told.get("format"))[:20]
        raise refuse("newer_format", shown, shown)
    return int(told["records"])


def _records(
    whole: zipfile.ZipFile, entry: zipfile.ZipInfo, refused: list[Refusal]
) -> list[Signed]:
    records: list[Signed] = []
    read = number = 0
    with whole.open(entry) as stream:
        while line := stream.readline(_LONGEST_LINE + 1):
            number, read = number + 1, read + len(line)
            if read > LARGEST_RECORDS or number > MOST_RECORDS:
                raise refuse("too_large", "记录太多", "too many records", where=RECORDS)
            if len(line) > _LONGEST_LINE:
                zh, en = f"第 {number} 行太长", f"line {number} is too long"
                raise refuse("too_large", zh, en, where=RECORDS)
            one = read_line(line.rstrip(b"\n"), where=f"line {number}")
            (records if isinstance(one, Signed) else refused).append(one)  # type: ignore[arg-type]
    return records


def _photo(
    whole: zipfile.ZipFile, entry: zipfile.ZipInfo, digest: str, refused: list[Refusal]
) -> bytes | None:
    data = _whole(whole, entry, LARGEST_PHOTO)
    if hashlib.sha256(data).hexdigest() != digest:
        zh, en = "内容被改过", "it was changed"
    elif not data.startswith(_JPEG):
        zh, en = "不是 JPEG 照片", "it is no JPEG"
    else:
        return data
    name = entry.filename
    refused.append(Refusal("photo", digest[:12], name, detail_zh=zh, detail_en=en))
    return None


def _whole(whole: zipfile.ZipFile, entry: zipfile.ZipInfo, most: int) -> bytes:
    """An entry of at most `most` bytes, whatever size it says that it has."""
    with whole.open(entry) as stream:
        data = stream.read(most + 1)
    if len(data) > most:
        shown = entry.filename
        zh, en = f"{shown} 超过 {most} 字节", f"{shown} has more than {most} bytes"
        raise refuse("too_large", zh, en, where=shown)
    return data

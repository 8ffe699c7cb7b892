"""Timetable files on the command line: read whole, or refused with the line and the reason."""

import gzip
import json
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

if TYPE_CHECKING:
    from terrace.engines.timetable.problem import Broken

LARGEST = 64 * 2**20
"""Bytes of a timetable file, unpacked, that we read."""
Json = Annotated[bool, typer.Option("--json", help="One JSON object on stdout.")]


def unpacked(file: Path) -> bytes:
    """The bytes of the file, unpacked if it is packed. Raises `Broken`."""
    from terrace.engines.timetable.problem import Broken

    data = file.read_bytes()
    if data[:2] == b"\x1f\x8b":
        try:
            with gzip.open(file) as packed:
                data = packed.read(LARGEST + 1)
        except (OSError, EOFError) as error:
            raise Broken(0, "压缩文件已损坏", "the packed file is damaged") from error
    if len(data) > LARGEST:
        raise Broken(0, "文件太大", "the file is too large")
    return data


def refused(file: Path, broken: "Broken", *, as_json: bool) -> typer.Exit:
    """Say where and why, in both languages; the exit to raise."""
    if as_json:
        told = {"error": {"line": broken.line, "zh": broken.zh, "en": broken.en}}
        typer.echo(json.dumps(told, ensure_ascii=False))
    where = f"第 {broken.line} 行：" if broken.line else ""
    typer.echo(f"{file.name}: {where}{broken.zh} · {broken}", err=True)
    return typer.Exit(2)

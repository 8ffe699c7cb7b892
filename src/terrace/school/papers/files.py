"""Where PDFs, photographs and crops lie, and how they get there: whole, synced, or not at all."""

import errno
import os
import shutil
from collections.abc import Iterable, Sequence
from contextlib import suppress
from dataclasses import dataclass
from pathlib import Path
from uuid import UUID, uuid4

from django.conf import settings

from .errors import NoRoom

MOST_BYTES = 30 * 1024 * 1024
"""Of one photograph or scan."""

RESERVE_BYTES = 64 * 1024 * 1024
"""Kept free for the database: photographs are refused before the disk is quite full."""

_FULL = frozenset({errno.ENOSPC, errno.EDQUOT, errno.EFBIG})


@dataclass(frozen=True, slots=True)
class Slice:
    """A part of a file: the crops of one sheet lie in one file, one JPEG after another.

    One file a sheet needs one sync to disk where a file a crop would need a dozen.
    """

    file: str
    start: int
    length: int

    def __str__(self) -> str:
        return f"{self.file}#{self.start}+{self.length}"

    @classmethod
    def parse(cls, text: str) -> "Slice":
        """The slice that `str` wrote; `ValueError` for anything else."""
        file, _, rest = text.partition("#")
        start, _, length = rest.partition("+")
        return cls(file, int(start), int(length))


def path_of(file: str) -> Path:
    """Where a file of the database's words lies."""
    return Path(settings.TERRACE_FILES) / file


def fonts() -> Path:
    """Where the typesetter finds the font (`engines.paper.font.unpack_font`)."""
    return Path(settings.TERRACE_HOME) / "fonts"


def pdf_name(run_id: UUID) -> str:
    """The PDF of a run."""
    return f"runs/{run_id}.pdf"


def photo_name(photo_id: UUID) -> str:
    """A photograph. Its name on the phone may name a child, so that stays in the database."""
    return f"photos/{photo_id}"


def crops_name(photo_id: UUID, place: int) -> str:
    """The crops of the sheet at this place of a photograph.

    The name follows from what it belongs to: read again after a power cut, the sheet writes the
    same file again, and a file whose photograph is gone can be found.
    """
    return f"crops/{photo_id}-{place}"


def lock_name(stack_id: UUID | str) -> str:
    """The lock of a stack that is being read; in it stands which photograph."""
    return f"locks/{stack_id}"


def is_full(error: OSError) -> bool:
    """Whether the system says that there is no room (as against a broken disk)."""
    return error.errno in _FULL


def write(file: str, chunks: Iterable[bytes]) -> None:
    """Write a file so that after a power cut it is there whole or not at all.

    The data is synced before the file gets its name, and the name before this returns. Raises
    `NoRoom` when the disk is full, after taking away what was written.
    """
    path = path_of(file)
    part = path.with_name(f".{path.name}.{uuid4().hex}.part")
    try:
        _make_folder(path.parent)
        try:
            with part.open("xb") as out:
                for chunk in chunks:
                    out.write(chunk)
                out.flush()
                os.fsync(out.fileno())
            part.replace(path)
            _sync_folder(path.parent)
        except BaseException:
            with suppress(OSError):
                part.unlink()
            raise
    except OSError as error:
        if is_full(error):
            raise NoRoom from error
        raise


def write_slices(file: str, parts: Sequence[bytes]) -> list[Slice]:
    """Write several parts as one file; where each lies."""
    write(file, parts)
    slices, start = [], 0
    for part in parts:
        slices.append(Slice(file, start, len(part)))
        start += len(part)
    return slices


def read_slice(text: str) -> bytes | None:
    """The bytes of a slice by its text; `None` once it has been erased."""
    if not text:
        return None
    place = Slice.parse(text)
    try:
        with path_of(place.file).open("rb") as file:
            file.seek(place.start)
            data = file.read(place.length)
    except FileNotFoundError:
        return None
    return data if len(data) == place.length else None


def erase(file: str) -> None:
    """Erase a file; one that is not there is erased already."""
    path_of(file).unlink(missing_ok=True)


def listed(folder: str) -> list[Path]:
    """The files of a folder, half-written ones too; none when there is no such folder yet."""
    path = path_of(folder)
    return [entry for entry in path.iterdir() if entry.is_file()] if path.is_dir() else []


def has_room() -> bool:
    """Whether enough is left for the photographs to come and the database."""
    folder = Path(settings.TERRACE_FILES)
    return not folder.is_dir() or shutil.disk_usage(folder).free >= RESERVE_BYTES


def need_room() -> None:
    """Raise `NoRoom` when too little is left; otherwise there is a folder to write into."""
    _make_folder(Path(settings.TERRACE_FILES))
    if not has_room():
        raise NoRoom


def _make_folder(folder: Path) -> None:
    """Make a folder whose name survives a power cut."""
    if folder.is_dir():
        return
    _make_folder(folder.parent)
    folder.mkdir(mode=0o700, exist_ok=True)
    _sync_folder(folder.parent)


def _sync_folder(folder: Path) -> None:
    handle = os.open(folder, os.O_RDONLY | os.O_DIRECTORY)
    try:
        os.fsync(handle)
    finally:
        os.close(handle)

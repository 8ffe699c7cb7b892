"""The school's data folder into one locked file while the site runs, and out of it again."""

import io
import os
import shutil
import sqlite3
import tarfile
from collections.abc import Iterator
from contextlib import closing
from pathlib import Path, PurePosixPath
from typing import IO, cast

from .locked import Lock, NotOpened, opened

DATABASE = "school.db"
SINGLE = ("clock", "box-name")
FILES = "files"


class AlreadyThere(ValueError):
    """The folder holds a school already."""


class Stream(io.RawIOBase):
    """What comes out of the lock, to be read like a file."""

    def __init__(self, chunks: Iterator[bytes]) -> None:
        super().__init__()
        self._chunks = chunks
        self._left = b""

    def readable(self) -> bool:
        """It is."""
        return True

    def read(self, size: int = -1) -> bytes:
        """At most `size` bytes; none at the end."""
        while not self._left:
            chunk = next(self._chunks, None)
            if chunk is None:
                return b""
            self._left = chunk
        size = len(self._left) if size < 0 else size
        given, self._left = self._left[:size], self._left[size:]
        return given


def pack(home: Path, out: Path, *, passphrase: str) -> int:
    """Write the folder's school to `out`, whole or not at all; the number of bytes.

    The database is copied by SQLite's own online backup, first: a photograph that comes later is
    one that it does not know yet, and one that goes meanwhile is one whose marks are settled.
    """
    aside = out.with_name(f".{out.name}.part")
    copy = home / ".backup.db"
    try:
        _copy_database(home / DATABASE, copy)
        flags = os.O_WRONLY | os.O_CREAT | os.O_TRUNC
        with os.fdopen(os.open(aside, flags, 0o600), "wb") as file:
            lock = Lock(file, passphrase=passphrase)
            with tarfile.open(fileobj=cast("IO[bytes]", lock), mode="w|") as tar:
                tar.add(copy, DATABASE)
                for name in SINGLE:
                    _add(tar, home / name, name)
                for path in sorted((home / FILES).rglob("*")):
                    _add(tar, path, f"{FILES}/{path.relative_to(home / FILES).as_posix()}")
            lock.close()
            file.flush()
            os.fsync(file.fileno())
        aside.replace(out)
        _sync_folder(out.parent)
    finally:
        copy.unlink(missing_ok=True)
        aside.unlink(missing_ok=True)
    return out.stat().st_size


def unpack(file: Path, home: Path, *, passphrase: str) -> None:
    """Put the school of a backup into an empty `home`; nothing is put there unless all opens.

    Raises `NotOpened`, or `AlreadyThere` where the folder holds a school.
    """
    if (home / DATABASE).exists():
        raise AlreadyThere(str(home))
    home.mkdir(mode=0o700, parents=True, exist_ok=True)
    aside = home / ".restoring"
    shutil.rmtree(aside, ignore_errors=True)
    aside.mkdir(mode=0o700)
    try:
        with file.open("rb") as source:
            stream = Stream(opened(source, passphrase=passphrase))
            _unpack_all(stream, aside)
            while stream.read():  # to the last chunk, which alone says that nothing is missing
                pass
        if not (aside / DATABASE).exists():
            raise NotOpened("there is no school in it")
        shutil.rmtree(home / FILES, ignore_errors=True)
        for rest in ("-wal", "-shm"):  # left by a database that is gone
            (home / (DATABASE + rest)).unlink(missing_ok=True)
        for name in (FILES, *SINGLE, DATABASE):  # the database last: with it the school is there
            if (aside / name).exists():
                (aside / name).replace(home / name)
        _sync_folder(home)
    finally:
        shutil.rmtree(aside, ignore_errors=True)


def _copy_database(source: Path, target: Path) -> None:
    target.unlink(missing_ok=True)
    with closing(sqlite3.connect(source)) as there, closing(sqlite3.connect(target)) as here:
        there.backup(here)


def _add(tar: tarfile.TarFile, path: Path, name: str) -> None:
    try:
        if not path.is_file() or path.is_symlink():
            return
        content = path.read_bytes()
    except FileNotFoundError:
        return
    about = tarfile.TarInfo(name)
    about.size, about.mode = len(content), 0o600
    tar.addfile(about, io.BytesIO(content))


def _unpack_all(stream: Stream, into: Path) -> None:
    try:
        with tarfile.open(fileobj=stream, mode="r|") as tar:
            for member in tar:
                path = PurePosixPath(member.name)
                inside = member.isfile() and not path.is_absolute() and ".." not in path.parts
                content = tar.extractfile(member) if inside else None
                if content is None:
                    raise NotOpened("it holds what no backup holds")
                target = into / path
                target.parent.mkdir(mode=0o700, parents=True, exist_ok=True)
                with target.open("xb") as out:
                    shutil.copyfileobj(content, out)
                    out.flush()
                    os.fsync(out.fileno())
                target.chmod(0o600)
    except tarfile.TarError as error:
        raise NotOpened("it is not whole") from error


def _sync_folder(folder: Path) -> None:
    number = os.open(folder, os.O_RDONLY)
    try:
        os.fsync(number)
    finally:
        os.close(number)

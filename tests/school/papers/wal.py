"""SQLite's write-ahead log as a power cut leaves it: cut off anywhere after what was acknowledged.

With `synchronous=FULL` a commit is in the log and synced before it is acknowledged. What comes
after the last acknowledged commit may be there, torn, or not. File format:
sqlite.org/fileformat2.html, section 4; how far a checkpoint is stands in the shared memory:
sqlite.org/walformat.html, section 2.2.
"""

import random
import shutil
import sqlite3
import struct
import tempfile
from collections.abc import Callable
from pathlib import Path

_HEAD = 32
_FRAME_HEAD = 24
_ATTEMPTED = 128
"""Where the shared memory says how many frames a checkpoint may have written to the database."""


def commits(wal: Path) -> list[int]:
    """Where each commit of the log's present generation ends, in bytes, ascending."""
    data = wal.read_bytes() if wal.exists() else b""
    if len(data) < _HEAD:
        return []
    (page,) = struct.unpack_from(">I", data, 8)
    salts = data[16:24]
    ends = []
    place = _HEAD
    while place + _FRAME_HEAD + page <= len(data):
        _number, size_after = struct.unpack_from(">II", data, place)
        if data[place + 8 : place + 16] != salts:
            break
        place += _FRAME_HEAD + page
        if size_after:
            ends.append(place)
    return ends


def must_stay(shm: Path, wal: Path) -> int:
    """How much of the log a checkpoint relies on: synced before the database was written."""
    data = shm.read_bytes() if shm.exists() else b""
    if len(data) < _ATTEMPTED + 4 or not wal.exists():
        return 0
    (frames,) = struct.unpack_from("<I", data, _ATTEMPTED)
    with wal.open("rb") as file:
        head = file.read(_HEAD)
    if len(head) < _HEAD or not frames:
        return 0
    (page,) = struct.unpack_from(">I", head, 8)
    return int(_HEAD + frames * (_FRAME_HEAD + page))


def cut_off(
    database: Path, holds: Callable[[sqlite3.Connection], bool], rng: random.Random
) -> tuple[int, int]:
    """Lose the end of a copied database's log, but nothing that was acknowledged; (kept, was).

    `holds` says whether all that was acknowledged is there.
    """
    wal, shm = Path(f"{database}-wal"), Path(f"{database}-shm")
    was = wal.stat().st_size if wal.exists() else 0
    least = must_stay(shm, wal)
    shm.unlink(missing_ok=True)  # memory: gone with the power
    ends = [end for end in commits(wal) if end >= least]
    if not ends:
        return was, was
    low, high = 0, len(ends) - 1
    assert _holds(database, ends[high], holds), "acknowledged, and not even in the whole log"
    while low < high:
        middle = (low + high) // 2
        if _holds(database, ends[middle], holds):
            high = middle
        else:
            low = middle + 1
    first = ends[low]
    if low == 0 and _holds(database, least, holds):
        first = least
    kept = rng.choice([first, rng.randint(first, max(was, first))])
    with wal.open("r+b") as file:
        file.truncate(kept)
        file.seek(kept)
        if rng.random() < 0.5:  # the length arrived, the data did not, or not the right one
            file.write(rng.randbytes(min(was - kept, 5000)))
    return kept, was


def _holds(database: Path, kept: int, holds: Callable[[sqlite3.Connection], bool]) -> bool:
    with tempfile.TemporaryDirectory() as folder:
        trial = Path(folder) / "trial.db"
        shutil.copy(database, trial)
        wal = Path(f"{database}-wal")
        with wal.open("rb") as file:
            Path(f"{trial}-wal").write_bytes(file.read(kept))
        connection = sqlite3.connect(trial)
        try:
            return holds(connection)
        finally:
            connection.close()

"""What a disk has promised to keep: a log of every sync and rename, written by the real calls.

Nothing is replaced: `os.fsync` and `os.replace` do what they do and are noted when they are done.
With the log a test can take from a frozen box all that a power cut would have taken.
"""

import json
import os
import random
import shutil
import stat
from collections.abc import Callable
from pathlib import Path

VARIABLE = "TERRACE_TEST_SYNCS"

_noting = False


def note_syncs() -> None:
    """From now on, note this process's syncs and renames in the file that `VARIABLE` names."""
    global _noting
    if _noting or VARIABLE not in os.environ:
        return
    _noting = True
    log = os.open(os.environ[VARIABLE], os.O_WRONLY | os.O_APPEND | os.O_CREAT, 0o600)
    fsync: Callable[[int], None] = os.fsync
    replace = os.replace

    def note(**what: object) -> None:
        os.write(log, (json.dumps(what) + "\n").encode())

    def noted_fsync(file: int) -> None:
        fsync(file)
        found = os.fstat(file)
        path = str(Path(f"/proc/self/fd/{file}").readlink())
        folder = stat.S_ISDIR(found.st_mode)
        note(synced=path, size=None if folder else found.st_size)

    def noted_replace(source: object, target: object) -> None:
        replace(source, target)  # type: ignore[arg-type]
        note(renamed=str(source), to=str(target))

    os.fsync = noted_fsync  # type: ignore[assignment]
    os.replace = noted_replace  # type: ignore[assignment]


def lose_unsynced(folder: Path, copied_from: Path, log: Path, rng: random.Random) -> int:
    """Take from a copy of `copied_from` what its disk had not promised; how many files suffered.

    A file of which less was synced than written keeps a random part of the rest, or zeros in its
    place. A name that was given and whose folder was not synced since is gone.
    """
    synced: dict[str, int] = {}
    unsure_names: set[str] = set()
    for line in log.read_text().splitlines():
        told = json.loads(line)
        if "renamed" in told:
            synced[told["to"]] = synced.pop(told["renamed"], 0)
            unsure_names.add(told["to"])
        elif told["size"] is None:
            unsure_names = {
                name for name in unsure_names if str(Path(name).parent) != told["synced"]
            }
        else:
            synced[told["synced"]] = told["size"]
    suffered = 0
    for path in sorted(folder.rglob("*")):
        if not path.is_file():
            continue
        name = str(copied_from / path.relative_to(folder))
        size = path.stat().st_size
        kept = synced.get(name, 0)
        if name in unsure_names and rng.random() < 0.5:
            path.unlink()
            suffered += 1
        elif kept < size:
            end = rng.randint(kept, size)
            with path.open("r+b") as file:
                file.truncate(end)
                if rng.random() < 0.5:
                    file.truncate(size)  # the length arrived, the data did not
            suffered += 1
    return suffered


def copy_of_frozen(source: Path, target: Path) -> None:
    """A copy of a frozen box's folder."""
    shutil.copytree(source, target, ignore_dangling_symlinks=True)

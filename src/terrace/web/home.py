"""Where a school's data lies, and the key that only this box knows."""

import os
import secrets
from collections.abc import Mapping
from contextlib import suppress
from pathlib import Path

NAME_FILE = "box-name"
"""In the data folder: the short name that the box says on the school's Wi-Fi."""


def home(environment: Mapping[str, str]) -> Path:
    """The data folder: `TERRACE_HOME`, or `terrace` in the user's own data folder."""
    named = environment.get("TERRACE_HOME")
    if named:
        return Path(named).expanduser().absolute()
    shared = environment.get("XDG_DATA_HOME") or "~/.local/share"
    return Path(shared).expanduser().absolute() / "terrace"


def close_to_others(folder: Path) -> None:
    """Make the data folder if need be, and let no other user of this machine look into it.

    What lies in it is as open as SQLite and others leave it; the folder is what keeps it closed,
    also one that stood there before and was open.
    """
    folder.mkdir(mode=0o700, parents=True, exist_ok=True)
    with suppress(PermissionError):  # somebody else's, who has let us in
        folder.chmod(0o700)


def secret_key(environment: Mapping[str, str]) -> str:
    """`TERRACE_SECRET`, or the key in the data folder, made at the first start.

    The file is written aside, synced and then linked into place, so that two processes that start
    together agree on one key and a power cut leaves a whole key or none.
    """
    given = environment.get("TERRACE_SECRET")
    if given:
        return given
    folder = home(environment)
    file = folder / "secret-key"
    try:
        return file.read_text(encoding="ascii")
    except FileNotFoundError:
        pass
    folder.mkdir(mode=0o700, parents=True, exist_ok=True)
    aside = folder / f"secret-key.{secrets.token_hex(8)}"
    with os.fdopen(os.open(aside, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600), "w") as new:
        new.write(secrets.token_urlsafe(50))
        new.flush()
        os.fsync(new.fileno())
    try:
        os.link(aside, file)
    except FileExistsError:
        pass
    finally:
        aside.unlink()
    return file.read_text(encoding="ascii")

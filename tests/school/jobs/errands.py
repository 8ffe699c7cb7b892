"""Errands for tests, as an app's actions would be: importable by a child process."""

import os
import signal
import sys
import time
from pathlib import Path


def add(*, first: int, second: int) -> int:
    """The sum; chatters on stdout as some libraries do."""
    sys.stdout.write("a library says hello\n")
    return first + second


def fail(*, why: str) -> None:
    """Fail with a reason."""
    raise ValueError(why)


def end_suddenly() -> None:
    """End as when memory runs out."""
    os.kill(os.getpid(), signal.SIGKILL)


def wait_for(*, go: str, started: str) -> str:
    """Note this process in `started` (one line a start), wait until the file `go` is there."""
    with Path(started).open("a") as notes:
        notes.write(f"{os.getpid()}\n")
    while not Path(go).exists():
        time.sleep(0.02)
    return "done"


def libraries() -> list[str]:
    """What this process has imported."""
    return sorted(sys.modules)

"""Real processes for tests: the worker, and the whole site as `terrace serve` starts it."""

import os
import signal
import socket
import subprocess
import sys
import time
import urllib.request
from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

START_SECONDS = 60
STOP_SECONDS = 20
# The demo school is made first.
MAKE_SECONDS = 600


@dataclass(frozen=True, slots=True)
class Site:
    """A site that answers at `url` (no slash at the end), started by `process`."""

    url: str
    process: subprocess.Popen[bytes]


def free_port() -> int:
    """A port of this machine that nobody listens on now."""
    with socket.socket() as listener:
        listener.bind(("127.0.0.1", 0))
        port: int = listener.getsockname()[1]
        return port


@contextmanager
def running(module: str, **more: str) -> Iterator[subprocess.Popen[bytes]]:
    """`python -m module`, tethered to this process, until the block ends."""
    process = subprocess.Popen(
        [sys.executable, "-m", module, str(os.getpid())], env=os.environ | more
    )
    try:
        yield process
    finally:
        stop(process)


@contextmanager
def serving(
    *, worker: bool = True, demo: bool = False, environment: Mapping[str, str] = {}
) -> Iterator[Site]:
    """`terrace serve` on loopback until the block ends; with `demo`, of the demo school."""
    port = free_port()
    words = [sys.executable, "-m", "terrace.cli", *(["demo", "start"] if demo else ["serve"])]
    words += ["--host", "127.0.0.1", "--port", str(port)] + ([] if worker else ["--no-worker"])
    process = subprocess.Popen(words, env=os.environ | dict(environment))
    site = Site(f"http://127.0.0.1:{port}", process)
    try:
        wait_until_it_answers(site, seconds=MAKE_SECONDS if demo else START_SECONDS)
        yield site
    finally:
        stop(process)


def wait_until_it_answers(site: Site, *, seconds: float = START_SECONDS) -> None:
    """Return when `/health` answers; `RuntimeError` when the process ends, or takes too long."""
    deadline = time.monotonic() + seconds
    while time.monotonic() < deadline:
        if site.process.poll() is not None:
            raise RuntimeError(f"the site ended with {site.process.returncode} before it answered")
        try:
            with urllib.request.urlopen(f"{site.url}/health", timeout=2) as answer:
                if answer.status == 200:
                    return
        except OSError:
            time.sleep(0.05)
    raise RuntimeError(f"{site.url} did not answer in {seconds:g} s")


def stop(process: subprocess.Popen[bytes]) -> None:
    """Ask it to stop; end it when it does not."""
    if process.poll() is None:
        process.send_signal(signal.SIGTERM)
    try:
        process.wait(STOP_SECONDS)
    except subprocess.TimeoutExpired:
        process.kill()
        process.wait()


def is_running(process_id: int) -> bool:
    """Whether a process of this id runs (one that has ended and waits to be noticed does not)."""
    try:
        words = Path(f"/proc/{process_id}/stat").read_text().rpartition(")")[2].split()
    except FileNotFoundError:
        return False
    return words[0] not in {"Z", "X"}


def children_of(process_id: int) -> list[int]:
    """Processes that this one started, and those that they started."""
    found = []
    for folder in Path("/proc").glob("[0-9]*"):
        try:
            words = (folder / "stat").read_text().rpartition(")")[2].split()
        except (FileNotFoundError, ProcessLookupError):
            continue
        if int(words[1]) == process_id:
            found += [int(folder.name), *children_of(int(folder.name))]
    return found


def until(is_so: Callable[[], bool], what: str, *, seconds: float = 30) -> None:
    """Return as soon as `is_so`; fail with `what` was waited for."""
    deadline = time.monotonic() + seconds
    while not is_so():
        if time.monotonic() > deadline:
            raise AssertionError(f"waited {seconds:g} s in vain: {what}")
        time.sleep(0.05)

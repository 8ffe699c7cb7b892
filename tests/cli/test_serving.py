"""`terrace serve`: everything that it starts stays up, and nothing stays behind when it stops."""

import os
import signal
import socket
import subprocess
import sys
import time

import pytest

from tests.processes import (
    Site,
    children_of,
    free_port,
    is_running,
    serving,
    until,
    wait_until_it_answers,
)

PROCESSES = 4
"""gunicorn, its two workers, and the worker for background work."""

SIGNALS = [signal.SIGTERM, signal.SIGINT, signal.SIGHUP]


def is_free(url: str) -> bool:
    """Whether nobody listens at the port of this address any more."""
    with socket.socket() as probe:
        return probe.connect_ex(("127.0.0.1", int(url.rpartition(":")[2]))) != 0


def all_started(site: Site) -> list[int]:
    """The processes of the site, once all are there."""
    until(lambda: len(children_of(site.process.pid)) >= PROCESSES, "all processes are there")
    return children_of(site.process.pid)


@pytest.mark.parametrize("asked", SIGNALS, ids=lambda one: one.name)
def test_a_stop_leaves_nothing_behind(shared_database: str, asked: signal.Signals) -> None:
    with serving() as site:
        started = all_started(site)
        site.process.send_signal(asked)
        assert site.process.wait(15) == 0
        assert [one for one in started if is_running(one)] == []
        assert is_free(site.url)


def test_kill_9_leaves_nothing_behind(shared_database: str) -> None:
    with serving() as site:
        started = all_started(site)
        site.process.kill()
        site.process.wait()
        until(lambda: not any(map(is_running, started)), "all children have ended")
        assert is_free(site.url)


@pytest.mark.parametrize("module", ["terrace.web.server", "terrace.school.jobs.process"])
def test_what_crashes_is_started_again(shared_database: str, module: str) -> None:
    with serving() as site:
        # Until the supervisor itself has heard the site answer, an end is a start that failed.
        time.sleep(3)
        first = _process_of(site.process.pid, module)
        os.kill(first, signal.SIGKILL)
        until(lambda: not is_running(first), "it has ended")
        until(
            lambda: _process_of(site.process.pid, module, other_than=first) != 0,
            "another has been started",
        )
        wait_until_it_answers(site)


def test_a_taken_port_is_said_with_the_way_out(shared_database: str) -> None:
    with socket.socket() as other:
        other.bind(("127.0.0.1", 0))
        other.listen()
        port = other.getsockname()[1]
        words = ["serve", "--host", "127.0.0.1", "--port", str(port)]
        ended = subprocess.run(
            [sys.executable, "-m", "terrace.cli", *words],
            capture_output=True,
            text=True,
            timeout=60,
        )
    assert (ended.returncode, ended.stdout) == (1, "")
    assert ended.stderr == (
        f"Port {port} is taken. Stop what listens there, or choose another: PORT={port + 1}\n"
    )


def test_a_site_that_cannot_start_is_an_error_and_not_a_loop(shared_database: str) -> None:
    words = ["serve", "--host", "127.0.0.1", "--port", str(free_port())]
    environment = os.environ | {"DATABASE_URL": "postgres://nobody@127.0.0.1:1/nothing"}
    ended = subprocess.run(
        [sys.executable, "-m", "terrace.cli", *words],
        env=environment,
        capture_output=True,
        text=True,
        timeout=60,
    )
    assert ended.returncode == 1
    assert ended.stdout == ""


def _process_of(supervisor: int, module: str, *, other_than: int = 0) -> int:
    for one in children_of(supervisor):
        try:
            with open(f"/proc/{one}/cmdline") as file:  # noqa: PTH123
                words = file.read().split("\0")
            with open(f"/proc/{one}/stat") as file:  # noqa: PTH123
                parent = int(file.read().rpartition(")")[2].split()[1])
        except (FileNotFoundError, ProcessLookupError):
            continue
        if module in words and parent == supervisor and one != other_than:
            return one
    return 0

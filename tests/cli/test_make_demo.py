"""`make demo` for the second time: the school is kept, and a stop, however it comes, stops all."""

import json
import os
import signal
import subprocess
from collections.abc import Iterator
from pathlib import Path

import pytest
from django.utils import timezone

from terrace.cli.demo import LOGINS
from terrace.school.people.models import School
from tests.processes import Site, children_of, free_port, is_running, until, wait_until_it_answers

ROOT = Path(__file__).parents[2]

LOGIN = {"role": "principal", "username": "lin", "password": "7777 7777", "name": "林校长"}


def outside_make() -> dict[str, str]:
    """The environment as a newcomer's shell has it: `make test` leaves its own marks in ours."""
    return {
        name: value for name, value in os.environ.items() if "MAKE" not in name and name != "MFLAGS"
    }


@pytest.fixture
def demo_school(shared_database: str, home: Path) -> Path:
    """A data folder in which the demo school stands, as far as `make demo` looks."""
    School.objects.create(
        name="云岭小学", short_name="yunling", simulated=True, made_at=timezone.now()
    )
    (home / LOGINS).write_text(json.dumps([LOGIN]), encoding="utf-8")
    return home


@pytest.fixture
def made(demo_school: Path, tmp_path: Path) -> Iterator[Site]:
    """`make demo` in a process group of its own, as a shell starts it."""
    port = free_port()
    environment = outside_make() | {"PORT": str(port), "TERRACE_BIND": "127.0.0.1"}
    with (tmp_path / "said").open("wb") as said:
        process = subprocess.Popen(
            ["make", "demo"], cwd=ROOT, env=environment, stdout=said, process_group=0
        )
    site = Site(f"http://127.0.0.1:{port}", process)
    try:
        wait_until_it_answers(site)
        yield site
    finally:
        if process.poll() is None:
            os.killpg(process.pid, signal.SIGTERM)
            process.wait(20)


def test_it_says_where_the_school_is_and_who_can_sign_in(made: Site, tmp_path: Path) -> None:
    said = tmp_path / "said"
    until(lambda: "Ctrl-C" in said.read_text(encoding="utf-8"), "it has said everything")
    words = said.read_text(encoding="utf-8")
    assert words.startswith(f"Terrace: {made.url}/\n")
    assert "principal  lin  7777 7777  林校长" in words
    assert School.objects.count() == 1


@pytest.mark.parametrize(
    ("asked", "whom"),
    [
        (signal.SIGTERM, "make alone"),
        (signal.SIGTERM, "the group"),
        (signal.SIGINT, "the group"),  # Ctrl-C in a terminal
        (signal.SIGHUP, "the group"),  # the terminal is closed
    ],
    ids=["SIGTERM-make", "SIGTERM-group", "Ctrl-C", "SIGHUP-group"],
)
def test_a_stop_stops_all_that_it_started(made: Site, asked: signal.Signals, whom: str) -> None:
    started = children_of(made.process.pid)
    if whom == "make alone":
        made.process.send_signal(asked)
    else:
        os.killpg(made.process.pid, asked)
    made.process.wait(15)
    assert [one for one in started if is_running(one)] == []


def test_another_school_is_not_taken_for_the_demo(demo_school: Path) -> None:
    (demo_school / LOGINS).unlink()
    ended = subprocess.run(
        ["make", "demo"],
        cwd=ROOT,
        env=outside_make() | {"PORT": str(free_port())},
        capture_output=True,
    )
    assert ended.returncode != 0
    assert b"holds a school that is not the demo school" in ended.stderr
    assert School.objects.count() == 1

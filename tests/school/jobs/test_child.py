"""A job runs in a process of its own, and that process tells how it went."""

import subprocess
import sys
import time
import uuid
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

import pytest

from terrace.school.jobs.actions import JobFailed, JobTookTooLong, run_in_child
from tests.processes import is_running, until

ERRANDS = "tests.school.jobs.errands"


def test_the_result_comes_back_and_chatter_does_not() -> None:
    assert run_in_child(f"{ERRANDS}.add", first=2, second=3) == 5


def test_a_failure_brings_the_traceback_of_the_child() -> None:
    with pytest.raises(JobFailed, match="ValueError: the paper was upside down"):
        run_in_child(f"{ERRANDS}.fail", why="the paper was upside down")


def test_a_child_that_ends_suddenly_is_a_failure_that_says_how() -> None:
    with pytest.raises(JobFailed, match="SIGKILL"):
        run_in_child(f"{ERRANDS}.end_suddenly")


def test_a_child_is_ended_at_its_time_limit(tmp_path: Path) -> None:
    started = tmp_path / "started"
    with pytest.raises(JobTookTooLong):
        run_in_child(
            f"{ERRANDS}.wait_for",
            go=tmp_path / "never",
            started=started,
            time_limit_seconds=5,
        )
    assert not is_running(int(started.read_text()))


def test_arguments_that_are_ids_arrive_as_their_text() -> None:
    stack = uuid.uuid4()
    with pytest.raises(JobFailed, match=str(stack)):
        run_in_child(f"{ERRANDS}.fail", why=stack)


def test_many_who_ask_at_once_do_not_fill_the_memory_with_children(tmp_path: Path) -> None:
    started, go = tmp_path / "started", tmp_path / "go"
    with ThreadPoolExecutor(3) as pages:
        asked = [
            pages.submit(run_in_child, f"{ERRANDS}.wait_for", go=go, started=started)
            for _ in range(3)
        ]
        until(started.exists, "the first child has started")
        time.sleep(3)  # the others would have, too
        at_once = len(started.read_text().splitlines())
        go.touch()
        assert [one.result() for one in asked] == ["done"] * 3
    assert at_once == 1
    assert len(started.read_text().splitlines()) == 3


def test_a_child_does_not_outlive_the_process_that_asked(tmp_path: Path) -> None:
    code = (
        "from terrace.school.jobs.actions import run_in_child;"
        f"run_in_child('{ERRANDS}.wait_for', go='{tmp_path}/never', started='{tmp_path}/started')"
    )
    asking = subprocess.Popen([sys.executable, "-c", code], cwd=Path.cwd())
    until((tmp_path / "started").exists, "the child has started")
    child = int((tmp_path / "started").read_text())
    asking.kill()
    asking.wait()
    until(lambda: not is_running(child), "the child has ended too")

"""Run slow work in a process of its own.

Vision, typesetting and arithmetic on arrays take hundreds of megabytes once they are imported, and
a process gives little of it back. So the site and the worker never import them: the task of an app
calls `run_in_child`, and the memory goes when the child ends.
"""

import json
import os
import signal
import subprocess
import sys
import threading
import time
from contextlib import suppress
from typing import Any

from terrace.school.jobs import stopping

LOOK_SECONDS = 0.2
"""How often a waiting worker looks whether it has been asked to stop, or the time is up."""

_ONE_CHILD = threading.Lock()
"""A process has one child at a time: a page pressed ten times must not take the box's memory."""


class JobFailed(Exception):
    """The child ended with an error; the message is the child's traceback, or how it died."""


class JobTookTooLong(JobFailed):
    """The child was ended at its time limit."""


class JobInterrupted(Exception):
    """The child was ended because the worker stops. The job is to be run again from its start."""


def run_in_child(action: str, /, *, time_limit_seconds: float = 900.0, **arguments: object) -> Any:
    """Call `action` ("terrace.school.papers.actions.read_stack") in a child process; its result.

    Arguments and result travel as JSON (a UUID or a date goes as its text). The action may run
    again from its start after an interruption, so it must be written such that twice is once.

    Others of this process wait until it has ended; the time limit counts from its start.
    Raises `JobFailed` (with the child's traceback), `JobTookTooLong` or `JobInterrupted`. However
    this process ends, the child ends with it.
    """
    order = json.dumps({"action": action, "arguments": arguments}, default=str)
    with _ONE_CHILD:
        return _in_child(action, order, time_limit_seconds)


def _in_child(action: str, order: str | None, time_limit_seconds: float) -> Any:
    child = subprocess.Popen(
        [sys.executable, "-m", "terrace.school.jobs.child", str(os.getpid())],
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
        text=True,
        process_group=0,
        # One thread of arithmetic: the other core serves pages, and each thread costs memory.
        env=os.environ | {"OPENBLAS_NUM_THREADS": "1", "OMP_NUM_THREADS": "1"},
    )
    deadline = time.monotonic() + time_limit_seconds
    try:
        while True:
            try:
                answer, _ = child.communicate(order, timeout=LOOK_SECONDS)
                break
            except subprocess.TimeoutExpired:
                order = None  # it is on its way
                if stopping.asked():
                    raise JobInterrupted(action) from None
                if time.monotonic() > deadline:
                    message = f"{action} was ended after {time_limit_seconds:g} seconds"
                    raise JobTookTooLong(message) from None
    finally:
        if child.returncode is None:
            with suppress(ProcessLookupError):
                os.killpg(child.pid, signal.SIGKILL)
            child.communicate()
    return _result(action, answer, child.returncode)


def _result(action: str, answer: str, code: int) -> Any:
    try:
        told = json.loads(answer)
    except ValueError:
        how = f"signal {signal.Signals(-code).name}" if code < 0 else f"exit code {code}"
        raise JobFailed(f"{action}: the child ended with {how} and gave no answer") from None
    if "error" in told:
        raise JobFailed(f"{action}:\n{told['error']}")
    return told["result"]

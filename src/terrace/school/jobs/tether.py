"""A child process that does not outlive its parent, however the parent ended."""

import ctypes
import os
import signal
import sys
import threading
import time

PR_SET_PDEATHSIG = 1  # linux/prctl.h
LOOK_SECONDS = 1.0


def end_with(parent: int, with_signal: signal.Signals = signal.SIGKILL) -> None:
    """Send `with_signal` to this process as soon as `parent` (its process id) has ended.

    Linux does that in the kernel, at once, even while compiled code holds the interpreter.
    Elsewhere a thread looks once a second.
    """
    if sys.platform == "linux":
        ctypes.CDLL(None, use_errno=True).prctl(PR_SET_PDEATHSIG, int(with_signal), 0, 0, 0)
    else:
        threading.Thread(target=_look, args=(parent, with_signal), daemon=True).start()
    if os.getppid() != parent:  # it ended before we asked
        os.kill(os.getpid(), with_signal)


def _look(parent: int, with_signal: signal.Signals) -> None:
    while os.getppid() == parent:
        time.sleep(LOOK_SECONDS)
    os.kill(os.getpid(), with_signal)

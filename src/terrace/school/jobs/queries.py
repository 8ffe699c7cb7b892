"""What is known of the worker without asking it."""

import fcntl

from django.conf import settings

LOCK_NAME = "worker.lock"


def worker_is_alive() -> bool:
    """Whether a worker runs on this box: it holds a lock on a file as long as it lives."""
    try:
        file = (settings.TERRACE_HOME / LOCK_NAME).open("rb")
    except FileNotFoundError:
        return False
    with file:
        try:
            # Shared and at once given back by closing: two lookers do not see each other.
            fcntl.lockf(file, fcntl.LOCK_SH | fcntl.LOCK_NB)
        except OSError:
            return True
    return False

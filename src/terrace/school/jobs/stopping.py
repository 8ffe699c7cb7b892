"""Whether this process has been asked to stop; long waits look here."""

import signal
from types import FrameType

_asked = False


def listen() -> None:
    """From now on a wish to stop (SIGTERM, Ctrl-C, a closed terminal) is noted, not obeyed."""
    for wish in (signal.SIGTERM, signal.SIGINT, signal.SIGHUP):
        signal.signal(wish, _note)


def asked() -> bool:
    """Whether somebody has asked this process to stop."""
    return _asked


def _note(number: int, frame: FrameType | None) -> None:
    global _asked
    _asked = True

"""The box's clock: what time it is, and whether the box can believe it.

A cheap box has no battery for its clock: after a power cut it may start in the past. The journal
and a stamp file remember how late it has been, so the box can say that its clock is behind.
"""

from collections.abc import Iterator
from contextlib import contextmanager
from contextvars import ContextVar
from datetime import UTC, datetime
from pathlib import Path

from django.conf import settings
from django.utils import timezone

_pretended: ContextVar[datetime | None] = ContextVar("terrace_pretended_now", default=None)


def now() -> datetime:
    """The time by this box's clock, in UTC; inside `pretend`, the pretended time."""
    return _pretended.get() or timezone.now()


@contextmanager
def pretend(moment: datetime) -> Iterator[None]:
    """Let it be `moment` (aware) inside the block: a simulated school lives through its term so."""
    if timezone.is_naive(moment):
        raise ValueError(f"{moment.isoformat()} has no time zone")
    token = _pretended.set(moment.astimezone(UTC))
    try:
        yield
    finally:
        _pretended.reset(token)


def stamp_path() -> Path:
    """The file whose text is the latest time that this box has seen."""
    return Path(settings.TERRACE_HOME) / "clock"


def stamp() -> None:
    """Remember on disk how late it is; an earlier time than what stands there is not written."""
    moment = now()
    known = stamped()
    if known is not None and known >= moment:
        return
    path = stamp_path()
    path.parent.mkdir(parents=True, exist_ok=True)
    fresh = path.with_suffix(".new")
    fresh.write_text(moment.isoformat(), encoding="ascii")
    fresh.replace(path)


def stamped() -> datetime | None:
    """The latest time on disk; `None` without a stamp, or with half of one after a power cut."""
    try:
        moment = datetime.fromisoformat(stamp_path().read_text(encoding="ascii"))
    except (OSError, ValueError):
        return None
    return None if timezone.is_naive(moment) else moment

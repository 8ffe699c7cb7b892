"""Plans that depend on who is away: each is told, in the same transaction."""

from collections.abc import Callable
from datetime import date
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from terrace.school.people.models import Account, Staff

Listener = Callable[["Staff", date, date, "Account | None"], None]
"""Called with the adult, the first and the last day that have changed, and who said so."""

_listeners: dict[str, Listener] = {}


def register_listener(name: str, listener: Listener) -> None:
    """Hear of every absence that is said or taken back; once each, from `AppConfig.ready()`."""
    if _listeners.setdefault(name, listener) is not listener:
        raise ValueError(f"two listeners to absences are called {name!r}")


def tell(staff: "Staff", first: date, last: date, by: "Account | None") -> None:
    """Tell every plan that something has changed."""
    for _name, listener in sorted(_listeners.items()):
        listener(staff, first, last, by)

"""Verbs of the journal: what can happen, declared by the app in which it happens."""

from collections.abc import Iterator
from dataclasses import dataclass
from enum import StrEnum


class SyncedTo(StrEnum):
    """Who hears of an entry beyond this box."""

    NOBODY = "nobody"
    COUNTY = "county"


@dataclass(frozen=True, slots=True)
class Verb:
    """A verb of the journal.

    `sentence` is a lazy translated sentence for the audit page ("printed this week's sheets").
    `is_look` marks the reading of something sensitive: who may see the child sees who looked.
    """

    name: str
    sentence: object
    synced_to: SyncedTo = SyncedTo.NOBODY
    is_look: bool = False

    def __post_init__(self) -> None:
        if "." not in self.name:
            raise ValueError(f"verb {self.name!r}: write app.what_happened")


_verbs: dict[str, Verb] = {}


def register(verb: Verb) -> Verb:
    """Declare a verb; once each, in the app's `verbs.py`, imported by `AppConfig.ready()`."""
    known = _verbs.get(verb.name)
    if known is not None and known is not verb:
        raise ValueError(f"verb {verb.name!r} is declared twice")
    _verbs[verb.name] = verb
    return verb


def verb(name: str) -> Verb:
    """The verb of this name; `KeyError` when no app has declared it."""
    return _verbs[name]


def verbs() -> Iterator[Verb]:
    """Every declared verb."""
    return iter(_verbs.values())

"""What people ask of the journal: what happened, who has looked, whether it is whole."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import datetime, timedelta
from uuid import UUID

from django.db.models import Max

from . import clock, payload, registry
from .models import Entry, PersonKey
from .payload import JSON
from .registry import Verb
from .verification import Problem, ProblemKind, Verification, verify

__all__ = [
    "Happened",
    "Problem",
    "ProblemKind",
    "Verification",
    "clock_is_behind",
    "history",
    "last_look",
    "latest",
    "looks_at",
    "unlocked_about",
    "verify",
]

TOLERANCE = timedelta(minutes=2)
"""A clock that was set right by this much is not "behind"."""


@dataclass(frozen=True, slots=True)
class Happened:
    """One entry as people read it. `payload` is `None` once the person's key is destroyed."""

    id: UUID
    verb: Verb
    at: datetime
    by_id: UUID | None
    about_id: UUID | None
    subject_id: UUID | None
    payload: dict[str, JSON] | None


def history(about_id: UUID, *, limit: int | None = None) -> list[Happened]:
    """What was done about a person, the newest first; looks are not among it."""
    looks = [verb.name for verb in registry.verbs() if verb.is_look]
    entries = Entry.objects.filter(about_id=about_id).exclude(verb__in=looks)
    return _read(entries.order_by("-at", "-id")[:limit])


def looks_at(child_id: UUID, *, limit: int | None = None) -> list[Happened]:
    """Who has looked at something sensitive of this child, the newest first."""
    looks = [verb.name for verb in registry.verbs() if verb.is_look]
    entries = Entry.objects.filter(about_id=child_id, verb__in=looks)
    return _read(entries.order_by("-at", "-id")[:limit])


def last_look(verb: Verb, *, child_id: UUID, by_id: UUID) -> datetime | None:
    """When this account last looked at this part of the child."""
    looks = Entry.objects.filter(about_id=child_id, verb=verb.name, by_id=by_id)
    found: datetime | None = looks.aggregate(last=Max("at"))["last"]
    return found


def latest() -> datetime | None:
    """The latest time in this server's journal."""
    found: datetime | None = Entry.objects.filter(node__is_here=True).aggregate(last=Max("at"))[
        "last"
    ]
    return found


def clock_is_behind() -> bool:
    """Whether the journal or the stamp on disk has seen a later time than the clock shows now."""
    known = [moment for moment in (latest(), clock.stamped()) if moment is not None]
    return bool(known) and max(known) > clock.now() + TOLERANCE


def unlocked_about(
    stored: Iterable[tuple[UUID, "bytes | memoryview[int]"]],
) -> list[dict[str, JSON] | None]:
    """What rows keep under people's keys, as (person, bytes), in their order; two queries at most.

    `None` where the key is destroyed, or the bytes are not what was put there.
    """
    rows = [(person, bytes(locked)) for person, locked in stored]
    wanted = {person for person, _locked in rows}
    keys = dict(PersonKey.objects.filter(person_id__in=wanted).values_list("person_id", "key"))
    return [
        payload.unlocked(locked, bytes(key)) if (key := keys.get(person)) is not None else None
        for person, locked in rows
    ]


def _read(entries: Iterable[Entry]) -> list[Happened]:
    rows = list(entries)
    people = {row.about_id for row in rows if row.about_id is not None}
    keys = dict(PersonKey.objects.filter(person_id__in=people).values_list("person_id", "key"))
    return [
        Happened(
            id=row.id,
            verb=registry.verb(row.verb),
            at=row.at,
            by_id=row.by_id,
            about_id=row.about_id,
            subject_id=row.subject_id,
            payload=_open(row, keys),
        )
        for row in rows
    ]


def _open(
    row: Entry, keys: Mapping[UUID, "bytes | memoryview[int] | None"]
) -> dict[str, JSON] | None:
    if row.about_id is None:
        return payload.read(bytes(row.payload))
    key = keys.get(row.about_id)
    return None if key is None else payload.unlocked(bytes(row.payload), bytes(key))

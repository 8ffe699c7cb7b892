"""Kinds of form, and what happens when a copy of one has been read."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from .models import Answer, Copy


@dataclass(frozen=True, slots=True)
class FormKind:
    """A kind of form.

    `on_reading(copy, answers)` is called in the transaction that writes the answers, each time what
    is known of a copy changes: when it is read, when a doubtful answer is settled, when an answer
    is corrected, when the sheet turns out to be another child's. `answers` are all of the copy's
    answers that are sure by now, whole each time (none when the copy counts as unread again), so
    that the handler *replaces* what it concluded before. Doubtful ones come with a later call.

    `on_many(pairs)` is the same for many copies at once, for those who enter a whole term; without
    it, `on_reading` is called copy by copy.
    """

    name: str
    title: object
    on_reading: "Callable[[Copy, Sequence[Answer]], None]"
    on_many: "Callable[[Sequence[tuple[Copy, Sequence[Answer]]]], None] | None" = None


_kinds: dict[str, FormKind] = {}


def register(kind: FormKind) -> FormKind:
    """Declare a kind of form; once each, from `AppConfig.ready()`."""
    if _kinds.setdefault(kind.name, kind) is not kind:
        raise ValueError(f"kind of form {kind.name!r} is declared twice")
    return kind


def kind(name: str) -> FormKind:
    """The kind of this name; `KeyError` when no app has declared it."""
    return _kinds[name]

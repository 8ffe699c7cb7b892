"""Kinds of message that may leave the school."""

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class MessageKind:
    """A kind of message. `title` is a lazy translated name for the outbox page."""

    name: str
    title: object


_kinds: dict[str, MessageKind] = {}


def register(kind: MessageKind) -> MessageKind:
    """Declare a kind; once each, from `AppConfig.ready()`."""
    if _kinds.setdefault(kind.name, kind) is not kind:
        raise ValueError(f"kind of message {kind.name!r} is declared twice")
    return kind


def kind(name: str) -> MessageKind:
    """The kind of this name; `KeyError` when no app has declared it."""
    return _kinds[name]

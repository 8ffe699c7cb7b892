"""Kinds of to-do, declared by the part of school life that asks for them."""

from collections.abc import Callable
from dataclasses import dataclass
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from .models import Todo


@dataclass(frozen=True, slots=True)
class TodoKind:
    """A kind of to-do.

    `sentence(todo)` is what the adult reads, in the language now active, a verb first ("Photograph
    class 3A's sheets"). `url(todo)` is where it is done. `can_hand_over` and `can_snooze` say what
    the adult may do with it besides doing it. `by_hand` is true when ticking it off is the doing of
    it; otherwise only the app that asked for it says that it is done.
    """

    name: str
    sentence: Callable[["Todo"], str]
    url: Callable[["Todo"], str]
    can_hand_over: bool = True
    can_snooze: bool = True
    by_hand: bool = False


_kinds: dict[str, TodoKind] = {}


def register(kind: TodoKind) -> TodoKind:
    """Declare a kind; once each, in the app's `todos.py`, imported by `AppConfig.ready()`."""
    known = _kinds.get(kind.name)
    if known is not None and known is not kind:
        raise ValueError(f"kind of to-do {kind.name!r} is declared twice")
    _kinds[kind.name] = kind
    return kind


def kind(name: str) -> TodoKind:
    """The kind of this name; `KeyError` when no app has declared it."""
    return _kinds[name]

"""Parts of the child's page and of the class page, filled in by the apps above."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from enum import StrEnum
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from .models import Account, Child, SchoolClass


class Shows(StrEnum):
    """What a part shows, and so which wall stands before it (`people.rules`)."""

    LIST = "list"
    """No more than the class list: for everyone who sees the child or class."""
    LEARNING = "learning"
    """What a child can do (`sees_learning`, `sees_class_learning`)."""
    FAMILY = "family"
    """The sensitive part of a child (`sees_family`); on no class page."""


@dataclass(frozen=True, slots=True)
class ChildPart:
    """A part of the child's page.

    `load(viewer, child)` gives the names that `template` uses, besides `child`, or `None` when
    there is nothing to show to this viewer; it is called only for viewers who may see what the part
    `shows`. Parts stand in `order`. `action` is a template for a button in the bar of the page's
    main action, with the same names; a page has one main button, at most one more.
    """

    name: str
    order: int
    template: str
    load: Callable[["Account", "Child"], Mapping[str, Any] | None]
    shows: Shows = Shows.LEARNING
    action: str = ""


@dataclass(frozen=True, slots=True)
class ClassPart:
    """A part of the class page; as `ChildPart`, for a class (`school_class` in its template)."""

    name: str
    order: int
    template: str
    load: Callable[["Account", "SchoolClass"], Mapping[str, Any] | None]
    shows: Shows = Shows.LEARNING
    action: str = ""


@dataclass(frozen=True, slots=True)
class SettingsPart:
    """A row of the settings page (`<li>`), as a link to the outbox; `load(viewer)` as above."""

    name: str
    order: int
    template: str
    load: Callable[["Account"], Mapping[str, Any] | None]


_child_parts: dict[str, ChildPart] = {}
_class_parts: dict[str, ClassPart] = {}
_settings_parts: dict[str, SettingsPart] = {}


def register_child_part(part: ChildPart) -> ChildPart:
    """Add a part to the child's page; once each, from `AppConfig.ready()`."""
    if _child_parts.setdefault(part.name, part) is not part:
        raise ValueError(f"part of the child's page {part.name!r} is declared twice")
    return part


def register_class_part(part: ClassPart) -> ClassPart:
    """Add a part to the class page; once each, from `AppConfig.ready()`."""
    if _class_parts.setdefault(part.name, part) is not part:
        raise ValueError(f"part of the class page {part.name!r} is declared twice")
    return part


def register_settings_part(part: SettingsPart) -> SettingsPart:
    """Add a part to the settings page; once each, from `AppConfig.ready()`."""
    if _settings_parts.setdefault(part.name, part) is not part:
        raise ValueError(f"part of the settings page {part.name!r} is declared twice")
    return part


def child_parts() -> list[ChildPart]:
    """Every part of the child's page, in order."""
    return sorted(_child_parts.values(), key=lambda part: (part.order, part.name))


def class_parts() -> list[ClassPart]:
    """Every part of the class page, in order."""
    return sorted(_class_parts.values(), key=lambda part: (part.order, part.name))


def settings_parts() -> list[SettingsPart]:
    """Every part of the settings page, in order."""
    return sorted(_settings_parts.values(), key=lambda part: (part.order, part.name))

"""Words with mathematics in them: the one type for all that is printed or shown of an item."""

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import TypeAlias

_FORBIDDEN = re.compile(r"[#$@`\\]|\bstd\b")
"""`std` is Typst's door from a formula to all functions, those that read files included."""


@dataclass(frozen=True, slots=True)
class Math:
    """A piece of mathematics in Typst notation, such as `346 + 278` or `3/4`.

    It is set by Typst's mathematics mode, where `#` would begin code: that, and what else has no
    place in a formula, raises `ValueError`, so that no text however made can become a program.
    """

    source: str

    def __post_init__(self) -> None:
        if not self.source.strip():
            raise ValueError("mathematics cannot be empty")
        forbidden = sorted(set(_FORBIDDEN.findall(self.source)))
        if forbidden:
            raise ValueError(f"mathematics {self.source!r} holds {' '.join(forbidden)}")


Content: TypeAlias = tuple[str | Math, ...]
"""Text is literal, whatever it holds; `Math` is set as a formula."""


def to_json(content: Content) -> list[str | dict[str, str]]:
    """The content as plain JSON: `["算一算 ", {"math": "346 + 278"}]`."""
    return [part if isinstance(part, str) else {"math": part.source} for part in content]


def from_json(value: object) -> Content:
    """The content that `to_json` wrote; `ValueError` for anything else."""
    if not isinstance(value, Sequence) or isinstance(value, str):
        raise ValueError(f"content must be a list, not {value!r}")
    return tuple(_part(part) for part in value)


def as_text(content: Content) -> str:
    """The content in one line of plain text, for a screen reader, a log or a search."""
    return "".join(part if isinstance(part, str) else part.source for part in content)


def _part(part: object) -> str | Math:
    if isinstance(part, str):
        return part
    if isinstance(part, Mapping) and set(part) == {"math"} and isinstance(part["math"], str):
        return Math(part["math"])
    raise ValueError(f"part of content must be text or {{'math': …}}, not {part!r}")

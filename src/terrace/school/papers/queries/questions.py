"""A question of a sheet as a page shows it beside the picture of its answer."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from django.utils.translation import gettext as _

from terrace.engines.paper.content import as_text, from_json

from ..agreement import Value, as_value


@dataclass(frozen=True, slots=True)
class Option:
    """One option: its index as a form sends it, its letter, its words."""

    value: str
    letter: str
    text: str


@dataclass(frozen=True, slots=True)
class Question:
    """A field of a form. `number` is the printed one, from 1; `boxes` is 0 for a choice."""

    field: str
    number: int
    text: str
    options: tuple[Option, ...]
    boxes: int

    @property
    def is_choice(self) -> bool:
        """Whether it is answered by marking options."""
        return self.boxes == 0


def letter(option: int) -> str:
    """The letter printed beside an option."""
    return chr(ord("A") + option)


def questions_of(description: Mapping[str, Any]) -> dict[str, Question]:
    """The questions of a form as it is stored, by field, in order."""
    found: dict[str, Question] = {}
    number = int(description.get("first", 1)) - 1
    for field in description["fields"]:
        number += field["field"] != "passage"
        if field["field"] not in ("choice", "digits"):
            continue
        found[field["name"]] = Question(
            field=field["name"],
            number=number,
            text=as_text(from_json(field["statement"])),
            options=tuple(
                Option(str(place), letter(place), as_text(from_json(option)))
                for place, option in enumerate(field.get("options", ()))
            ),
            boxes=int(field.get("boxes", 0)),
        )
    return found


def question_of(description: Mapping[str, Any], field: str) -> Question:
    """One question; `KeyError` when the form has no such field."""
    return questions_of(description)[field]


def value_text(value: Value | list[int]) -> str:
    """An answer in words: `B`, `A and C`, `407`, or that nothing was filled in."""
    known = as_value(value)
    if not known:
        return _("left empty")
    if isinstance(known, str):
        return known
    return _(" and ").join(letter(option) for option in known)

"""A form: what is asked, in which order. One description gives the print and the reading."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any, Literal, TypeAlias, cast, get_args

from terrace.engines.paper.content import Content, Picture, from_json, to_json
from terrace.engines.paper.numbers import valid

Language: TypeAlias = Literal["zh", "en"]
MOST_OPTIONS = 8
MOST_BOXES = 8
MOST_LINES = 18


@dataclass(frozen=True, slots=True)
class Choice:
    """A question answered by filling one bubble; an answer is the index of an option, from 0.

    When every option holds a `Picture`, the pictures stand side by side, each above its bubble,
    with the rest of the option as its caption.
    """

    name: str
    statement: Content
    options: tuple[Content, ...]

    def __post_init__(self) -> None:
        _check_name(self.name)
        if not 2 <= len(self.options) <= MOST_OPTIONS:
            raise FormError(self.name, f"{len(self.options)} options, not 2 to {MOST_OPTIONS}")

    @property
    def pictured(self) -> bool:
        """Whether the options are pictures."""
        return all(any(isinstance(part, Picture) for part in option) for option in self.options)


@dataclass(frozen=True, slots=True)
class Digits:
    """A question answered by a number written in boxes, right-aligned; an answer is its digits."""

    name: str
    statement: Content
    boxes: int

    def __post_init__(self) -> None:
        _check_name(self.name)
        if not 1 <= self.boxes <= MOST_BOXES:
            raise FormError(self.name, f"{self.boxes} boxes, not 1 to {MOST_BOXES}")


@dataclass(frozen=True, slots=True)
class Passage:
    """Text between questions; nothing is answered there."""

    content: Content


@dataclass(frozen=True, slots=True)
class Writing:
    """Lines to write on by hand, for a person to read; the reader only knows where they are."""

    name: str
    statement: Content
    lines: int

    def __post_init__(self) -> None:
        _check_name(self.name)
        if not 1 <= self.lines <= MOST_LINES:
            raise FormError(self.name, f"{self.lines} lines, not 1 to {MOST_LINES}")


Field: TypeAlias = Choice | Digits | Passage | Writing


class FormError(ValueError):
    """A form that cannot be: says which field and why."""

    def __init__(self, field: str, reason: str) -> None:
        super().__init__(f"{field}: {reason}" if field else reason)
        self.field = field
        self.reason = reason


@dataclass(frozen=True, slots=True)
class Form:
    """What is asked of everyone who gets a sheet of this kind.

    `kind` is a name in the school's registry of kinds of form. `footer` stands at the foot of the
    page, a line each: what the child can do now, what comes next. `first` is the printed number of
    the first question: a form longer than a page goes on counting on the next. Without `named`,
    there is no line for a name: who writes a letter need not say who she is.
    """

    kind: str
    title: str
    language: Language
    fields: tuple[Field, ...]
    footer: tuple[Content, ...] = ()
    first: int = 1
    named: bool = True

    def __post_init__(self) -> None:
        if self.language not in get_args(Language):
            raise FormError("", f"language {self.language!r} is not one of {get_args(Language)}")
        names = [field.name for field in self.fields if not isinstance(field, Passage)]
        for name in names:
            if names.count(name) > 1:
                raise FormError(name, "two fields have this name")

    @property
    def questions(self) -> tuple[Choice | Digits, ...]:
        """The fields that are answered, in order; the first is printed as question 1."""
        return tuple(field for field in self.fields if isinstance(field, Choice | Digits))

    def to_json(self) -> dict[str, Any]:
        """The form as plain JSON."""
        return {
            "kind": self.kind,
            "title": self.title,
            "language": self.language,
            "fields": [_field_to_json(field) for field in self.fields],
            "footer": [to_json(line) for line in self.footer],
            "first": self.first,
            "named": self.named,
        }

    @classmethod
    def from_json(cls, value: Mapping[str, Any]) -> "Form":
        """The form that `to_json` wrote; `ValueError` or `KeyError` for anything else."""
        return cls(
            kind=str(value["kind"]),
            title=str(value["title"]),
            language=cast(Language, value["language"]),
            fields=tuple(_field_from_json(field) for field in value["fields"]),
            footer=tuple(from_json(line) for line in value["footer"]),
            first=int(value.get("first", 1)),
            named=bool(value.get("named", True)),
        )


@dataclass(frozen=True, slots=True)
class Sheet:
    """One page to print: a form with its own number, and for whom it is.

    `name` is printed large for handing out; empty, there is a line to write the name on.
    `subtitle` names class and week.
    """

    number: str
    form: Form
    name: str = ""
    subtitle: str = ""

    def __post_init__(self) -> None:
        if not valid(self.number):
            raise FormError("", f"{self.number!r} is not the number of a sheet")


def _check_name(name: str) -> None:
    if not name:
        raise FormError("", "a field without a name")


def _field_to_json(field: Field) -> dict[str, Any]:
    if isinstance(field, Choice):
        options = [to_json(option) for option in field.options]
        return {
            "field": "choice",
            "name": field.name,
            "statement": to_json(field.statement),
            "options": options,
        }
    if isinstance(field, Digits):
        return {
            "field": "digits",
            "name": field.name,
            "statement": to_json(field.statement),
            "boxes": field.boxes,
        }
    if isinstance(field, Writing):
        return {
            "field": "writing",
            "name": field.name,
            "statement": to_json(field.statement),
            "lines": field.lines,
        }
    return {"field": "passage", "content": to_json(field.content)}


def _field_from_json(value: Mapping[str, Any]) -> Field:
    match value["field"]:
        case "choice":
            options: Sequence[object] = value["options"]
            return Choice(
                str(value["name"]),
                from_json(value["statement"]),
                tuple(from_json(option) for option in options),
            )
        case "digits":
            return Digits(str(value["name"]), from_json(value["statement"]), int(value["boxes"]))
        case "writing":
            return Writing(str(value["name"]), from_json(value["statement"]), int(value["lines"]))
        case "passage":
            return Passage(from_json(value["content"]))
        case other:
            raise FormError("", f"there is no field {other!r}")

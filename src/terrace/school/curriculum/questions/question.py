"""A question as a file of another program tells it, before a school decides about it."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any, Literal, TypeAlias

Kind: TypeAlias = Literal["multichoice", "truefalse", "numerical", "shortanswer", "matching"]
"""Moodle's names. `multichoice` with `single=False` has several right answers."""

FULL = 100.0
"""A fraction is a percentage of the question's points, as Moodle XML writes it: 100 is right."""


@dataclass(frozen=True, slots=True)
class Answer:
    """One answer that a question knows of.

    `text` is an option, an accepted word, a number, or the right-hand side of a pair. `prompt` is
    the left-hand side of a pair (`""` for a right-hand side that fits nothing), else None.
    `tolerance` is how far off a number may be; `low` and `high` stand where a file says a range.
    """

    text: str
    fraction: float
    tolerance: float | None = None
    feedback: str = ""
    prompt: str | None = None
    low: str | None = None
    high: str | None = None

    def to_json(self) -> dict[str, Any]:
        """Plain JSON; what is not there is left out."""
        told: dict[str, Any] = {"text": self.text, "fraction": _plain(self.fraction)}
        if self.prompt is not None:
            told["prompt"] = self.prompt
        if self.tolerance is not None:
            told["tolerance"] = _plain(self.tolerance)
        if self.low is not None and self.high is not None:
            told |= {"low": self.low, "high": self.high}
        if self.feedback:
            told["feedback"] = self.feedback
        return told


@dataclass(frozen=True, slots=True)
class Question:
    """One question of a kind that Terrace knows. `line` is where it begins in its file, from 1.

    `files` names pictures and sounds that its words point to; `more` holds what else its file says
    of it (points, penalty, hints, tags …) under plain names.
    """

    id: str
    kind: Kind
    text: str
    answers: tuple[Answer, ...]
    line: int
    name: str = ""
    single: bool = True
    category: str = ""
    feedback: str = ""
    files: tuple[str, ...] = ()
    more: Mapping[str, Any] = field(default_factory=dict)

    def to_json(self) -> dict[str, Any]:
        """Plain JSON; `id`, `type`, `text` and `answers` always stand there."""
        told: dict[str, Any] = {"id": self.id, "type": self.kind, "text": self.text}
        if self.kind == "multichoice":
            told["single"] = self.single
        told["answers"] = [answer.to_json() for answer in self.answers]
        for name, value in (
            ("name", self.name),
            ("category", self.category),
            ("feedback", self.feedback),
            ("files", list(self.files)),
        ):
            if value:
                told[name] = value
        return told | dict(self.more) | {"line": self.line}


@dataclass(frozen=True, slots=True)
class Unsupported:
    """A question that was not taken, or a whole file (`kind` "file"), with the reason in words."""

    id: str
    kind: str
    line: int | None
    zh: str
    en: str
    name: str = ""

    def to_json(self) -> dict[str, Any]:
        """Plain JSON. `reason` is the English sentence, `reason_zh` the Chinese one."""
        told: dict[str, Any] = {"id": self.id, "type": self.kind}
        if self.name:
            told["name"] = self.name
        return told | {"line": self.line, "reason": self.en, "reason_zh": self.zh}


@dataclass(frozen=True, slots=True)
class Questions:
    """Everything that stood in a file: what was understood, and what was not."""

    questions: tuple[Question, ...] = ()
    unsupported: tuple[Unsupported, ...] = ()

    def to_json(self) -> dict[str, Any]:
        """`{"questions": […], "unsupported": […]}`."""
        return {
            "questions": [one.to_json() for one in self.questions],
            "unsupported": [one.to_json() for one in self.unsupported],
        }


class Fault(ValueError):
    """Something in a file cannot be understood: which line, and why, in both languages."""

    def __init__(self, line: int | None, *, zh: str, en: str) -> None:
        super().__init__(en)
        self.line = line
        self.zh = zh
        self.en = en


def _plain(value: float) -> float | int:
    rounded = round(value, 10)
    return int(rounded) if rounded == int(rounded) else rounded

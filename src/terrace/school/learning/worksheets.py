"""What is kept of a sheet's questions: enough to mark them, whatever becomes of their makers."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, fields
from typing import Any

from terrace.engines.learner.plan import Reason, ReasonCode
from terrace.school.curriculum.items import ChoiceAnswer, Item, NumberAnswer

Marked = tuple[int, ...] | str
"""An answer as `papers` gives it: marked options, or digits as text; empty for none."""


@dataclass(frozen=True, slots=True)
class OptionKey:
    """How a choice is marked: the right option, and what each option stands for."""

    options: int
    key: int
    misconceptions: tuple[str | None, ...]


@dataclass(frozen=True, slots=True)
class NumberKey:
    """How a number is marked: its value, and what some other values stand for."""

    value: int
    boxes: int
    misconceptions: Mapping[int, str]


@dataclass(frozen=True, slots=True)
class Mark:
    """What an answer says: right or not, and the misconception that a wrong one stands for."""

    correct: bool
    misconception: str = ""


@dataclass(frozen=True, slots=True)
class Question:
    """One question of a sheet. `template` with `seed` is the item; `key` stays as printed."""

    field: str
    skill: str
    template: str
    seed: int
    key: OptionKey | NumberKey

    @classmethod
    def of(cls, field: str, item: Item) -> "Question":
        """The question that an item becomes in a field of the form."""
        return cls(field, item.skill, item.template, item.seed, _key(item.answer))

    def mark(self, value: Marked) -> Mark | None:
        """What an answer says; `None` where nothing was answered."""
        if not value:
            return None
        if isinstance(self.key, OptionKey):
            # Two marked options are an answer, and not the right one.
            if isinstance(value, str) or len(value) != 1:
                return Mark(correct=False)
            chosen = value[0]
            wrong = (
                self.key.misconceptions[chosen] if chosen < len(self.key.misconceptions) else None
            )
            return Mark(chosen == self.key.key, wrong or "")
        if not isinstance(value, str) or not (value.isascii() and value.isdecimal()):
            return Mark(correct=False)
        number = int(value)
        return Mark(number == self.key.value, self.key.misconceptions.get(number, ""))

    def to_json(self) -> dict[str, Any]:
        """A plain object."""
        if isinstance(self.key, OptionKey):
            key: dict[str, Any] = {
                "options": self.key.options,
                "key": self.key.key,
                "misconceptions": list(self.key.misconceptions),
            }
        else:
            key = {
                "value": self.key.value,
                "boxes": self.key.boxes,
                "misconceptions": {str(n): name for n, name in self.key.misconceptions.items()},
            }
        return {
            "field": self.field,
            "skill": self.skill,
            "template": self.template,
            "seed": self.seed,
            "answer": key,
        }

    @classmethod
    def from_json(cls, data: Mapping[str, Any]) -> "Question":
        """The question that `to_json` wrote; `KeyError` or `TypeError` for anything else."""
        key = data["answer"]
        return cls(
            field=data["field"],
            skill=data["skill"],
            template=data["template"],
            seed=data["seed"],
            key=(
                OptionKey(key["options"], key["key"], tuple(key["misconceptions"]))
                if "options" in key
                else NumberKey(
                    key["value"],
                    key["boxes"],
                    {int(n): name for n, name in key["misconceptions"].items()},
                )
            ),
        )


def questions(items: Sequence[Mapping[str, Any]]) -> tuple[Question, ...]:
    """A worksheet's questions, in order on the sheet (`models.Worksheet.items`)."""
    return tuple(Question.from_json(item) for item in items)


def marks(
    asked: Sequence[Question], answers: Mapping[str, Marked]
) -> list[tuple[int, Question, Mark]]:
    """(place on the sheet, question, mark) of each question that counts, from the sure answers.

    A question left empty between others counts as not yet right. Those left empty at the end were
    not reached and say nothing: a short lesson is not the child's doing (not-reached items, see
    Ludlow & O'Leary 1999). An answer still in doubt says nothing either.
    """
    answered = [place for place, one in enumerate(asked) if answers.get(one.field)]
    if not answered:
        return []
    found = []
    for place, one in enumerate(asked[: answered[-1] + 1]):
        if one.field in answers:
            found.append((place, one, one.mark(answers[one.field]) or Mark(correct=False)))
    return found


def reason_to_json(reason: Reason) -> dict[str, Any]:
    """A reason as a plain object, without what it does not speak of."""
    told = ((name, getattr(reason, name)) for name in _REASON)
    return {name: value for name, value in told if value is not None}


_REASON = tuple(one.name for one in fields(Reason))


def reason_from_json(data: Mapping[str, Any]) -> Reason:
    """The reason that `reason_to_json` wrote."""
    return Reason(**{**data, "code": ReasonCode(data["code"])})


def _key(answer: ChoiceAnswer | NumberAnswer) -> OptionKey | NumberKey:
    if isinstance(answer, ChoiceAnswer):
        return OptionKey(len(answer.options), answer.key, answer.misconceptions)
    return NumberKey(answer.value, answer.boxes, answer.misconceptions)

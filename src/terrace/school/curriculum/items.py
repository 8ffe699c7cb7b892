"""A question with its answer, in both languages, before it is laid out on paper."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any, Literal

from terrace.engines.paper.content import Content, from_json, to_json

Language = Literal["zh", "en"]
Bilingual = Mapping[Language, Content]
"""The same content in Chinese and English."""

LANGUAGES: tuple[Language, ...] = ("zh", "en")


@dataclass(frozen=True, slots=True)
class ChoiceAnswer:
    """One bubble an option. ``misconceptions[i]`` names what option i stands for; None for the key
    and for plain slips.
    """

    options: tuple[Bilingual, ...]
    key: int
    misconceptions: tuple[str | None, ...]


@dataclass(frozen=True, slots=True)
class NumberAnswer:
    """A whole number written in ``boxes`` digit boxes. ``misconceptions``: a wrong number → what it
    stands for.
    """

    value: int
    boxes: int
    misconceptions: Mapping[int, str]


@dataclass(frozen=True, slots=True)
class Item:
    """One question. ``template`` is ``skill + "/" + variant``, the unit of item statistics; with
    ``seed`` it is the item.
    """

    skill: str
    template: str
    seed: int
    statement: Bilingual
    answer: ChoiceAnswer | NumberAnswer

    def to_json(self) -> dict[str, Any]:
        """A plain object: the item as printed, whatever later becomes of its generator."""
        answer: dict[str, Any]
        if isinstance(self.answer, ChoiceAnswer):
            answer = {
                "options": [_plain(option) for option in self.answer.options],
                "key": self.answer.key,
                "misconceptions": list(self.answer.misconceptions),
            }
        else:
            answer = {
                "value": self.answer.value,
                "boxes": self.answer.boxes,
                "misconceptions": {str(n): name for n, name in self.answer.misconceptions.items()},
            }
        return {
            "skill": self.skill,
            "template": self.template,
            "seed": self.seed,
            "statement": _plain(self.statement),
            "answer": answer,
        }

    @classmethod
    def from_json(cls, data: Mapping[str, Any]) -> "Item":
        """The item that `to_json` wrote; KeyError, TypeError or ValueError for anything else."""
        answer = data["answer"]
        return cls(
            skill=data["skill"],
            template=data["template"],
            seed=data["seed"],
            statement=_bilingual(data["statement"]),
            answer=(
                ChoiceAnswer(
                    options=tuple(_bilingual(option) for option in answer["options"]),
                    key=answer["key"],
                    misconceptions=tuple(answer["misconceptions"]),
                )
                if "options" in answer
                else NumberAnswer(
                    value=answer["value"],
                    boxes=answer["boxes"],
                    misconceptions={int(n): name for n, name in answer["misconceptions"].items()},
                )
            ),
        )


def _plain(both: Bilingual) -> dict[str, Any]:
    return {language: to_json(both[language]) for language in LANGUAGES}


def _bilingual(data: Mapping[str, Any]) -> Bilingual:
    return {language: from_json(data[language]) for language in LANGUAGES}

"""What is known of one child: small, immutable, and exact on its way through JSON."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from types import MappingProxyType
from typing import Any

RECENT = 8
"""So many of the latest answers to a skill are remembered one by one."""

Recent = tuple[bool, float | None, str]
"""One remembered answer: right or not, its day, its item."""


@dataclass(frozen=True, slots=True)
class Estimate:
    """A normal belief about an ability. Units: logits, logits squared."""

    mean: float
    variance: float


@dataclass(frozen=True, slots=True)
class SkillEstimate:
    """What is known of a child in one skill: her ability there *beside* her general ability, in
    logits.

    ``right`` and ``wrong`` count answers; ``last_day`` is the day of the latest one (None: not
    known); ``recent`` holds up to `RECENT` answers, oldest first; ``secured`` says that the skill
    had become known by the last answer.
    """

    mean: float
    variance: float
    right: int = 0
    wrong: int = 0
    last_day: float | None = None
    recent: tuple[Recent, ...] = ()
    secured: bool = False

    @property
    def met(self) -> bool:
        """Whether the child has ever answered a question on this skill."""
        return self.right + self.wrong > 0


@dataclass(frozen=True, slots=True)
class Pupil:
    """A child's state: a fold over her attempts in canonical order.

    Two pupils with the same attempts, start and item bank are equal bit for bit.
    """

    general: Estimate
    skills: Mapping[str, SkillEstimate] = field(default_factory=lambda: MappingProxyType({}))

    def to_json(self) -> dict[str, Any]:
        """A plain object for `json.dumps`; numbers as hexadecimal text, so that no database rounds
        them.
        """
        return {
            "general": [self.general.mean.hex(), self.general.variance.hex()],
            "skills": {
                skill: {
                    "mean": known.mean.hex(),
                    "variance": known.variance.hex(),
                    "right": known.right,
                    "wrong": known.wrong,
                    "last_day": _hex(known.last_day),
                    "recent": [[correct, _hex(day), item] for correct, day, item in known.recent],
                    "secured": known.secured,
                }
                for skill, known in sorted(self.skills.items())
            },
        }

    @classmethod
    def from_json(cls, data: Mapping[str, Any]) -> "Pupil":
        """The pupil that `to_json` wrote. Raises KeyError, TypeError or ValueError on anything
        else.
        """
        mean, variance = data["general"]
        return cls(
            general=Estimate(float.fromhex(mean), float.fromhex(variance)),
            skills={
                skill: SkillEstimate(
                    mean=float.fromhex(known["mean"]),
                    variance=float.fromhex(known["variance"]),
                    right=int(known["right"]),
                    wrong=int(known["wrong"]),
                    last_day=_unhex(known["last_day"]),
                    recent=tuple(
                        (bool(correct), _unhex(day), str(item))
                        for correct, day, item in known["recent"]
                    ),
                    secured=bool(known["secured"]),
                )
                for skill, known in data["skills"].items()
            },
        )


def _hex(number: float | None) -> str | None:
    return None if number is None else float(number).hex()


def _unhex(text: str | None) -> float | None:
    return None if text is None else float.fromhex(text)

"""What the chooser answers with: candidates, chosen questions, plans, reasons. No computation."""

from collections.abc import Mapping
from dataclasses import dataclass
from enum import StrEnum

from terrace.engines.learner.model import Prediction


@dataclass(frozen=True, slots=True)
class Candidate:
    """A template that may stand on a sheet, at most ``copies`` times (each time with other
    numbers).
    """

    item: str
    skills: tuple[str, ...]
    copies: int = 1

    def __post_init__(self) -> None:
        object.__setattr__(self, "skills", tuple(sorted(set(self.skills))))


class ReasonCode(StrEnum):
    """Why a question stands on a sheet, or why we think what we think; the page finds the words."""

    CONFIDENT_START = "confident_start"
    """chance: a question to begin with that will probably succeed."""
    CONFIDENT_END = "confident_end"
    """chance: the same to end with."""
    AT_THE_EDGE = "at_the_edge"
    """skill, chance: just where practice helps most."""
    NEXT_STEP = "next_step"
    """skill, chance: a skill not met before, its prerequisites ready."""
    REVIEW = "review"
    """skill, days: known once, and fading."""
    ASKED_FOR = "asked_for"
    """skill, base: on the sheet by the teacher's choice of topics, though a prerequisite is not
    ready.
    """
    RECENT_RIGHT = "recent_right"
    """skill, right, of: so many of the latest answers were right."""
    NOT_MET = "not_met"
    """skill: no answer yet."""
    PREREQUISITE_READY = "prerequisite_ready"
    """skill, base, chance: the base carries the skill."""
    PREREQUISITE_FIRST = "prerequisite_first"
    """skill, base, chance: the base comes first."""
    NOT_PRACTISED_SINCE = "not_practised_since"
    """skill, days: whole days since the last answer."""


@dataclass(frozen=True, slots=True)
class Reason:
    """A code with the numbers it speaks of; which are present is said at `ReasonCode`."""

    code: ReasonCode
    skill: str | None = None
    base: str | None = None
    right: int | None = None
    of: int | None = None
    days: int | None = None
    chance: float | None = None


@dataclass(frozen=True, slots=True)
class Chosen:
    """A question of a plan: what, why in first place, and how likely it succeeds."""

    candidate: Candidate
    reason: ReasonCode
    prediction: Prediction


@dataclass(frozen=True, slots=True)
class Plan:
    """A worksheet's questions in order; ``missing`` says how many the candidates could not fill."""

    chosen: tuple[Chosen, ...]
    missing: int = 0

    @property
    def chance(self) -> float | None:
        """Mean chance of success; None for an empty plan."""
        if not self.chosen:
            return None
        return sum(one.prediction.chance for one in self.chosen) / len(self.chosen)


@dataclass(frozen=True, slots=True)
class Versions:
    """Sheets for photocopying. ``assignment``: pupil → index of her sheet.

    ``loss``: pupil → share of her sheet's questions, 0…1, that suit her less than those of a sheet
    of her own would: too hard, too easy, or resting on what is not ready.
    """

    sheets: tuple[Plan, ...]
    assignment: Mapping[str, int]
    loss: Mapping[str, float]


@dataclass(frozen=True, slots=True)
class TeachAgain:
    """A skill worth a lesson for several children at once.

    ``children`` need it (sorted by key, not by success); ``fading`` once knew it; of ``practised``
    children who met it, the needing children's latest answers were ``right`` out of ``of``.
    """

    skill: str
    children: tuple[str, ...]
    fading: tuple[str, ...]
    practised: int
    right: int
    of: int


@dataclass(frozen=True, slots=True)
class Pair:
    """Two children who could sit together: one knows the skill, the other is learning it."""

    helper: str
    helped: str

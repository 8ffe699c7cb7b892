"""A child's map of skills: known, learning, fading, not yet met; what comes next."""

from collections.abc import Sequence
from dataclasses import dataclass

from terrace.engines.learner.learner import Learner
from terrace.engines.learner.model import Mastery
from terrace.engines.learner.pupil import Pupil
from terrace.school.curriculum.registry import skills
from terrace.school.curriculum.skills import Skill

STEPS = 2
"""So many skills stand under "can do" and "comes next": few enough to be read."""


@dataclass(frozen=True, slots=True)
class Standing:
    """One skill of a child. `last_day`: the engine's day of the latest answer, None before any."""

    skill: Skill
    mastery: Mastery
    last_day: float | None
    ready: bool

    @property
    def state(self) -> str:
        """`known`, `learning`, `fading` or `not_met`."""
        return self.mastery.state

    @property
    def met(self) -> bool:
        """Whether she has ever answered a question on it."""
        return self.mastery.state != "not_met"


def standings(
    learner: Learner, pupil: Pupil, *, grade: int, day: float | None
) -> tuple[Standing, ...]:
    """What she has met, and what else her grade learns; in teaching order."""
    success: dict[str, Mastery] = {}

    def mastery(code: str) -> Mastery:
        if code not in success:
            success[code] = learner.mastery(pupil, skill=code, day=day)
        return success[code]

    found = []
    for skill in skills():
        known = pupil.skills.get(skill.code)
        met = known is not None and known.met
        if not met and skill.grade != grade:
            continue
        found.append(
            Standing(
                skill,
                mastery(skill.code),
                known.last_day if known is not None and met else None,
                # As `Learner.ready`, with each skill's success computed once.
                all(mastery(base).chance >= learner.settings.ready for base in skill.prerequisites),
            )
        )
    return tuple(found)


def can_do(of: Sequence[Standing]) -> list[Skill]:
    """What she can do now, the furthest she has come first: at most `STEPS`."""
    known = [one.skill for one in of if one.state == "known"]
    return known[: -STEPS - 1 : -1]


def comes_next(of: Sequence[Standing], *, grade: int) -> list[Skill]:
    """What comes next: what she is learning now, nearest to being known first; else the first new
    skills that rest on what she can do.
    """
    learning = [one for one in of if one.state == "learning" and one.ready]
    learning.sort(key=lambda one: -one.mastery.low)
    fresh = [one for one in of if one.state == "not_met" and one.ready and one.skill.grade >= grade]
    return [one.skill for one in (*learning, *fresh)[:STEPS]]

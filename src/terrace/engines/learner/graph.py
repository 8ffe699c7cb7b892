"""Which skill rests on which: a graph without circles."""

from collections.abc import Mapping, Sequence
from graphlib import CycleError, TopologicalSorter
from types import MappingProxyType


class CircularSkillsError(ValueError):
    """Some skills are, through others, their own prerequisites; ``skills`` names one such circle in
    order.
    """

    def __init__(self, skills: Sequence[str]) -> None:
        self.skills = tuple(skills)
        super().__init__("these skills wait for one another: " + " → ".join(self.skills))


class SkillGraph:
    """Prerequisites of each skill, checked to be free of circles.

    A skill that nobody named has no prerequisites: unknown skills are ordinary. Raises
    `CircularSkillsError`.
    """

    __slots__ = ("_order", "_prerequisites")

    def __init__(self, prerequisites: Mapping[str, Sequence[str]] = MappingProxyType({})) -> None:
        self._prerequisites = {skill: tuple(bases) for skill, bases in prerequisites.items()}
        try:
            order = tuple(TopologicalSorter(self._prerequisites).static_order())
        except CycleError as error:
            # graphlib lists the circle from a base to what needs it; we read "needs" rightwards.
            raise CircularSkillsError(tuple(reversed(error.args[1]))) from None
        self._order = {skill: place for place, skill in enumerate(order)}

    def prerequisites(self, skill: str) -> tuple[str, ...]:
        """The skills directly needed before this one; empty for an unknown skill."""
        return self._prerequisites.get(skill, ())

    def place(self, skill: str) -> int:
        """A number larger for a skill than for all it rests on; unknown skills come last."""
        return self._order.get(skill, len(self._order))

    @property
    def skills(self) -> tuple[str, ...]:
        """Every skill named, bases first."""
        return tuple(self._order)

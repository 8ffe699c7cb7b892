"""How hard items are, and how sure we are of it."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from types import MappingProxyType

from terrace.engines.learner.pupil import Estimate

_NONE: Mapping[str, Estimate] = MappingProxyType({})
_ANYTHING = Estimate(0.0, 1.0)


@dataclass(frozen=True, slots=True)
class ItemBank:
    """Difficulties in logits on the children's scale: of items, else of their skills, else of all.

    An item nobody has seen is ordinary: it takes its skill's difficulty with the wider variance of
    `default`.
    """

    difficulty: Mapping[str, Estimate] = field(default_factory=lambda: _NONE)
    skills: Mapping[str, Estimate] = field(default_factory=lambda: _NONE)
    default: Estimate = _ANYTHING

    def of(self, item: str, skills: Sequence[str]) -> Estimate:
        """The difficulty of an item, known or not."""
        known = self.difficulty.get(item)
        if known is not None:
            return known
        bases = [self.skills[skill] for skill in skills if skill in self.skills]
        if not bases:
            return self.default
        mean = sum(base.mean for base in bases) / len(bases)
        # A new item may lie anywhere among its skill's: never surer than the default.
        return Estimate(mean, max(self.default.variance, max(base.variance for base in bases)))

    def of_skill(self, skill: str) -> Estimate:
        """The difficulty of a skill's questions taken together."""
        return self.skills.get(skill, self.default)

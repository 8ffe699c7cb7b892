"""The numbers of the learner, each with its unit and its reason."""

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Settings:
    """Logits are natural; variances are in logits squared; days are days of 24 hours.

    How the first six were chosen is told in ``docs/explanation/learner.md``.
    """

    general_variance: float = 0.7
    """How far children of one grade differ in general, before any answer."""
    skill_variance: float = 0.8
    """How far one child differs from skill to skill, before any answer."""
    general_floor: float = 0.04
    """The general estimate never becomes surer than this, so that it can follow a child who grows.
    """
    skill_floor: float = 0.16
    """The same for one skill: larger, since a skill changes within weeks."""
    prerequisite_share: float = 0.3
    """How much of what is known of its prerequisites counts towards a skill."""
    memory_days: float = 45.0
    """Without practice a gain in a skill falls to 1/e in this many days, at first…"""
    memory_growth: float = 0.2
    """…and each right answer lengthens that time by this share of it…"""
    memory_longest: float = 720.0
    """…up to this many days."""

    interval: float = 1.2816
    """Half-width of low…high in standard deviations: four times in five the truth lies between."""
    known_low: float = 0.70
    """A skill becomes known when the lower bound of success over its questions reaches this…"""
    known_until: float = 0.55
    """…and stays known until the lower bound is below this and the last answers agree (see
    `slips`).
    """
    slips: int = 2
    """So many of the last four answers must be wrong before a known skill counts as being learnt
    again.
    """
    fading_drop: float = 0.05
    """A known skill is fading when time alone has lowered its lower bound by more than this."""
    ready: float = 0.6
    """A prerequisite carries the next skill when success on it is at least so likely."""

    target: float = 0.75
    """Mean chance of success of a worksheet."""
    confident: float = 0.88
    """Chance of success aimed at for the first and the last question."""
    hardest: float = 0.3
    """A question below this chance is taken only when nothing easier is left."""
    review_worth: float = 0.35
    """What a fading skill's question is worth beside a new one's, whose worth is at most 1."""
    repeat_cost: float = 0.12
    """How much each earlier question of the same skill on the sheet counts against one more."""
    rest_days: float = 14.0
    """Skills not practised for so long are spoken of as not practised lately."""

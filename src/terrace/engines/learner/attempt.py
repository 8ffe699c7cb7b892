"""One answer of one child: the only evidence the learner takes."""

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Attempt:
    """One answer to one question.

    ``item`` is the template of the question (the unit of item statistics). ``skills`` is the *set*
    of skills that the question needs, kept as a sorted tuple: a question with two skills is one
    attempt, never two. ``day`` counts days since 1970-01-01 in school time, fractions allowed; None
    where the day is not known.
    """

    item: str
    skills: tuple[str, ...]
    correct: bool
    day: float | None = None

    def __post_init__(self) -> None:
        object.__setattr__(self, "skills", tuple(sorted(set(self.skills))))

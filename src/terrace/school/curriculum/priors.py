"""What the learner assumes before a school has its own answers: levels of grades, difficulties of
templates.
"""

from collections.abc import Iterable
from functools import cache

from terrace.engines.learner.bank import ItemBank
from terrace.engines.learner.plan import Candidate
from terrace.engines.learner.pupil import Estimate
from terrace.school.curriculum.registry import skill, skills, templates

STEP = 1.2
"""Logits between one grade's usual level and the next's."""
HEADROOM = 1.1
"""A grade's usual question lies so far below its usual child: a chance of about three in four."""


def starting_level(grade: int) -> float:
    """The usual general ability at a grade, in logits: where a child of whom nothing is known
    starts.
    """
    return STEP * (grade - 1)


@cache
def prior_bank() -> ItemBank:
    """Difficulties that authors judged, with the uncertainty of such judgements."""
    difficulty: dict[str, Estimate] = {}
    by_skill: dict[str, Estimate] = {}
    for one in skills():
        usual = starting_level(one.grade) - HEADROOM
        given = templates(one.code)
        for template in given:
            difficulty[template.code] = Estimate(usual + template.difficulty, 0.3)
        if given:
            mean = sum(t.difficulty for t in given) / len(given)
            by_skill[one.code] = Estimate(usual + mean, 0.3)
    return ItemBank(difficulty, by_skill)


def candidates(codes: Iterable[str], *, copies: int = 3) -> tuple[Candidate, ...]:
    """Every template of some skills as candidates for a sheet, each at most ``copies`` times.

    Raises `UnknownSkillError`.
    """
    return tuple(
        Candidate(template.code, (code,), copies)
        for code in codes
        for template in templates(skill(code).code)
    )

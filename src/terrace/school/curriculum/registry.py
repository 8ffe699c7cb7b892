"""All skills and templates of the school, by code."""

from collections.abc import Iterable
from functools import cache
from importlib import import_module

from terrace.engines.learner.graph import SkillGraph
from terrace.school.curriculum.items import Item
from terrace.school.curriculum.skills import Skill
from terrace.school.curriculum.templates import Part, Template

PARTS = (
    "grade1",
    "grade1_world",
    "grade2",
    "grade2_measure",
    "grade3_numbers",
    "grade3_multiply",
    "grade3_divide",
    "grade3_parts",
    "grade3_measure",
    "grade3_world",
    "grade4",
    "grade4_decimals",
    "grade4_measure",
    "grade5",
    "grade5_measure",
    "grade5_world",
    "grade6_fractions",
    "grade6",
    "grade6_measure",
    "grade6_world",
)
"""Modules of `strands`, in teaching order; each holds a `PART`."""


class UnknownSkillError(KeyError):
    """No skill or template has this code."""


class CurriculumError(ValueError):
    """The content contradicts itself: a code twice, or a prerequisite that does not exist."""


@cache
def parts() -> tuple[Part, ...]:
    """Every strand file's part, in teaching order."""
    return tuple(import_module(f"terrace.school.curriculum.strands.{name}").PART for name in PARTS)


@cache
def skills(grade: int | None = None) -> tuple[Skill, ...]:
    """All skills, or those of one grade, in teaching order."""
    return tuple(s for s in _skills().values() if grade is None or s.grade == grade)


def skill(code: str) -> Skill:
    """The skill of a code. Raises `UnknownSkillError`."""
    try:
        return _skills()[code]
    except KeyError:
        raise UnknownSkillError(code) from None


@cache
def templates(skill: str | None = None) -> tuple[Template, ...]:
    """All templates, or those of one skill (none for an unknown one), in teaching order."""
    return tuple(t for t in _templates().values() if skill is None or t.skill == skill)


def template(code: str) -> Template:
    """The template of a code. Raises `UnknownSkillError`."""
    try:
        return _templates()[code]
    except KeyError:
        raise UnknownSkillError(code) from None


def generate(template_code: str, seed: int) -> Item:
    """The item of a template and a seed. Raises `UnknownSkillError`."""
    return template(template_code).item(seed)


@cache
def graph() -> SkillGraph:
    """What comes before what, checked. Raises `CircularSkillsError` or `CurriculumError`."""
    return checked_graph(_skills().values())


def checked_graph(given: Iterable[Skill]) -> SkillGraph:
    """The graph of some skills. Raises `CurriculumError` for a missing prerequisite,
    `CircularSkillsError` for a circle.
    """
    by_code = {skill.code: skill for skill in given}
    missing = [
        f"{skill.code} → {base}"
        for skill in by_code.values()
        for base in skill.prerequisites
        if base not in by_code
    ]
    if missing:
        raise CurriculumError("prerequisites that do not exist: " + ", ".join(missing))
    return SkillGraph({skill.code: skill.prerequisites for skill in by_code.values()})


@cache
def _skills() -> dict[str, Skill]:
    found: dict[str, Skill] = {}
    for part in parts():
        for one in part.skills:
            if one.code in found:
                raise CurriculumError(f"two skills have the code {one.code}")
            found[one.code] = one
    return found


@cache
def _templates() -> dict[str, Template]:
    found: dict[str, Template] = {}
    for part in parts():
        for one in part.templates:
            if one.code in found:
                raise CurriculumError(f"two templates have the code {one.code}")
            if one.skill not in _skills():
                raise CurriculumError(f"template {one.code} is for a skill that does not exist")
            found[one.code] = one
    return found

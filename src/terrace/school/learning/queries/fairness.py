"""Whether all groups of children are foreseen alike, in words: for the principal."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from terrace.school.people.models import School

from .. import fairwords as words
from ..models import FairnessReport


@dataclass(frozen=True, slots=True)
class GroupLine:
    """A group beside the others. `verdict` in one sentence; `sides`: the numbers behind it."""

    name: str
    verdict: str
    sides: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class FairnessView:
    """`measuring`: asked for, and not there yet. `made_at` None: never measured."""

    measuring: bool
    made_at: datetime | None
    answers: int
    groups: tuple[GroupLine, ...]


def fairness_view(school: School) -> FairnessView:
    """The latest measurement of a school."""
    report = FairnessReport.objects.filter(school=school).first()
    if report is None:
        return FairnessView(False, None, 0, ())
    return FairnessView(
        report.made_at is None,
        report.made_at,
        report.answers,
        tuple(_line(group) for group in report.groups) if report.made_at else (),
    )


def _line(group: Mapping[str, Any]) -> GroupLine:
    inside, outside = group["inside"], group["outside"]
    name = words.fairness_group(group["group"])
    if inside["gap"] is None or outside["gap"] is None:
        return GroupLine(name, words.too_few_to_say(), ())
    return GroupLine(
        name,
        words.fairness_verdict(inside["gap"], outside["gap"]),
        (words.fairness_side(inside, inside=True), words.fairness_side(outside, inside=False)),
    )

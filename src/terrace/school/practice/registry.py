"""What can be counted before and during a try; apps above add their own."""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import date
from typing import TYPE_CHECKING

from django.utils.functional import Promise

if TYPE_CHECKING:
    from terrace.school.people.models import School


@dataclass(frozen=True, slots=True)
class Measure:
    """Something that happens in a school and that its own records count.

    `what` says what, in the language now active; `count(school, first, last)` how often from the
    first to the last day, both included. No measure counts what one child does.
    """

    name: str
    what: str | Promise
    count: Callable[["School", date, date], int]


_measures: dict[str, Measure] = {}


def register(measure: Measure) -> Measure:
    """Declare a measure; once each, from `AppConfig.ready()`."""
    if _measures.setdefault(measure.name, measure) is not measure:
        raise ValueError(f"measure {measure.name!r} is declared twice")
    return measure


def measures() -> list[Measure]:
    """Every measure, by name."""
    return [_measures[name] for name in sorted(_measures)]


def measure(name: str) -> Measure | None:
    """The measure of this name."""
    return _measures.get(name)

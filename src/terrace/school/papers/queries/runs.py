"""A print run as its page shows it."""

from collections.abc import Sequence
from dataclasses import dataclass

from django.db.models import QuerySet

from terrace.school.people.models import SchoolClass

from ..models import PrintRun, Sheet


@dataclass(frozen=True, slots=True)
class Lacking:
    """A name that cannot be printed whole, and the characters to write in by hand."""

    name: str
    characters: str


@dataclass(frozen=True, slots=True)
class RunPage:
    """A run, and what to know before printing it."""

    run: PrintRun
    sheets: int
    shared: bool
    """Whether its sheets are to be photocopied."""
    lacking: Sequence[Lacking]

    @property
    def is_waiting(self) -> bool:
        """Whether its PDF is still to come."""
        return self.run.state in (PrintRun.State.WAITING, PrintRun.State.MAKING)


def run_page(run: PrintRun) -> RunPage:
    """A run's page; three queries at most."""
    sheets = list(run.sheets.values_list("shared", flat=True))
    lacking: list[Lacking] = []
    if run.missing:
        rows = Sheet.objects.filter(run=run, number__in=run.missing).order_by("place")
        lacking = [
            Lacking(row.name or row.subtitle, run.missing[row.number])
            for row in rows.only("name", "subtitle", "number")
        ]
    return RunPage(run, len(sheets), any(sheets), lacking)


def latest_runs(school_class: SchoolClass) -> QuerySet[PrintRun]:
    """The class's print runs, the newest first."""
    return PrintRun.objects.filter(school_class=school_class).order_by("-made_at", "-pk")

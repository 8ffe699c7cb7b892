"""A print run as its page shows it."""

from collections.abc import Sequence
from dataclasses import dataclass

from django.db.models import Count, QuerySet

from terrace.school.jobs.queries import worker_is_alive
from terrace.school.people.models import SchoolClass

from .. import words
from ..models import Exam, PrintRun, Sheet


@dataclass(frozen=True, slots=True)
class Lacking:
    """A name that cannot be printed whole, and the characters to write in by hand."""

    name: str
    characters: str


@dataclass(frozen=True, slots=True)
class ToCopy:
    """A page of the PDF to be photocopied, and how often."""

    page: int
    copies: int


@dataclass(frozen=True, slots=True)
class RunPage:
    """A run, and what to know before printing it."""

    run: PrintRun
    sheets: int
    to_copy: Sequence[ToCopy]
    """What is to be photocopied; nothing where every child has her own sheet."""
    lacking: Sequence[Lacking]

    @property
    def yuan(self) -> str:
        """What it costs, in yuan."""
        return f"{self.run.cost_fen / 100:.2f}"

    @property
    def asleep(self) -> str:
        """What to say when the PDF is to be made and nobody makes it."""
        return words.asleep() if self.is_waiting and not worker_is_alive() else ""

    @property
    def is_waiting(self) -> bool:
        """Whether its PDF is still to come."""
        return self.run.state in (PrintRun.State.WAITING, PrintRun.State.MAKING)


def run_page(run: PrintRun) -> RunPage:
    """A run's page; three queries at most."""
    sheets = list(
        run.sheets.annotate(number_of_copies=Count("copies"))
        .order_by("place")
        .values_list("place", "shared", "number_of_copies")
    )
    to_copy = [ToCopy(place + 1, copies) for place, shared, copies in sheets if shared]
    lacking: list[Lacking] = []
    if run.missing:
        rows = Sheet.objects.filter(run=run, number__in=run.missing).order_by("place")
        lacking = [
            Lacking(row.name or row.subtitle, run.missing[row.number])
            for row in rows.only("name", "subtitle", "number")
        ]
    return RunPage(run, len(sheets), to_copy, lacking)


def latest_exams(school_class: SchoolClass) -> QuerySet[Exam]:
    """The class's exams, the newest first."""
    exams = Exam.objects.filter(school_class=school_class).select_related("run")
    return exams.order_by("-run__made_at", "-pk")


def latest_runs(school_class: SchoolClass) -> QuerySet[PrintRun]:
    """The class's print runs without its exams, the newest first."""
    return PrintRun.objects.filter(school_class=school_class, exam=None).order_by("-made_at", "-pk")

"""Print: a run of sheets, each with its number, then one PDF of all."""

import secrets
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING, Any
from uuid import UUID

from django.db import transaction
from django.db.models import Count

from terrace.engines.paper.form import Digits, Form
from terrace.engines.paper.form import Sheet as PrintSheet
from terrace.engines.paper.numbers import LARGEST_SERIAL, make_number
from terrace.school.journal import clock
from terrace.school.journal.actions import record
from terrace.school.people.models import Account, Child, School, SchoolClass

from .. import files, verbs
from ..errors import PapersError
from ..models import Copy, PrintRun, Sheet, SheetCounter
from ..queries import WHO_FIELD
from ..registry import kind as kind_called

if TYPE_CHECKING:
    from terrace.engines.paper.layout import SheetLayout

WHO_BOXES = 2

_WHO_STATEMENT: Mapping[str, str] = {"zh": "你在班里的学号", "en": "Your number in class"}

_BLOCK = 1_000_000
"""Each database counts from the start of a block drawn by lot, so that a sheet of the school in the
next valley is unknown here rather than taken for one of ours."""


@dataclass(frozen=True, slots=True)
class NewSheet:
    """A sheet to print: for one child, or to be photocopied for several (`shared`).

    A shared sheet gets a field for the class number in front of its questions, unless its form has
    one named `WHO_FIELD`.
    """

    form: Form
    name: str
    subtitle: str
    children: Sequence[Child]
    shared: bool = False

    def __post_init__(self) -> None:
        if not self.shared and len(self.children) > 1:
            raise ValueError(f"one sheet for {len(self.children)} children must be shared")


def start_run(
    *, kind: str, title: str, school: School, school_class: SchoolClass | None, by: Account | None
) -> PrintRun:
    """Begin a print run; `KeyError` when no app has declared this kind of form."""
    kind_called(kind)
    with transaction.atomic():
        run = PrintRun.objects.create(
            school=school,
            kind=kind,
            title=title,
            school_class=school_class,
            made_by=by,
            made_at=clock.now(),
        )
        record(
            verbs.RUN_STARTED,
            school_id=school.pk,
            by_id=by.pk if by else None,
            subject_id=run.pk,
            payload={"kind": kind},
        )
    return run


def add_sheets(run: PrintRun, sheets: Sequence[NewSheet]) -> list[Sheet]:
    """Give each sheet its number and each child a copy; the order is the order in the PDF.

    May be called several times for a run, before its PDF is made.
    """
    if not sheets:
        return []
    with transaction.atomic():
        run = PrintRun.objects.select_for_update().get(pk=run.pk)
        if run.state == PrintRun.State.READY:
            raise ValueError(f"run {run.pk} has been printed: its sheets stand")
        first = run.sheets.count()
        serials = _take_serials(len(sheets))
        rows = [
            Sheet(
                school_id=run.school_id,
                run=run,
                number=make_number(serial),
                place=first + place,
                name="" if new.shared else new.name,
                subtitle=new.subtitle,
                shared=new.shared,
                description=form_of(new).to_json(),
            )
            for place, (new, serial) in enumerate(zip(sheets, serials, strict=True))
        ]
        Sheet.objects.bulk_create(rows, batch_size=200)
        Copy.objects.bulk_create(
            [
                Copy(school_id=run.school_id, sheet=row, child=child)
                for row, new in zip(rows, sheets, strict=True)
                for child in new.children
            ],
            batch_size=200,
        )
    return rows


def make_pdf(run_id: UUID | str) -> str:
    """Lay out and typeset the run's sheets; its state afterwards. For a child process.

    Doing it again after a power cut gives the same PDF; a run that is ready stays as it is.
    """
    from terrace.engines.paper.font import missing_glyphs, unpack_font
    from terrace.engines.paper.printer import BadMathematics, DoesNotFit, print_sheets

    run = PrintRun.objects.select_related("school").get(pk=run_id)
    if run.state == PrintRun.State.READY:
        return run.state
    PrintRun.objects.filter(pk=run.pk).exclude(state=PrintRun.State.READY).update(
        state=PrintRun.State.MAKING, problem="", problem_detail={}
    )
    rows = list(run.sheets.order_by("place"))
    if not rows:
        return fail_run(run.pk, problem="no_sheets")
    number_of = {row.number: row for row in rows}
    try:
        unpack_font(files.fonts())
        missing = {row.number: missing_glyphs(row.name + row.subtitle) for row in rows}
        printed = print_sheets(
            [_to_print(row, missing[row.number]) for row in rows], font_dir=files.fonts()
        )
        files.write(files.pdf_name(run.pk), [printed.pdf])
    except DoesNotFit as error:
        name = number_of[error.number].name
        return fail_run(run.pk, problem="does_not_fit", name=name, field=error.field)
    except BadMathematics as error:
        return fail_run(run.pk, problem="bad_mathematics", what=str(error)[:200])
    except PapersError as error:
        return fail_run(run.pk, problem=error.code)
    except OSError as error:
        problem = "no_room" if files.is_full(error) else "disk_broken"
        return fail_run(run.pk, problem=problem, what=str(error)[:200])
    for number, characters in printed.missing.items():
        missing[number] |= characters
    return _ready(
        run,
        rows,
        printed.layouts,
        {number: "".join(sorted(lacking)) for number, lacking in missing.items() if lacking},
    )


def print_again(run: PrintRun, *, by: Account) -> None:
    """Have a PDF made that could not be made before; does nothing to a run that is under way."""
    from ..jobs import make_pdf as make

    with transaction.atomic():
        run = PrintRun.objects.select_for_update().get(pk=run.pk)
        if run.state != PrintRun.State.FAILED or not run.sheets.exists():
            return
        run.state, run.problem, run.problem_detail = PrintRun.State.WAITING, "", {}
        run.save(update_fields=["state", "problem", "problem_detail"])
        record(verbs.RUN_ASKED_AGAIN, school_id=run.school_id, by_id=by.pk, subject_id=run.pk)
        make.enqueue(run_id=str(run.pk))


def fail_run(run_id: UUID | str, *, problem: str, **detail: Any) -> str:
    """Say that the run's PDF could not be made, and why: a code of `papers.words`."""
    with transaction.atomic():
        run = PrintRun.objects.select_for_update().get(pk=run_id)
        if run.state != PrintRun.State.READY:
            run.state, run.problem, run.problem_detail = PrintRun.State.FAILED, problem, detail
            run.save(update_fields=["state", "problem", "problem_detail"])
            record(
                verbs.RUN_FAILED,
                school_id=run.school_id,
                by_id=run.made_by_id,
                subject_id=run.pk,
                payload={"problem": problem},
            )
    return run.state


def _take_serials(count: int) -> range:
    """The next serials, each given once, also when two runs are made at the same moment."""
    fresh = secrets.randbelow(LARGEST_SERIAL // _BLOCK) * _BLOCK
    SheetCounter.objects.bulk_create([SheetCounter(next_serial=fresh)], ignore_conflicts=True)
    counter = SheetCounter.objects.select_for_update().get()
    if counter.next_serial + count > LARGEST_SERIAL + 1:
        counter.next_serial = 0
    first = counter.next_serial
    counter.next_serial = first + count
    counter.save(update_fields=["next_serial"])
    return range(first, first + count)


def form_of(new: NewSheet) -> Form:
    """The form as printed: with a field for the class number where several share the sheet."""
    if not new.shared or any(field.name == WHO_FIELD for field in new.form.questions):
        return new.form
    who = Digits(WHO_FIELD, (_WHO_STATEMENT[new.form.language],), WHO_BOXES)
    return replace(new.form, fields=(who, *new.form.fields))


def _to_print(row: Sheet, missing: frozenset[str]) -> PrintSheet:
    return PrintSheet(
        number=row.number,
        form=Form.from_json(row.description),
        name=_with_boxes(row.name, missing),
        subtitle=_with_boxes(row.subtitle, missing),
    )


def _with_boxes(text: str, missing: frozenset[str]) -> str:
    """An empty square where the font has no character: there it is written by hand."""
    return "".join("□" if character in missing else character for character in text)


def _ready(
    run: PrintRun,
    rows: Sequence[Sheet],
    layouts: "Sequence[SheetLayout]",
    missing: Mapping[str, str],
) -> str:
    with transaction.atomic():
        run = PrintRun.objects.select_for_update().select_related("school").get(pk=run.pk)
        if run.state == PrintRun.State.READY:
            return run.state
        for row, layout in zip(rows, layouts, strict=True):
            row.layout = layout.to_json()
        Sheet.objects.bulk_update(rows, ["layout"], batch_size=100)
        run.state, run.ready_at = PrintRun.State.READY, clock.now()
        run.pdf, run.missing = files.pdf_name(run.pk), dict(missing)
        run.pages = pages_of(run)
        run.cost_fen = run.pages * run.school.page_cost_fen
        run.save(update_fields=["state", "ready_at", "pdf", "missing", "pages", "cost_fen"])
        record(
            verbs.RUN_READY,
            school_id=run.school_id,
            by_id=run.made_by_id,
            subject_id=run.pk,
            payload={"sheets": len(rows), "pages": run.pages},
        )
    return run.state


def pages_of(run: PrintRun) -> int:
    """Pages that leave the printer or the copier: one a child, and one for a sheet without any."""
    copies = run.sheets.annotate(number_of_copies=Count("copies")).values_list(
        "number_of_copies", flat=True
    )
    return sum(max(1, number) for number in copies)

"""Read photographs: each in one transaction, so that it has been read whole or waits.

For a child process (`papers.jobs`): reading loads NumPy and OpenCV.
"""

import fcntl
import logging
import time
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from typing import IO, TYPE_CHECKING
from uuid import UUID

from django.db import OperationalError, transaction

from terrace.engines.paper.layout import SheetLayout
from terrace.school.journal import clock
from terrace.school.journal.actions import record
from terrace.school.people.models import Account, Child
from terrace.school.people.rules import marks_for

from .. import files, todos, verbs
from ..agreement import Mark
from ..errors import NoRoom
from ..models import Copy, Photo, Reading, Sheet, Stack
from ..queries import WHO_FIELD
from . import counting

if TYPE_CHECKING:
    from terrace.engines.paper.reading import PhotoReading, SheetReading

logger = logging.getLogger(__name__)

Outcome = Reading.Outcome

SECONDS = 600.0
"""After so long the child hands the rest to a fresh one."""

MOST_TRIES = 3
"""A photograph at which the reading process died so often is refused: the stack goes on."""

_MOST_ATTEMPTS = 5
"""At writing one photograph's readings down, when two transactions stand in each other's way."""


@dataclass(slots=True)
class Stop(Exception):
    """Reading cannot go on now: a code of `papers.words`."""

    code: str


def read_stack(stack_id: UUID | str, *, seconds: float = SECONDS) -> dict[str, object]:
    """Read every waiting photograph of a stack; how many were `read` and `left`, and any `trouble`.

    One process reads a stack at a time. Another that comes in between leaves at once: the first
    looks again after it has let go, so nothing that arrived meanwhile is forgotten. Ended at any
    moment, what was read is written down and the rest waits.
    """
    until = time.monotonic() + seconds
    read, trouble, tried = 0, "", set[UUID]()
    while not trouble and time.monotonic() < until and _next(stack_id, tried) is not None:
        with _alone(stack_id) as lock:
            if lock is None:
                break
            while (photo := _next(stack_id, tried)) is not None and time.monotonic() < until:
                tried.add(photo.pk)
                _note(lock, str(photo.pk))
                try:
                    read += _read(photo)
                except Stop as stop:
                    trouble = stop.code
                    _say_trouble(photo, trouble)
                    break
                except Exception:
                    # The stack goes on; this one is tried again later.
                    logger.exception("photo %s could not be taken down", photo.pk)
                    _say_trouble(photo, "unexpected")
                finally:
                    _note(lock, "")
    left = Photo.objects.filter(stack_id=stack_id, state=Photo.State.WAITING)
    return {"read": read, "left": left.exclude(pk__in=tried).count(), "trouble": trouble}


def blame(stack_id: UUID | str) -> bool:
    """After the reading process died: count a try against the photograph that it was at.

    False when it was at none. A photograph that kills the process again and again is refused.
    """
    lock = files.path_of(files.lock_name(stack_id))
    photo_id = lock.read_text(encoding="ascii") if lock.exists() else ""
    if not photo_id:
        return False
    lock.write_text("", encoding="ascii")  # the next process may die before it reads anything
    with transaction.atomic():
        photo = Photo.objects.select_for_update().filter(pk=photo_id).first()
        if photo is None or photo.state != Photo.State.WAITING:
            return photo is not None
        photo.tries += 1
        if photo.tries >= MOST_TRIES:
            _refuse(photo, "unexpected", {})
        photo.save()
    return True


def _next(stack_id: UUID | str, tried: set[UUID]) -> Photo | None:
    waiting = Photo.objects.filter(stack_id=stack_id, state=Photo.State.WAITING)
    return waiting.exclude(pk__in=tried).order_by("tries", "received_at", "pk").first()


@contextmanager
def _alone(stack_id: UUID | str) -> Iterator[IO[str] | None]:
    """The stack's lock, or `None` when another process has it. It falls with the process."""
    path = files.path_of(files.lock_name(stack_id))
    path.parent.mkdir(mode=0o700, parents=True, exist_ok=True)
    with path.open("a", encoding="ascii") as file:
        try:
            fcntl.flock(file, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except OSError:
            yield None
            return
        yield file


def _note(lock: IO[str], text: str) -> None:
    """Write into the lock which photograph is being read, for `blame`."""
    lock.truncate(0)
    lock.write(text)
    lock.flush()


def _say_trouble(photo: Photo, code: str) -> None:
    try:
        Photo.objects.filter(pk=photo.pk, state=Photo.State.WAITING).update(trouble=code)
    except OperationalError:  # with a full disk even this cannot be written
        logger.warning("photo %s waits: %s", photo.pk, code)


def _read(photo: Photo) -> int:
    """Read one photograph and write everything down; 1, or 0 when another has read it meanwhile."""
    from terrace.engines.paper.reader import read_photo

    try:
        data = files.path_of(photo.file).read_bytes()
    except FileNotFoundError:
        return _write_refusal(photo, "file_gone")
    layouts = _Layouts(photo.school_id)
    try:
        found = read_photo(data, layouts=layouts)
    except (OperationalError, MemoryError):
        raise
    except Exception:
        # Whatever a strange file did to the reader, it is this file's fault alone.
        logger.exception("photo %s broke the reader", photo.pk)
        return _write_refusal(photo, "unexpected")
    try:
        crops = [_cut(photo, place, sheet) for place, sheet in enumerate(found.sheets)]
    except NoRoom as full:
        raise Stop(full.code) from full
    return _retried(photo, found, crops)


class _Layouts:
    """The layouts of this school's sheets, by number; `None` for a number not known here."""

    def __init__(self, school_id: UUID) -> None:
        self.school_id = school_id

    def __call__(self, number: str) -> SheetLayout | None:
        layouts = Sheet.objects.filter(
            school_id=self.school_id, number=number, layout__isnull=False
        ).values_list("layout", flat=True)
        layout = layouts.first()
        return None if layout is None else SheetLayout.from_json(layout)


@dataclass(frozen=True, slots=True)
class _Cut:
    """What is written down of a sheet: its marks with their crops, and the strip with the name."""

    marks: list[Mark]
    strip: str


def _cut(photo: Photo, place: int, sheet: "SheetReading") -> _Cut:
    from terrace.engines.paper.reader import crop

    if sheet.page is None or not sheet.answers or sheet.name is None:
        return _Cut([], "")
    rects = [sheet.name, *(answer.crop for answer in sheet.answers)]
    strip, *slices = files.write_slices(
        files.crops_name(photo.pk, place), [crop(sheet, rect) for rect in rects]
    )
    marks = [
        Mark(answer.field, answer.value, not answer.doubtful, answer.probability, str(where))
        for answer, where in zip(sheet.answers, slices, strict=True)
    ]
    return _Cut(marks, str(strip))


def _retried(photo: Photo, found: "PhotoReading", cuts: Sequence[_Cut]) -> int:
    for attempt in range(_MOST_ATTEMPTS):
        try:
            return _write(photo, found, cuts)
        except OperationalError as error:
            if "full" in str(error) or "disk" in str(error).lower():
                raise Stop("no_room") from error
            if attempt == _MOST_ATTEMPTS - 1:
                raise
            time.sleep(0.1 * 2**attempt)  # two that stood in each other's way do not meet again
    raise AssertionError("unreachable")


def _write_refusal(photo: Photo, code: str) -> int:
    with transaction.atomic():
        photo = Photo.objects.select_for_update().get(pk=photo.pk)
        if photo.state != Photo.State.WAITING:
            return 0
        _refuse(photo, code, {})
        photo.save()
    return 1


def _refuse(photo: Photo, code: str, detail: dict[str, object]) -> None:
    photo.state, photo.read_at = Photo.State.REFUSED, clock.now()
    photo.refusal, photo.refusal_detail, photo.trouble = code, detail, ""


def _write(photo: Photo, found: "PhotoReading", cuts: Sequence[_Cut]) -> int:
    with transaction.atomic():
        photo = (
            Photo.objects.select_for_update(of=("self",))
            .select_related("stack__school_class", "received_by")
            .get(pk=photo.pk)
        )
        if photo.state != Photo.State.WAITING:
            return 0
        if found.refusal is not None:
            _refuse(photo, found.refusal.code, found.refusal.detail())
        else:
            photo.state, photo.read_at, photo.trouble = Photo.State.READ, clock.now(), ""
        photo.save()
        sheets = _known_sheets(photo, found.sheets)
        copies = counting.lock(
            copy.pk for sheet in sheets.values() if not sheet.shared for copy in sheet.copies.all()
        )
        for place, (sheet_found, cut) in enumerate(zip(found.sheets, cuts, strict=True)):
            reading = Reading(
                school_id=photo.school_id,
                photo=photo,
                place=place,
                made_at=clock.now(),
                answers=[mark.to_json() for mark in cut.marks],
                crop=cut.strip,
                school_class=photo.stack.school_class,
            )
            sheet = sheets.get(sheet_found.number or "")
            if sheet_found.refusal is not None:
                _refused(reading, sheet_found, sheet)
            elif sheet is None:
                reading.outcome = Outcome.UNKNOWN
                reading.refusal = "unknown_sheet"
                reading.refusal_detail = {"number": sheet_found.number or ""}
                reading.save()
            elif sheet.shared:
                _ask_who(reading, sheet, photo.stack)
            else:
                own = [copies[copy.pk] for copy in sheet.copies.all() if copy.pk in copies]
                _take(reading, sheet, own, photo)
        record(
            verbs.PHOTO_READ,
            school_id=photo.school_id,
            by_id=None,
            subject_id=photo.pk,
            payload={"sheets": len(found.sheets), "refusal": photo.refusal},
        )
        todos.refresh(
            school_classes=Reading.objects.filter(photo=photo).values_list(
                "school_class_id", flat=True
            ),
            by=None,
        )
    return 1


def _known_sheets(photo: Photo, found: "Sequence[SheetReading]") -> dict[str, Sheet]:
    numbers = {sheet.number for sheet in found if sheet.number is not None}
    rows = Sheet.objects.filter(school_id=photo.school_id, number__in=numbers)
    related = rows.select_related("run__school_class").prefetch_related("copies__child")
    return {row.number: row for row in related}


def _refused(reading: Reading, found: "SheetReading", sheet: Sheet | None) -> None:
    assert found.refusal is not None
    unknown = found.refusal.code == "unknown_sheet"
    reading.outcome = Outcome.UNKNOWN if unknown else Outcome.REFUSED
    reading.refusal, reading.refusal_detail = found.refusal.code, found.refusal.detail()
    reading.sheet = sheet
    if sheet is not None and not sheet.shared:
        reading.copy = sheet.copies.first()
    reading.save()


def _ask_who(reading: Reading, sheet: Sheet, stack: Stack) -> None:
    """Whose photocopied sheet it is, a person always says; the number on it makes the proposal."""
    reading.sheet = sheet
    reading.school_class = sheet.run.school_class or stack.school_class
    reading.outcome = Outcome.WHO
    number = next((a["value"] for a in reading.answers if a["field"] == WHO_FIELD), "")
    if number:
        reading.proposed = Child.objects.filter(
            school_class=reading.school_class, class_number=int(number), left_on=None
        ).first()
    reading.save()


def _take(reading: Reading, sheet: Sheet, own: Sequence[Copy], photo: Photo) -> None:
    reading.sheet = sheet
    if not own:  # the child has been erased from the school's books
        reading.outcome, reading.refusal = Outcome.UNKNOWN, "unknown_sheet"
        reading.refusal_detail = {"number": sheet.number}
        reading.save()
        return
    copy = own[0]
    reading.school_class = copy.child.school_class or sheet.run.school_class
    here = photo.stack.school_class
    if reading.school_class is None or reading.school_class == here:
        reading.school_class = here
        counting.count(reading, copy)
    elif _marks_for(photo.received_by, reading):
        counting.count(reading, copy, as_outcome=Outcome.OTHER_CLASS)
    else:
        reading.copy, reading.outcome = copy, Outcome.ITS_TEACHER
        reading.save()
    record(
        verbs.SHEET_READ,
        school_id=reading.school_id,
        by_id=photo.received_by_id,
        about_id=copy.child_id,
        subject_id=copy.pk,
        payload={"reading": str(reading.pk), "outcome": reading.outcome},
    )


def _marks_for(account: Account | None, reading: Reading) -> bool:
    return account is not None and bool(marks_for(account, reading.school_class))

"""A stack as its page shows it: what was read, what to do about the rest, who is missing."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from uuid import UUID

from django.db.models import Count, Q

from terrace.school.jobs.queries import worker_is_alive
from terrace.school.journal import clock
from terrace.school.people.models import Account, Child, SchoolClass
from terrace.school.people.queries import children_of
from terrace.school.people.rules import marks_for

from .. import files, words
from ..models import Answer, Copy, Photo, PrintRun, Reading, Stack

Outcome = Reading.Outcome

CONTINUED_FOR = timedelta(hours=18)
"""A stack that was opened this morning is the one she goes on with this afternoon."""

_READ = (Outcome.COUNTED, Outcome.OTHER_CLASS, Outcome.SAME_AGAIN)
_LOOK = (Outcome.WHO, Outcome.DIFFERS)


@dataclass(frozen=True, slots=True)
class SheetLine:
    """What became of one sheet, or of a photograph on which no sheet was found."""

    title: str
    """Whose sheet, as far as one may say here."""
    words: str
    """What became of it, and what to do."""
    photo: Photo
    copy_id: UUID | None
    is_fine: bool
    needs_look: bool


@dataclass(frozen=True, slots=True)
class StackPage:
    """A stack: sums first, then sheet by sheet, the newest first."""

    stack: Stack | None
    """None before the first photograph."""
    photos: int
    waiting: int
    trouble: str
    sheets_read: int
    sheets_to_look_at: int
    lines: Sequence[SheetLine]
    run: PrintRun | None
    """The print run whose sheets are collected."""
    missing: Sequence[Child]
    seconds_left: int

    @property
    def time_left(self) -> str:
        """How long it will take, in words; nothing while that is not known."""
        return words.time_left(self.seconds_left)

    @property
    def photos_read(self) -> int:
        """How many photographs are done with."""
        return self.photos - self.waiting


def photos_wait(stack_id: UUID | str) -> bool:
    """Whether a photograph of the stack has not been read yet."""
    return Photo.objects.filter(stack_id=stack_id, state=Photo.State.WAITING).exists()


def stacks_with_waiting() -> list[UUID]:
    """The stacks with photographs that have not been read yet."""
    waiting = Photo.objects.filter(state=Photo.State.WAITING)
    return list(waiting.values_list("stack_id", flat=True).distinct())


def todays_stack(school_class: SchoolClass, account: Account) -> Stack | None:
    """The stack that this account goes on with today."""
    since = clock.now() - CONTINUED_FOR
    stacks = Stack.objects.filter(school_class=school_class, opened_by=account, opened_at__gt=since)
    return stacks.order_by("-opened_at", "-pk").first()


def empty_stack_page(school_class: SchoolClass) -> StackPage:
    """A stack before its first photograph: who is awaited."""
    run = _run(school_class, ())
    return StackPage(
        stack=None,
        photos=0,
        waiting=0,
        trouble="",
        sheets_read=0,
        sheets_to_look_at=0,
        lines=(),
        run=run,
        missing=_missing(school_class, run),
        seconds_left=0,
    )


def stack_page(stack: Stack, account: Account) -> StackPage:
    """A stack as this account sees it; the same number of queries however many sheets."""
    photos = list(stack.photos.order_by("-received_at", "-pk"))
    readings = list(
        Reading.objects.filter(photo__stack=stack)
        .select_related("copy__child__school_class", "proposed", "school_class", "sheet__run")
        .annotate(
            doubtful=Count("copy__answers", filter=Q(copy__answers__state=Answer.State.DOUBTFUL))
        )
    )
    waiting = [photo for photo in photos if photo.state == Photo.State.WAITING]
    run = _run(stack.school_class, readings)
    read = {r.copy_id for r in readings if r.outcome in _READ and r.copy_id}
    look = {r.copy_id or r.pk for r in readings if r.outcome in _LOOK or _has_doubts(r)}
    return StackPage(
        stack=stack,
        photos=len(photos),
        waiting=len(waiting),
        trouble=_trouble(waiting),
        sheets_read=len(read),
        sheets_to_look_at=len(look),
        lines=_lines(photos, readings, account),
        run=run,
        missing=_missing(stack.school_class, run),
        seconds_left=_seconds_left(photos, len(waiting)),
    )


def _trouble(waiting: Sequence[Photo]) -> str:
    """Why photographs wait; a disk that is quite full cannot even note it, so it is looked at."""
    codes = {photo.trouble for photo in waiting}
    if "no_room" in codes or (waiting and not files.has_room()):
        return words.trouble("no_room")
    if waiting and not worker_is_alive():
        return words.asleep()
    return next((words.trouble(code) for code in codes if code), "")


def _has_doubts(reading: Reading) -> bool:
    return reading.outcome in _READ and reading.doubtful > 0  # type: ignore[attr-defined]


def _lines(
    photos: Sequence[Photo], readings: Sequence[Reading], account: Account
) -> list[SheetLine]:
    by_photo: dict[UUID, list[Reading]] = {}
    for reading in readings:
        by_photo.setdefault(reading.photo_id, []).append(reading)
    theirs: dict[UUID, bool] = {}
    lines = []
    for photo in sorted(photos, key=lambda one: one.read_at or one.received_at, reverse=True):
        if photo.state == Photo.State.REFUSED:
            said = words.refusal(photo.refusal, photo.refusal_detail)
            lines.append(SheetLine(photo.name, said, photo, None, False, False))
        for reading in sorted(by_photo.get(photo.pk, ()), key=lambda one: one.place):
            lines.append(_line(reading, photo, account, theirs))
    return lines


def _line(reading: Reading, photo: Photo, account: Account, theirs: dict[UUID, bool]) -> SheetLine:
    school_class = reading.school_class
    if school_class is not None and school_class.pk not in theirs:
        theirs[school_class.pk] = bool(marks_for(account, school_class))
    may_know = school_class is None or theirs[school_class.pk]
    child = (reading.copy.child if reading.copy else None) or reading.proposed
    known = reading.copy is not None and may_know
    if known and child is not None:
        title = child.name
    elif reading.outcome in (Outcome.WHO, Outcome.ITS_TEACHER) and school_class is not None:
        title = words.sheet_of(school_class.name)
    else:
        title = words.a_sheet()
    doubtful = reading.doubtful if reading.outcome in _READ else 0  # type: ignore[attr-defined]
    return SheetLine(
        title=title,
        words=words.outcome(reading, doubtful=doubtful),
        photo=photo,
        copy_id=reading.copy_id if known and reading.outcome in _READ else None,
        is_fine=reading.outcome in _READ and not doubtful,
        needs_look=may_know and (reading.outcome in _LOOK or doubtful > 0),
    )


def _run(school_class: SchoolClass, readings: Sequence[Reading]) -> PrintRun | None:
    """The class's newest run in the stack; before anything is read, the newest there is."""
    runs = {
        reading.sheet.run
        for reading in readings
        if reading.sheet is not None and reading.sheet.run.school_class_id == school_class.pk
    }
    if runs:
        return max(runs, key=lambda run: (run.made_at, run.pk))
    ready = PrintRun.objects.filter(school_class=school_class, state=PrintRun.State.READY)
    return ready.order_by("-made_at", "-pk").first()


def _missing(school_class: SchoolClass, run: PrintRun | None) -> list[Child]:
    """The children of whom a sheet of this run has not been read yet."""
    if run is None:
        return []
    copies = Copy.objects.filter(sheet__run=run).values_list("child_id", "read_at")
    awaited = {child_id for child_id, read_at in copies if read_at is None}
    return [child for child in children_of(school_class) if child.pk in awaited]


def _seconds_left(photos: Sequence[Photo], waiting: int) -> int:
    """How long the waiting photographs will take, by those that were read; 0 when not known."""
    times: list[datetime] = sorted(photo.read_at for photo in photos if photo.read_at)
    if waiting == 0 or len(times) < 3:
        return 0
    last = times[-10:]
    each = (last[-1] - last[0]).total_seconds() / (len(last) - 1)
    return round(min(each, 60.0) * waiting)

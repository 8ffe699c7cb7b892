"""Erase what is done with: photographs and crops go once their marks are settled."""

from collections.abc import Callable, Iterable
from datetime import datetime, timedelta
from uuid import UUID

from django.db import transaction
from django.db.models import Q

from terrace.school.journal import clock
from terrace.school.journal.actions import record

from .. import files, verbs
from ..models import Answer, Photo, PrintRun, Reading, Sheet
from ..queries import OPEN

PHOTO_DAYS = 7
"""After its last mark was settled, a photograph stays so long: somebody may want to look again."""
CROP_DAYS = 60
"""Crops stay a while longer: with them a mark can be corrected on the child's sheet."""
PDF_DAYS = 60
"""A PDF can be printed again so long; then it goes, and the names of its sheets with it."""
ORPHAN_HOURS = 24
"""A file that no row speaks of is what an interrupted upload has left."""


def erase_done(*, now: datetime | None = None) -> int:
    """Erase files whose time is over, as `docs/explanation/paper-loop.md` says; how many."""
    now = now or clock.now()
    _locks(now - timedelta(hours=ORPHAN_HOURS))
    return (
        _photos(now - timedelta(days=PHOTO_DAYS))
        + _crops(now - timedelta(days=CROP_DAYS))
        + _pdfs(now - timedelta(days=PDF_DAYS))
        + _orphans(now - timedelta(hours=ORPHAN_HOURS))
    )


def _photos(before: datetime) -> int:
    """Photographs read (or refused) long ago on which nothing waits."""
    photos = Photo.objects.exclude(file="").exclude(state=Photo.State.WAITING)
    erased = 0
    for photo in list(photos.filter(read_at__lt=before).exclude(_waits(before, "readings__"))):
        with transaction.atomic():
            Photo.objects.filter(pk=photo.pk).update(file="")
            _record(photo.school_id, photo.pk)
        files.erase(photo.file)
        erased += 1
    return erased


def _crops(before: datetime) -> int:
    """Crops of sheets that were read long ago on which nothing waits."""
    readings = Reading.objects.exclude(crop="").filter(made_at__lt=before)
    erased = 0
    for reading in list(readings.exclude(_waits(before, ""))):
        with transaction.atomic():
            Reading.objects.filter(pk=reading.pk).update(crop="")
            Answer.objects.filter(reading=reading).update(crop="")
            _record(reading.school_id, reading.pk)
        files.erase(files.crops_name(reading.photo_id, reading.place))
        erased += 1
    return erased


def _waits(before: datetime, readings: str) -> Q:
    """A reading waits for a person, or was settled only lately; seen from photos or readings."""
    answers = f"{readings}current_answers__"
    open_reading = Q(**{f"{readings}outcome__in": OPEN})
    doubtful = Q(**{f"{answers}state": Answer.State.DOUBTFUL})
    lately = Q(**{f"{readings}settled_at__gte": before}) | Q(
        **{f"{answers}settled_at__gte": before}
    )
    return open_reading | doubtful | lately


def _pdfs(before: datetime) -> int:
    """PDFs made long ago, and the names on their sheets."""
    erased = 0
    for run in list(PrintRun.objects.exclude(pdf="").filter(ready_at__lt=before)):
        with transaction.atomic():
            PrintRun.objects.filter(pk=run.pk).update(pdf="")
            Sheet.objects.filter(run=run).update(name="")
            _record(run.school_id, run.pk)
        files.erase(run.pdf)
        erased += 1
    # A child who has been erased from the books stands on no sheet either.
    Sheet.objects.filter(shared=False, copies=None).exclude(name="").update(name="")
    return erased


def _orphans(before: datetime) -> int:
    """What an interrupted upload or an erased row has left behind."""
    known: dict[str, Callable[[], Iterable[str]]] = {
        "photos": lambda: Photo.objects.exclude(file="").values_list("file", flat=True),
        "crops": lambda: (
            files.crops_name(photo, place)
            for photo, place in Reading.objects.values_list("photo_id", "place")
        ),
        "runs": lambda: PrintRun.objects.exclude(pdf="").values_list("pdf", flat=True),
    }
    erased = 0
    for folder, names in known.items():
        # Listed first: a file whose row comes later is then not on the list.
        old = [path for path in files.listed(folder) if path.stat().st_mtime < before.timestamp()]
        kept = set(names()) if old else set()
        for path in old:
            if f"{folder}/{path.name}" not in kept:
                path.unlink(missing_ok=True)
                erased += 1
    return erased


def _locks(before: datetime) -> None:
    """Locks of stacks that nobody has read for long; they are empty and name nothing."""
    for path in files.listed("locks"):
        if path.stat().st_mtime < before.timestamp():
            path.unlink(missing_ok=True)


def _record(school_id: UUID, subject_id: UUID) -> None:
    record(verbs.FILES_ERASED, school_id=school_id, by_id=None, subject_id=subject_id)

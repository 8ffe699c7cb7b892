"""A box of its own for tests of bad days: `python -m tests.school.papers.box COMMAND …`.

    prepare FOLDER   a school, its sheets, photographs of them with `truth.json`, into FOLDER
    send             receive each photograph whose path comes on stdin; its name once it is safe
    read             read what waits
    check FOLDER     what the box knows, compared with `truth.json`, as one JSON object

The database and the data folder come from the environment, as for the real thing.
"""

import hashlib
import json
import os
import sys
from pathlib import Path


def main() -> None:
    """Do one command."""
    import django

    from tests.school.papers.syncs import note_syncs

    note_syncs()
    django.setup()
    command, *rest = sys.argv[1:]
    {"prepare": prepare, "send": send, "read": read, "check": check}[command](*rest)


def prepare(folder: str, sheets: str = "4", variants: str = "6") -> None:
    """Everything that is there before the bad day."""
    from django.core.management import call_command

    call_command("migrate", verbosity=0)
    _say(json.dumps(photographs(Path(folder), sheets=int(sheets), variants=int(variants))))


def photographs(folder: Path, *, sheets: int, variants: int) -> dict[str, object]:
    """Print a class and photograph it: every sheet `variants` times."""
    import cv2
    import numpy as np

    from tests.school.papers import paper

    village = paper.village(children=sheets)
    printed = paper.printed(village.class_a, village.children_a, village.teacher_a)
    desk = paper.Desk()
    truth = {}
    folder.mkdir(parents=True, exist_ok=True)
    for sheet in printed.sheets:
        answers = desk.answers(sheet)
        page = printed.page_of(sheet)
        truth[sheet.number] = {k: v if isinstance(v, str) else list(v) for k, v in answers.items()}
        scan = cv2.imdecode(
            np.frombuffer(desk.sure(page, sheet, answers), np.uint8), cv2.IMREAD_GRAYSCALE
        )
        for variant in range(variants):
            # The same paper photographed again: other bytes, nothing new.
            scan[2 + variant, 2] ^= 255
            _ok, data = cv2.imencode(".jpg", scan, [cv2.IMWRITE_JPEG_QUALITY, 92])
            (folder / f"{variant:03d}-{sheet.number}.jpg").write_bytes(data.tobytes())
    (folder / "truth.json").write_text(json.dumps(truth))
    return {"sheets": len(truth)}


def send() -> None:
    """Receive photographs as the page does; say each name when it is acknowledged, not before."""
    from terrace.school.papers import actions
    from terrace.school.people.models import Account, SchoolClass

    teacher = Account.objects.get(username="李秀英")
    stack = actions.open_stack(school_class=SchoolClass.objects.get(code="3A"), by=teacher)
    for line in sys.stdin:
        path = Path(line.strip())
        with path.open("rb") as stream:
            actions.receive_photo(stack=stack, name=path.name, stream=stream, by=teacher)
        _say(path.name)


def read() -> None:
    """Read what waits, as a job would."""
    from terrace.school.papers import actions, queries

    for stack in queries.stacks_with_waiting():
        actions.read_stack(stack)


def check(folder: str) -> None:
    """What the box knows."""
    _say(json.dumps(known(Path(folder))))


def known(folder: Path) -> dict[str, object]:
    """What is there, what is wrong with it; compared with the paper itself."""
    from terrace.school.journal.queries import verify
    from terrace.school.papers import files
    from terrace.school.papers.models import Answer, Copy, Photo, Reading, Sheet
    from terrace.school.papers.verbs import PHOTO_READ, PHOTO_RECEIVED, SHEET_READ
    from tests.school.papers.rehearsal import concluded

    truth = json.loads((folder / "truth.json").read_text())
    wrong = []
    for sheet in Sheet.objects.filter(number__in=truth):
        copy = Copy.objects.get(sheet=sheet)
        rows = {a.field: a.value for a in Answer.objects.filter(copy=copy)}
        if copy.read_at is None:
            if rows:
                wrong.append(f"{sheet.number} is not read and has answers")
        elif rows != truth[sheet.number] or concluded(copy) != truth[sheet.number]:
            wrong.append(f"{sheet.number}: {rows}, concluded {concluded(copy)}")
    for photo in Photo.objects.all():
        path = files.path_of(photo.file)
        data = path.read_bytes() if path.is_file() else b""
        if hashlib.sha256(data).hexdigest() != photo.sha256:
            wrong.append(f"{photo.name} has lost its file")
    for answer in Answer.objects.all():
        if not (files.read_slice(answer.crop) or b"").startswith(b"\xff\xd8\xff"):
            wrong.append(f"{answer.field} has lost its picture")
    read = Photo.objects.filter(state="read").count()
    return {
        "photos": sorted(Photo.objects.values_list("name", flat=True)),
        "waiting": Photo.objects.filter(state="waiting").count(),
        "refused": Photo.objects.filter(state="refused").count(),
        "counted": Reading.objects.filter(outcome="counted").count(),
        "same_again": Reading.objects.filter(outcome="same_again").count(),
        "other": Reading.objects.exclude(outcome__in=("counted", "same_again")).count(),
        "read": read,
        "received_entries": _entries(PHOTO_RECEIVED.name),
        "read_entries": _entries(PHOTO_READ.name),
        "sheet_entries": _entries(SHEET_READ.name),
        "journal": verify().ok,
        "wrong": wrong,
    }


def _say(line: str) -> None:
    sys.stdout.write(f"{line}\n")
    sys.stdout.flush()


def _entries(verb: str) -> int:
    from terrace.school.journal.models import Entry

    return Entry.objects.filter(verb=verb).count()


if __name__ == "__main__":
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "tests.school.papers.process_settings")
    main()

"""Taking what is taught from a list: twice changes nothing; what does not fit is told by row."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

from django.db import transaction

from terrace.school.people.models import Account, SchoolClass, Staff

from .. import wording
from ..models import Course, Room, Timetable
from .drafting import draft_of
from .setting import add_room, set_course


@dataclass(slots=True)
class Taken:
    """How many courses came, changed, stayed as they were; and rows that did not fit."""

    created: int = 0
    updated: int = 0
    unchanged: int = 0
    problems: list[tuple[int, str, str]] = field(default_factory=list)
    """(row, in Chinese, in English)."""


def take_list(
    *, timetable: Timetable, rows: Sequence[Mapping[str, Any]], by: Account | None
) -> Taken:
    """Set the courses of a list (`listing.read_list`); others stay. Raises `ValidationError`."""
    taken = Taken()
    with transaction.atomic():
        draft = draft_of(timetable)
        school = draft.school
        classes = {one.code: one for one in SchoolClass.objects.filter(school=school)}
        staff: dict[str, list[Staff]] = {}
        for one in Staff.objects.filter(school=school, left_on=None):
            staff.setdefault(one.name, []).append(one)
        for row in rows:
            unknown = [code for code in row["classes"] if code not in classes]
            names = [name for name in row["teachers"] if len(staff.get(name, ())) != 1]
            if unknown:
                words = "、".join(unknown)
                taken.problems.append(
                    (row["row"], f"学校里没有班级 {words}。", f"The school has no class {words}.")
                )
                continue
            if names:
                words = "、".join(names)
                taken.problems.append(
                    (
                        row["row"],
                        f"教职工里找不到（或不止一位）{words}。",
                        f"There is no such teacher, or more than one: {words}.",
                    )
                )
                continue
            room = add_room(school=school, name=row["room"], by=by) if row["room"] else None
            _take(
                taken,
                draft,
                row,
                [classes[code] for code in row["classes"]],
                [staff[name][0] for name in row["teachers"]],
                room,
                by,
            )
    return taken


def _take(
    taken: Taken,
    draft: Timetable,
    row: Mapping[str, Any],
    classes: list[SchoolClass],
    teachers: list[Staff],
    room: Room | None,
    by: Account | None,
) -> None:
    subject = wording.code_of(row["subject"])
    known = _known(draft, subject, classes)
    wanted = (
        row["lessons"],
        row["length"],
        {one.pk for one in teachers},
        room.pk if room else None,
    )
    if known is not None:
        now = (
            known.lessons.count(),
            known.length,
            {one.pk for one in known.teachers.all()},
            known.room_id,
        )
        if now == wanted:
            taken.unchanged += 1
            return
    set_course(
        timetable=draft,
        course=known,
        subject=subject,
        classes=classes,
        teachers=teachers,
        lessons=row["lessons"],
        length=row["length"],
        room=room,
        mornings=known.mornings if known else subject in wording.IN_THE_MORNING,
        by=by,
    )
    if known is None:
        taken.created += 1
    else:
        taken.updated += 1


def _known(draft: Timetable, subject: str, classes: list[SchoolClass]) -> Course | None:
    """The course of just these classes in this subject."""
    mine = {one.pk for one in classes}
    for course in Course.objects.filter(timetable=draft, subject=subject).order_by("id"):
        if {one.pk for one in course.classes.all()} == mine:
            return course
    return None

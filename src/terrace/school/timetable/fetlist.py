"""What is taught, read from a FET file: its lessons as rows of a list, its rules named one by one.

FET knows no lists of courses, only lessons: those of the same classes, subject, teachers and length
are one course. Constraints are not taken over; which kinds there were is told.
"""

import gzip
from collections import Counter
from pathlib import Path
from typing import Any

from terrace.engines.timetable.fet.reading import read
from terrace.engines.timetable.problem import Broken, Problem
from terrace.school.people.importing.problem import Problem as Trouble
from terrace.school.people.importing.problem import Unreadable
from terrace.school.people.importing.values import class_name

from .listing import Listed

LARGEST = 64 * 2**20
ALWAYS = {"ConstraintBasicCompulsoryTime", "ConstraintBasicCompulsorySpace"}


def read_fet(path: Path, *, name: str) -> Listed:
    """The lessons as rows; never raises for what stands in the file."""
    found = Listed()
    try:
        problem = read(_unpacked(path))
    except Broken as broken:
        found.problems.append(Trouble(name, broken.line or None, None, broken.zh, broken.en))
        return found
    courses: Counter[tuple[tuple[str, ...], str, tuple[str, ...], int]] = Counter()
    lines: dict[tuple[tuple[str, ...], str, tuple[str, ...], int], int] = {}
    for activity in problem.activities:
        teachers = tuple(problem.lines[one].name for one in activity.teachers)
        key = (activity.students, activity.subject, teachers, activity.duration)
        courses[key] += 1
        lines.setdefault(key, activity.line)
    for key, lessons in courses.items():
        students, subject, teachers, length = key
        try:
            codes = [class_name(one).code for one in students]
        except Unreadable as refused:
            found.problems.append(Trouble(name, lines[key], None, refused.zh, refused.en))
            continue
        found.rows.append(
            {
                "row": lines[key],
                "classes": codes,
                "subject": subject,
                "teachers": list(teachers),
                "room": "",
                "lessons": lessons,
                "length": length,
            }
        )
    for kind in sorted(_kinds(problem) - ALWAYS):
        found.problems.append(
            Trouble(
                name,
                None,
                None,
                f"这类规则没有读入：{kind}",
                f"Rules of this kind are not taken: {kind}",
            )
        )
    return found


def _kinds(problem: Problem) -> set[str]:
    named = (*problem.rules, *problem.closings)
    return {one.source.kind for one in named} | {one.kind for one in problem.unsupported}


def _unpacked(path: Path) -> bytes:
    data = path.read_bytes()
    if data[:2] == b"\x1f\x8b":
        try:
            with gzip.open(path) as packed:
                data = packed.read(LARGEST + 1)
        except (OSError, EOFError) as error:
            raise Broken(0, "压缩文件已损坏", "the packed file is damaged") from error
    if len(data) > LARGEST:
        raise Broken(0, "文件太大", "the file is too large")
    return data


def read_list(path: str, name: str) -> dict[str, Any]:
    """As `read_fet`, with JSON in and out: for a child process that ends with its memory."""
    return read_fet(Path(path), name=name).to_json()

"""What is taught, read from an Excel file or a text table: class, subject, teacher, lessons a week.

Headings are guessed in Chinese and English; a page may say which column means what. Nothing here
writes: it gives rows as they were meant, and what cannot be understood, by row and column.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from openpyxl.utils import get_column_letter

from terrace.school.people.importing.problem import Problem, Unreadable
from terrace.school.people.importing.spreadsheet import Row, rows_of
from terrace.school.people.importing.values import class_name, words

HEADINGS: Mapping[str, frozenset[str]] = {
    "class": frozenset({"班级", "班", "class", "classes", "年级班级"}),
    "subject": frozenset({"科目", "学科", "课程", "课", "subject", "course"}),
    "teacher": frozenset({"教师", "老师", "任课教师", "任课老师", "teacher", "teachers"}),
    "lessons": frozenset(
        {
            "周课时",
            "课时",
            "每周课时",
            "周节数",
            "节数",
            "每周节数",
            "每周次数",
            "lessons",
            "periods",
            "per week",
        }
        | {"lessons a week", "lessons per week", "periods per week", "hours"}
    ),
    "length": frozenset({"连堂", "连上", "每次节数", "length", "periods in a row", "duration"}),
    "room": frozenset({"教室", "公用教室", "专用教室", "room"}),
}
"""What a column may mean, and what it is called then."""
NEEDED = ("class", "subject", "lessons")
WITHIN = 10
"""The heading stands within so many rows."""
JOINED = "、,，;；/+&"
MOST_LESSONS = 40
DIGITS = 4


@dataclass(slots=True)
class Listed:
    """The rows as meant, problems by row and column, and the headings that were there."""

    rows: list[dict[str, Any]] = field(default_factory=list)
    problems: list[Problem] = field(default_factory=list)
    headings: list[str] = field(default_factory=list)
    """Of the first row with several words, for the page to offer."""
    lacking: list[str] = field(default_factory=list)
    """Meanings of `NEEDED` that no column has."""

    def to_json(self) -> dict[str, Any]:
        """The same as plain JSON."""
        return {
            "rows": self.rows,
            "problems": [one.to_json() for one in self.problems],
            "headings": self.headings,
            "lacking": self.lacking,
        }


def read(path: Path, *, name: str, told: Mapping[str, str] | None = None) -> Listed:
    """The list in a file; never raises for what stands in it. ``told``: meaning → heading."""
    found = Listed()
    try:
        rows = list(rows_of(path))
    except Unreadable as refused:
        found.problems.append(Problem(name, None, None, refused.zh, refused.en))
        return found
    heading = _heading(rows[:WITHIN], told or {})
    if heading is None:
        wide = max(
            rows[:WITHIN], key=lambda row: sum(bool(words(one)) for one in row.cells), default=None
        )
        found.headings = [words(one) for one in wide.cells if words(one)] if wide else []
        known = _columns(wide, told or {}) if wide else {}
        found.lacking = [one for one in NEEDED if one not in known]
        return found
    place, columns = heading
    for row in rows[place + 1 :]:
        _read_row(found, name, row, columns)
    return found


def _columns(row: Row, told: Mapping[str, str]) -> dict[str, int]:
    headings = dict(HEADINGS)
    headings |= {one: frozenset({_plain(said)}) for one, said in told.items() if said}
    columns: dict[str, int] = {}
    for at, cell in enumerate(row.cells):
        for meaning, names in headings.items():
            if _plain(words(cell)) in names:
                columns.setdefault(meaning, at)
    return columns


def _plain(heading: str) -> str:
    return words(heading).lower().strip(" :*：")


def _heading(rows: Sequence[Row], told: Mapping[str, str]) -> tuple[int, dict[str, int]] | None:
    for place, row in enumerate(rows):
        columns = _columns(row, told)
        if all(one in columns for one in NEEDED):
            return place, columns
    return None


def _read_row(found: Listed, name: str, row: Row, columns: Mapping[str, int]) -> None:
    def cell(meaning: str) -> str:
        at = columns.get(meaning)
        return words(row.cells[at]) if at is not None and at < len(row.cells) else ""

    def problem(meaning: str, zh: str, en: str) -> None:
        letter = get_column_letter(columns[meaning] + 1)
        found.problems.append(Problem(name, row.number, letter, zh, en))

    codes = []
    for part in _parts(cell("class")):
        try:
            codes.append(class_name(part).code)
        except Unreadable as refused:
            problem("class", refused.zh, refused.en)
            return
    if not codes:
        problem("class", "没有写班级。", "There is no class.")
        return
    if not cell("subject"):
        problem("subject", "没有写科目。", "There is no subject.")
        return
    numbers = {}
    for meaning, least, most, default in (("lessons", 0, MOST_LESSONS, ""), ("length", 1, 4, "1")):
        said = cell(meaning) or default
        if not said.isdecimal() or len(said) > DIGITS or not least <= int(said) <= most:
            problem(
                meaning,
                f"“{said[:20]}”应为 {least} 到 {most} 的整数。",
                f"“{said[:20]}” should be a whole number from {least} to {most}.",
            )
            return
        numbers[meaning] = int(said)
    found.rows.append(
        {
            "row": row.number,
            "classes": codes,
            "subject": cell("subject"),
            "teachers": _parts(cell("teacher")),
            "room": cell("room"),
            **numbers,
        }
    )


def _parts(text: str) -> list[str]:
    for sign in JOINED:
        text = text.replace(sign, "、")
    return [one.strip() for one in text.split("、") if one.strip()]


def read_list(path: str, name: str, told: Mapping[str, str]) -> dict[str, Any]:
    """As `read`, with JSON in and out: for a child process that ends with its memory."""
    return read(Path(path), name=name, told=told).to_json()

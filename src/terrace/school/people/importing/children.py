"""A list of children, understood: which columns there are, and what each row says."""

import re
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field, replace
from datetime import date
from pathlib import Path
from typing import Any, TypeVar

from openpyxl.utils import get_column_letter

from . import values
from .listed import ChildList, ListedChild
from .problem import Problem, Unreadable
from .spreadsheet import Row, rows_of
from .values import ClassName

HEADINGS: Mapping[str, frozenset[str]] = {
    "class": frozenset({"班级", "班", "所在班级", "班级名称", "class", "class name"}),
    "name": frozenset(
        {"姓名", "学生姓名", "名字", "孩子姓名", "name", "pupil", "student", "child"}
    ),
    "sex": frozenset({"性别", "sex", "gender"}),
    "birth_date": frozenset(
        {
            "出生日期",
            "生日",
            "出生年月日",
            "出生年月",
            "birth date",
            "date of birth",
            "birthday",
            "born",
        }
    ),
    "class_number": frozenset({"座号", "班内学号", "班级序号", "class number", "seat"}),
    "serial": frozenset({"学号", "序号", "编号", "number", "no", "no.", "student number"}),
    "class_teacher": frozenset({"班主任", "class teacher", "homeroom teacher"}),
    "grade": frozenset({"年级", "所在年级", "grade", "year"}),
    "guardian": frozenset(
        {"家长", "家长姓名", "监护人", "监护人姓名", "guardian", "parent", "guardian name"}
    ),
    "relation": frozenset({"关系", "与学生关系", "与本人关系", "家长关系", "relation"}),
    "phone": frozenset(
        {"电话", "联系电话", "家长电话", "监护人电话", "手机", "手机号", "家长手机", "phone"}
    ),
}
"""What a column is called, in lower case. The first row with class and name is the heading."""

_BRACKETS = re.compile(r"\(.*?\)")
"""出生日期（必填） is 出生日期."""

_NEEDED = ("class", "name")
_HEADING_WITHIN = 15
"""A list often has a title above its headings: so many rows are looked at."""

NO_CLASS = ClassName(grade=0, branch=0)
"""Stands for a class that was not understood, in a row that is not used."""

Meant = TypeVar("Meant")


@dataclass(slots=True)
class _Reading:
    file: str
    today: date
    headings: dict[str, str] = field(default_factory=dict)
    children: list[ListedChild] = field(default_factory=list)
    problems: list[Problem] = field(default_factory=list)
    seen: dict[tuple[ClassName, str, date | None], int] = field(default_factory=dict)
    serials: dict[tuple[str, int], int | None] = field(default_factory=dict)
    """By sheet and row, what stands in a column that may hold class numbers or longer ones."""
    numbers: dict[tuple[ClassName, int], int] = field(default_factory=dict)


def read_children(
    path: Path,
    *,
    today: date,
    name: str | None = None,
    headings: Mapping[str, str] | None = None,
) -> ChildList:
    """Read a list of children from an Excel file; never raises for what stands in it.

    `name` is what the file is called in problems, its own name by default. `headings` says under
    which heading each thing (a key of `HEADINGS`) stands where that should not be guessed.
    """
    reading = _Reading(file=name or path.name, today=today)
    try:
        by_sheet: dict[str, list[Row]] = {}
        for row in rows_of(path):
            by_sheet.setdefault(row.sheet, []).append(row)
    except Unreadable as refused:
        return ChildList((), (Problem(reading.file, None, None, refused.zh, refused.en),))
    found = False
    for sheet, rows in by_sheet.items():
        heading = _heading(rows[:_HEADING_WITHIN], headings or {})
        if heading is None:
            continue
        found = True
        place, columns = heading
        for meaning, column in columns.items():
            reading.headings.setdefault(meaning, values.words(rows[place].cells[column]))
        for row in rows[place + 1 :]:
            _read_row(reading, row, columns, several_sheets=len(by_sheet) > 1, sheet=sheet)
    if not found:
        reading.problems.append(
            Problem(
                reading.file,
                None,
                None,
                "没有找到表头。第一行请写：班级、姓名、性别、出生日期。",
                "No headings were found. The first row needs: class, name, sex, birth date.",
            )
        )
    return ChildList(tuple(_with_serials(reading)), tuple(reading.problems), reading.headings)


def _heading(rows: Sequence[Row], told: Mapping[str, str]) -> tuple[int, dict[str, int]] | None:
    """Which of `rows` is the heading, and in which column (from 0) each thing stands."""
    headings = dict(HEADINGS)
    headings |= {meaning: frozenset({_plain(heading)}) for meaning, heading in told.items()}
    for place, row in enumerate(rows):
        columns: dict[str, int] = {}
        for column, cell in enumerate(row.cells):
            written = values.words(cell)
            for meaning, names in headings.items():
                if _plain(written) in names:
                    columns.setdefault(meaning, column)
        if all(needed in columns for needed in _NEEDED):
            return place, columns
    return None


def _plain(heading: str) -> str:
    return _BRACKETS.sub("", values.words(heading)).lower().strip(" :*")


def _read_row(
    reading: _Reading, row: Row, columns: Mapping[str, int], *, several_sheets: bool, sheet: str
) -> None:
    where_zh = f"“{sheet}”：" if several_sheets else ""
    where_en = f"“{sheet}”: " if several_sheets else ""

    def problem(meaning: str, zh: str, en: str) -> None:
        letter = get_column_letter(columns[meaning] + 1) if meaning in columns else None
        reading.problems.append(
            Problem(reading.file, row.number, letter, where_zh + zh, where_en + en)
        )

    def cell(meaning: str) -> values.Cell:
        column = columns.get(meaning)
        return row.cells[column] if column is not None and column < len(row.cells) else None

    if not any(values.words(cell(meaning)) for meaning in columns):
        return

    def understood(
        meaning: str, understand: Callable[[values.Cell], Meant], otherwise: Meant
    ) -> Meant:
        try:
            return understand(cell(meaning))
        except Unreadable as refused:
            problem(meaning, refused.zh, refused.en)
            return otherwise

    before = len(reading.problems)
    grade = cell("grade")
    class_name = understood(
        "class", lambda written: values.class_of_grade(written, grade=grade), NO_CLASS
    )
    child = ListedChild(
        sheet=sheet,
        row=row.number,
        class_name=class_name,
        name=understood("name", values.person_name, ""),
        sex=understood("sex", values.sex, ""),
        birth_date=understood(
            "birth_date", lambda written: values.birth_date(written, today=reading.today), None
        ),
        class_number=understood("class_number", values.class_number, None),
        class_teacher=values.words(cell("class_teacher"))[:60],
    )
    if len(reading.problems) > before:
        return
    if guardian := understood("guardian", values.name_or_nothing, ""):
        # A number that is none keeps no child out: it is named and left away.
        child = replace(
            child,
            guardian=guardian,
            relation=values.relation(cell("relation")),
            phone=understood("phone", values.phone, ""),
        )
    key = (child.class_name, child.name, child.birth_date)
    if key in reading.seen:
        first = reading.seen[key]
        problem(
            "name",
            f"“{child.name}”和第 {first} 行是同一个孩子，这一行没有用。",
            f"“{child.name}” stands in row {first} already: this row was not used.",
        )
        return
    if child.class_number is not None:
        place = (child.class_name, child.class_number)
        if place in reading.numbers:
            first = reading.numbers[place]
            problem(
                "class_number",
                f"第 {first} 行也是这个班的 {child.class_number} 号，这一行没有用。",
                f"Row {first} has number {child.class_number} in this class: row not used.",
            )
            return
        reading.numbers[place] = row.number
    reading.seen[key] = row.number
    reading.serials[child.row_key] = _serial(cell("serial"))
    reading.children.append(child)


def _serial(cell: values.Cell) -> int | None:
    try:
        return values.class_number(cell)
    except Unreadable:
        return None


def _with_serials(reading: _Reading) -> list[ListedChild]:
    """Serial numbers become class numbers where they can be: 1 to 99, each once in its class."""
    by_class: dict[ClassName, list[int | None]] = {}
    for child in reading.children:
        by_class.setdefault(child.class_name, []).append(
            None if child.class_number is not None else reading.serials[child.row_key]
        )
    fit = {
        name
        for name, found in by_class.items()
        if None not in found and len(set(found)) == len(found)
    }
    return [
        replace(child, class_number=reading.serials[child.row_key])
        if child.class_name in fit
        else child
        for child in reading.children
    ]


def read_list(path: str, name: str, today: str) -> dict[str, Any]:
    """As `read_children`, with JSON in and out: for a child process that ends with its memory."""
    found = read_children(Path(path), today=date.fromisoformat(today), name=name)
    return found.to_json()

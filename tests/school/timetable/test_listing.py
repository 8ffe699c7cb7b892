"""What is taught from a spreadsheet: guessed headings, told headings, twice is once, row by row."""

from collections.abc import Iterator
from datetime import UTC, datetime
from pathlib import Path

import pytest
from openpyxl import Workbook

from terrace.engines.timetable.fet.making import make
from terrace.engines.timetable.fet.reading import read
from terrace.school.journal import clock
from terrace.school.timetable import actions, fetlist, listing
from terrace.school.timetable.models import Course, Lesson
from terrace.school.timetable.planning import planned
from tests.school.people.village import Village
from tests.school.timetable.term import a_term

pytestmark = pytest.mark.django_db

ROWS = [
    ("班级", "科目", "任课教师", "周课时", "连堂"),
    ("三年级1班", "语文", "山村class teacher", 7, None),
    ("3A、4A", "体育", "山村mentor", 2, None),
    ("四年级1班", "劳动", "山村同事", 1, 2),
    ("九年级1班", "语文", "山村同事", 5, None),
    ("三年级1班", "英语", "没有这个人", 3, None),
    ("三年级1班", "音乐", "山村mentor", "很多", None),
]


@pytest.fixture(autouse=True)
def _monday_morning() -> Iterator[None]:
    with clock.pretend(datetime(2026, 11, 23, 0, 30, tzinfo=UTC)):
        yield


def a_book(folder: Path, rows: list[tuple[object, ...]]) -> Path:
    """The rows as an Excel file."""
    book = Workbook()
    sheet = book.active
    assert sheet is not None
    for row in rows:
        sheet.append(row)
    path = folder / "list.xlsx"
    book.save(path)
    return path


def test_a_list_is_taken_row_by_row_and_twice_is_once(here: Village, tmp_path: Path) -> None:
    term = a_term(here)
    told = listing.read_list(str(a_book(tmp_path, ROWS)), "list.xlsx", {})
    assert [(one["row"], one["column"]) for one in told["problems"]] == [(7, "D")]
    taken = actions.take_list(timetable=term.timetable, rows=told["rows"], by=None)
    assert (taken.created, taken.updated, taken.unchanged) == (2, 1, 0)
    assert [row for row, _zh, _en in taken.problems] == [5, 6]
    sport = Course.objects.get(timetable=term.timetable, subject="sport")
    assert {one.code for one in sport.classes.all()} == {"3A", "4A"}
    labour = Course.objects.get(timetable=term.timetable, subject="labour")
    assert (labour.length, labour.lessons.count()) == (2, 1)
    before = Lesson.objects.filter(course__timetable=term.timetable).count()
    again = actions.take_list(timetable=term.timetable, rows=told["rows"], by=None)
    assert (again.created, again.updated, again.unchanged) == (0, 0, 3)
    assert Lesson.objects.filter(course__timetable=term.timetable).count() == before


def test_strange_headings_are_asked_for_and_then_told(tmp_path: Path) -> None:
    path = a_book(tmp_path, [("甲列", "乙列", "丙列"), ("三年级1班", "语文", 7)])
    told = listing.read_list(str(path), "list.xlsx", {})
    assert set(told["lacking"]) == {"class", "subject", "lessons"}
    assert told["headings"] == ["甲列", "乙列", "丙列"]
    mapping = {"class": "甲列", "subject": "乙列", "lessons": "丙列"}
    told = listing.read_list(str(path), "list.xlsx", mapping)
    assert told["rows"][0]["classes"] == ["3A"]
    assert told["rows"][0]["lessons"] == 7


@pytest.mark.parametrize(
    "data", [b"", b"PK\x03\x04 no zip", b"\xff\xfe\x00", "班级,科目\n三,".encode()]
)
def test_no_file_brings_it_down(data: bytes, tmp_path: Path) -> None:
    path = tmp_path / "list.xlsx"
    path.write_bytes(data)
    told = listing.read_list(str(path), "list.xlsx", {})
    assert told["rows"] == []


def test_a_csv_in_gbk_is_read(tmp_path: Path) -> None:
    path = tmp_path / "list.csv"
    path.write_bytes("班级,科目,老师,节数\n3A,数学,甲,5\n".encode("gb18030"))
    told = listing.read_list(str(path), "list.csv", {})
    assert told["rows"][0]["subject"] == "数学"
    assert told["rows"][0]["lessons"] == 5


def test_a_fet_file_goes_out_and_its_lessons_come_back(here: Village, tmp_path: Path) -> None:
    """What FET reads of it is the same school; brought in again, nothing changes."""
    term = a_term(here)
    actions.move(lesson=term.lesson("3A", "chinese"), weekday=2, period=1, by=None)
    actions.close(timetable=term.timetable, who=term.staff["mentor"], slots=[(0, 1)], by=None)
    asked = planned(term.timetable)
    data = make(asked.problem, asked.plan)
    back = read(data)
    assert back.unsupported == ()
    assert len(back.activities) == len(asked.problem.activities)
    assert [one.duration for one in back.activities] == [
        one.duration for one in asked.problem.activities
    ]
    free = {line.name: back.line_free[k] for k, line in enumerate(back.lines)}
    for line, slots in zip(asked.problem.lines, asked.problem.line_free, strict=True):
        assert free[line.name] == slots
    path = tmp_path / "school.fet"
    path.write_bytes(data)
    told = fetlist.read_list(str(path), "school.fet")
    assert [one["message_en"] for one in told["problems"] if "not understood" in one["message_en"]]
    # The village's classes have names of their own; as schools usually write them they are known.
    named = data.replace("三年级山班".encode(), "三年级1班".encode())
    path.write_bytes(named.replace("四年级山班".encode(), "四年级1班".encode()))
    told = fetlist.read_list(str(path), "school.fet")
    taken = actions.take_list(timetable=term.timetable, rows=told["rows"], by=None)
    # FET's file holds no course's room in its lessons: those two lose theirs.
    assert (taken.created, taken.updated, taken.unchanged) == (0, 2, 4)
    assert "ConstraintTeacherNotAvailableTimes" in str(told["problems"])


def test_a_broken_fet_file_is_told_by_line(tmp_path: Path) -> None:
    path = tmp_path / "school.fet"
    path.write_text("<fet version='6'>\n<Days_List>\n", encoding="utf-8")
    told = fetlist.read_list(str(path), "school.fet")
    assert told["rows"] == []
    assert told["problems"][0]["message_zh"]

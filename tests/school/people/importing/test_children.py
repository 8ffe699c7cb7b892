"""Lists of children as schools really keep them."""

import zipfile
from datetime import date, datetime
from pathlib import Path

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from openpyxl import Workbook

from terrace.school.people.importing.children import read_children
from terrace.school.people.importing.listed import ChildList, class_teachers
from terrace.school.people.importing.problem import Unreadable
from terrace.school.people.importing.values import ClassName, birth_date, class_name, person_name

TODAY = date(2026, 11, 23)
HEADINGS = ["班级", "姓名", "性别", "出生日期"]


def saved(folder: Path, *rows: list[object], name: str = "list.xlsx") -> Path:
    """An Excel file with one sheet of these rows."""
    book = Workbook()
    for row in rows:
        book.active.append(row)  # type: ignore[union-attr]
    path = folder / name
    book.save(path)
    return path


def read(folder: Path, *rows: list[object]) -> ChildList:
    """What is read from a file of these rows."""
    return read_children(saved(folder, *rows), today=TODAY)


@pytest.mark.parametrize(
    ("written", "code"),
    [
        ("三年级1班", "3A"),
        ("三年级（2）班", "3B"),
        ("三（1）班", "3A"),
        ("三(12)班", "3L"),
        ("三年级甲班", "3A"),
        ("三乙班", "3B"),
        ("三年级二班", "3B"),
        ("三年级", "3A"),
        ("３年级２班", "3B"),
        ("3A", "3A"),
        ("3b", "3B"),
        ("3-2", "3B"),
        ("三.1班", "3A"),
        ("301", "3A"),
        (301, "3A"),
        (301.0, "3A"),
        ("Grade 3 Class 2", "3B"),
        (" 六 年级 1 班 ", "6A"),
    ],
)
def test_a_class_is_understood_as_people_write_it(written: str | float, code: str) -> None:
    assert class_name(written).code == code


@pytest.mark.parametrize(
    "written", ["", None, "舞蹈队", "0年级1班", "3M", "三年级99班", "=1+1", "30"]
)
def test_what_is_not_a_class_is_refused(written: str | None) -> None:
    with pytest.raises(Unreadable):
        class_name(written)


@pytest.mark.parametrize(
    "written",
    [
        "2017-03-05",
        "2017/3/5",
        "2017.3.5",
        "2017年3月5日",
        "20170305",
        20170305,
        "２０１７年３月５日",
        datetime(2017, 3, 5),  # noqa: DTZ001  (as Excel gives it)
        date(2017, 3, 5),
        42799,
        "2017-03-05 00:00:00",
    ],
)
def test_a_date_of_birth_is_understood_as_people_write_it(
    written: str | int | date | datetime,
) -> None:
    assert birth_date(written, today=TODAY) == date(2017, 3, 5)


@pytest.mark.parametrize("written", ["2027-01-01", "1890-01-01", "2017-13-40", "三月", 7, True])
def test_what_is_not_a_child_s_date_of_birth_is_refused(written: str | int) -> None:
    with pytest.raises(Unreadable):
        birth_date(written, today=TODAY)


@pytest.mark.parametrize("written", ["王\u200b小红", "\ufeff王小红", "\u202e王小红\u202c"])
def test_signs_that_nobody_sees_make_no_second_child_of_a_name(written: str) -> None:
    assert person_name(written) == "王小红"


@pytest.mark.parametrize("written", ["=cmd|' /C calc'!A0", "+1", "@x", "12", "", None, "张" * 61])
def test_what_is_not_a_name_is_refused(written: str | None) -> None:
    with pytest.raises(Unreadable):
        person_name(written)


def test_a_list_with_a_title_above_its_headings(tmp_path: Path) -> None:
    listed = read(
        tmp_path,
        ["云岭小学 2026 年秋季学生名单"],
        ["序号", *HEADINGS, "班主任"],
        [1, "三年级1班", "杨 玥珺", "女", "2017-05-01", "李老师"],
        [2, "三年级1班", "欧阳堃", "男", datetime(2017, 6, 2), None],  # noqa: DTZ001
        [None, None, None, None, None, None],
    )
    assert listed.problems == ()
    assert [(child.name, child.sex, child.birth_date) for child in listed.children] == [
        ("杨玥珺", "f", date(2017, 5, 1)),
        ("欧阳堃", "m", date(2017, 6, 2)),
    ]
    assert [child.class_number for child in listed.children] == [1, 2]
    assert class_teachers(listed.children) == {ClassName(3, 1): "李老师"}


def test_english_headings_in_another_order(tmp_path: Path) -> None:
    listed = read(tmp_path, ["Name", "Sex", "Class"], ["Anna Maria", "F", "3A"])
    assert listed.problems == ()
    assert [(child.name, child.class_name) for child in listed.children] == [
        ("Anna Maria", ClassName(3, 1))
    ]


def test_each_problem_is_named_by_row_and_column_and_the_rest_is_read(tmp_path: Path) -> None:
    listed = read(
        tmp_path,
        HEADINGS,
        ["三年级1班", "杨玥珺", "女", "2017-05-01"],
        ["舞蹈队", "", "不详", "昨天"],
        ["三年级1班", "杨玥珺", "女", "2017-05-01"],
    )
    assert [child.name for child in listed.children] == ["杨玥珺"]
    assert [(problem.row, problem.column) for problem in listed.problems] == [
        (3, "A"),
        (3, "B"),
        (3, "C"),
        (3, "D"),
        (4, "B"),
    ]
    assert all(problem.message_zh and problem.message_en for problem in listed.problems)


def test_two_children_with_one_name_and_different_birthdays_are_two(tmp_path: Path) -> None:
    listed = read(
        tmp_path,
        HEADINGS,
        ["三年级1班", "张伟", "男", "2017-05-01"],
        ["三年级1班", "张伟", "男", "2017-08-09"],
    )
    assert len(listed.children) == 2
    assert listed.problems == ()


def test_a_file_without_headings_says_which_are_needed(tmp_path: Path) -> None:
    listed = read(tmp_path, ["三年级1班", "杨玥珺"])
    assert listed.children == ()
    assert [problem.message_en for problem in listed.problems] == [
        "No headings were found. The first row needs: class, name, sex, birth date."
    ]


def test_a_zip_bomb_is_refused_before_it_is_unpacked(tmp_path: Path) -> None:
    path = tmp_path / "bomb.xlsx"
    with zipfile.ZipFile(path, "w", zipfile.ZIP_DEFLATED) as parts:
        parts.writestr("xl/workbook.xml", b"<workbook/>")
        with parts.open("xl/worksheets/sheet1.xml", "w") as part:
            for _ in range(220):
                part.write(bytes(2**20))
    (problem,) = read_children(path, today=TODAY).problems
    assert "unpacks to too much" in problem.message_en


@pytest.mark.parametrize(
    "content",
    [b"", b"PK\x03\x04", b"%PDF-1.7", b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" * 9, b"a,b\n1,2"],
)
def test_what_is_not_a_workbook_is_refused_by_name(tmp_path: Path, content: bytes) -> None:
    path = tmp_path / "list.xlsx"
    path.write_bytes(content)
    listed = read_children(path, today=TODAY)
    assert listed.children == ()
    assert [(problem.file, problem.row) for problem in listed.problems] == [("list.xlsx", None)]


def test_a_damaged_part_is_refused_however_it_was_packed(tmp_path: Path) -> None:
    whole = saved(tmp_path, HEADINGS, ["三年级1班", "杨玥珺", "女", "2017-05-01"])
    damaged = tmp_path / "lzma.xlsx"
    with zipfile.ZipFile(whole) as parts, zipfile.ZipFile(damaged, "w", zipfile.ZIP_LZMA) as out:
        for name in parts.namelist():
            out.writestr(name, parts.read(name))
        sheet = out.getinfo("xl/worksheets/sheet1.xml")
    raw = bytearray(damaged.read_bytes())
    begin = sheet.header_offset + 30 + len(sheet.filename) + 9  # header, name, LZMA's settings
    raw[begin : begin + 40] = bytes(byte ^ 0xFF for byte in raw[begin : begin + 40])
    damaged.write_bytes(raw)
    listed = read_children(damaged, today=TODAY)
    assert listed.children == ()
    assert listed.problems


@settings(
    max_examples=60, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture]
)
@given(place=st.integers(0, 6000), noise=st.binary(min_size=1, max_size=40))
def test_no_damage_brings_the_reader_down(tmp_path: Path, place: int, noise: bytes) -> None:
    whole = saved(tmp_path, HEADINGS, ["三年级1班", "杨玥珺", "女", "2017-05-01"]).read_bytes()
    place %= len(whole)
    damaged = tmp_path / "damaged.xlsx"
    damaged.write_bytes(whole[:place] + noise + whole[place + len(noise) :])
    listed = read_children(damaged, today=TODAY)
    assert listed.children or listed.problems

"""Lists saved as text, on whatever computer the office has."""

from datetime import date
from pathlib import Path

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from terrace.school.people.importing.children import read_children
from terrace.school.people.importing.values import ClassName

TODAY = date(2026, 11, 23)
LINES = (
    "班级,姓名,性别,出生日期",
    "三年级１班,杨玥珺,女,2017年5月1日",
    "三（2）班,王喆,男,20170809",
)


@pytest.mark.parametrize(
    "encoding", ["utf-8", "utf-8-sig", "gbk", "gb18030", "utf-16", "utf-16-le", "utf-16-be"]
)
@pytest.mark.parametrize("delimiter", [",", "\t", ";", "|"])
@pytest.mark.parametrize("end", ["\n", "\r\n", "\r"])
def test_a_text_table_is_read_as_it_was_saved(
    tmp_path: Path, encoding: str, delimiter: str, end: str
) -> None:
    mark = "\ufeff" if encoding in ("utf-16-le", "utf-16-be") else ""
    path = tmp_path / "名单.csv"
    path.write_bytes((mark + end.join(LINES).replace(",", delimiter) + end).encode(encoding))
    listed = read_children(path, today=TODAY)
    assert listed.problems == ()
    assert [(one.class_name, one.name, one.birth_date) for one in listed.children] == [
        (ClassName(3, 1), "杨玥珺", date(2017, 5, 1)),
        (ClassName(3, 2), "王喆", date(2017, 8, 9)),
    ]


def test_a_problem_is_named_by_the_line_on_which_its_row_begins(tmp_path: Path) -> None:
    path = tmp_path / "list.csv"
    path.write_text('class,name,note\n3A,Anna,"two\nlines"\n\n??,Bea,\n', encoding="utf-8")
    listed = read_children(path, today=TODAY)
    assert [one.name for one in listed.children] == ["Anna"]
    assert [(one.row, one.column) for one in listed.problems] == [(5, "A")]


def test_a_formula_is_no_name(tmp_path: Path) -> None:
    path = tmp_path / "list.csv"
    path.write_text("class,name\n3A,=HYPERLINK(1)\n", encoding="utf-8")
    listed = read_children(path, today=TODAY)
    assert (listed.children, [one.column for one in listed.problems]) == ((), ["B"])


@settings(
    max_examples=60, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture]
)
@given(content=st.binary(max_size=300), headed=st.booleans())
def test_nothing_in_a_text_file_brings_the_reader_down(
    tmp_path: Path, content: bytes, headed: bool
) -> None:
    path = tmp_path / "any.csv"
    path.write_bytes((LINES[0].encode() + b"\n" if headed else b"") + content)
    listed = read_children(path, today=TODAY)
    assert isinstance(listed.children, tuple)
    if not headed:
        assert listed.problems

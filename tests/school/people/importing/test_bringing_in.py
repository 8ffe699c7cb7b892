"""A list becomes classes and children; bringing it in again changes nothing."""

import io
from datetime import date
from pathlib import Path

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client
from django.urls import reverse
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from hypothesis.extra.django import TestCase
from openpyxl import Workbook

from terrace.school.journal.clock import now
from terrace.school.journal.queries import history
from terrace.school.people import actions
from terrace.school.people.importing.children import read_children
from terrace.school.people.importing.listed import ChildList, ListedChild
from terrace.school.people.importing.values import ClassName
from terrace.school.people.models import Child, Guardian, School, SchoolClass, Staff
from tests.school.people.village import Village

BACKEND = "terrace.school.people.backend.AccountBackend"


def listed(*rows: tuple[str, int, int | None, date | None], teacher: str = "") -> ChildList:
    """A list of these children: name, grade, class number, date of birth."""
    return ChildList(
        tuple(
            ListedChild("名单", place, ClassName(grade, 1), name, "", born, number, teacher)
            for place, (name, grade, number, born) in enumerate(rows, start=2)
        ),
        (),
    )


def school() -> School:
    """An empty school."""
    return School.objects.create(name="山村小学", short_name="shan", made_at=now())


def numbers() -> dict[str, tuple[str, int | None]]:
    """Everybody's class and number."""
    return {
        child.name: (child.school_class.code if child.school_class else "", child.class_number)
        for child in Child.objects.select_related("school_class")
    }


def bring(where: School, what: ChildList) -> tuple[int, int, int, int]:
    """Bring a list in: children created, updated, unchanged, and problems."""
    report = actions.import_children(listed=what, school=where, by=None, file="名单.xlsx")
    counts = (report.created, report.updated, report.unchanged)
    created, updated, unchanged = (count["children"] for count in counts)
    return created, updated, unchanged, len(report.problems)


@pytest.mark.django_db
def test_a_list_brought_in_twice_changes_nothing() -> None:
    where = school()
    what = listed(
        ("李玥", 3, None, date(2017, 5, 1)),
        ("王堃", 3, 7, None),
        ("张祎", 4, 2, date(2016, 3, 2)),
        teacher="李秀英",
    )
    assert bring(where, what) == (3, 0, 0, 0)
    before = numbers()
    assert before == {"李玥": ("3A", 1), "王堃": ("3A", 7), "张祎": ("4A", 2)}
    assert {one.class_teacher.name for one in SchoolClass.objects.all() if one.class_teacher} == {
        "李秀英"
    }
    assert bring(where, what) == (0, 0, 3, 0)
    assert numbers() == before
    assert Staff.objects.count() == 1
    assert [happened.verb.name for happened in history(Child.objects.get(name="李玥").id)] == [
        "people.child_added"
    ]


@pytest.mark.django_db
def test_a_child_moves_to_another_class_with_her_history() -> None:
    where = school()
    bring(where, listed(("李玥", 3, 5, date(2017, 5, 1))))
    known = Child.objects.get()
    assert bring(where, listed(("李玥", 4, None, date(2017, 5, 1)))) == (0, 1, 0, 0)
    assert numbers() == {"李玥": ("4A", 1)}
    assert Child.objects.get().id == known.id


@pytest.mark.django_db
def test_children_exchange_their_numbers() -> None:
    where = school()
    bring(where, listed(("甲", 3, 1, None), ("乙", 3, 2, None), ("丙", 3, 3, None)))
    assert bring(where, listed(("甲", 3, 2, None), ("乙", 3, 3, None), ("丙", 3, 1, None))) == (
        0,
        3,
        0,
        0,
    )
    assert numbers() == {"甲": ("3A", 2), "乙": ("3A", 3), "丙": ("3A", 1)}


@pytest.mark.django_db
def test_a_missing_date_of_birth_is_filled_in_and_a_wrong_one_mended() -> None:
    where = school()
    bring(where, listed(("甲", 3, 1, None), ("乙", 3, 2, date(2017, 1, 1))))
    what = listed(("甲", 3, 1, date(2017, 9, 9)), ("乙", 3, 2, date(2017, 1, 11)))
    assert bring(where, what) == (0, 2, 0, 0)
    assert {child.name: child.birth_date for child in Child.objects.all()} == {
        "甲": date(2017, 9, 9),
        "乙": date(2017, 1, 11),
    }


@pytest.mark.django_db
def test_two_children_of_one_name_stay_two() -> None:
    where = school()
    what = listed(("张伟", 3, 1, date(2017, 1, 1)), ("张伟", 3, 2, date(2017, 2, 2)))
    assert bring(where, what) == (2, 0, 0, 0)
    assert bring(where, what) == (0, 0, 2, 0)


@pytest.mark.django_db
def test_nobody_is_taken_out_and_a_number_in_use_is_kept() -> None:
    where = school()
    bring(where, listed(("甲", 3, 1, None)))
    assert bring(where, listed(("乙", 3, 1, None))) == (1, 0, 0, 1)
    assert numbers() == {"甲": ("3A", 1), "乙": ("3A", 2)}


@pytest.mark.django_db
def test_an_empty_cell_takes_nothing_away() -> None:
    where = school()
    bring(where, listed(("甲", 3, 4, date(2017, 1, 1))))
    Child.objects.update(sex="f")
    assert bring(where, listed(("甲", 3, None, None))) == (0, 0, 1, 0)
    child = Child.objects.get()
    assert (child.sex, child.birth_date, child.class_number) == ("f", date(2017, 1, 1), 4)


class AnyList(TestCase):
    """Whatever a school's lists say."""

    @given(
        lists=st.lists(
            st.lists(
                st.tuples(
                    st.sampled_from("甲乙丙丁"),
                    st.integers(3, 4),
                    st.none() | st.integers(1, 4),
                    st.none() | st.sampled_from([date(2017, 1, 1), date(2017, 2, 2)]),
                ),
                max_size=6,
                unique_by=lambda row: (row[0], row[1], row[3]),
            ).filter(lambda rows: _once(rows)),
            min_size=1,
            max_size=3,
        )
    )
    @settings(max_examples=60, deadline=None, suppress_health_check=list(HealthCheck))
    def test_twice_is_once_and_every_row_is_a_child(
        self, lists: list[list[tuple[str, int, int | None, date | None]]]
    ) -> None:
        where = school()
        for rows in lists:
            created, updated, unchanged, _ = bring(where, listed(*rows))
            assert created + updated + unchanged == len(rows)
            before = numbers()
            created, _, _, _ = bring(where, listed(*rows))
            assert created == 0
            assert numbers() == before
        named = [(child.school_class_id, child.class_number) for child in Child.objects.all()]
        assert len(set(named)) == len(named)


def _once(rows: list[tuple[str, int, int | None, date | None]]) -> bool:
    """No number twice in one class, as the reader of the file sees to."""
    given_numbers = [(grade, number) for _, grade, number, _ in rows if number is not None]
    return len(set(given_numbers)) == len(given_numbers)


def workbook(*rows: list[object]) -> bytes:
    """An Excel file with these rows."""
    book = Workbook()
    for row in [["班级", "姓名", "性别", "出生日期"], *rows]:
        book.active.append(row)  # type: ignore[union-attr]
    saved = io.BytesIO()
    book.save(saved)
    return saved.getvalue()


@pytest.mark.django_db
def test_the_office_brings_a_list_in_on_a_page(here: Village) -> None:
    client = Client()
    client.force_login(here.accounts["office"], backend=BACKEND)
    content = workbook(
        ["五年级2班", "赵 堃", "男", date(2015, 2, 3)], ["五年级2班", "赵祎", "不明", "2015-02-04"]
    )
    answer = client.post(reverse("import"), {"file": SimpleUploadedFile("名单.xlsx", content)})
    assert answer.status_code == 200
    page = answer.content.decode()
    assert "看不懂性别“不明”" in page
    assert Child.objects.get(school_class__code="5B").name == "赵堃"


@pytest.mark.django_db
def test_the_office_does_not_name_a_class_teacher_by_a_list(here: Village) -> None:
    office, leads = here.accounts["office"], SchoolClass.objects.exclude(class_teacher=None)
    before = {one.code: one.class_teacher_id for one in leads.filter(school=office.school)}
    grade = leads.filter(school=office.school)[0].grade
    what = listed(("赵堃", grade, None, None), ("董霞", 9, None, None), teacher=office.staff.name)
    report = actions.import_children(listed=what, school=office.school, by=office, file="名单.xlsx")
    now = SchoolClass.objects.filter(school=office.school)
    assert {one.code: one.class_teacher_id for one in now if one.code in before} == before
    assert now.get(code="9A").class_teacher is None
    assert {child.name for child in Child.objects.all()} >= {"赵堃", "董霞"}
    assert ["校长" in problem.message_zh for problem in report.problems] == [True, True]


@pytest.mark.django_db
def test_the_office_names_teachers_of_new_classes_and_the_principal_any(here: Village) -> None:
    office, head = here.accounts["office"], here.accounts["principal"]
    what = listed(("董霞", 9, None, None), teacher="新老师")
    report = actions.import_children(listed=what, school=office.school, by=office, file="名单.xlsx")
    named = SchoolClass.objects.get(school=office.school, code="9A").class_teacher
    assert (named is not None and named.name, report.problems) == ("新老师", [])
    what = listed(("董霞", 9, None, None), teacher="另一位")
    actions.import_children(listed=what, school=head.school, by=head, file="名单.xlsx")
    named = SchoolClass.objects.get(school=office.school, code="9A").class_teacher
    assert named is not None
    assert named.name == "另一位"


@pytest.mark.django_db
@pytest.mark.parametrize("content", [b"", b"PK\x03\x04 no zip", b"%PDF-1.7"])
def test_what_is_no_list_is_refused_on_the_page(here: Village, content: bytes) -> None:
    client = Client()
    client.force_login(here.accounts["principal"], backend=BACKEND)
    before = Child.objects.count()
    file = SimpleUploadedFile("名单.xlsx", content)
    answer = client.post(reverse("import"), {"file": file})
    assert answer.status_code in (200, 422)
    assert Child.objects.count() == before


@pytest.mark.django_db
def test_a_grade_and_a_family_may_have_columns_of_their_own(tmp_path: Path) -> None:
    where = school()
    path = tmp_path / "名单.csv"
    heading = "年级,班级,姓名,家长姓名,关系,联系电话"
    text = f"{heading}\n三年级,2班,李玥,张梅,妈妈,138 0000 1111\n3,（1）班,王勇,,,无\n"
    path.write_text(text, encoding="utf-8")

    def bring_in() -> actions.Report:
        listed = read_children(path, today=date(2026, 11, 23))
        return actions.import_children(listed=listed, school=where, by=None, file=path.name)

    assert bring_in().to_json()["created"] == {
        "classes": 2,
        "children": 2,
        "staff": 0,
        "guardians": 1,
    }
    codes = {one.name: one.school_class.code for one in Child.objects.filter(school=where)}
    assert codes == {"李玥": "3B", "王勇": "3A"}
    mother = Guardian.objects.get(school=where)
    assert (mother.name, mother.relation, mother.phone) == ("张梅", "mother", "138 0000 1111")
    assert bring_in().to_json()["unchanged"]["guardians"] == 1
    path.write_text(text.replace("1111", "2222"), encoding="utf-8")
    assert "none was replaced" in bring_in().problems[0].message_en
    path.write_text(text.replace("138 0000 1111", "ask her"), encoding="utf-8")
    report = bring_in()
    assert [(one.row, one.column) for one in report.problems] == [(2, "F")]
    assert report.unchanged["children"] == 2

"""OneRoster zips of other programs: taken or refused by name, and never twice."""

import contextlib
import tempfile
import zipfile
from datetime import date
from pathlib import Path

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client
from django.urls import reverse
from hypothesis import given, settings
from hypothesis import strategies as st

from terrace.school.people import actions
from terrace.school.people.importing.oneroster import read_oneroster
from terrace.school.people.importing.problem import Unreadable
from terrace.school.people.importing.roster import Roster
from terrace.school.people.importing.zipped import MOST_BYTES, is_oneroster, table
from terrace.school.people.models import (
    Account,
    Child,
    Guardian,
    OutsideKey,
    Role,
    School,
    SchoolClass,
    Staff,
)
from tests.school.people.importing.rostered import (
    ORGS,
    enrolled,
    manifest,
    packed,
    person,
    village,
)

TODAY = date(2026, 11, 23)


def read(path: Path, **options: str) -> Roster:
    return read_oneroster(path, today=TODAY, **options)  # type: ignore[arg-type]


def taken(path: Path, school: School) -> dict[str, dict[str, int]]:
    roster = read(path)
    report = actions.import_roster(roster=roster, school=school, by=None, file=path.name)
    told = report.to_json()
    assert told.pop("problems") == []
    return told


@pytest.fixture
def here(db: None) -> School:
    return actions.make_school(name="石桥小学", short_name="shiqiao", by=None)


@pytest.fixture
def elsewhere(db: None) -> School:
    return actions.make_school(name="云岭小学", short_name="yunling", by=None)


def counts(classes: int, children: int, staff: int, guardians: int) -> dict[str, int]:
    return {"classes": classes, "children": children, "staff": staff, "guardians": guardians}


@pytest.mark.parametrize("folder", ["", "export 2026/"])
def test_a_village_comes_in_whole(here: School, tmp_path: Path, folder: str) -> None:
    path = packed(tmp_path / "v.zip", village(), folder=folder)
    assert is_oneroster(path)
    before = Child.objects.count(), Staff.objects.count()
    told = taken(path, here)
    assert told["created"] == counts(1, 2, 1, 1)
    child = Child.objects.get(name="李玥", school=here)
    assert (child.sex, child.birth_date) == ("f", date(2017, 5, 1))
    assert child.school_class is not None
    assert (child.school_class.name, child.school_class.grade) == ("三年级1班", 3)
    teacher = child.school_class.class_teacher
    assert teacher is not None
    assert teacher.name == "赵老师"
    mother = Guardian.objects.get(child=child)
    assert (mother.name, mother.relation, mother.phone) == ("张梅", "mother", "138 0000 1111")
    assert (Child.objects.count(), Staff.objects.count()) == (before[0] + 2, before[1] + 1)


def test_twice_is_once(here: School, tmp_path: Path) -> None:
    path = packed(tmp_path / "v.zip", village())
    taken(path, here)
    told = taken(path, here)
    assert told["created"] == counts(0, 0, 0, 0)
    assert told["updated"] == counts(0, 0, 0, 0)
    assert told["unchanged"] == counts(1, 2, 1, 1)


def test_a_key_is_known_under_another_name(here: School, tmp_path: Path) -> None:
    taken(packed(tmp_path / "a.zip", village()), here)
    child = Child.objects.get(name="王小红", school=here)
    tables = village()
    tables["users.csv"][1]["givenName"] = "晓红"
    tables["classes.csv"].append(
        {"sourcedId": "c2", "title": "三年级2班", "grades": "03", "classType": "homeroom"}
    )
    tables["enrollments.csv"][1]["classSourcedId"] = "c2"
    told = taken(packed(tmp_path / "b.zip", tables), here)
    assert (told["created"], told["updated"]) == (counts(1, 0, 0, 0), counts(0, 1, 0, 0))
    child.refresh_from_db()
    assert child.name == "王晓红"
    assert child.school_class is not None
    assert child.school_class.code == "3B"


def test_the_same_keys_in_two_schools_are_two_people(
    here: School, elsewhere: School, tmp_path: Path
) -> None:
    path = packed(tmp_path / "v.zip", village())
    for school in (here, elsewhere):
        assert taken(path, school)["created"] == counts(1, 2, 1, 1)
    assert OutsideKey.objects.filter(key="u1").count() == 2


def test_version_1_2_has_roles_in_a_table_of_their_own(here: School, tmp_path: Path) -> None:
    tables = village()
    tables["manifest.csv"] = manifest("1.2")
    roles = []
    for row in tables["users.csv"]:
        roles.append({"sourcedId": f"r{row['sourcedId']}", "userSourcedId": row["sourcedId"]})
        roles[-1] |= {"roleType": "primary", "role": row.pop("role"), "orgSourcedId": "s1"}
        row.pop("orgSourcedIds")
    tables["roles.csv"] = roles
    assert taken(packed(tmp_path / "v.zip", tables), here)["created"] == counts(1, 2, 1, 1)


@pytest.mark.parametrize(
    ("version", "words"), [("1.0", "This is OneRoster 1.0"), ("2.0", "version “2.0” is not known")]
)
def test_other_versions_are_refused_by_name(tmp_path: Path, version: str, words: str) -> None:
    roster = read(packed(tmp_path / "v.zip", village() | {"manifest.csv": manifest(version)}))
    assert (roster.children, roster.staff) == ([], [])
    assert words in roster.problems[0].message_en


def test_without_a_manifest_it_is_version_1_0(tmp_path: Path) -> None:
    tables = village()
    del tables["manifest.csv"]
    for row in tables["users.csv"]:
        del row["enabledUser"]
    assert "OneRoster 1.0" in read(packed(tmp_path / "v.zip", tables)).problems[0].message_en


def test_each_problem_has_its_row_and_column(tmp_path: Path) -> None:
    tables = village()
    tables["users.csv"] += [
        person("u5", "=cmd", "", "student"),
        person("u1", "重", "复", "student"),
        person("u6", "孙", "来", "student", agentSourcedIds="nobody"),
        person("u7", "钱", "走", "student", status="tobedeleted"),
    ]
    tables["classes.csv"].append({"sourcedId": "c9", "title": "Choir", "grades": "KG"})
    tables["enrollments.csv"] += [enrolled("u6", "c9"), enrolled("u6", "lost")]
    tables["demographics.csv"].append({"sourcedId": "u2", "birthDate": "1901-01-01", "sex": "x"})
    roster = read(packed(tmp_path / "v.zip", tables))
    assert [child.name for child in roster.children] == ["李玥", "王小红", "孙来"]
    found = [(one.row, one.column, one.message_en.split(":")[0]) for one in roster.problems]
    assert found == [
        (6, "I", "users.csv"),
        (7, "A", "users.csv"),
        (9, "B", "users.csv"),
        (3, "C", "classes.csv"),
        (6, "B", "enrollments.csv"),
        (4, "B", "demographics.csv"),
        (4, "C", "demographics.csv"),
        (8, "J", "users.csv"),
    ]
    assert all(one.file == "v.zip" and one.message_zh for one in roster.problems)


def test_a_child_in_many_classes_has_her_homeroom(tmp_path: Path) -> None:
    tables = village()
    tables["classes.csv"].insert(
        0, {"sourcedId": "m1", "title": "Maths", "grades": "3", "classType": "scheduled"}
    )
    tables["enrollments.csv"].insert(0, enrolled("u1", "m1"))
    roster = read(packed(tmp_path / "v.zip", tables))
    assert {child.name: child.class_key for child in roster.children}["李玥"] == "c1"
    assert [one.key for one in roster.classes] == ["c1"]
    assert "1 children are in several classes" in roster.problems[0].message_en


def test_of_several_schools_one_must_be_chosen(tmp_path: Path) -> None:
    tables = village()
    other = {"sourcedId": "s2", "name": "云岭小学", "type": "school", "parentSourcedId": "d1"}
    tables["orgs.csv"] = [*ORGS, other]
    tables["users.csv"].append(person("u9", "周", "远", "student", orgSourcedIds="s2"))
    tables["classes.csv"][0]["schoolSourcedId"] = "s1"
    path = packed(tmp_path / "v.zip", tables)
    assert "several schools" in read(path).problems[0].message_en
    one, two = read(path, school="石桥小学"), read(path, school="云岭小学")
    assert [child.name for child in one.children] == ["李玥", "王小红"]
    assert [child.name for child in two.children] == ["周远"]
    assert (one.problems, two.problems) == ([], [])


def test_a_guardians_other_number_waits_for_a_person(here: School, tmp_path: Path) -> None:
    taken(packed(tmp_path / "a.zip", village()), here)
    tables = village()
    tables["users.csv"][3]["sms"] = "139 9999 9999"
    roster = read(packed(tmp_path / "b.zip", tables))
    report = actions.import_roster(roster=roster, school=here, by=None, file="b.zip")
    assert "none was replaced" in report.problems[0].message_en
    assert Guardian.objects.get(name="张梅").phone == "138 0000 1111"


def test_two_guardians_of_one_name_are_two(here: School, tmp_path: Path) -> None:
    tables = village()
    tables["users.csv"][0]["agentSourcedIds"] = "u4,u5"
    tables["users.csv"].append(person("u5", "张", "梅", "guardian"))
    path = packed(tmp_path / "v.zip", tables)
    assert taken(path, here)["created"] == counts(1, 2, 1, 2)
    assert taken(path, here)["unchanged"] == counts(1, 2, 1, 2)


def test_a_class_that_is_here_already_is_the_same_class(here: School, tmp_path: Path) -> None:
    own = SchoolClass.objects.filter(school=here, code="3A").first() or actions.add_class(
        school=here, name="三年级1班", code="3A", grade=3, by=None
    )
    told = taken(packed(tmp_path / "v.zip", village()), here)
    assert told["created"]["classes"] == 0
    assert Child.objects.get(name="李玥", school=here).school_class_id == own.id


def test_what_unpacks_to_too_much_is_not_read(tmp_path: Path) -> None:
    tables = village()
    del tables["enrollments.csv"]
    path = packed(tmp_path / "w.zip", tables)
    with (
        zipfile.ZipFile(path, "a", zipfile.ZIP_DEFLATED) as out,
        out.open("enrollments.csv", "w") as member,
    ):
        for _ in range(MOST_BYTES // 2**20 + 1):
            member.write(b"x" * 2**20)
    assert path.stat().st_size < 2**20
    assert "64 MB" in read(path).problems[0].message_en


@settings(deadline=None, max_examples=60)
@given(
    st.sampled_from([zipfile.ZIP_DEFLATED, zipfile.ZIP_BZIP2, zipfile.ZIP_LZMA]),
    st.integers(0, 400),
    st.integers(0, 255),
)
def test_a_damaged_member_is_refused_however_it_was_packed(how: int, at: int, byte: int) -> None:
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder) / "v.zip"
        text = "sourcedId,givenName\n" + "".join(f"{k},{k * k}\n" for k in range(300))
        with zipfile.ZipFile(path, "w", how) as out:
            out.writestr("users.csv", text)
        raw = bytearray(path.read_bytes())
        raw[39 + at] = byte  # within the member: its header is 30 bytes and a name of 9
        path.write_bytes(raw)
        with contextlib.suppress(Unreadable):
            assert len(list(table(path, "users.csv"))) <= 300


@settings(deadline=None, max_examples=60)
@given(st.data())
def test_no_damage_brings_it_down(data: st.DataObject) -> None:
    with tempfile.TemporaryDirectory() as folder:
        tables = village()
        name = data.draw(st.sampled_from(sorted(tables)))
        row = data.draw(st.sampled_from(tables[name]))
        heading = data.draw(st.sampled_from(sorted(row)))
        row[heading] = data.draw(st.text(max_size=20).filter(_encodable))
        path = packed(Path(folder) / "v.zip", tables)
        raw = bytearray(path.read_bytes())
        for _ in range(data.draw(st.integers(0, 3))):
            raw[data.draw(st.integers(0, len(raw) - 1))] = data.draw(st.integers(0, 255))
        cut = data.draw(st.sampled_from([len(raw), len(raw) // 2, 10]))
        path.write_bytes(bytes(raw[:cut]))
        roster = read(path)
        keys = {one.key for one in roster.classes}
        assert all(child.class_key in keys or not child.class_key for child in roster.children)
        assert set(roster.leads) <= keys
        assert set(roster.leads.values()) <= {one.key for one in roster.staff}
        pupils = {child.key for child in roster.children}
        assert {one.child_key for one in roster.guardians} <= pupils


def _encodable(text: str) -> bool:
    try:
        text.encode()
    except UnicodeEncodeError:
        return False
    return True


def test_the_office_brings_a_zip_in_on_the_page(
    here: School, client: Client, tmp_path: Path
) -> None:
    staff = actions.add_staff(school=here, name="办公室", by=None)
    actions.appoint(staff=staff, role=Role.OFFICE, by=None)
    account = actions.open_account(staff=staff, username="office-1", by=None)
    Account.objects.update(must_change_password=False)
    client.force_login(account, backend="terrace.school.people.backend.AccountBackend")
    path = packed(tmp_path / "v.zip", village())
    file = SimpleUploadedFile("v.zip", path.read_bytes(), "application/zip")
    answer = client.post(reverse("import"), {"file": file})
    assert answer.status_code == 200
    assert answer.context["report"].to_json()["created"] == counts(1, 2, 1, 1)
    assert Child.objects.filter(school=here).count() == 2

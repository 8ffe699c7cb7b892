"""On the box itself: a list brought in, a school founded, a way back in."""

import io
import json
import subprocess
import sys
from pathlib import Path

from openpyxl import Workbook

from terrace.school.people import actions
from terrace.school.people.models import School


def workbook(*rows: list[object]) -> bytes:
    """An Excel file with these rows."""
    book = Workbook()
    for row in [["班级", "姓名", "性别", "出生日期"], *rows]:
        book.active.append(row)  # type: ignore[union-attr]
    saved = io.BytesIO()
    book.save(saved)
    return saved.getvalue()


def command(*arguments: str) -> tuple[int, dict[str, object]]:
    """Run `terrace import … --json`: its exit code, and the one object on stdout."""
    done = subprocess.run(
        [sys.executable, "-m", "terrace.cli", "import", *arguments, "--json"],
        capture_output=True,
        text=True,
        check=False,
    )
    lines = done.stdout.splitlines()
    assert len(lines) == 1, done.stderr
    answer = json.loads(lines[0])
    assert list(answer) == ["created", "updated", "unchanged", "problems"]
    said = done.stderr.split()
    if "/new-password/" in said:
        answer["login"] = {"username": said[said.index("name") + 1], "code": " ".join(said[-3:])}
    return done.returncode, answer


def test_on_a_new_box_the_command_founds_the_school_and_lets_the_principal_in(
    shared_database: str, tmp_path: Path
) -> None:
    file = tmp_path / "名单.xlsx"
    file.write_bytes(workbook(["三年级1班", "李玥", "女", "2017-05-01"], ["舞蹈队", "王", "", ""]))
    code, answer = command(str(file), "--school", "云岭小学")
    assert code == 0
    assert answer["created"] == {"classes": 1, "children": 1, "staff": 0, "guardians": 0}
    (problem,) = answer["problems"]  # type: ignore[misc]
    assert (problem["file"], problem["row"], problem["column"]) == ("名单.xlsx", 3, "A")
    assert problem["message_zh"].startswith("看不懂班级")
    login = answer["login"]
    assert isinstance(login, dict)
    found = actions.use_reset_code(
        username=login["username"],
        code=login["code"],
        new_password="rice-and-river",
        address="::1",
    )
    assert found.account is not None
    assert found.account.school.short_name == "yunling"
    code, again = command(str(file))
    assert (code, again["created"]) == (
        0,
        {"classes": 0, "children": 0, "staff": 0, "guardians": 0},
    )
    assert again["unchanged"] == {"classes": 1, "children": 1, "staff": 0, "guardians": 0}
    assert "login" not in again


def test_the_command_answers_what_it_refuses(shared_database: str, tmp_path: Path) -> None:
    broken = tmp_path / "broken.xlsx"
    broken.write_bytes(b"PK\x03\x04")
    for file in (broken, tmp_path / "none.xlsx"):
        code, answer = command(str(file), "--school", "云岭小学")
        assert code == 0
        assert answer["created"] == {"classes": 0, "children": 0, "staff": 0, "guardians": 0}
        assert len(answer["problems"]) == 1  # type: ignore[arg-type]
    assert not School.objects.exists()


def test_a_rehearsal_tells_the_same_and_keeps_nothing(shared_database: str, tmp_path: Path) -> None:
    file = tmp_path / "名单.csv"
    file.write_bytes("班级,姓名,性别\n三年级1班,李玥,女\n".encode("gb18030"))
    told = command(str(file), "--school", "云岭小学", "--dry-run")[1]
    assert told["created"] == {"classes": 1, "children": 1, "staff": 0, "guardians": 0}
    assert "login" not in told
    assert not School.objects.exists()
    done = command(str(file), "--school", "云岭小学")[1]
    assert {key: done[key] for key in done if key != "login"} == told


def test_without_a_name_the_first_school_gets_a_plain_one(
    shared_database: str, tmp_path: Path
) -> None:
    file = tmp_path / "名单.csv"
    file.write_text("班级,姓名\n三年级1班,李玥\n", encoding="utf-8")
    assert command(str(file))[1]["created"]["children"] == 1  # type: ignore[index]
    assert School.objects.get().name == "学校"


def test_several_files_are_one_answer(shared_database: str, tmp_path: Path) -> None:
    for number, name in enumerate(("李玥", "王小红"), 1):
        text = f"班级,姓名\n三年级{number}班,{name}\n"
        (tmp_path / f"{number}.csv").write_text(text, encoding="utf-8")
    missing = str(tmp_path / "none.csv")
    files = (str(tmp_path / "1.csv"), missing, str(tmp_path / "2.csv"))
    answer = command(*files, "--school", "云岭小学")[1]
    assert answer["created"] == {"classes": 2, "children": 2, "staff": 0, "guardians": 0}
    assert [one["file"] for one in answer["problems"]] == ["none.csv"]  # type: ignore[union-attr]


def test_a_map_of_headings_is_written_and_used(shared_database: str, tmp_path: Path) -> None:
    mapping = tmp_path / "map.json"
    file = tmp_path / "名单.csv"
    file.write_text("班级,姓名\n三年级1班,李玥\n", encoding="utf-8")
    command(str(file), "--map", str(mapping), "--school", "云岭小学", "--dry-run")
    assert not mapping.exists(), "a rehearsal keeps nothing"
    nowhere = str(tmp_path / "no folder" / "map.json")
    (problem,) = command(str(file), "--map", nowhere, "--school", "云岭小学")[1]["problems"]  # type: ignore[misc]
    assert "cannot be written" in problem["message_en"]
    command(str(file), "--map", str(mapping), "--school", "云岭小学")
    assert json.loads(mapping.read_text(encoding="utf-8")) == {"class": "班级", "name": "姓名"}
    mapping.write_text('{"class": "Stamm", "name": "Kind"}', encoding="utf-8")
    file.write_text("Kind,Stamm\n王小红,三年级2班\n", encoding="utf-8")
    answer = command(str(file), "--map", str(mapping))[1]
    assert answer["created"]["children"] == 1  # type: ignore[index]
    mapping.write_text("[]", encoding="utf-8")
    answer = command(str(file), "--map", str(mapping))[1]
    assert answer["problems"][0]["file"] == "map.json"  # type: ignore[index]


def test_on_the_box_itself_there_is_a_way_back_in(shared_database: str) -> None:
    _, account, _ = actions.found_school(name="云岭小学")
    done = subprocess.run(
        [sys.executable, "-m", "terrace.cli", "account", "reset", account.username, "--json"],
        capture_output=True,
        text=True,
        check=True,
    )
    answer = json.loads(done.stdout)
    found = actions.use_reset_code(
        username="XIAOZHANG", code=answer["code"], new_password="rice-and-river", address="::1"
    )
    assert found.account == account

"""`terrace practice`: bundles on a stick, as another program would call it."""

import json
import subprocess
import sys
from pathlib import Path
from typing import Any

import pytest

from terrace.school.people.actions import make_school
from terrace.school.people.models import School


@pytest.fixture
def school(shared_database: str) -> School:
    return make_school(name="云岭小学", short_name="yunling", by=None)


def terrace(*words: str) -> subprocess.CompletedProcess[str]:
    return subprocess.run(
        [sys.executable, "-m", "terrace.cli", "practice", *words],
        capture_output=True,
        text=True,
        timeout=120,
    )


def answer(*words: str) -> dict[str, Any]:
    told = terrace(*words, "--json")
    assert (told.returncode, told.stdout.count("\n")) == (0, 1), told.stderr
    found: dict[str, Any] = json.loads(told.stdout)
    return found


def test_what_is_written_out_comes_in_again(school: School, tmp_path: Path) -> None:
    made = answer("export", "--out", str(tmp_path))
    assert Path(made["file"]).parent == tmp_path
    taken = answer("import", made["file"])
    assert taken["digest"] == made["digest"]
    assert taken["files"][0]["refused"] == []
    assert taken["library"]["tries"] == 0


def test_what_is_no_bundle_is_refused_in_both_languages(school: School, tmp_path: Path) -> None:
    bad = tmp_path / "bad.zip"
    bad.write_bytes(b"hello")
    (file, gone) = answer("import", str(bad), str(tmp_path / "gone.zip"))["files"]
    assert [one["reason"] for one in file["refused"]] == ["unreadable"]
    assert file["refused"][0]["message_zh"]
    assert file["refused"][0]["message_en"]
    assert len(gone["refused"]) == 1
    told = terrace("import", str(bad))
    assert told.returncode == 1
    assert "Traceback" not in told.stderr


def test_a_key_is_the_same_until_it_is_revoked(school: School) -> None:
    key = answer("key")["key"]
    assert answer("key")["key"] == key
    assert answer("revoke", "--why", "电脑丢了")["revoked"] == key
    assert answer("key")["key"] != key
    assert answer("trust", "nothing", "--name", "县里")["refused"]


def test_finding_says_which_needs_there_are(school: School) -> None:
    assert answer("find", "--need", "wings")["refused"]
    assert answer("find", "谈心", "--most", "3")["found"] is not None


def test_the_book_is_four_files(school: School, tmp_path: Path) -> None:
    made = answer("book", "--out", str(tmp_path / "books"))
    assert made["chapters"] == 12
    kinds = {".pdf": b"%PDF", ".epub": b"PK"}
    for one in made["files"]:
        file = Path(one["file"])
        assert file.read_bytes().startswith(kinds[file.suffix])
        assert file.stat().st_size == one["bytes"]
    assert len(made["files"]) == 4
    refused = answer("book", "--out", str(tmp_path), "--need", "dancing")
    assert refused["refused"]
    occupied = tmp_path / "a file"
    occupied.write_bytes(b"")
    assert answer("book", "--out", str(occupied))["refused"]

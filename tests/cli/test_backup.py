"""`terrace backup` and `terrace restore`, as whoever looks after the box types them."""

import json
import os
import subprocess
import sys
from pathlib import Path

import pytest
from openpyxl import Workbook


def terrace(home: Path, *words: str) -> "subprocess.CompletedProcess[str]":
    """Run a command on the school in `home`."""
    return subprocess.run(
        [sys.executable, "-m", "terrace.cli", *words],
        env=os.environ
        | {
            "TERRACE_HOME": str(home),
            "DATABASE_URL": "",
            "TERRACE_PASSPHRASE": "一二三四五六七八九十甲乙",
        },
        capture_output=True,
        text=True,
        check=False,
    )


@pytest.fixture
def school(tmp_path: Path) -> Path:
    """A data folder with a school of one child."""
    book = Workbook()
    assert book.active is not None
    book.active.append(["班级", "姓名"])
    book.active.append(["三年级1班", "杨玥珺"])
    book.save(tmp_path / "list.xlsx")
    home = tmp_path / "home"
    done = terrace(home, "import", str(tmp_path / "list.xlsx"), "--school", "石桥小学")
    assert done.returncode == 0, done.stderr
    return home


def test_a_school_comes_back_elsewhere_with_its_journal_in_order(
    school: Path, tmp_path: Path
) -> None:
    stick = tmp_path / "stick"
    stick.mkdir()
    made = json.loads(terrace(school, "backup", "--out", str(stick), "--json").stdout)
    new = tmp_path / "new"
    back = json.loads(terrace(new, "restore", made["file"], "--json").stdout)
    assert back["journal_ok"]
    assert back["entries"] > 0
    assert json.loads(terrace(new, "journal", "verify", "--json").stdout)["ok"]
    again = terrace(new, "restore", made["file"])
    assert again.returncode == 1
    assert "left as it was" in again.stderr


def test_a_stick_that_is_not_there_is_said_in_words(school: Path, tmp_path: Path) -> None:
    done = terrace(school, "backup", "--out", str(tmp_path / "no" / "stick.backup"))
    assert done.returncode == 1
    assert "cannot be written" in done.stderr
    assert "Traceback" not in done.stderr

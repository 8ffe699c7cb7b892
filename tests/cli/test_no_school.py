"""A command that is pointed at an empty folder says so, in both languages."""

import json
import os
import subprocess
import sys
from pathlib import Path

import pytest

COMMANDS = (
    ("account", "reset", "xiaozhang"),
    ("demo", "photos", "--class", "3A", "--out", "photos"),
    ("journal", "verify"),
    ("learner", "calibrate"),
    ("learner", "rebuild"),
    ("poster",),
)


def terrace(home: Path, *words: str) -> subprocess.CompletedProcess[str]:
    environment = {name: value for name, value in os.environ.items() if name != "DATABASE_URL"}
    return subprocess.run(
        [sys.executable, "-m", "terrace.cli", *words],
        capture_output=True,
        text=True,
        timeout=60,
        cwd=home.parent,
        env=environment | {"TERRACE_HOME": str(home)},
    )


@pytest.mark.parametrize("words", COMMANDS, ids=" ".join)
def test_an_empty_folder_is_named(words: tuple[str, ...], tmp_path: Path) -> None:
    home = tmp_path / "nothing"
    told = terrace(home, *words)
    assert (told.returncode, told.stdout) == (1, "")
    assert f"{home} 里没有学校的数据" in told.stderr
    assert f"There is no school's data in {home}." in told.stderr
    assert "Traceback" not in told.stderr


def test_with_json_that_is_an_answer(tmp_path: Path) -> None:
    home = tmp_path / "nothing"
    told = terrace(home, "poster", "--json")
    assert (told.returncode, told.stderr) == (0, "")
    assert json.loads(told.stdout) == {
        "refused": True,
        "message_zh": f"{home} 里没有学校的数据。请用 TERRACE_HOME 指明数据在哪里。",
        "message_en": f"There is no school's data in {home}. Say with TERRACE_HOME where it lies.",
    }

"""`terrace timetable solve` on files, as another program would call it."""

import json
import subprocess
import sys
from pathlib import Path

from terrace.engines.timetable.fet.reading import read
from tests.engines.timetable.planted import planted
from tests.engines.timetable.schools import activity, by_chance, constraint, school

KEYS = {
    "status",
    "lessons",
    "placed",
    "soft_conflicts",
    "cpu_seconds",
    "setup_seconds",
    "unsupported",
}


def solve(tmp_path: Path, data: bytes, *words: str) -> subprocess.CompletedProcess[str]:
    file = tmp_path / "in.fet"
    file.write_bytes(data)
    command = [sys.executable, "-m", "terrace.cli", "timetable", "solve", str(file)]
    command += ["--out", str(tmp_path / "out.fet"), "--json", *words]
    return subprocess.run(command, capture_output=True, text=True, timeout=300)


def test_a_plan_and_what_it_took(tmp_path: Path) -> None:
    ended = solve(tmp_path, by_chance(5), "--seconds", "20", "--seed", "3")
    told = json.loads(ended.stdout)
    assert ended.returncode == 0
    assert told.keys() == KEYS
    assert told["status"] == "solved"
    assert told["placed"] == told["lessons"] > 20
    assert (tmp_path / "out.fet").read_text().count("<Permanently_Locked>true") == told["lessons"]


def test_what_is_not_planned_is_named_and_nothing_written(tmp_path: Path) -> None:
    data = school(activities="", time=constraint("TeachersMaxTwoConsecutiveMornings"))
    ended = solve(tmp_path, data)
    told = json.loads(ended.stdout)
    assert (told["status"], told["unsupported"]) == (
        "unsupported",
        ["ConstraintTeachersMaxTwoConsecutiveMornings"],
    )
    assert not (tmp_path / "out.fet").exists()


def test_what_cannot_be_ends_as_such_and_nothing_is_written(tmp_path: Path) -> None:
    data = by_chance(7)
    for kind in ("not available", "home room", "order"):
        ended = solve(tmp_path, planted(data, read(data), kind), "--seconds", "60")
        told = json.loads(ended.stdout)
        assert ended.returncode == 4
        assert told.keys() == KEYS
        assert (told["status"], told["placed"]) == ("infeasible", 0)
        assert not (tmp_path / "out.fet").exists()


def test_a_broken_file_is_answered_with_line_and_reason(tmp_path: Path) -> None:
    ended = solve(tmp_path, school(activities=activity(1, "T1", "S1", "C0", 9)))
    assert ended.returncode == 2
    assert "一天只有 6 节" in ended.stderr
    assert json.loads(ended.stdout)["error"]["line"] > 1
    assert "Traceback" not in ended.stderr

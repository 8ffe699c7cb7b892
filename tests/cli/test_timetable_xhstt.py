"""`terrace timetable solve` on XHSTT archives, as another program would call it."""

import json
import subprocess
import sys
from pathlib import Path

import pytest

from terrace.engines.timetable.xhstt.evaluating import Cost, evaluate
from terrace.engines.timetable.xhstt.reading import read_archive
from tests.engines.timetable.archives import EVERY_KIND, archive, constraint

KEYS = {
    "status",
    "lessons",
    "placed",
    "hard",
    "soft",
    "soft_conflicts",
    "cpu_seconds",
    "setup_seconds",
    "unsupported",
}
NEEDED = ("AssignTime", "AssignResource", "AvoidClashes")


def solve(tmp_path: Path, data: bytes, *words: str) -> subprocess.CompletedProcess[str]:
    file = tmp_path / "in.xml"
    file.write_bytes(data)
    command = [sys.executable, "-m", "terrace.cli", "timetable", "solve", str(file)]
    command += ["--out", str(tmp_path / "out.xml"), "--json", *words]
    return subprocess.run(command, capture_output=True, text=True, timeout=600)


def test_a_plan_and_what_it_costs(tmp_path: Path) -> None:
    data = archive("".join(EVERY_KIND[kind] for kind in NEEDED))
    ended = solve(tmp_path, data, "--seconds", "20", "--seed", "3")
    told = json.loads(ended.stdout)
    assert ended.returncode == 0
    assert told.keys() == KEYS
    assert (told["status"], told["hard"], told["soft"]) == ("solved", 0, 0)
    assert told["placed"] == told["lessons"] >= 4
    kept = read_archive((tmp_path / "out.xml").read_bytes())
    assert [evaluate(kept.school, plan) for _, plan in kept.plans] == [Cost(0, 0)]


def test_a_school_that_cannot_have_all_gets_the_best_within_the_time(tmp_path: Path) -> None:
    ended = solve(tmp_path, archive("".join(EVERY_KIND.values())), "--seconds", "1")
    told = json.loads(ended.stdout)
    kept = read_archive((tmp_path / "out.xml").read_bytes())
    assert evaluate(kept.school, kept.plans[0][1]) == Cost(told["hard"], told["soft"])
    assert told["status"] == ("partial" if told["hard"] else "solved")


def test_what_is_not_weighed_is_named_and_nothing_written(tmp_path: Path) -> None:
    ended = solve(tmp_path, archive(constraint("AvoidRain", "")))
    told = json.loads(ended.stdout)
    assert (ended.returncode, told["status"]) == (3, "unsupported")
    assert told["unsupported"] == ["AvoidRainConstraint"]
    assert not (tmp_path / "out.xml").exists()


@pytest.mark.parametrize(
    ("wrong", "zh"),
    [
        ((b'<Event Reference="E1"/>', b'<Event Reference="E9"/>'), "没有叫“E9”的活动"),
        ((b"</Constraints>", b""), "不是完好的 XML"),
        ((b"<High", b'<!DOCTYPE x [<!ENTITY a "aa">]><High'), "文件里定义了实体"),
    ],
)
def test_a_broken_file_is_answered_with_line_and_reason(
    tmp_path: Path, wrong: tuple[bytes, bytes], zh: str
) -> None:
    ended = solve(tmp_path, archive(EVERY_KIND["DistributeSplitEvents"]).replace(*wrong, 1))
    assert ended.returncode == 2
    told = json.loads(ended.stdout)["error"]
    assert zh in told["zh"]
    assert told["line"] >= 1
    assert "Traceback" not in ended.stderr

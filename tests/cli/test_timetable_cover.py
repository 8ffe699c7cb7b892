"""`terrace timetable cover` on planned files, as another program would call it."""

import json
import os
import subprocess
import sys
from pathlib import Path
from typing import Any

import pytest

from terrace.engines.timetable import solver
from terrace.engines.timetable.fet.planned import planned
from terrace.engines.timetable.fet.reading import read
from terrace.engines.timetable.fet.writing import write
from tests.engines.timetable.schools import by_chance
from tests.engines.timetable.test_cover import nobody_is_in_two_places

DATA = os.environ.get("TERRACE_DATA")


def cover(file: Path, *words: str) -> subprocess.CompletedProcess[str]:
    command = [sys.executable, "-m", "terrace.cli", "timetable", "cover", str(file), *words]
    return subprocess.run(command, capture_output=True, text=True, timeout=300)


def plan_of(tmp_path: Path, data: bytes) -> Path:
    problem = read(data)
    file = tmp_path / "plan.fet"
    file.write_bytes(write(data, problem, solver.solve(problem).plan))
    return file


def applied(file: Path, told: dict[str, Any]) -> None:
    """Lay the changes over the plan as a stranger reads them."""
    from terrace.engines.timetable.cover import Change

    problem, plan = planned(read(file.read_bytes()))

    def slot(when: dict[str, str]) -> int:
        day, hour = problem.days.index(when["day"]), problem.hours.index(when["hour"])
        return day * len(problem.hours) + hour

    changes = [
        Change(
            one["activity"],
            slot(one["from"]),
            None if one["to"] is None else slot(one["to"]),
            one["cover"],
            one.get("joined"),
        )
        for one in told["changes"]
    ]
    assert nobody_is_in_two_places(problem, plan, changes)


def test_her_lessons_of_the_day_and_who_takes_them(tmp_path: Path) -> None:
    file = plan_of(tmp_path, by_chance(5))
    ended = cover(file, "--absent", "T1", "--day", "D0", "--json")
    told = json.loads(ended.stdout)
    assert ended.returncode == 0
    assert told.keys() == {"changes", "minimum", "proven", "alternatives", "cpu_seconds"}
    problem, plan = planned(read(file.read_bytes()))
    own = {
        one.name
        for one, start in zip(problem.activities, plan.starts, strict=True)
        if 1 in one.teachers and start < len(problem.hours)
    }
    assert own
    assert own <= {one["activity"] for one in told["changes"]}
    assert all(one["from"]["day"] == "D0" for one in told["changes"] if one["activity"] in own)
    assert told["proven"]
    assert told["minimum"] == len(told["changes"])
    applied(file, told)


def test_loads_are_read_from_a_file(tmp_path: Path) -> None:
    file = plan_of(tmp_path, by_chance(5))
    loads = tmp_path / "loads.json"
    loads.write_text(json.dumps({"T0": 30, "T2": 30}))
    words = ("--absent", "T1", "--day", "D0", "--loads", str(loads), "--json")
    fair = json.loads(cover(file, *words).stdout)
    takers = {one["cover"] for one in fair["changes"]} - {None}
    assert takers <= {"T3", "T4"} or not fair["proven"]


@pytest.mark.parametrize(
    ("absent", "day", "said"),
    [("T77", "D0", "没有教师「T77」"), ("T1", "Sunday", "there is no day “Sunday”, but D0, D1")],
)
def test_who_or_when_is_unknown(tmp_path: Path, absent: str, day: str, said: str) -> None:
    ended = cover(plan_of(tmp_path, by_chance(5)), "--absent", absent, "--day", day, "--json")
    assert ended.returncode == 2
    assert said in ended.stderr
    assert json.loads(ended.stdout)["error"].keys() == {"line", "zh", "en"}


def test_a_file_without_a_plan_is_told(tmp_path: Path) -> None:
    file = tmp_path / "in.fet"
    file.write_bytes(by_chance(5))
    ended = cover(file, "--absent", "T1", "--day", "D0")
    assert ended.returncode == 2
    assert "没有排好的课表" in ended.stderr


@pytest.mark.parametrize("text", ["[", "[1]", '{"T1": "many"}', '{"T1": NaN}', "[" * 9000])
def test_loads_that_are_none_are_told(tmp_path: Path, text: str) -> None:
    loads = tmp_path / "loads.json"
    loads.write_text(text)
    file = plan_of(tmp_path, by_chance(5))
    ended = cover(file, "--absent", "T1", "--day", "D0", "--loads", str(loads))
    assert ended.returncode == 2
    assert "loads.json 应是 JSON" in ended.stderr
    assert "Traceback" not in ended.stderr


def test_sentences_in_both_languages(tmp_path: Path) -> None:
    ended = cover(plan_of(tmp_path, by_chance(5)), "--absent", "T1", "--day", "D0")
    assert "代课" in ended.stdout
    assert "takes it." in ended.stdout


@pytest.mark.skipif(DATA is None, reason="TERRACE_DATA is not set")
def test_a_day_of_a_real_school(tmp_path: Path) -> None:
    import gzip

    packed = Path(DATA or "") / "timetabling" / "fet" / "RehobothPSY16T1a.fet.gz"
    file = plan_of(tmp_path, gzip.decompress(packed.read_bytes()))
    problem, _ = planned(read(file.read_bytes()))
    words = ("--absent", "Benade JN", "--day", problem.days[0], "--json")
    told = json.loads(cover(file, *words).stdout)
    assert told["changes"]
    applied(file, told)

"""`terrace timetable explain` on files, as another program would call it."""

import gzip
import json
import os
import subprocess
import sys
from pathlib import Path

import pytest

from terrace.engines.timetable import solver
from terrace.engines.timetable.exact.part import sources, with_rules
from terrace.engines.timetable.fet.reading import read
from terrace.engines.timetable.scoring import score
from tests.engines.timetable.planted import KINDS, planted
from tests.engines.timetable.schools import activity, by_chance, constraint, school

DATA = os.environ.get("TERRACE_DATA")


def explain(file: Path, *words: str) -> subprocess.CompletedProcess[str]:
    command = [sys.executable, "-m", "terrace.cli", "timetable", "explain", str(file), *words]
    return subprocess.run(command, capture_output=True, text=True, timeout=300)


def irreducible(data: bytes, conflict: list[dict[str, object]]) -> None:
    """Each rule that is named stands in the file, and the rest of them have a plan."""
    problem = read(data)
    by_name = {(one.kind, one.about): one for one in sources(problem)}
    about = [(str(one["kind"]), tuple(map(str, list(one["about"])))) for one in conflict]  # type: ignore[call-overload]
    core = [by_name[one] for one in about]
    assert len(set(core)) == len(core) > 0
    for one in core:
        rest = with_rules(problem, [other for other in core if other != one])
        found = solver.solve(rest, go_on=lambda placed: False)
        assert found.complete
        assert score(rest, found.plan).sound


def test_what_cannot_hold_and_what_would_help(tmp_path: Path) -> None:
    data = planted(by_chance(7), read(by_chance(7)), "not available")
    file = tmp_path / "in.fet"
    file.write_bytes(data)
    ended = explain(file, "--json")
    assert ended.returncode == 0
    told = json.loads(ended.stdout)
    assert told.keys() == {"conflict", "sentences", "cpu_seconds"}
    assert [one["kind"] for one in told["conflict"]] == ["ConstraintTeacherNotAvailableTimes"]
    assert told["sentences"].keys() == {"zh", "en"}
    assert len(told["sentences"]["zh"]) == len(told["sentences"]["en"]) == 3
    irreducible(data, told["conflict"])


def test_a_school_with_a_timetable_is_told_so(tmp_path: Path) -> None:
    file = tmp_path / "in.fet.gz"
    file.write_bytes(gzip.compress(by_chance(5)))
    told = json.loads(explain(file, "--json").stdout)
    assert told["conflict"] == []
    assert "可以证明" in told["sentences"]["zh"][0]


def test_rules_that_were_not_asked_are_named(tmp_path: Path) -> None:
    file = tmp_path / "in.fet"
    time = constraint("TeachersMaxTwoConsecutiveMornings")
    file.write_bytes(school(activities=activity(1, "T1", "S1", "C0"), time=time))
    told = json.loads(explain(file, "--json").stdout)
    assert "TeachersMaxTwoConsecutiveMornings" in told["sentences"]["zh"][-1]


def test_a_broken_file_is_answered_with_line_and_reason(tmp_path: Path) -> None:
    file = tmp_path / "in.fet"
    file.write_bytes(school(activities=activity(1, "T99", "S1", "C0")))
    ended = explain(file, "--json")
    assert ended.returncode == 2
    assert "没有教师「T99」" in ended.stderr
    assert json.loads(ended.stdout)["error"]["line"] > 1


@pytest.mark.skipif(DATA is None, reason="TERRACE_DATA is not set")
@pytest.mark.parametrize("kind", KINDS)
def test_contradictions_planted_in_a_real_school(tmp_path: Path, kind: str) -> None:
    packed = Path(DATA or "") / "timetabling" / "fet" / "HashiyanaPSY16T2a.fet.gz"
    whole = gzip.decompress(packed.read_bytes())
    data = planted(whole, read(whole), kind)
    file = tmp_path / "in.fet"
    file.write_bytes(data)
    told = json.loads(explain(file, "--json").stdout)
    irreducible(data, told["conflict"])

"""`terrace budget` on made files and on real elections that equal shares decided."""

import json
import os
import subprocess
import sys
from pathlib import Path

import pytest

KEYS = {
    *("winners", "spent", "rule", "utility", "completion", "voters", "projects"),
    *("cpu_seconds", "peak_mb"),
}
PB = (
    "META\nkey;value\nbudget;100\nvote_type;approval\nPROJECTS\nproject_id;cost\n1;60\n2;40\n3;30\n"
    "VOTES\nvoter_id;vote\na;1,2\nb;2,3\nc;3\n"
)


def run(*words: str) -> subprocess.CompletedProcess[str]:
    """The command, as typed."""
    return subprocess.run(
        [sys.executable, "-m", "terrace.cli", "budget", *words],
        check=False,
        capture_output=True,
        text=True,
    )


@pytest.fixture
def pb(tmp_path: Path) -> Path:
    """A small election."""
    file = tmp_path / "small.pb"
    file.write_text(PB)
    return file


def test_the_answer_has_these_keys(pb: Path) -> None:
    done = run("count", str(pb), "--rule", "equal-shares", "--completion", "add1", "--json")
    assert done.returncode == 0, done.stderr
    told = json.loads(done.stdout)
    assert set(told) == KEYS
    assert told["winners"] == ["2", "3"]
    assert (told["spent"], told["voters"], told["projects"]) == (70, 3, 3)


def test_each_project_is_explained_on_request(pb: Path) -> None:
    told = json.loads(run("count", str(pb), "--explain", "--json").stdout)
    assert set(told) == KEYS | {"explanations"}
    assert "would have had to pay" in told["explanations"]["1"]["en"]


def test_anyone_counts_again_with_one_file(pb: Path, tmp_path: Path) -> None:
    ballots, result = tmp_path / "ballots.json", tmp_path / "result.json"
    run("count", str(pb), "--ballots", str(ballots), "--result", str(result))
    assert run("recount", str(ballots), str(result)).returncode == 0
    alone = Path("src/terrace/engines/ballots/recount.py").read_text()
    assert len(alone.splitlines()) <= 200
    copied = tmp_path / "recount.py"
    copied.write_text(alone)
    again = subprocess.run(
        [sys.executable, "-I", "-S", str(copied), str(ballots), str(result), "--json"],
        check=False,
        capture_output=True,
        text=True,
    )
    assert json.loads(again.stdout)["same"] is True
    forged = json.loads(result.read_text()) | {"winners": ["1"]}
    result.write_text(json.dumps(forged))
    assert run("recount", str(ballots), str(result)).returncode == 1
    result.write_text("{")
    assert run("recount", str(ballots), str(result)).returncode == 2


def test_a_broken_file_is_answered_by_line(pb: Path) -> None:
    pb.write_text(PB.replace("b;2,3", "b;2,7"))
    done = run("count", str(pb), "--json")
    assert done.returncode == 2
    error = json.loads(done.stdout)["error"]
    assert (error["line"], error["en"]) == (13, "there is no project 7")
    assert "Traceback" not in done.stderr


REAL = pytest.mark.skipif(
    "TERRACE_DATA" not in os.environ, reason="the real elections are not here"
)


@REAL
@pytest.mark.parametrize(
    ("name", "projects", "spent"),
    [("Netherlands_Assen_2024", 9, 76_700), ("Poland_Wieliczka_2023_Green_Budget", 30, 995_079)],
)
def test_official_elections_come_out_exactly(name: str, projects: int, spent: int) -> None:
    file = Path(os.environ["TERRACE_DATA"]) / "budgeting" / f"{name}.pb"
    told = json.loads(run("count", str(file), "--completion", "add1", "--json").stdout)
    rows = file.read_text(encoding="utf-8").split("PROJECTS\n")[1].split("VOTES\n")[0].splitlines()
    at = rows[0].split(";").index("selected")
    official = sorted(row.split(";")[0] for row in rows[1:] if row.split(";")[at] == "1")
    assert told["winners"] == official
    assert (len(official), told["spent"]) == (projects, spent)


@REAL
def test_every_real_file_is_counted_by_every_rule() -> None:
    for file in sorted((Path(os.environ["TERRACE_DATA"]) / "budgeting").glob("*.pb")):
        for rule in ("equal-shares", "greedy", "phragmen"):
            done = run("count", str(file), "--rule", rule, "--completion", "none", "--json")
            assert done.returncode == 0, (file.name, rule, done.stderr)

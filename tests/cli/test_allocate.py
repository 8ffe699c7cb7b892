"""`terrace allocate` in both its forms; the examples of the reference are what it prints."""

import json
import re
import subprocess
import sys
from pathlib import Path

import pytest

REFERENCE = Path("docs/reference/allocate.md")


def run(*words: str) -> subprocess.CompletedProcess[str]:
    """The command, as typed."""
    return subprocess.run(
        [sys.executable, "-m", "terrace.cli", "allocate", *words],
        check=False,
        capture_output=True,
        text=True,
    )


def examples() -> list[dict[str, object]]:
    """The JSON blocks of the reference: problem and plan in turn."""
    blocks = re.findall(r"```json\n(.*?)```", REFERENCE.read_text(encoding="utf-8"), re.DOTALL)
    return [json.loads(one) for one in blocks]


@pytest.mark.parametrize("kind", [0, 2])
def test_the_reference_shows_what_it_does(kind: int, tmp_path: Path) -> None:
    problem, made = tmp_path / "problem.json", tmp_path / "plan.json"
    problem.write_text(json.dumps(examples()[kind]))
    done = run(str(problem), "--out", str(made), "--json")
    assert done.returncode == 0, done.stderr
    assert json.loads(made.read_text()) == examples()[kind + 1]
    assert json.loads(done.stdout).keys() == examples()[kind + 1].keys() | {"cpu_seconds"}
    checked = run("check", str(problem), str(made), "--json")
    assert json.loads(checked.stdout) == {"valid": True, "reasons": []}


def test_a_forged_plan_ends_with_one_and_no_plan_with_two(tmp_path: Path) -> None:
    problem, made = tmp_path / "problem.json", tmp_path / "plan.json"
    told = examples()
    problem.write_text(json.dumps(told[2]))
    made.write_text(json.dumps(told[3] | {"shares": {"甲": 1, "乙": 2}}))
    assert run("check", str(problem), str(made)).returncode == 1
    made.write_text("[]")
    done = run("check", str(problem), str(made), "--json")
    assert done.returncode == 2
    assert "Traceback" not in done.stderr
    problem.write_text("{")
    assert run(str(problem), "--out", str(made)).returncode == 2
    assert run().returncode == 2

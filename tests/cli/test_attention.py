"""`terrace attention evaluate` as a school's office runs it, on made and on real tables."""

import csv
import json
import os
import random
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

KEYS = {"auc", "brier", "ece", "rule_auc", "difference", "groups", "verdict"}


def run(*words: str) -> subprocess.CompletedProcess[str]:
    """The command, as typed."""
    return subprocess.run(
        [sys.executable, "-m", "terrace.cli", "attention", "evaluate", *words],
        check=False,
        capture_output=True,
        text=True,
    )


def write(path: Path, rows: list[dict[str, Any]], delimiter: str = ",") -> str:
    """A table on the disk."""
    with path.open("w", encoding="utf-8-sig", newline="") as stream:
        writer = csv.DictWriter(stream, rows[0].keys(), delimiter=delimiter)
        writer.writeheader()
        writer.writerows(rows)
    return str(path)


def made(seed: int) -> list[dict[str, Any]]:
    """Pupils whose need comes from absences alone."""
    rng = random.Random(seed)
    rows = []
    for _ in range(150):
        absences = rng.randrange(12)
        need = int(rng.random() < absences / 12)
        rows.append({"缺勤": absences, "sex": rng.choice("fm"), "need": need})
    return rows


def test_the_answer_has_these_keys(tmp_path: Path) -> None:
    words = ["--train", write(tmp_path / "a.csv", made(1)), "--test"]
    words += [write(tmp_path / "b.csv", made(2), ";"), "--target", "need", "--rule", "缺勤:asc"]
    done = run(*words, "--audit", "sex", "--json")
    assert done.returncode == 0, done.stderr
    told = json.loads(done.stdout)
    assert set(told) == KEYS
    assert set(told["difference"]) == {"mean", "low", "high"}
    assert set(told["groups"]) == {"sex"}
    assert told["verdict"] == "rule"
    assert "verdict      rule" in run(*words).stdout


@pytest.mark.parametrize(
    ("change", "words", "line"),
    [
        (lambda rows: rows[3].update(need="yes"), "0 or 1", 5),
        (lambda rows: rows[2].update({"缺勤": "many"}), "not a number", 4),
        (lambda rows: [row.pop("need") for row in rows], "no column", 0),
    ],
)
def test_bad_tables_are_answered_by_line(
    tmp_path: Path, change: Callable[[list[dict[str, Any]]], object], words: str, line: int
) -> None:
    rows = made(1)
    change(rows)
    done = run(
        *("--train", write(tmp_path / "a.csv", rows), "--test", write(tmp_path / "b.csv", made(2))),
        *("--target", "need", "--rule", "缺勤:asc", "--json"),
    )
    assert done.returncode == 2
    error = json.loads(done.stdout)["error"]
    assert error["line"] == line
    assert words in error["en"]
    assert "Traceback" not in done.stderr


def test_later_pupils_of_one_kind_leave_the_rule(tmp_path: Path) -> None:
    later = [dict(row, need=0) for row in made(2)]
    done = run(
        *(
            "--train",
            write(tmp_path / "a.csv", made(1)),
            "--test",
            write(tmp_path / "b.csv", later),
        ),
        *("--target", "need", "--rule", "缺勤:asc", "--audit", "sex", "--json"),
    )
    told = json.loads(done.stdout)
    assert told["auc"] is None
    assert told["verdict"] == "rule"


@pytest.mark.skipif("TERRACE_DATA" not in os.environ, reason="the real tables are not here")
@pytest.mark.parametrize("name", ["student-por", "student-mat"])
def test_on_real_pupils_a_mark_of_before_is_not_beaten(tmp_path: Path, name: str) -> None:
    source = Path(os.environ["TERRACE_DATA"]) / "early-warning" / f"{name}.csv"
    with source.open(encoding="utf-8-sig") as stream:
        rows: list[dict[str, Any]] = list(csv.DictReader(stream, delimiter=";"))
    random.Random(3).shuffle(rows)
    for row in rows:
        row["fail"] = int(int(row.pop("G3")) < 10)
    half = len(rows) // 2
    train, test = write(tmp_path / "a.csv", rows[:half]), write(tmp_path / "b.csv", rows[half:])
    done = run(
        *("--train", train, "--test", test, "--target", "fail", "--rule", "G2:desc"),
        *("--audit", "sex,address,Medu,guardian", "--json"),
    )
    told = json.loads(done.stdout)
    assert told["rule_auc"] > 0.9
    assert told["verdict"] == "rule"

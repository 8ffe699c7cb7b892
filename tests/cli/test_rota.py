"""`terrace rota`: plan, check and plan again, from files to files."""

import json
import os
import subprocess
import sys
from pathlib import Path
from typing import Any

from tests.engines.rota.test_documents import crowded, nights


def terrace(*words: str | Path, code: int = 0) -> str:
    done = subprocess.run(
        [sys.executable, "-m", "terrace.cli", "rota", *map(str, words)],
        env=os.environ,
        capture_output=True,
        text=True,
        check=False,
    )
    assert done.returncode == code, done.stderr
    return done.stdout


def written(folder: Path, name: str, value: Any) -> Path:
    file = folder / name
    file.write_text(json.dumps(value), encoding="utf-8")
    return file


def test_plan_check_and_an_absence(tmp_path: Path) -> None:
    value = crowded(3, 12, 30)
    problem, rota, new = (
        written(tmp_path, "p.json", value),
        tmp_path / "r.json",
        tmp_path / "n.json",
    )
    told = json.loads(terrace("plan", problem, "--out", rota, "--json"))
    assert (told["complete"], told["turns"], told["left_out"]) == (True, 30, [])
    found = json.loads(terrace("check", problem, rota, "--json"))
    assert found == {"valid": True, "left_out": [], "reasons": []}
    gone = value["adults"][0]["id"]
    day = value["slots"][0]["date"]
    value["adults"][0]["absent"] = [day]
    changed = written(tmp_path, "c.json", value)
    assert not json.loads(terrace("check", changed, rota, "--json"))["valid"]
    told = json.loads(terrace("replan", changed, rota, "--out", new, "--json"))
    assert told["complete"]
    assert {one["from"]["adult"] for one in told["changes"]} == {gone}
    assert json.loads(terrace("check", changed, new, "--json"))["valid"]


def test_who_is_left_out_is_said_with_the_shortage(tmp_path: Path) -> None:
    problem, rota = written(tmp_path, "p.json", crowded(3, 12, 41)), tmp_path / "r.json"
    told = json.loads(terrace("plan", problem, "--out", rota, "--json"))
    assert "3 adults must hear 41 children; they have 36 places." in told["sentences"]["en"][0]
    found = json.loads(terrace("check", problem, rota, "--json"))
    assert set(found) == {"valid", "left_out", "reasons"}
    assert (found["valid"], len(found["left_out"])) == (False, 5)
    terrace("check", problem, rota, code=1)


def test_a_rota_is_the_same_each_time(tmp_path: Path) -> None:
    problem = written(tmp_path, "p.json", nights(5, days=10, rest=1))
    for name in ("a", "b"):
        terrace("plan", problem, "--out", tmp_path / name, "--seed", "7", "--json")
    assert (tmp_path / "a").read_bytes() == (tmp_path / "b").read_bytes()


def test_broken_files_are_answered_in_words_and_nothing_is_written(tmp_path: Path) -> None:
    broken = tmp_path / "p.json"
    broken.write_text('{"periods": [\n{"id": }]}', encoding="utf-8")
    told = json.loads(terrace("plan", broken, "--out", tmp_path / "r.json", "--json"))
    assert (told["refused"], told["where"]) == (True, "line 2")
    terrace("plan", broken, "--out", tmp_path / "r.json", code=1)
    wrong = written(tmp_path, "w.json", {"children": [{"id": "a", "only_by": ["b"]}]})
    told = json.loads(terrace("plan", wrong, "--out", tmp_path / "r.json", "--json"))
    assert told["where"] == "children/0/only_by/0"
    assert told["message_zh"].startswith("w.json：")
    missing = json.loads(terrace("check", wrong, tmp_path / "none.json", "--json"))
    assert (missing["valid"], missing["left_out"]) == (False, [])
    assert not (tmp_path / "r.json").exists()

"""`terrace learner fit | evaluate | explain` on files of answers."""

import csv
import gzip
import io
import json
import subprocess
import sys
from contextlib import suppress
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from terrace.cli.learner_answers import Broken, read_answers
from tests.engines.learner.forecast.answering import Row, gathered, world

HEADING = "pupil,item,skills,correct,seconds"
KEYS = [
    "auc",
    "log_loss",
    "brier",
    "ece",
    "rows",
    "cpu_seconds",
    "setup_seconds",
    "update_predict_microseconds",
    "peak_mb",
]


def terrace(*words: object) -> subprocess.CompletedProcess[str]:
    return subprocess.run(
        [sys.executable, "-m", "terrace.cli", "learner", *map(str, words)],
        capture_output=True,
        text=True,
        timeout=240,
    )


def write(path: Path, found: list[Row], **beside: list[str]) -> Path:
    out = io.StringIO()
    table = csv.writer(out)
    table.writerow([*HEADING.split(","), *beside])
    for row, (pupil, item, skills, correct, seconds) in enumerate(found):
        more = [values[row] for values in beside.values()]
        time = "" if seconds is None else seconds
        table.writerow([pupil, item, "|".join(skills), int(correct), time, *more])
    data = out.getvalue().encode()
    path.write_bytes(gzip.compress(data) if path.suffix == ".gz" else data)
    return path


@pytest.fixture(scope="module")
def files(tmp_path_factory: pytest.TempPathFactory) -> dict[str, Path]:
    folder = tmp_path_factory.mktemp("answers")
    found = world(pupils=90, times=True)
    parts = [[row for row in found if int(row[0][1:]) // 30 == part] for part in range(3)]
    # Rows of different pupils may stand in any order, if each pupil's own order is kept.
    mixed = [row for place in range(40) for row in parts[2][place::40]]
    away = ["yes" if int(row[0][1:]) % 2 else "no" for row in mixed]
    sex = ["girl" if int(row[0][1:]) == 61 else "boy" for row in mixed]
    return {
        "one": write(folder / "one.csv.gz", parts[0]),
        "two": write(folder / "two.csv", parts[1]),
        "test": write(folder / "test.csv.gz", mixed, away=away, sex=sex),
    }


def test_evaluate_tells_what_it_promises(files: dict[str, Path], tmp_path: Path) -> None:
    out = tmp_path / "p.csv.gz"
    words = ("--train", files["one"], "--train", files["two"], "--test", files["test"], "--json")
    ended = terrace("evaluate", *words, "--out", out)
    assert ended.returncode == 0, ended.stderr
    told = json.loads(ended.stdout)
    assert list(told) == KEYS
    assert ended.stdout.count("\n") == 1
    assert told["rows"] == 1_200
    with gzip.open(out, "rt", encoding="utf-8") as lines:
        rows = list(csv.DictReader(lines))
    chance = [float(row["p"]) for row in rows]
    with gzip.open(files["test"], "rt", encoding="utf-8") as lines:
        right = [row["correct"] == "1" for row in csv.DictReader(lines)]
    brier = sum((one - answer) ** 2 for one, answer in zip(chance, right, strict=True)) / 1_200
    assert brier == pytest.approx(told["brier"], abs=1e-6)
    assert told["auc"] > 0.7
    again = json.loads(terrace("evaluate", *words).stdout)
    assert [again[key] for key in KEYS[:5]] == [told[key] for key in KEYS[:5]]


def test_groups_are_told_with_intervals_or_not_at_all(files: dict[str, Path]) -> None:
    ended = terrace(
        "evaluate",
        "--train",
        files["one"],
        "--test",
        files["test"],
        "--groups",
        "away,sex",
        "--json",
    )
    groups = json.loads(ended.stdout)["groups"]
    assert groups["away"]["yes"] == {"rows": 600, "pupils": 15, "too_few": True}
    assert groups["sex"]["girl"] == {"rows": 40, "pupils": 1, "too_few": True}
    boys = groups["sex"]["boy"]
    assert (boys["rows"], boys["pupils"]) == (1_160, 29)
    for measure in ("auc", "ece", "gap"):
        assert boys[measure]["low"] <= boys[measure]["value"] <= boys[measure]["high"]


def test_fit_and_explain(files: dict[str, Path], tmp_path: Path) -> None:
    model = tmp_path / "school.terrace"
    ended = terrace("fit", files["one"], files["two"], "--out", model, "--json")
    assert ended.returncode == 0, ended.stderr
    told = json.loads(ended.stdout)
    assert (told["rows"], told["pupils"], told["items"]) == (2_400, 60, 40)
    asked = ("--model", model, "--history", files["test"], "--pupil", "p70", "--item", "i3")
    ended = terrace("explain", *asked, "--skills", "share", "--json")
    assert ended.returncode == 0, ended.stderr
    why = json.loads(ended.stdout)
    assert 0 < why["low"] <= why["chance"] <= why["high"] < 1
    pupil = next(one for one in why["reasons"] if one["family"] == "pupil")
    assert pupil["facts"]["answers"] == 40
    assert f"{pupil['facts']['right']:g} of her 40 answers" in pupil["message_en"]
    shown = terrace("explain", *asked, "--skills", "share")
    assert pupil["message_zh"] in shown.stdout


@pytest.mark.parametrize(
    ("text", "line", "words"),
    [
        ("pupil,item,correct\nan,i,1\n", 1, "columns are missing: skills, seconds"),
        (f"{HEADING}\nan,i,s,1,\nan,i,s,maybe,\n", 3, "correct must be 0 or 1"),
        (f"{HEADING}\nan,i,s,1,\nan,i,s,0,soon\n", 3, "seconds must be a number"),
        (f"{HEADING}\nan,i,s,1,nan\n", 2, "seconds must be a number"),
        (f"{HEADING}\nan,i,s,1\n", 2, "it has 4 fields"),
        (f"{HEADING}\n,i,s,1,\n", 2, "pupil is empty"),
        (f"{HEADING}\n", 1, "there are no rows"),
        ("", 1, "columns are missing"),
        (f"{HEADING}\nan,i,s,1,\nan,j,s,1,\n", 0, "every value of correct is the same"),
    ],
)
def test_a_broken_file_is_answered_with_line_and_reason(
    files: dict[str, Path], tmp_path: Path, text: str, line: int, words: str
) -> None:
    broken = tmp_path / "broken.csv"
    broken.write_text(text, encoding="utf-8")
    ended = terrace("evaluate", "--train", broken, "--test", files["test"], "--json")
    assert ended.returncode == 0
    told = json.loads(ended.stdout)
    assert (told["refused"], told["file"], told["line"]) == (True, "broken.csv", line)
    assert words in told["message_en"]
    assert "Traceback" not in ended.stderr
    if line:
        assert f"第 {line} 行" in told["message_zh"]


def test_a_person_is_told_in_words(files: dict[str, Path], tmp_path: Path) -> None:
    (tmp_path / "broken.csv").write_text(f"{HEADING}\nan,i,s,2,\n", encoding="utf-8")
    ended = terrace("evaluate", "--train", files["one"], "--test", tmp_path / "broken.csv")
    assert (ended.returncode, ended.stdout) == (1, "")
    assert "line 2: correct must be 0 or 1" in ended.stderr


def test_bytes_that_are_no_text_are_refused(tmp_path: Path) -> None:
    for name, data in {
        "gbk.csv": f"{HEADING}\n安,i,s,1,\n".encode("gbk"),
        "half.csv.gz": gzip.compress(f"{HEADING}\nan,i,s,1,\n".encode() * 99)[:-20],
        "nul.csv": f"{HEADING}\nan,i\0,s,1,\n\x00".encode(),
    }.items():
        (tmp_path / name).write_bytes(data)
    for name in ("gbk.csv", "half.csv.gz"):
        with pytest.raises(Broken):
            read_answers([tmp_path / name])


def test_a_mark_and_windows_line_ends_do_not_matter(tmp_path: Path) -> None:
    (tmp_path / "a.csv").write_bytes(f"\ufeff{HEADING}\r\nan,i,a|b,1,\r\n\r\n".encode())
    answers = read_answers([tmp_path / "a.csv"])
    assert (answers.pupils, len(answers)) == (("an",), 1)


@settings(deadline=None, max_examples=60)
@given(
    st.text(max_size=200)
    | st.lists(st.text(max_size=5)).map(lambda cells: HEADING + "\n" + ",".join(cells))
)
def test_no_text_brings_reading_down(tmp_path_factory: pytest.TempPathFactory, text: str) -> None:
    path = tmp_path_factory.mktemp("any") / "any.csv"
    path.write_bytes(text.encode("utf-8", "surrogatepass"))
    with suppress(Broken):
        read_answers([path])


def test_a_file_gives_what_was_written(tmp_path: Path) -> None:
    found = world(pupils=3, times=True)
    read = read_answers([write(tmp_path / "w.csv.gz", found)])
    made = gathered(found)
    assert read.pupils == made.pupils
    assert read.item.tolist() == made.item.tolist()
    assert read.correct.tolist() == made.correct.tolist()
    assert read.seconds.tolist() == made.seconds.tolist()

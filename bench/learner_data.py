"""Real answers in the form that `terrace learner evaluate` reads, and how they are split."""

import csv
import gzip
from collections.abc import Iterable, Iterator
from pathlib import Path
from random import Random

Row = tuple[str, str, str, str, str]
"""pupil, item, skills with | between, correct, seconds."""

HEADING = ("pupil", "item", "skills", "correct", "seconds")


def write(path: Path, rows: Iterable[Row]) -> Path:
    with gzip.open(path, "wt", encoding="utf-8", newline="") as out:
        table = csv.writer(out)
        table.writerow(HEADING)
        table.writerows(rows)
    return path


def read(path: Path) -> list[Row]:
    with gzip.open(path, "rt", encoding="utf-8", newline="") as lines:
        rows = csv.reader(lines)
        next(rows)
        return [(pupil, item, skills, correct, when) for pupil, item, skills, correct, when in rows]


def assist2009(folder: Path, fold: int) -> Iterator[Row]:
    """One fold. Rows that repeat one answer under several skills become one answer with all."""
    with gzip.open(folder / f"assist2009_pid_fold{fold}.csv.gz", "rt", encoding="utf-8") as lines:
        rows = [line.strip().rstrip(",").split(",") for line in lines if line.strip()]
    for (_, pupil, *_), items, skills, answers in zip(*[iter(rows)] * 4, strict=True):
        merged: list[tuple[str, list[str], str]] = []
        for item, skill, answer in zip(items, skills, answers, strict=True):
            if merged:
                before, known, same = merged[-1]
                if before == item and skill not in known and same == answer:
                    known.append(skill)
                    continue
            merged.append((item, [skill], answer))
        for item, known, answer in merged:
            yield pupil, item, "|".join(known), answer, ""


def assist2009_parts(folder: Path, out: Path) -> dict[int, Path]:
    """Fold → file, written under ``out``."""
    return {
        fold: write(out / f"assist2009-{fold}.csv.gz", assist2009(folder, fold))
        for fold in range(1, 6)
    }


def algebra05_parts(folder: Path, out: Path, *, times: bool, parts: int = 5) -> dict[int, Path]:
    """The pupils dealt into parts at random (always the same way); with times or without."""
    found: dict[str, list[Row]] = {}
    with gzip.open(folder / "algebra05_part.tsv.gz", "rt", encoding="utf-8") as lines:
        for row in csv.DictReader(lines, delimiter="\t"):
            pupil, when = row["user_id"], row["timestamp"] if times else ""
            answer = (pupil, row["item_id"], row["skill_id"], row["correct"], when)
            found.setdefault(pupil, []).append(answer)
    pupils = sorted(found)
    Random(5).shuffle(pupils)
    return {
        part: write(
            out / f"algebra05-{part}{'' if times else '-without-times'}.csv.gz",
            (row for pupil in pupils[part - 1 :: parts] for row in found[pupil]),
        )
        for part in range(1, parts + 1)
    }

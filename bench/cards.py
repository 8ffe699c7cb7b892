"""Other programs' answer cards read with `card.json`: right, doubtful or wrong.

    TERRACE_DATA=… python bench/cards.py [--json]

OMRChecker's truth is what that program printed (its regression snapshot), corrected where the eye
says otherwise (`SEEN`); OpenMCR's is the CSV that its own tests expect.
"""

import argparse
import csv
import io
import json
import os
import re
import sys
import time
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from functools import partial
from pathlib import Path

from terrace.engines.paper.cards.card import Card
from terrace.engines.paper.cards.cardfile import loads
from terrace.engines.paper.cards.omrchecker import convert
from terrace.engines.paper.cards.reader import read_card

DATA = Path(os.environ.get("TERRACE_DATA", "shared/data")) / "omr"
CARDS = Path(__file__).parent.parent / "tests" / "engines" / "paper" / "cards"
SEEN: Mapping[str, Mapping[str, str]] = {
    "community/Sandeep-1507/omr-1.png": {"Booklet_No": "0190890"},
    "community/Sandeep-1507/omr-3.png": {"Booklet_No": "0462833"},
}
"""Where the snapshot is not what is on the paper: filled bubbles read off by eye."""
LOOSE = {"Q1": "A", "Q2": "C", "Q3": "C", "Q4": "E", "Q5": "", "Q6": "BD", "Q7": "A"}
"""The photographed screen with angles, by eye."""


@dataclass(frozen=True, slots=True)
class Result:
    """One picture: how many answers with a known truth, and how they were read."""

    file: str
    known: int
    right: int
    doubtful: int
    wrong: tuple[str, ...]
    refused: str
    cpu_s: float


def main() -> None:
    """Print the table, or one JSON object."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--json", action="store_true")
    arguments = parser.parse_args()
    results = [measured(*case) for case in cases()]
    total = {
        "pictures": len(results),
        "answers": sum(one.known for one in results),
        "right": sum(one.right for one in results),
        "doubtful": sum(one.doubtful for one in results),
        "wrong": sum(len(one.wrong) for one in results),
        "refused": sum(bool(one.refused) for one in results),
        "cpu_s": round(sum(one.cpu_s for one in results), 1),
    }
    if arguments.json:
        sys.stdout.write(json.dumps(total) + "\n")
        return
    for one in results:
        wrong = " ".join(one.wrong)
        sys.stdout.write(
            f"{one.file[-52:]:52} {one.known:4} known {one.right:4} right "
            f"{one.doubtful:3} doubtful {len(one.wrong):2} wrong {one.refused} {wrong}\n"
        )
    sys.stdout.write(f"{total}\n")


def cases() -> Iterator[tuple[Path, str, Card, Mapping[str, str]]]:
    """Every picture with its card and what is known to be on it ("" is an empty question)."""
    samples = DATA / "omrchecker" / "samples"
    truth = dict(snapshot(DATA / "omrchecker" / "snapshot_test_all_samples.ambr"))
    for template in sorted(samples.rglob("template.json")):
        folder = template.parent
        card = convert(json.loads(template.read_text()), read=partial(_beside, folder))
        for path in sorted(folder.rglob("*")):
            if path.suffix.lower() not in (".jpg", ".jpeg", ".png") or "marker" in path.name:
                continue
            name = str(path.relative_to(samples))
            known = {**truth.get(name, {}), **SEEN.get(name, {})}
            if name != "sample6/reference.png":
                yield path, name, card, known
    mcr = loads((CARDS / "open_mcr_150.json").read_text())
    for path in sorted((DATA / "open-mcr").rglob("input/*.jpg")):
        known = dict(open_mcr(path.parent.parent / "output", path.name))
        yield path, f"open-mcr/{path.parent.parent.name}/{path.name}", mcr, known
    angles = loads((CARDS / "ten_between_angles.json").read_text())
    yield DATA / "rbaron-answered-sheet-photo.jpg", "rbaron", angles, LOOSE


def _beside(folder: Path, name: str) -> bytes:
    return (folder / name).read_bytes()


def snapshot(path: Path) -> Iterator[tuple[str, dict[str, str]]]:
    """File and answers from the tables in the snapshot."""
    for table in re.findall(r"'''\n(.*?)'''", path.read_text(), re.DOTALL):
        rows = list(csv.reader(io.StringIO("\n".join(line.strip() for line in table.splitlines()))))
        if rows and rows[0][:1] == ["file_id"]:
            for row in rows[1:]:
                if len(row) == len(rows[0]):
                    yield (
                        row[1].removeprefix("samples/"),
                        dict(zip(rows[0][4:], row[4:], strict=True)),
                    )


def open_mcr(folder: Path, name: str) -> Iterator[tuple[str, str]]:
    """What OpenMCR's tests expect of one scan."""
    for table in (folder / "results.csv", folder / "keys.csv"):
        if not table.exists():
            continue
        for row in csv.DictReader(table.open()):
            if row["Source File"] == name:
                for column, value in row.items():
                    if column in ("Student ID", "Course ID") or re.fullmatch(r"Q\d+", column):
                        yield column, value


def measured(path: Path, name: str, card: Card, known: Mapping[str, str]) -> Result:
    """Read one picture and hold it against what is known."""
    start = time.process_time()
    (reading, *_more) = read_card(path.read_bytes(), card)
    spent = time.process_time() - start
    if reading.refusal is not None:
        return Result(name, len(known), 0, 0, (), str(reading.refusal.code), spent)
    said = {question: "".join(row.marked) for question, row in reading.answers}
    doubt = {question for question, row in reading.answers if row.doubtful}
    for number in reading.numbers:
        said[number.name] = number.value
        if number.doubtful:
            doubt.add(number.name)
    blank = {"no", "-", ""}
    right, wrong, doubtful = 0, [], 0
    for question, truth in known.items():
        if question not in said:
            continue
        if question in doubt:
            doubtful += 1
        elif said[question] == truth or (truth in blank and said[question] in blank):
            right += 1
        else:
            wrong.append(f"{question}:{truth or '∅'}→{said[question] or '∅'}")
    return Result(name, right + doubtful + len(wrong), right, doubtful, tuple(wrong), "", spent)


if __name__ == "__main__":
    main()

"""How well the next answer is foreseen, peers beside it in the same run.

    TERRACE_DATA=… python bench/learner.py [--data assist2009|algebra05|both] [--folds 1,2]
        [--peers online,elo,best-lr,pybkt] [--validate] [--json]

ASSISTments 2009: rows that repeat one answer under several skills are merged first; fold k is the
test, the three that are neither k nor k + 1 the training (`--validate` tests on k + 1 instead).
Algebra I 2005: the pupils are dealt into five parts; once with times, once without. Ours is
`terrace learner evaluate` as anyone would call it; CPU seconds are features, fit and prediction.

"apart": the pupils of whom the training data hold no double (an almost identical series of answers
under another name). It is told beside, since other models look better through doubles too.
"""

import argparse
import json
import os
import subprocess
import sys
import tempfile
import time
from collections import defaultdict
from collections.abc import Iterator
from pathlib import Path

import numpy as np
from numpy.typing import NDArray

from learner_data import Row, algebra05_parts, assist2009_parts, read
from learner_peers import PEERS, NotHere
from table import show
from terrace.engines.learner.forecast.scores import auc, scores

COMMON, AGREE = 8, 0.95


def ours(train: list[Path], test: Path, folder: Path) -> tuple[dict[str, float], list[float]]:
    """`terrace learner evaluate` on files: what it tells, and the chances."""
    out = folder / "p.csv"
    words = [word for path in train for word in ("--train", str(path))]
    command = [sys.executable, "-m", "terrace.cli", "learner", "evaluate", *words]
    ended = subprocess.run(
        [*command, "--test", str(test), "--out", str(out), "--json"],
        check=True,
        stdout=subprocess.PIPE,
        stderr=subprocess.DEVNULL,
        text=True,
    )
    chance = [float(line) for line in out.read_text(encoding="utf-8").split()[1:]]
    return json.loads(ended.stdout), chance


def with_double(train: list[Row], test: list[Row]) -> set[str]:
    """Test pupils for whom one training pupil gave the same first answers to nearly all items."""
    answered: dict[str, list[tuple[str, str]]] = defaultdict(list)
    seen: set[tuple[str, str]] = set()
    for pupil, item, _, correct, _ in train:
        if (pupil, item) not in seen:
            seen.add((pupil, item))
            answered[item].append((pupil, correct))
    hers: dict[str, dict[str, str]] = defaultdict(dict)
    for pupil, item, _, correct, _ in test:
        hers[pupil].setdefault(item, correct)
    found = set()
    for pupil, answers in hers.items():
        common: dict[str, int] = defaultdict(int)
        same: dict[str, int] = defaultdict(int)
        for item, correct in answers.items():
            for other, theirs in answered[item]:
                common[other] += 1
                same[other] += theirs == correct
        least = max(COMMON, len(answers) / 2)
        if any(n >= least and same[other] >= AGREE * n for other, n in common.items()):
            found.add(pupil)
    return found


def rows(
    name: str, parts: dict[int, Path], folds: list[int], peers: list[str], *, validate: bool
) -> Iterator[dict[str, object]]:
    """One row of results a fold and model."""
    for fold in folds:
        valid = fold % 5 + 1
        train = [parts[part] for part in parts if part not in (fold, valid)]
        test = parts[valid if validate else fold]
        known = [row for path in train for row in read(path)]
        asked = read(test)
        doubles = with_double(known, asked)
        apart = np.array([row[0] not in doubles for row in asked])
        correct = np.array([row[3] == "1" for row in asked], np.int8)
        start = {"data": name, "fold": fold}
        with tempfile.TemporaryDirectory() as folder:
            said, chance = ours(train, test, Path(folder))
        micro, mb = said["update_predict_microseconds"], said["peak_mb"]
        measured = measures(correct, np.array(chance), apart)
        cpu = said["cpu_seconds"]
        yield start | {"model": "terrace"} | measured | {"CPU s": cpu, "µs": micro, "MB": mb}
        for peer in peers:
            before = time.process_time()
            try:
                foreseen = PEERS[peer](known, asked)
            except NotHere as missing:
                print(f"{peer}: not here ({missing})", file=sys.stderr)
                continue
            cpu = time.process_time() - before
            if isinstance(foreseen, tuple):
                foreseen, cpu = foreseen
            measured = measures(correct, np.array(foreseen), apart)
            yield start | {"model": peer} | measured | {"CPU s": cpu, "µs": "", "MB": ""}


def measures(
    correct: NDArray[np.int8], chance: NDArray[np.float64], apart: NDArray[np.bool_]
) -> dict[str, object]:
    found = scores(correct, chance)
    return {
        "rows": found.rows,
        "AUC": found.auc,
        "AUC apart": auc(correct[apart], chance[apart]),
        "ECE": found.ece,
        "log loss": found.log_loss,
    }


def main() -> int:
    """Print the table (means of the folds last), or one JSON object."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--data", choices=("assist2009", "algebra05", "both"), default="both")
    parser.add_argument("--folds", default="1,2,3,4,5")
    parser.add_argument("--peers", default="online,elo,best-lr,pybkt")
    parser.add_argument("--validate", action="store_true")
    parser.add_argument("--json", action="store_true")
    chosen = parser.parse_args()
    where = os.environ.get("TERRACE_DATA")
    if not where:
        print("TERRACE_DATA names no folder with test data: nothing to measure", file=sys.stderr)
        return 2
    folder = Path(where) / "knowledge-tracing"
    folds = [int(fold) for fold in chosen.folds.split(",")]
    peers = [peer for peer in chosen.peers.split(",") if peer]
    results: list[dict[str, object]] = []
    with tempfile.TemporaryDirectory() as scratch:
        out = Path(scratch)
        sets: dict[str, dict[int, Path]] = {}
        if chosen.data in ("assist2009", "both"):
            sets["assist2009"] = assist2009_parts(folder, out)
        if chosen.data in ("algebra05", "both"):
            sets["algebra05"] = algebra05_parts(folder, out, times=True)
            sets["algebra05, no times"] = algebra05_parts(folder, out, times=False)
        for name, parts in sets.items():
            for row in rows(name, parts, folds, peers, validate=chosen.validate):
                print(f"{row['data']} {row['fold']} {row['model']} done", file=sys.stderr)
                results.append(row)
    keys = dict.fromkeys((row["data"], row["model"]) for row in results)
    for name, model in keys:
        these = [row for row in results if (row["data"], row["model"]) == (name, model)]
        mean = {
            key: float(np.mean([float(str(row[key])) for row in these]))
            for key in ("AUC", "AUC apart", "ECE", "log loss", "CPU s", "µs", "MB")
            if these[0][key] != ""
        }
        results.append({**these[0], "fold": "mean", "µs": "", "MB": "", **mean})
    if not chosen.json:
        for row in results:
            row.update({key: f"{row[key]:.4f}" for key in ("AUC", "AUC apart", "ECE", "log loss")})
    show("The next answer", results, as_json=chosen.json)
    return 0


if __name__ == "__main__":
    raise SystemExit(main())

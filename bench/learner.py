"""How well the learner foresees the next answer: on ASSISTments 2009, five folds, Elo beside it.

    TERRACE_DATA=… python bench/learner.py [--folds 1,2] [--validate]

Rows that repeat one answer under several skills are merged first; fold k is the test, k + 1 the
validation (`--validate` scores that one instead), the other three calibrate the item bank. The
learner starts each child from nothing and sees only her earlier answers. CPU seconds: calibration
and all updates and predictions.
"""

import argparse
import gzip
import json
import os
import sys
import time
from collections.abc import Iterator, Mapping
from math import log
from pathlib import Path

from terrace.engines.learner.attempt import Attempt
from terrace.engines.learner.calibrate import calibrate
from terrace.engines.learner.learner import Learner
from terrace.engines.learner.model import logistic

Answers = dict[str, list[Attempt]]
Scored = list[tuple[float, bool]]


def read_fold(folder: Path, fold: int) -> Answers:
    """Pupil → attempts in order, one for each interaction with its set of skills."""
    with gzip.open(folder / f"assist2009_pid_fold{fold}.csv.gz", "rt", encoding="utf-8") as lines:
        rows = [line.strip().rstrip(",").split(",") for line in lines if line.strip()]
    found: Answers = {}
    for (_, pupil, *_), items, skills, answers in zip(*[iter(rows)] * 4, strict=True):
        merged: list[tuple[str, list[str], bool]] = []
        for item, skill, answer in zip(items, skills, answers, strict=True):
            right = answer == "1"
            if merged:
                before, known, same = merged[-1]
                if before == item and skill not in known and same == right:
                    known.append(skill)
                    continue
            merged.append((item, [skill], right))
        found[pupil] = [Attempt(item, tuple(known), right) for item, known, right in merged]
    return found


def online_learner(train: Answers, test: Answers) -> Scored:
    """The learner's own predictions, one answer ahead."""
    learner = Learner(bank=calibrate(train))
    scored = []
    for attempts in test.values():
        pupil = learner.newcomer()
        for one in attempts:
            scored.append(
                (learner.predict(pupil, item=one.item, skills=one.skills).chance, one.correct)
            )
            pupil = learner.update(pupil, one)
    return scored


def elo(train: Answers, test: Answers) -> Scored:
    """Elo with one ability a pupil and steps that shrink (Pelánek 2016): the common baseline."""
    difficulty: dict[str, float] = {}
    count: dict[str, int] = {}
    scored = []
    for learn, answers in ((True, train), (False, test)):
        for attempts in answers.values():
            ability = 0.0
            for place, one in enumerate(attempts):
                hard = difficulty.get(one.item, 0.0)
                chance = logistic(ability - hard)
                surprise = one.correct - chance
                if learn:
                    seen = count.get(one.item, 0)
                    difficulty[one.item] = hard - surprise / (1.0 + 0.05 * seen)
                    count[one.item] = seen + 1
                else:
                    scored.append((chance, one.correct))
                ability += surprise / (1.0 + 0.05 * place)
    return scored


def measures(scored: Scored) -> dict[str, float]:
    """AUC (ties count half), log-loss, Brier, calibration error over ten equal-count bins."""
    ordered = sorted(scored)
    positive = sum(right for _, right in ordered)
    ranks, start = 0.0, 0
    while start < len(ordered):
        end = start
        while end < len(ordered) and ordered[end][0] == ordered[start][0]:
            end += 1
        ranks += (start + end + 1) / 2 * sum(right for _, right in ordered[start:end])
        start = end
    auc = (ranks - positive * (positive + 1) / 2) / (positive * (len(ordered) - positive))
    loss = -sum(log(max(p if right else 1 - p, 1e-12)) for p, right in ordered) / len(ordered)
    brier = sum((p - right) ** 2 for p, right in ordered) / len(ordered)
    error = 0.0
    for part in range(10):
        bin_ = ordered[len(ordered) * part // 10 : len(ordered) * (part + 1) // 10]
        error += abs(sum(p - right for p, right in bin_)) / len(ordered)
    return {"auc": auc, "log_loss": loss, "brier": brier, "ece": error}


MODELS = {"learner": online_learner, "elo": elo}


def rows(folder: Path, folds: list[int], *, validate: bool) -> Iterator[Mapping[str, object]]:
    """One row of results a fold and model."""
    data = {fold: read_fold(folder, fold) for fold in range(1, 6)}
    for fold in folds:
        valid = fold % 5 + 1
        train = {
            pupil: attempts
            for other in sorted(set(data) - {fold, valid})
            for pupil, attempts in data[other].items()
        }
        test = data[valid if validate else fold]
        for name, model in MODELS.items():
            before = time.process_time()
            scored = model(train, test)
            spent = time.process_time() - before
            yield {
                "fold": fold,
                "model": name,
                "rows": len(scored),
                **measures(scored),
                "cpu_seconds": spent,
            }


def main() -> int:
    """Print the table, then the rows as JSON on the last line."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--folds", default="1,2,3,4,5")
    parser.add_argument("--validate", action="store_true")
    chosen = parser.parse_args()
    where = os.environ.get("TERRACE_DATA")
    if not where:
        print("TERRACE_DATA names no folder with test data: nothing to measure", file=sys.stderr)
        return 2
    folds = [int(fold) for fold in chosen.folds.split(",")]
    print(f"{'fold':>4} {'model':<8} {'rows':>7} {'AUC':>6} {'loss':>6} {'ECE':>6} {'CPU s':>6}")
    results = []
    for row in rows(Path(where) / "knowledge-tracing", folds, validate=chosen.validate):
        results.append(row)
        print(
            f"{row['fold']:>4} {row['model']:<8} {row['rows']:>7} {row['auc']:>6.4f}"
            f" {row['log_loss']:>6.4f} {row['ece']:>6.4f} {row['cpu_seconds']:>6.1f}",
            flush=True,
        )
    for name in MODELS:
        aucs = [float(str(row["auc"])) for row in results if row["model"] == name]
        print(f"mean {name:<8} AUC {sum(aucs) / len(aucs):.4f}")
    print(json.dumps(results))
    return 0


if __name__ == "__main__":
    raise SystemExit(main())

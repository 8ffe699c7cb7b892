"""Rule or model on real tables of pupils: who sorts better, how sure that is, what it costs.

    TERRACE_DATA=… python bench/attention.py [--splits 20] [--seed 1] [--json]

Each table is split in two at random, so many times; the rule is what a school would write down:
the last mark for the two Portuguese tables, visits and hands raised for xAPI. Nothing was tuned.
"""

import argparse
import csv
import os
import random
import sys
import time
from collections.abc import Callable
from pathlib import Path

import numpy as np

sys.path.insert(0, str(Path(__file__).resolve().parent.parent))

from table import show
from terrace.engines.attention.evaluating import evaluate
from terrace.engines.attention.rule import terms
from terrace.engines.attention.table import Table

TABLES: dict[str, tuple[str, Callable[[dict[str, str]], bool], str, str, tuple[str, ...]]] = {
    "student-por.csv": (";", lambda row: int(row["G3"]) < 10, "G3", "G2:desc", ("sex", "address")),
    "student-mat.csv": (";", lambda row: int(row["G3"]) < 10, "G3", "G2:desc", ("sex", "address")),
    "xAPI-Edu-Data.csv": (
        ",",
        lambda row: row["Class"] == "L",
        "Class",
        "VisITedResources:desc,raisedhands:desc",
        ("gender", "Relation"),
    ),
}


def main() -> None:
    """Split, evaluate, count verdicts."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--splits", type=int, default=20)
    parser.add_argument("--seed", type=int, default=1)
    parser.add_argument("--json", action="store_true")
    asked = parser.parse_args()
    if "TERRACE_DATA" not in os.environ:
        sys.exit("TERRACE_DATA names no folder with the real tables")
    folder = Path(os.environ["TERRACE_DATA"]) / "early-warning"
    shown = []
    for name, (delimiter, needs, source, said, audit) in TABLES.items():
        with (folder / name).open(encoding="utf-8-sig") as stream:
            rows = list(csv.DictReader(stream, delimiter=delimiter))
        for row in rows:
            row["need"] = str(int(needs(row)))
            del row[source]
        found, began = [], time.process_time()
        for split in range(asked.splits):
            drawn = random.Random(f"{asked.seed}/{split}").sample(rows, len(rows))
            half = len(drawn) // 2
            found.append(
                evaluate(
                    table(drawn[:half]),
                    table(drawn[half:]),
                    target="need",
                    terms=terms(said),
                    audit=audit,
                )
            )
        seconds = (time.process_time() - began) / asked.splits
        shown.append(
            {
                "table": name,
                "pupils": len(rows),
                "rule": said,
                "rule AUC": round(float(np.mean([one.rule_auc for one in found])), 3),
                "model AUC": round(float(np.mean([one.auc for one in found])), 3),
                "ECE": round(float(np.mean([one.ece for one in found])), 3),
                "“model”": f"{sum(one.verdict == 'model' for one in found)} of {len(found)}",
                "CPU s": round(seconds, 2),
            }
        )
    show("Rule or model", shown, as_json=asked.json)


def table(rows: list[dict[str, str]]) -> Table:
    """The rows as a table."""
    columns = {name: tuple(row[name] for row in rows) for name in rows[0]}
    return Table(columns, tuple(range(2, len(rows) + 2)))


if __name__ == "__main__":
    main()

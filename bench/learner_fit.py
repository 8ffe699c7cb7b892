"""Whether fitting stays within memory and grows in step with the answers: three sizes, generated.

    python bench/learner_fit.py [--rows 1000000,3000000,10000000] [--json]

One pupil in a hundred rows; 20,000 items of 200 skills. The file is read as any other: CPU seconds
and the peak are those of the whole `terrace learner fit`.
"""

import argparse
import json
import os
import subprocess
import sys
import tempfile
import time
from pathlib import Path

import numpy as np

from table import show

BLOCK = 100_000


def generate(path: Path, rows: int, *, seed: int) -> None:
    """Rasch pupils on items of known difficulty, 100 rows a pupil, with times."""
    rng = np.random.default_rng(seed)
    difficulty = rng.normal(0.0, 1.0, 20_000)
    with path.open("w", encoding="utf-8") as out:
        out.write("pupil,item,skills,correct,seconds\n")
        for first in range(0, rows, BLOCK):
            many = min(BLOCK, rows - first)
            pupil = (first + np.arange(many)) // 100
            ability = np.repeat(rng.normal(0.5, 1.0, many // 100 + 1), 100)[:many]
            item = rng.integers(0, len(difficulty), many)
            chance = 1.0 / (1.0 + np.exp(difficulty[item] - ability))
            correct = rng.random(many) < chance
            out.writelines(
                f"p{who},i{what},s{what % 200},{int(right)},{60 * (row % 100)}\n"
                for row, who, what, right in zip(range(many), pupil, item, correct, strict=True)
            )


def main() -> int:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--rows", default="1000000,3000000,10000000")
    parser.add_argument("--json", action="store_true")
    chosen = parser.parse_args()
    results = []
    for rows in (int(size) for size in chosen.rows.split(",")):
        with tempfile.TemporaryDirectory() as folder:
            path = Path(folder) / "answers.csv"
            generate(path, rows, seed=1)
            command = [sys.executable, "-m", "terrace.cli", "learner", "fit", str(path)]
            before = time.perf_counter()
            ended = subprocess.run(
                [*command, "--out", os.devnull, "--json"], check=True, stdout=subprocess.PIPE
            )
            told = json.loads(ended.stdout)
            results.append(
                {
                    "answers": told["rows"],
                    "pupils": told["pupils"],
                    "CPU s": told["cpu_seconds"],
                    "µs an answer": 1e6 * told["cpu_seconds"] / told["rows"],
                    "s by the clock": round(time.perf_counter() - before, 1),
                    "MB": told["peak_mb"],
                }
            )
    show("Fitting", results, as_json=chosen.json)
    return 0


if __name__ == "__main__":
    raise SystemExit(main())

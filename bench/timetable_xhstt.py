"""Published XHSTT schools: `terrace timetable solve` beside the best plan in each file.

    TERRACE_DATA=… python bench/timetable_xhstt.py [--seconds 600] [--seed 0] [--out FILE] [NAME …]

The solutions that a file keeps are taken out before the solver sees it; the plan that comes back is
weighed by the exact evaluator, and so is the best of those that were kept.
"""

import argparse
import gzip
import json
import os
import subprocess
import sys
import tempfile
from pathlib import Path
from typing import Any

from terrace.engines.timetable.xhstt.evaluating import evaluate
from terrace.engines.timetable.xhstt.reading import read_archive
from terrace.engines.timetable.xhstt.writing import write

NAMES = ["BR-SA-00", "BR-SM-00", "FI-WP-06", "IT-I4-96"]
TABLE = "{:14}{:>9}{:>9}{:>7}{:>7}{:>11}{:>11}{:>10}"


def solved(file: Path, seconds: int, seed: int) -> dict[str, Any]:
    """One row of the table."""
    packed = file.read_bytes()
    data = gzip.decompress(packed) if packed[:2] == b"\x1f\x8b" else packed
    kept = read_archive(data)
    with tempfile.TemporaryDirectory() as folder:
        plain, out = Path(folder) / "in.xml", Path(folder) / "out.xml"
        plain.write_bytes(write(data, kept.school, ()))
        words = ["timetable", "solve", str(plain), "--out", str(out), "--json"]
        ended = subprocess.run(
            [sys.executable, "-m", "terrace.cli", *words, f"--seconds={seconds}", f"--seed={seed}"],
            capture_output=True,
            text=True,
            check=True,
        )
        back = read_archive(out.read_bytes())
    told = json.loads(ended.stdout)
    ours = evaluate(back.school, back.plans[0][1])
    costs = [evaluate(kept.school, plan) for _, plan in kept.plans]
    best = min(((cost.hard, cost.soft) for cost in costs), default=(None, None))
    return {
        "school": kept.school.id,
        "lessons": told["lessons"],
        "status": told["status"],
        "hard": ours.hard,
        "soft": ours.soft,
        "hard_best": best[0],
        "soft_best": best[1],
        "cpu_seconds": told["cpu_seconds"],
    }


def main() -> None:
    asked = argparse.ArgumentParser(description=__doc__)
    asked.add_argument("names", nargs="*", default=NAMES)
    asked.add_argument("--seconds", type=int, default=600)
    asked.add_argument("--seed", type=int, default=0)
    asked.add_argument("--out", type=Path)
    options = asked.parse_args()
    data = os.environ.get("TERRACE_DATA")
    if not data:
        sys.exit("set TERRACE_DATA")
    rows = []
    print(
        TABLE.format(
            "school", "lessons", "status", "hard", "soft", "best hard", "best soft", "CPU s"
        )
    )
    for name in options.names:
        file = Path(data) / "timetabling" / "xhstt" / f"{name}.xml.gz"
        rows.append(solved(file, options.seconds, options.seed))
        print(TABLE.format(*(str(one) for one in rows[-1].values())), flush=True)
    if options.out:
        options.out.write_text(json.dumps(rows, indent=1))


if __name__ == "__main__":
    main()

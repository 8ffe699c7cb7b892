"""Timetables: `terrace timetable solve` and FET's own `fet-cl` on the same files, in one run.

    TERRACE_DATA=… python bench/timetable.py [--seed 0] [--out FILE.json] [FILE.fet.gz …]

CPU seconds of both. Our plan goes through `fet-cl` again, all locked: it says whether the plan
stands and what its own sum of broken wishes is. Needs Debian's `fet` on the path.
"""

import argparse
import gzip
import json
import os
import re
import resource
import shutil
import subprocess
import sys
import tempfile
from pathlib import Path
from typing import Any

SEEDS = [
    f"--randomseeds{which}={seed}"
    for which, seed in ((10, 10), (11, 20), (12, 30), (20, 40), (21, 50), (22, 60))
]
"""FET draws; with these it draws the same each time."""
TABLE = "{:28}{:>8}{:>9}{:>10}{:>8}{:>9}{:>8}{:>10}{:>10}"


def fet(file: Path, seconds: int) -> tuple[bool, float | None, float]:
    """Whether it succeeded, its sum of broken wishes, its CPU seconds."""
    with tempfile.TemporaryDirectory() as folder:
        before = resource.getrusage(resource.RUSAGE_CHILDREN).ru_utime
        command = ["fet-cl", f"--inputfile={file}", f"--outputdir={folder}"]
        ended = subprocess.run(
            [*command, *SEEDS, f"--timelimitseconds={seconds}", "--language=en_US"],
            capture_output=True,
            text=True,
        )
        spent = resource.getrusage(resource.RUSAGE_CHILDREN).ru_utime - before
        told = list(Path(folder).rglob("*soft_conflicts.txt"))
        found = re.search(r"Total soft conflicts: ([0-9.]+)", told[0].read_text()) if told else None
        good = "Simulation successful" in ended.stdout
        return good, float(found.group(1)) if found else None, spent


def ours(file: Path, out: Path, seed: int, seconds: int) -> dict[str, Any]:
    words = ["timetable", "solve", str(file), "--out", str(out), "--json"]
    ended = subprocess.run(
        [sys.executable, "-m", "terrace.cli", *words, f"--seed={seed}", f"--seconds={seconds}"],
        capture_output=True,
        text=True,
        check=True,
    )
    return dict(json.loads(ended.stdout))


def main() -> None:
    asked = argparse.ArgumentParser(description=__doc__)
    asked.add_argument("files", nargs="*", type=Path)
    asked.add_argument("--seed", type=int, default=0)
    asked.add_argument("--seconds", type=int, default=120)
    asked.add_argument("--out", type=Path)
    options = asked.parse_args()
    if shutil.which("fet-cl") is None:
        sys.exit("fet-cl is not here: apt-get install fet")
    data = os.environ.get("TERRACE_DATA")
    files = options.files or sorted((Path(data or ".") / "timetabling" / "fet").glob("*.fet.gz"))
    if not files:
        sys.exit("no files: set TERRACE_DATA, or name some")
    rows = []
    print(
        TABLE.format(
            "school",
            "lessons",
            "status",
            "confirmed",
            "wishes",
            "we said",
            "FET's",
            "CPU s",
            "FET's",
        )
    )
    for file in files:
        with tempfile.TemporaryDirectory() as folder:
            plain, out = Path(folder) / "in.fet", Path(folder) / "out.fet"
            packed = file.read_bytes()
            plain.write_bytes(gzip.decompress(packed) if packed[:2] == b"\x1f\x8b" else packed)
            told = ours(plain, out, options.seed, options.seconds)
            stands, sum_of_ours, _ = fet(out, 60) if out.exists() else (False, None, 0.0)
            good, sum_of_theirs, spent = fet(plain, options.seconds)
        row = {
            "school": file.name.removesuffix(".gz").removesuffix(".fet"),
            "lessons": told["lessons"],
            "status": told["status"],
            "confirmed": stands and sum_of_ours is not None,
            "wishes": sum_of_ours,
            "wishes_told": told["soft_conflicts"],
            "wishes_fet": sum_of_theirs if good else None,
            "cpu_seconds": told["cpu_seconds"],
            "cpu_seconds_fet": round(spent, 2),
        }
        rows.append(row)
        print(TABLE.format(*(str(one) for one in row.values())), flush=True)
    if options.out:
        options.out.write_text(json.dumps(rows, indent=1))


if __name__ == "__main__":
    main()

"""Bubbles by the ten thousand, photographed and read; a million of them with `make soak`.

    python bench/soak.py [--bubbles N] [--seed S] [--record FILE] [--workers N] [--json]

Careful and careless photographs in turn, in blocks of a hundred sheets with a seed each, counted on
from `--seed`. Each block that is done is a line of the record (`--record`, JSON lines): started
again, the measurement goes on where it stopped, and no block is counted twice. Seeds from
2,000 on are for this; which were run on which reader is told in `bench/README.md`. `--workers`
processes measure together; the exit code is 1 when an answer was silently wrong.
"""

import os

# Told before NumPy is there: more threads than cores only wait for each other.
os.environ.setdefault("OPENBLAS_NUM_THREADS", "1")

import argparse
import json
import sys
import tempfile
from collections.abc import Iterator
from concurrent.futures import ProcessPoolExecutor, as_completed
from multiprocessing import get_context
from pathlib import Path
from typing import Any

from table import show
from terrace.cli.progress import shown
from terrace.engines.paper.font import unpack_font
from terrace.engines.paper.simulate.camera import Level
from terrace.engines.paper.simulate.trial import Trial

SHEETS = 100
BUBBLES = SHEETS * 4 * 12
FIRST_SEED = 637_891
"""Drawn by lot after the reader was frozen as `reader-3`."""
LEVELS: tuple[Level, ...] = ("careful", "careless")
_trials: list[Trial] = []


def main() -> None:
    """Measure what is not measured yet, print the whole."""
    asked = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    asked.add_argument("--bubbles", type=int, default=50_000)
    asked.add_argument("--seed", type=int, default=FIRST_SEED)
    asked.add_argument("--record", type=Path, default=Path(os.devnull))
    asked.add_argument("--workers", type=int, default=len(os.sched_getaffinity(0)))
    asked.add_argument("--json", action="store_true")
    options = asked.parse_args()
    blocks = [
        (level, options.seed + at)
        for at in range(-(-options.bubbles // (BUBBLES * len(LEVELS))))
        for level in LEVELS
    ]
    done = {(row["level"], row["seed"]): row for row in recorded(options.record)}
    waiting = [block for block in blocks if block not in done]
    with shown("soak") as progress, options.record.open("a", encoding="utf-8") as record:
        for at, row in enumerate(measured(waiting, options.workers), 1):
            done[row["level"], row["seed"]] = row
            record.write(json.dumps(row) + "\n")
            record.flush()
            share = (len(blocks) - len(waiting) + at) / len(blocks)
            progress(f"{len(done)} blocks of {SHEETS} sheets", share)
    rows = [done[block] for block in blocks]
    show("sheets read", [total(level, rows) for level in LEVELS], as_json=options.json)
    wrong = sum(row["silently_wrong"] + row["numbers_silently_wrong"] for row in rows)
    sys.exit(1 if wrong + sum(row["wrong_identity"] for row in rows) else 0)


def recorded(path: Path) -> Iterator[dict[str, Any]]:
    """The blocks of a record; a last line that was cut off is measured again."""
    if not path.is_file():
        return
    for line in path.read_text(encoding="utf-8").splitlines():
        try:
            yield json.loads(line)
        except ValueError:
            continue


def measured(blocks: list[tuple[Level, int]], workers: int) -> Iterator[dict[str, Any]]:
    """Each block's tally, as it is done."""
    if not blocks:
        return
    with ProcessPoolExecutor(workers, mp_context=get_context("spawn")) as pool:
        for job in as_completed([pool.submit(block, *one) for one in blocks]):
            yield job.result()


def block(level: Level, seed: int) -> dict[str, Any]:
    """A hundred sheets with a seed of their own."""
    if not _trials:
        with tempfile.TemporaryDirectory() as folder:
            _trials.append(Trial(unpack_font(Path(folder)).parent))
    tally = _trials[0].run(level, sheets=SHEETS, seed=seed)
    count = tally.count
    return {
        "seed": seed,
        **tally.to_json(),
        "choices": count["choice"],
        "choices_doubtful": count["doubtful choice"],
        "numbers_doubtful": count["doubtful number"],
        "refused_sheets": sum(tally.refused.values()),
        "seconds": tally.seconds,
    }


def total(level: Level, rows: list[dict[str, Any]]) -> dict[str, object]:
    """One line of the table."""
    own = [row for row in rows if row["level"] == level]

    def added(key: str) -> float:
        return sum(row[key] for row in own)

    return {
        "level": level,
        "sheets": added("sheets"),
        "bubbles": added("bubbles"),
        "silently wrong": added("silently_wrong"),
        "wrong identity": added("wrong_identity"),
        "to a person": added("choices_doubtful") / max(added("choices"), 1),
        "refused": added("refused_sheets") / max(added("sheets"), 1),
        "numbers": added("numbers"),
        "numbers wrong": added("numbers_silently_wrong"),
        "numbers to a person": added("numbers_doubtful") / max(added("numbers"), 1),
        "sheets/s, core": added("sheets") / max(added("seconds"), 1e-9),
    }


if __name__ == "__main__":
    main()

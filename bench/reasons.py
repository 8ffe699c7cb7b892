"""Why not, and cover: contradictions planted in real schools, and every teacher's every day.

For each school of the data: a contradiction of each kind is planted, the conflict asked for, and
checked by removing each rule of it in turn: the rest must have a plan, made by the solver and
counted by the score. Then the school is planned, and for each teacher and day cover is asked for.
CPU seconds of one process, imports and compilation apart. Needs ``TERRACE_DATA``, or files.
"""

import argparse
import gzip
import os
import statistics
import sys
import time
from collections.abc import Callable
from pathlib import Path

sys.path.insert(0, str(Path(__file__).parents[1]))
from terrace.cli.timetable_ready import ready
from terrace.engines.timetable import solver
from terrace.engines.timetable.cover import cover
from terrace.engines.timetable.exact.part import with_rules
from terrace.engines.timetable.fet.planned import planned as plan_in
from terrace.engines.timetable.fet.reading import read
from terrace.engines.timetable.fet.writing import write
from terrace.engines.timetable.problem import NOBODY_TWICE, Problem, Source
from terrace.engines.timetable.reasons.conflict import why_not
from terrace.engines.timetable.reasons.words import sentences
from terrace.engines.timetable.scoring import score
from tests.engines.timetable.planted import KINDS, planted


def within(seconds: float) -> Callable[..., bool]:
    """True for so many CPU seconds from now."""
    end = time.process_time() + seconds
    return lambda *_: time.process_time() < end


def irreducible(problem: Problem, core: tuple[Source, ...]) -> bool:
    """Without any one rule of the core, the solver finds a plan for the whole school."""
    if core[0].kind == NOBODY_TWICE:
        return True
    for one in core:
        rest = with_rules(problem, [other for other in core if other != one])
        found = solver.solve(rest, go_on=within(20))
        if not found.complete or not score(rest, found.plan).sound:
            return False
    return True


def contradictions(data: bytes) -> tuple[list[float], list[str], list[str]]:
    """CPU seconds of each, the kinds not found, and those not irreducible."""
    spent, lost, loose = [], [], []
    plain = read(data)
    for kind in KINDS:
        try:
            whole = planted(data, plain, kind)
        except StopIteration:
            continue  # the school has nobody to plant it on
        began = time.process_time()
        problem = read(whole)
        found = why_not(problem, go_on=within(16))
        sentences(problem, found, go_on=within(4))
        spent.append(time.process_time() - began)
        if found.conflict is None:
            lost.append(kind)
        elif not irreducible(problem, found.conflict.musts):
            loose.append(kind)
    return spent, lost, loose


def days_off(data: bytes) -> tuple[list[float], int, int, int]:
    """CPU seconds of each teacher's each day, how many proven, changes in all, lessons joined."""
    problem = read(data)
    found = solver.solve(problem, go_on=within(60))
    written = write(data, problem, found.plan)
    problem, plan = plan_in(read(written))
    spent, proven, joined = [], 0, 0
    changes = 0
    hours = len(problem.hours)
    for line in problem.lines:
        for day in range(len(problem.days) if line.is_teacher else 0):
            slots = range(day * hours, (day + 1) * hours)
            began = time.process_time()
            answer = cover(problem, plan, absent=[line.name], slots=slots)
            if answer.changes:
                spent.append(time.process_time() - began)
                proven += answer.proven
                changes += len(answer.changes)
                joined += sum(one.joined is not None for one in answer.changes)
    return spent, proven, changes, joined


def main() -> None:
    asked = argparse.ArgumentParser(description=__doc__)
    asked.add_argument("files", nargs="*", type=Path)
    asked.add_argument("--only", choices=("explain", "cover"))
    options = asked.parse_args()
    folder = Path(os.environ.get("TERRACE_DATA") or ".") / "timetabling" / "fet"
    files = options.files or sorted(folder.glob("*.fet.gz"))
    if not files:
        sys.exit("no files: set TERRACE_DATA, or name some")
    ready()
    for file in files:
        packed = file.read_bytes()
        data = gzip.decompress(packed) if packed[:2] == b"\x1f\x8b" else packed
        name = file.name.removesuffix(".gz").removesuffix(".fet")
        if options.only != "cover":
            spent, lost, loose = contradictions(data)
            print(
                f"{name:28} planted {len(spent)}, found {len(spent) - len(lost)}, "
                f"not irreducible {loose}, not found {lost}; CPU s median "
                f"{statistics.median(spent):.2f}, most {max(spent):.2f}",
                flush=True,
            )
        if options.only != "explain":
            spent, proven, changes, joined = days_off(data)
            print(
                f"{name:28} days {len(spent)}, proven {proven}, changes {changes}, joined "
                f"{joined}; CPU s median {statistics.median(spent):.3f}, most {max(spent):.3f}",
                flush=True,
            )


if __name__ == "__main__":
    main()

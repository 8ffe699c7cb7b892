"""`terrace timetable solve`: a week's lessons put into their slots, from a file into one."""

import gzip
import json
import time
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Any

import typer

from terrace.cli import timetable_cover, timetable_explain, timetable_xhstt
from terrace.cli.progress import shown
from terrace.cli.timetable_files import Json, refused, unpacked
from terrace.cli.timetable_ready import ready

if TYPE_CHECKING:
    from terrace.engines.timetable.problem import Problem

PATIENCE, DOUBT = 8.0, 5.0
"""CPU seconds of search before it is asked whether there is a plan at all, and for the answer."""

group = typer.Typer(help="Timetables: lessons into slots.", no_args_is_help=True)

group.command("cover")(timetable_cover.cover)
group.command("explain")(timetable_explain.explain)


@group.callback()
def _timetable() -> None:
    """Timetables: lessons into slots."""


@group.command("solve")
def solve(
    file: Annotated[
        Path,
        typer.Argument(exists=True, dir_okay=False, help="A .fet or XHSTT .xml file, .gz too."),
    ],
    out: Annotated[Path, typer.Option("--out", help="The same file with the plan in it.")],
    seconds: Annotated[float, typer.Option("--seconds", min=0.1, help="At most so long.")] = 60.0,
    seed: Annotated[int, typer.Option("--seed", help="The same seed, the same plan.")] = 0,
    as_json: Json = False,
) -> None:
    """Find a time, and a room where one is wanted, for every lesson."""
    if timetable_xhstt.meant(file):
        timetable_xhstt.solve(file, out=out, seconds=seconds, seed=seed, as_json=as_json)
        return
    started = time.process_time()
    from terrace.engines.timetable import scoring, solver
    from terrace.engines.timetable.fet.reading import read
    from terrace.engines.timetable.fet.writing import write
    from terrace.engines.timetable.problem import Broken
    from terrace.engines.timetable.reasons.counting import shortages

    ready()
    setup = time.process_time() - started
    before, began = time.process_time(), time.monotonic()
    try:
        with shown("timetable") as tell:
            data = unpacked(file)
            problem = read(data)
            count = len(problem.activities)
            told: dict[str, Any] = {"status": "unsupported", "lessons": count, "placed": 0}
            soft = 0.0
            if not problem.unsupported and next(shortages(problem), None) is not None:
                told["status"] = "infeasible"
            elif not problem.unsupported:
                doubt = _Doubt(problem, seconds)

                def go_on(placed: int) -> bool:
                    tell("placing", placed / max(1, count))
                    return time.monotonic() - began < seconds and not doubt.settled()

                found = solver.solve(problem, seed=seed, go_on=go_on)
                written = write(data, problem, found.plan)
                out.write_bytes(gzip.compress(written, mtime=0) if out.suffix == ".gz" else written)
                soft = scoring.score(problem, found.plan).soft
                told["status"] = "solved" if found.complete else "partial"
                told["placed"] = found.plan.placed
                if doubt.impossible:
                    told["status"] = "infeasible"
    except Broken as broken:
        raise refused(file, broken, as_json=as_json) from broken
    told |= {
        "soft_conflicts": round(soft, 3),
        "cpu_seconds": round(time.process_time() - before, 3),
        "setup_seconds": round(setup, 3),
        "unsupported": _unsupported(problem),
    }
    if as_json:
        typer.echo(json.dumps(told, ensure_ascii=False))
    else:
        for key, value in told.items():
            typer.echo(f"{key:16} {value}")
    if told["status"] == "unsupported":
        raise typer.Exit(3)
    if told["status"] == "infeasible":
        raise typer.Exit(4)


class _Doubt:
    """Once the search has been at it for long: whether there is a plan at all."""

    def __init__(self, problem: "Problem", seconds: float) -> None:
        self.problem, self.seconds = problem, seconds
        self.began: float | None = time.process_time()
        self.impossible = False

    def settled(self) -> bool:
        """True if it is proven that there is none."""
        now = time.process_time()
        if self.began is not None and now - self.began > PATIENCE:
            from terrace.engines.timetable.reasons.conflict import is_impossible

            self.began = None
            until = now + min(DOUBT, self.seconds / 4)
            self.impossible = is_impossible(self.problem, go_on=lambda: time.process_time() < until)
        return self.impossible


def _unsupported(problem: "Problem") -> list[str]:
    return sorted({one.kind for one in problem.unsupported})

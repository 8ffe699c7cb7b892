"""`terrace timetable solve`: a week's lessons put into their slots, from a FET file into one."""

import gzip
import json
import time
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Any

import typer

from terrace.cli import timetable_cover
from terrace.cli.progress import shown
from terrace.cli.timetable_files import Json, refused, unpacked

if TYPE_CHECKING:
    from terrace.engines.timetable.problem import Problem

group = typer.Typer(help="Timetables: lessons into slots.", no_args_is_help=True)

group.command("cover")(timetable_cover.cover)


@group.callback()
def _timetable() -> None:
    """Timetables: lessons into slots."""


@group.command("solve")
def solve(
    file: Annotated[
        Path, typer.Argument(exists=True, dir_okay=False, help="A .fet file, .gz too.")
    ],
    out: Annotated[Path, typer.Option("--out", help="The same file with the plan in it.")],
    seconds: Annotated[float, typer.Option("--seconds", min=0.1, help="At most so long.")] = 60.0,
    seed: Annotated[int, typer.Option("--seed", help="The same seed, the same plan.")] = 0,
    as_json: Json = False,
) -> None:
    """Find a time, and a room where one is wanted, for every lesson."""
    started = time.process_time()
    from terrace.engines.timetable import scoring, solver
    from terrace.engines.timetable.fet.reading import read
    from terrace.engines.timetable.fet.writing import write
    from terrace.engines.timetable.problem import Broken

    _compile()
    setup = time.process_time() - started
    before, began = time.process_time(), time.monotonic()
    try:
        with shown("timetable") as tell:
            data = unpacked(file)
            problem = read(data)
            count = len(problem.activities)
            told: dict[str, Any] = {"status": "unsupported", "lessons": count, "placed": 0}
            soft = 0.0
            if not problem.unsupported:

                def go_on(placed: int) -> bool:
                    tell("placing", placed / max(1, count))
                    return time.monotonic() - began < seconds

                found = solver.solve(problem, seed=seed, go_on=go_on)
                written = write(data, problem, found.plan)
                out.write_bytes(gzip.compress(written, mtime=0) if out.suffix == ".gz" else written)
                soft = scoring.score(problem, found.plan).soft
                told["status"] = "solved" if found.complete else "partial"
                told["placed"] = found.plan.placed
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


def _unsupported(problem: "Problem") -> list[str]:
    return sorted({one.kind for one in problem.unsupported})


def _compile() -> None:
    """Have the search ready before the clock runs: two lessons of one class."""
    from terrace.engines.timetable import scoring, solver
    from terrace.engines.timetable.fet.reading import read

    small = read(SMALL.encode())
    scoring.score(small, solver.solve(small).plan)


SMALL = """<?xml version="1.0"?><fet version="6.8.5">
<Days_List><Number_of_Days>1</Number_of_Days><Day><Name>1</Name></Day></Days_List>
<Hours_List><Number_of_Hours>3</Number_of_Hours><Hour><Name>1</Name></Hour>
<Hour><Name>2</Name></Hour><Hour><Name>3</Name></Hour></Hours_List>
<Subjects_List><Subject><Name>S</Name></Subject></Subjects_List>
<Teachers_List><Teacher><Name>T</Name></Teacher></Teachers_List>
<Students_List><Year><Name>Y</Name></Year></Students_List>
<Activities_List>
<Activity><Teacher>T</Teacher><Subject>S</Subject><Students>Y</Students><Duration>1</Duration>
<Id>1</Id><Active>true</Active></Activity>
<Activity><Teacher>T</Teacher><Subject>S</Subject><Students>Y</Students><Duration>1</Duration>
<Id>2</Id><Active>true</Active></Activity>
</Activities_List>
<Time_Constraints_List>
<ConstraintActivitiesNotOverlapping><Weight_Percentage>100</Weight_Percentage>
<Activity_Id>1</Activity_Id><Activity_Id>2</Activity_Id></ConstraintActivitiesNotOverlapping>
<ConstraintTeacherMaxHoursDaily><Weight_Percentage>90</Weight_Percentage>
<Teacher_Name>T</Teacher_Name><Maximum_Hours_Daily>2</Maximum_Hours_Daily>
</ConstraintTeacherMaxHoursDaily>
</Time_Constraints_List>
<Space_Constraints_List></Space_Constraints_List></fet>"""

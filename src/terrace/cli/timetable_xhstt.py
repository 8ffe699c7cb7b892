"""`terrace timetable solve` for a school in the XHSTT format."""

import gzip
import json
import time
from pathlib import Path
from typing import Any

import typer

from terrace.cli.progress import shown
from terrace.cli.timetable_files import refused, unpacked

ROOT = "HighSchoolTimetableArchive"
SEARCHERS = 2
"""Threads that search; a school box has at least so many cores."""


def meant(file: Path) -> bool:
    """Whether the file is, or wants to be, an XHSTT archive: by what it says, else by its name."""
    from terrace.engines.timetable.problem import Broken

    try:
        data = unpacked(file)
    except Broken:
        return False
    if any(ROOT.encode(encoding) in data for encoding in ("utf-8", "utf-16-le", "utf-16-be")):
        return True
    return file.name.removesuffix(".gz").endswith(".xml") and b"<fet" not in data


def solve(file: Path, *, out: Path, seconds: float, seed: int, as_json: bool) -> None:
    """Find a time for every lesson, and whoever is still to be found."""
    started = time.process_time()
    from terrace.engines.timetable.problem import Broken
    from terrace.engines.timetable.xhstt import evaluating, reading, solver, writing

    small = reading.read(SMALL.encode())
    solver.solve(small, go_on=_Some(1))
    setup = time.process_time() - started
    before, began = time.process_time(), time.monotonic()
    try:
        data = unpacked(file)
        school = reading.read(data)
        told: dict[str, Any] = {"status": "unsupported", "lessons": len(school.events)}
        told |= {"placed": 0, "hard": None, "soft": None, "soft_conflicts": None}
        if not school.unsupported:
            with shown("timetable") as tell:

                def go_on(cost: evaluating.Cost) -> bool:
                    spent = time.monotonic() - began
                    step = f"searching: hard {cost.hard}, soft {cost.soft}"
                    tell(step, min(1.0, spent / seconds))
                    return spent < seconds

                found = solver.solve(school, seed=seed, searchers=SEARCHERS, go_on=go_on)
            written = writing.write(data, school, found.plan)
            out.write_bytes(gzip.compress(written, mtime=0) if out.suffix == ".gz" else written)
            cost = evaluating.evaluate(school, found.plan)
            told = {
                "status": "partial" if cost.hard else "solved",
                "lessons": len(found.plan),
                "placed": sum(lesson.time >= 0 for lesson in found.plan),
                "hard": cost.hard,
                "soft": cost.soft,
                "soft_conflicts": cost.soft,
            }
    except Broken as broken:
        raise refused(file, broken, as_json=as_json) from broken
    told |= {
        "cpu_seconds": round(time.process_time() - before, 3),
        "setup_seconds": round(setup, 3),
        "unsupported": sorted({one.kind for one in school.unsupported}),
    }
    if as_json:
        typer.echo(json.dumps(told, ensure_ascii=False))
    else:
        for key, value in told.items():
            typer.echo(f"{key:16} {value}")
    if told["status"] == "unsupported":
        raise typer.Exit(3)


class _Some:
    """Yes, so many times; then no."""

    def __init__(self, times: int) -> None:
        self.left = times

    def __call__(self, cost: object) -> bool:
        self.left -= 1
        return self.left >= 0


SMALL = f"""<{ROOT}><Instances><Instance Id="small"><Times><TimeGroups><Day Id="D"/></TimeGroups>
<Time Id="1"><Day Reference="D"/></Time><Time Id="2"><Day Reference="D"/></Time></Times>
<Resources><ResourceTypes><ResourceType Id="T"/></ResourceTypes>
<Resource Id="R"><ResourceType Reference="T"/></Resource></Resources>
<Events><Event Id="E"><Duration>1</Duration>
<Resources><Resource Reference="R"/></Resources></Event>
<Event Id="F"><Duration>1</Duration><Resources><Resource Reference="R"/></Resources></Event>
</Events><Constraints>
<ClusterBusyTimesConstraint Id="c"><Required>false</Required><Weight>1</Weight>
<CostFunction>Linear</CostFunction>
<AppliesTo><Resources><Resource Reference="R"/></Resources></AppliesTo>
<TimeGroups><TimeGroup Reference="D"/></TimeGroups><Minimum>2</Minimum><Maximum>2</Maximum>
</ClusterBusyTimesConstraint></Constraints></Instance></Instances></{ROOT}>"""
"""A school of one teacher that wants what cannot be: the search is compiled by trying."""

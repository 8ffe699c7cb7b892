"""`terrace timetable cover`: a teacher is ill for a day; who takes her lessons, or when."""

import json
import time
from collections.abc import Sequence
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Any

import typer

from terrace.cli.timetable_files import Json, refused, unpacked

if TYPE_CHECKING:
    from terrace.engines.timetable.cover import Change
    from terrace.engines.timetable.problem import Problem


def cover(
    file: Annotated[
        Path,
        typer.Argument(exists=True, dir_okay=False, help="A .fet file with a plan, .gz too."),
    ],
    absent: Annotated[str, typer.Option("--absent", help="The teacher who is away.")],
    day: Annotated[str, typer.Option("--day", help="The day, by its name in the file.")],
    loads: Annotated[
        Path | None,
        typer.Option(
            "--loads",
            exists=True,
            dir_okay=False,
            help="JSON: teacher to lessons taken over this term.",
        ),
    ] = None,
    as_json: Json = False,
) -> None:
    """Cover a teacher's lessons of one day with the fewest changes."""
    from terrace.engines.timetable import cover as engine
    from terrace.engines.timetable.fet.planned import planned
    from terrace.engines.timetable.fet.reading import read
    from terrace.engines.timetable.problem import Broken

    before = time.process_time()
    try:
        problem, plan = planned(read(unpacked(file)))
        if day not in problem.days:
            names = "、".join(problem.days)
            raise Broken(
                0,
                f"没有名为「{day}」的日子，有：{names}",
                f"there is no day “{day}”, but {', '.join(problem.days)}",
            )
        hours = len(problem.hours)
        first = problem.days.index(day) * hours
        found = engine.cover(
            problem,
            plan,
            absent=[absent],
            slots=range(first, first + hours),
            loads=_loads(loads),
        )
    except Broken as broken:
        raise refused(file, broken, as_json=as_json) from broken
    told: dict[str, Any] = {
        "changes": _told(problem, found.changes),
        "minimum": found.minimum,
        "proven": found.proven,
        "alternatives": [{"changes": _told(problem, one.changes)} for one in found.alternatives],
        "cpu_seconds": round(time.process_time() - before, 3),
    }
    if problem.unsupported:
        kinds = ", ".join(sorted({one.kind for one in problem.unsupported}))
        typer.echo(f"没有顾及的规则 · not asked: {kinds}", err=True)
    if as_json:
        typer.echo(json.dumps(told, ensure_ascii=False))
        return
    words = engine.in_words(problem, found.changes)
    for zh, en in zip(words["zh"], words["en"], strict=True):
        typer.echo(f"{zh} · {en}")
    if not found.changes:
        typer.echo(f"{day}：{absent} 没有课。 · {absent} has no lesson that day.")


def _told(problem: "Problem", changes: "Sequence[Change]") -> list[dict[str, Any]]:
    """``from`` and ``to`` as day and hour; ``joined`` only where a class joins another lesson."""
    found = []
    for one in changes:
        change: dict[str, Any] = {
            "activity": one.activity,
            "from": _when(problem, one.before),
            "to": None if one.after is None else _when(problem, one.after),
            "cover": one.cover,
        }
        if one.joined is not None:
            change["joined"] = one.joined
        if one.room is not None:
            change["room"] = one.room
        found.append(change)
    return found


def _when(problem: "Problem", slot: int) -> dict[str, str]:
    hours = len(problem.hours)
    return {"day": problem.days[slot // hours], "hour": problem.hours[slot % hours]}


def _loads(file: Path | None) -> dict[str, float]:
    """What each has taken over already. Raises `Broken` if the file is not such a list."""
    from terrace.engines.timetable.problem import Broken

    if file is None:
        return {}
    try:
        read = json.loads(file.read_bytes())
        if not isinstance(read, dict):
            raise TypeError
        loads = {str(name): float(count) for name, count in read.items()}
        if not all(0 <= count < 1e6 for count in loads.values()):
            raise ValueError
    except (ValueError, TypeError, RecursionError) as error:
        raise Broken(
            0,
            f"{file.name} 应是 JSON：教师到已代课节数",
            f"{file.name} is no JSON of teachers and lessons taken over",
        ) from error
    return loads

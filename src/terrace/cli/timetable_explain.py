"""`terrace timetable explain`: why there is no timetable, in both languages."""

import json
import time
from pathlib import Path
from typing import Annotated, Any

import typer

from terrace.cli.timetable_files import Json, refused, unpacked

SAID = 0.8
"""Of the seconds, this share is for the conflict itself; the rest for what relaxing it gives."""


def explain(
    file: Annotated[
        Path, typer.Argument(exists=True, dir_okay=False, help="A .fet file, .gz too.")
    ],
    seconds: Annotated[
        float, typer.Option("--seconds", min=0.1, help="Look for at most about so long.")
    ] = 20.0,
    as_json: Json = False,
) -> None:
    """Name the fewest rules that cannot hold together, and what relaxing each would give."""
    from terrace.cli.timetable_ready import ready
    from terrace.engines.timetable.fet.reading import read
    from terrace.engines.timetable.problem import Broken
    from terrace.engines.timetable.reasons.conflict import why_not
    from terrace.engines.timetable.reasons.words import sentences

    ready()
    before = time.process_time()

    def spent() -> float:
        return time.process_time() - before

    try:
        problem = read(unpacked(file))
    except Broken as broken:
        raise refused(file, broken, as_json=as_json) from broken
    found = why_not(problem, go_on=lambda: spent() < seconds * SAID)
    words = sentences(problem, found, go_on=lambda: spent() < seconds)
    conflict: list[dict[str, Any]] = []
    if found.conflict is not None:
        conflict = [{"kind": one.kind, "about": list(one.about)} for one in found.conflict.musts]
    told = {"conflict": conflict, "sentences": words, "cpu_seconds": round(spent(), 3)}
    if as_json:
        typer.echo(json.dumps(told, ensure_ascii=False))
        return
    for zh, en in zip(words["zh"], words["en"], strict=True):
        typer.echo(f"{zh}\n    {en}")

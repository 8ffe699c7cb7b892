"""`terrace journal`: is what was written still what stands there?"""

import json
import sys
from typing import Annotated

import typer

group = typer.Typer(help="What happened in the school.", no_args_is_help=True)


@group.callback()
def _journal() -> None:
    """What happened in the school."""


@group.command()
def verify(
    as_json: Annotated[bool, typer.Option("--json", help="One JSON object on stdout.")] = False,
) -> None:
    """Find entries that were changed, removed or reordered. Exit 1 when there are any."""
    from terrace.cli.django_ready import start_school

    start_school(as_json=as_json)
    from terrace.school.journal.queries import verify as verify_journal

    found = verify_journal()
    if as_json:
        report = {
            "ok": found.ok,
            "entries": found.entries,
            "waiting": found.waiting,
            "problems": [problem.to_json() for problem in found.problems],
        }
        sys.stdout.write(json.dumps(report, ensure_ascii=False) + "\n")
        return
    for problem in found.problems:
        typer.echo(f"{problem.message_zh} {problem.message_en}")
    if not found.ok:
        typer.echo(f"{found.entries} entries, {len(found.problems)} problems.")
        raise typer.Exit(1)
    typer.echo(f"{found.entries} entries, nothing changed, nothing missing.")

"""`terrace curriculum …`: questions of other programs."""

import json
import sys
from pathlib import Path
from typing import Annotated

import typer

group = typer.Typer(help="What is taught, and questions about it.", no_args_is_help=True)


@group.callback()
def _curriculum() -> None:
    """What is taught, and questions about it."""


@group.command()
def questions(
    file: Annotated[
        Path, typer.Argument(help="GIFT (.gift, .txt), Moodle XML (.xml), .xlsx or .csv.")
    ],
    as_json: Annotated[bool, typer.Option("--json", help="One JSON object on stdout.")] = False,
) -> None:
    """Read a file of questions and say what is in it, what cannot be used, and why."""
    from terrace.school.curriculum.questions.question import Questions, Unsupported
    from terrace.school.curriculum.questions.reading import MOST_BYTES, read_questions

    try:
        with file.open("rb") as stream:
            found = read_questions(stream.read(MOST_BYTES + 1), name=file.name)
    except OSError as error:
        refused = Unsupported(
            file.name,
            "file",
            None,
            f"打不开这个文件：{error.strerror}。",
            f"The file cannot be opened: {error.strerror}.",
        )
        found = Questions((), (refused,))
    if as_json:
        # A lone surrogate in a file must not stop the answer: it is written as an escape.
        told = json.dumps(found.to_json(), ensure_ascii=False)
        sys.stdout.buffer.write(told.encode("utf-8", "backslashreplace") + b"\n")
        sys.stdout.flush()
        return
    for question in found.questions:
        typer.echo(f"{question.line}: {question.kind}: {question.text}")
    for one in found.unsupported:
        typer.echo(f"{one.line or '-'}: {one.id} ({one.kind}): {one.zh} {one.en}", err=True)
    if any(one.kind == "file" for one in found.unsupported):
        raise typer.Exit(1)
    typer.echo(f"可用 usable {len(found.questions)}, 不可用 not usable {len(found.unsupported)}")

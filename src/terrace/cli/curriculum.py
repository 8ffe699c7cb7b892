"""`terrace curriculum …`: questions and curricula of other programs."""

import json
import sys
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Any

import typer

if TYPE_CHECKING:
    from terrace.school.curriculum.frameworks.framework import Framework

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


@group.command("import")
def import_(
    files: Annotated[
        list[Path], typer.Argument(help="CASE 1.1 JSON, lists of standards (JSON), or CSV.")
    ],
    school: Annotated[str, typer.Option(help="Which school, where there are several.")] = "",
    dry_run: Annotated[
        bool, typer.Option("--dry-run", help="Only say what is in it; nothing is kept.")
    ] = False,
    as_json: Annotated[bool, typer.Option("--json", help="One JSON object on stdout.")] = False,
) -> None:
    """Bring in a curriculum of another program; circles and missing links are named."""
    from terrace.cli.django_ready import start_django

    start_django()
    from terrace.school.curriculum.frameworks.framework import Problem
    from terrace.school.curriculum.frameworks.reading import MOST_BYTES, read_framework

    read: list[tuple[str, bytes]] = []
    unread: list[Problem] = []
    for file in files:
        try:
            with file.open("rb") as stream:
                read.append((file.name, stream.read(MOST_BYTES + 1)))
        except OSError as error:
            zh = f"打不开这个文件：{error.strerror}。"
            en = f"The file cannot be opened: {error.strerror}."
            unread.append(Problem(file.name, "", zh, en))
    framework = read_framework(read)
    answer = {
        "framework": framework.title,
        "files": [file.name for file in files],
        "standards": len(framework.standards),
        "links": {kind: framework.count(kind) for kind in ("before", "part_of", "related")},
        "kept": None if dry_run or not framework.standards else _kept(framework, school),
        "circles": [list(circle) for circle in framework.circles],
        "missing": list(framework.missing),
        "problems": [one.to_json() for one in (*unread, *framework.problems)],
    }
    if as_json:
        told = json.dumps(answer, ensure_ascii=False)
        sys.stdout.buffer.write(told.encode("utf-8", "backslashreplace") + b"\n")
        sys.stdout.flush()
    else:
        _say(answer)
        if not framework.standards:
            raise typer.Exit(1)


def _kept(framework: "Framework", name: str) -> str | None:
    """created, updated or unchanged; None where there is no school, or none is meant."""
    from terrace.school.curriculum.actions import keep_framework
    from terrace.school.people.models import School
    from terrace.web.prepare import prepare

    prepare()
    schools = list(School.objects.filter(name=name) if name else School.objects.all()[:2])
    return keep_framework(framework, school=schools[0], by=None) if len(schools) == 1 else None


def _say(answer: dict[str, Any]) -> None:
    for problem in answer["problems"]:
        where = f"{problem['file']} {problem['where']}".strip()
        typer.echo(f"{where}: {problem['message_zh']} {problem['message_en']}", err=True)
    links = answer["links"]
    typer.echo(
        f"{answer['framework']}: 知识点 standards {answer['standards']}, "
        f"先后 before {links['before']}, 从属 part of {links['part_of']}, "
        f"相关 related {links['related']}"
    )
    if answer["kept"] is None:
        typer.echo("没有存下来。 It was not kept.")

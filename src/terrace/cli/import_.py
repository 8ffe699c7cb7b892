"""`terrace import FILE`: a class list (Excel, CSV) becomes classes and children."""

import json
import sys
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Any

import typer

if TYPE_CHECKING:
    from terrace.school.people.importing.listed import ChildList
    from terrace.school.people.models import School


def import_(
    file: Annotated[
        Path, typer.Argument(help="A list (Excel, CSV): class, name, sex, birth date.")
    ],
    school: Annotated[
        str, typer.Option(help="The school's name; needed where there is none yet.")
    ] = "",
    dry_run: Annotated[
        bool, typer.Option("--dry-run", help="Only say what would be done; nothing is kept.")
    ] = False,
    as_json: Annotated[bool, typer.Option("--json", help="One JSON object on stdout.")] = False,
) -> None:
    """Take a class list into the school; what is wrong in it is named by row and column."""
    from terrace.cli.django_ready import start_django

    start_django()
    from terrace.school.people.importing.children import read_children
    from terrace.school.people.standing import school_today
    from terrace.web.prepare import prepare

    prepare()
    if file.is_file():
        listed = read_children(file, today=school_today())
    else:
        listed = _refused(file, "没有这个文件。", "There is no such file.")
    answer = _import(file, listed, school, dry_run=dry_run)
    if as_json:
        sys.stdout.write(json.dumps(answer, ensure_ascii=False) + "\n")
    else:
        _say(answer)


def _import(file: Path, listed: "ChildList", name: str, *, dry_run: bool) -> dict[str, Any]:
    """Found the school if need be, take the list, and tell what became of it.

    With `dry_run` the same is done and told, and then taken back.
    """
    from django.db import transaction

    from terrace.school.people.actions import found_school, import_children
    from terrace.school.people.actions.importing import Report
    from terrace.school.people.models import School

    login = None
    with transaction.atomic():
        school: School | None = None
        if listed.children:
            school, refused = _school(name)
            if refused is not None:
                listed = _refused(file, *refused)
            elif school is None:
                school, account, code = found_school(name=name)
                login = None if dry_run else {"username": account.username, "code": code}
        if school is None:
            report = Report(problems=list(listed.problems))
        else:
            report = import_children(listed=listed, school=school, by=None, file=file.name)
        if dry_run:
            transaction.set_rollback(True)
    answer = {"file": file.name, "school": school.name if school else None} | report.to_json()
    return answer if login is None else answer | {"login": login}


def _school(name: str) -> "tuple[School | None, tuple[str, str] | None]":
    """The school meant; or none, and why the list cannot be taken, unless one is to be founded."""
    from terrace.school.people.models import School

    schools = list(School.objects.filter(name=name) if name else School.objects.all()[:2])
    if len(schools) == 1:
        return schools[0], None
    if len(schools) > 1:
        return None, (
            "本机有几所学校，请用 --school 写明是哪一所。",
            "There are several schools here: say which one with --school.",
        )
    if not name:
        return None, (
            "本机还没有学校，请用 --school 写上校名。",
            "There is no school here yet: give its name with --school.",
        )
    return None, None


def _refused(file: Path, zh: str, en: str) -> "ChildList":
    from terrace.school.people.importing.listed import ChildList
    from terrace.school.people.importing.problem import Problem

    return ChildList((), (Problem(file.name, None, None, zh, en),))


def _say(answer: dict[str, Any]) -> None:
    for problem in answer["problems"]:
        where = f"{problem['column'] or ''}{problem['row'] or ''}"
        typer.echo(f"{problem['file']} {where}: {problem['message_zh']} {problem['message_en']}")
    counts = {kind: answer[kind]["children"] for kind in ("created", "updated", "unchanged")}
    typer.echo(
        f"{answer['school'] or ''} 孩子 children: 新增 created {counts['created']}, "
        f"更新 updated {counts['updated']}, 未变 unchanged {counts['unchanged']}"
    )
    if "login" in answer:
        login = answer["login"]
        typer.echo("")
        typer.echo("校长第一次登录 The principal signs in for the first time:")
        typer.echo("  /new-password/")
        typer.echo(f"  用户名 name  {login['username']}")
        typer.echo(f"  验证码 code  {login['code']}")

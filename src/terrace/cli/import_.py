"""`terrace import FILE…`: lists and rosters become classes, children, staff and guardians."""

import json
import sys
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

if TYPE_CHECKING:
    from terrace.school.people.actions import Report
    from terrace.school.people.importing.listed import ChildList
    from terrace.school.people.importing.roster import Roster
    from terrace.school.people.models import School

UNNAMED = "学校"
"""What a school is called when neither the command nor a file names it."""


def import_(
    files: Annotated[
        list[Path],
        typer.Argument(help="Lists of children (Excel, CSV), OneRoster zips.", metavar="FILE..."),
    ],
    mapping: Annotated[
        Path | None,
        typer.Option("--map", help="Which heading means what; written here where it is not yet."),
    ] = None,
    school: Annotated[
        str, typer.Option(help="The school's name, where there is none yet or there are several.")
    ] = "",
    dry_run: Annotated[
        bool, typer.Option("--dry-run", help="Only say what would be done; nothing is kept.")
    ] = False,
    as_json: Annotated[bool, typer.Option("--json", help="One JSON object on stdout.")] = False,
) -> None:
    """Take lists into the school; what is wrong in them is named by file, row and column."""
    from terrace.cli.django_ready import start_django

    start_django()
    from terrace.web.prepare import prepare

    prepare()
    read = [_read(file, mapping, school, dry_run=dry_run) for file in files]
    report, found, login = _import(files, read, school, dry_run=dry_run)
    if login is not None:
        _say_login(*login)
    if as_json:
        sys.stdout.write(json.dumps(report.to_json(), ensure_ascii=False) + "\n")
    else:
        _say(report, found)


def _read(file: Path, mapping: Path | None, school: str, *, dry_run: bool) -> "ChildList | Roster":
    from terrace.school.people.importing.children import read_children
    from terrace.school.people.importing.oneroster import read_oneroster
    from terrace.school.people.importing.zipped import is_oneroster
    from terrace.school.people.standing import school_today

    if not file.is_file():
        return _refused(file, "没有这个文件。", "There is no such file.")
    if is_oneroster(file):
        return read_oneroster(file, today=school_today(), school=school)
    headings = None
    if mapping is not None and mapping.exists():
        headings = _headings(mapping)
        if headings is None:
            return _refused(
                mapping,
                '这不是表头对照：应是 JSON，如 {"name": "学生"}。',
                'This is no map of headings: it must be JSON such as {"name": "Pupil"}.',
            )
    listed = read_children(file, today=school_today(), headings=headings)
    if mapping is not None and headings is None and listed.headings and not dry_run:
        text = json.dumps(dict(listed.headings), ensure_ascii=False, indent=2)
        try:
            mapping.write_text(text + "\n", encoding="utf-8")
        except OSError as error:
            return _refused(
                mapping,
                f"表头对照写不进这个文件（{error.strerror}），名单没有收。",
                f"The map of headings cannot be written ({error.strerror}): no list was taken.",
            )
    return listed


def _headings(mapping: Path) -> dict[str, str] | None:
    from terrace.school.people.importing.children import HEADINGS

    try:
        told = json.loads(mapping.read_text(encoding="utf-8-sig"))
    except (OSError, ValueError):
        return None
    if not isinstance(told, dict) or not all(isinstance(one, str) for one in told.values()):
        return None
    return told if told.keys() <= HEADINGS.keys() else None


def _import(
    files: list[Path], read: "list[ChildList | Roster]", name: str, *, dry_run: bool
) -> "tuple[Report, School | None, tuple[str, str] | None]":
    """Found the school if need be, take what was read, and tell what became of it.

    With `dry_run` the same is done and told, and then taken back.
    """
    from django.db import transaction

    from terrace.school.people.actions import (
        Report,
        found_school,
        import_children,
        import_roster,
    )
    from terrace.school.people.importing.roster import Roster
    from terrace.school.people.models import School

    report = Report()
    login = None
    school: School | None = None
    with transaction.atomic():
        for file, one in zip(files, read, strict=True):
            if not (one.children or (isinstance(one, Roster) and (one.staff or one.classes))):
                report.problems.extend(one.problems)
                continue
            if school is None:
                named = one.school if isinstance(one, Roster) and not name else name
                several = School.objects.count() > 1
                school, refused = _school(named if several else name)
                if refused is not None:
                    report.problems.extend(_refused(file, *refused).problems)
                    continue
                if school is None:
                    school, account, code = found_school(name=named or UNNAMED)
                    login = (account.username, code)
            if isinstance(one, Roster):
                done = import_roster(roster=one, school=school, by=None, file=file.name)
            else:
                done = import_children(listed=one, school=school, by=None, file=file.name)
            report.add(done)
        if dry_run:
            transaction.set_rollback(True)
    return report, school, None if dry_run else login


def _school(name: str) -> "tuple[School | None, tuple[str, str] | None]":
    """The school meant; or none, and why a list cannot be taken, unless one is to be founded."""
    from terrace.school.people.models import School

    schools = list(School.objects.filter(name=name) if name else School.objects.all()[:2])
    if len(schools) == 1:
        return schools[0], None
    if len(schools) > 1:
        return None, (
            "本机有几所学校，请用 --school 写明是哪一所。",
            "There are several schools here: say which one with --school.",
        )
    return None, None


def _refused(file: Path, zh: str, en: str) -> "ChildList":
    from terrace.school.people.importing.listed import ChildList
    from terrace.school.people.importing.problem import Problem

    return ChildList((), (Problem(file.name, None, None, zh, en),))


def _say(report: "Report", school: "School | None") -> None:
    for problem in report.problems:
        where = f"{problem.column or ''}{problem.row or ''}"
        typer.echo(f"{problem.file} {where}: {problem.message_zh} {problem.message_en}")
    told = report.to_json()
    if school is not None:
        typer.echo(school.name)
    words = (
        ("classes", "班 classes"),
        ("children", "孩子 children"),
        ("staff", "教职工 staff"),
        ("guardians", "家长 guardians"),
    )
    for kind, shown in words:
        created, updated = told["created"][kind], told["updated"][kind]
        unchanged = told["unchanged"][kind]
        if created or updated or unchanged:
            typer.echo(
                f"{shown}: 新增 created {created}, 更新 updated {updated}, "
                f"未变 unchanged {unchanged}"
            )


def _say_login(username: str, code: str) -> None:
    """To stderr: it is for the person at the box, and no part of the answer."""
    typer.echo("", err=True)
    typer.echo("校长第一次登录 The principal signs in for the first time:", err=True)
    typer.echo("  /new-password/", err=True)
    typer.echo(f"  用户名 name  {username}", err=True)
    typer.echo(f"  验证码 code  {code}", err=True)

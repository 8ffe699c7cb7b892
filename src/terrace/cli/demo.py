"""`terrace demo`: Yunling Primary, a school to try things in."""

import dataclasses
import json
import os
import shutil
from enum import StrEnum
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from terrace.cli.serve import Host, Port, become_supervisor

if TYPE_CHECKING:
    from terrace.school.demo import Login

SEED = 2026

LOGINS = "demo-logins.json"
UNFINISHED = "demo-unfinished"


class Care(StrEnum):
    """How a stack is photographed."""

    CAREFUL = "careful"
    CARELESS = "careless"
    HOSTILE = "hostile"


group = typer.Typer(help="A school to try things in.", no_args_is_help=True)


@group.callback()
def _demo() -> None:
    """A school to try things in."""


@group.command()
def start(
    port: Port = 8000,
    host: Host = "0.0.0.0",  # noqa: S104 - to be tried with a phone
    seed: Annotated[int, typer.Option(help="Another seed gives another school.")] = SEED,
) -> None:
    """Make the demo school if there is none yet, serve it, and say who can sign in."""
    from terrace.cli.listening import say_if_taken

    # Whoever tries the school out wants to read its address, not what the worker does.
    os.environ.setdefault("TERRACE_LOG", "WARNING")
    say_if_taken(host, port)
    make_school(seed=seed)
    become_supervisor(host=host, port=port, prepared=True, demo=True)


@group.command()
def photos(
    class_code: Annotated[str, typer.Option("--class", help="As on the class list: 3A.")],
    out: Annotated[Path, typer.Option(help="The folder to write photographs into.")],
    level: Annotated[Care, typer.Option(help="How carefully they are taken.")] = Care.CAREFUL,
    seed: Annotated[int, typer.Option(help="Another seed gives other pictures.")] = SEED,
    as_json: Annotated[bool, typer.Option("--json", help="One JSON object on stdout.")] = False,
) -> None:
    """Photograph the class's newest sheets, filled in as its children might."""
    from terrace.cli.django_ready import start_school

    start_school(as_json=as_json)
    from terrace.school.demo.photos import NothingToPhotographError, take_photos
    from terrace.school.people.models import SchoolClass

    school_class = SchoolClass.objects.filter(code__iexact=class_code).first()
    if school_class is None:
        codes = ", ".join(SchoolClass.objects.order_by("code").values_list("code", flat=True))
        _refuse(f"There is no class {class_code} here. There are: {codes or 'none'}.", as_json)
        return
    try:
        taken = take_photos(school_class, out=out, seed=seed, level=level.value)
    except NothingToPhotographError:
        _refuse(f"Print sheets for {school_class.code} first: none wait to be read.", as_json)
        return
    if as_json:
        found = {"photos": [str(path) for path in taken.photos], "sheets": taken.copies}
        typer.echo(json.dumps(found, ensure_ascii=False))
    else:
        typer.echo(f"{len(taken.photos)} photographs of {taken.copies} sheets: {out}")


def _refuse(why: str, as_json: bool) -> None:
    """Say why there are no photographs; with --json that is an answer, too."""
    if as_json:
        typer.echo(json.dumps({"photos": [], "sheets": 0, "refused": why}, ensure_ascii=False))
        return
    typer.echo(why, err=True)
    raise typer.Exit(1)


def make_school(*, seed: int) -> None:
    """Make the demo school in an empty database; does nothing where it stands already.

    A note in the data folder stands as long as the school is being made. Where it still stands at
    the next start, the making was cut off, and what there is of the school is removed.
    """
    from terrace.cli.django_ready import start_django

    start_django()
    from django.conf import settings

    from terrace.web.prepare import prepare

    home: Path = settings.TERRACE_HOME
    unfinished = home / UNFINISHED
    if unfinished.exists():
        _remove_unfinished(home)
    prepare()
    from terrace.school.people.models import School

    if School.objects.exists():
        if not (home / LOGINS).exists():
            typer.echo(f"{home} holds a school that is not the demo school.", err=True)
            typer.echo("Choose another folder: TERRACE_HOME=./.terrace-demo make demo", err=True)
            raise typer.Exit(1)
        return
    unfinished.touch()
    _write_logins(home / LOGINS, _build(seed))
    unfinished.unlink()


def _build(seed: int) -> "list[Login]":
    from terrace.cli.progress import shown
    from terrace.school.demo import build

    with shown("Yunling Primary") as progress:
        return build(seed, progress)


def _write_logins(file: Path, logins: "list[Login]") -> None:
    words = json.dumps([dataclasses.asdict(login) for login in logins], ensure_ascii=False)
    with os.fdopen(os.open(file, os.O_WRONLY | os.O_CREAT | os.O_TRUNC, 0o600), "w") as new:
        new.write(words)


def _remove_unfinished(home: Path) -> None:
    from django.conf import settings
    from django.core.management import call_command
    from django.db import connection

    if connection.vendor == "sqlite":
        for ending in ("", "-wal", "-shm"):
            Path(f"{settings.DATABASES['default']['NAME']}{ending}").unlink(missing_ok=True)
    else:
        call_command("migrate", verbosity=0)
        call_command("flush", interactive=False, verbosity=0)
    shutil.rmtree(settings.TERRACE_FILES, ignore_errors=True)
    (home / UNFINISHED).unlink()

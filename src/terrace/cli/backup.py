"""`terrace backup` and `terrace restore`: the whole school in one locked file, and back."""

import json
import os
import sys
from datetime import UTC, datetime
from pathlib import Path
from typing import Annotated, NoReturn

import typer

Json = Annotated[bool, typer.Option("--json", help="One JSON object on stdout.")]


def backup(
    out: Annotated[Path, typer.Option(help="A file, or a folder (a USB stick).")] = Path(),
    as_json: Json = False,
) -> None:
    """Write the school to one locked file while the site runs (SQLite); asks for a passphrase."""
    from terrace.school.backup.locked import SHORTEST_PASSPHRASE
    from terrace.school.backup.packing import DATABASE, pack
    from terrace.web.home import home

    folder = home(os.environ)
    if os.environ.get("DATABASE_URL"):
        _refuse("PostgreSQL 请用 pg_dump 备份。", "Back PostgreSQL up with pg_dump.", as_json)
    if not (folder / DATABASE).exists():
        _refuse(f"{folder} 里没有学校。", f"There is no school in {folder}.", as_json)
    passphrase = _passphrase(twice=True)
    if len(passphrase) < SHORTEST_PASSPHRASE:
        _refuse(
            f"口令至少 {SHORTEST_PASSPHRASE} 个字。",
            f"A passphrase has at least {SHORTEST_PASSPHRASE} characters.",
            as_json,
        )
    if out.is_dir():
        out = out / f"terrace-{datetime.now(UTC):%Y%m%d-%H%M%S}.backup"
    try:
        size = pack(folder, out, passphrase=passphrase)
    except OSError as error:
        what = error.strerror or str(error)
        _refuse(f"写不进 {out}：{what}。", f"{out} cannot be written: {what}.", as_json)
    _answer({"file": str(out), "bytes": size}, f"{out}  {size} bytes", as_json)


def restore(
    file: Annotated[Path, typer.Argument(exists=True, dir_okay=False, help="A backup.")],
    as_json: Json = False,
) -> None:
    """Bring the school of a backup back into an empty data folder, on this or another machine."""
    from terrace.school.backup.locked import NotOpened
    from terrace.school.backup.packing import AlreadyThere, unpack
    from terrace.web.home import home

    folder = home(os.environ)
    if os.environ.get("DATABASE_URL"):
        _refuse("备份只能恢复到 SQLite。", "A backup comes back into SQLite only.", as_json)
    passphrase = _passphrase(twice=False)
    try:
        unpack(file, folder, passphrase=passphrase)
    except AlreadyThere:
        _refuse(
            f"{folder} 里已经有学校了，没有动它。请用 TERRACE_HOME 指一个空的文件夹。",
            f"{folder} holds a school: left as it was. Name an empty folder with TERRACE_HOME.",
            as_json,
        )
    except NotOpened:
        _refuse(
            "打不开：口令不对，或者文件不全、被改过。",
            "It does not open: another passphrase, or the file was changed or cut short.",
            as_json,
        )
    from terrace.cli.django_ready import start_django

    start_django()
    from django.contrib.sessions.models import Session

    from terrace.school.journal.actions import become_new_node, chain
    from terrace.school.journal.queries import verify
    from terrace.web.prepare import prepare

    prepare()
    become_new_node()
    # Whoever has the old box has its key and its signed-in phones: here they are worth nothing.
    Session.objects.all().delete()
    chain()
    verified = verify()
    _answer(
        {"home": str(folder), "journal_ok": verified.ok, "entries": verified.entries},
        f"{folder}: journal {'ok' if verified.ok else 'NOT in order'}, {verified.entries} entries",
        as_json,
    )


def _passphrase(*, twice: bool) -> str:
    """From the environment or the keyboard; never from the command line, which others can see."""
    told: str = os.environ.get("TERRACE_PASSPHRASE") or typer.prompt(
        "口令 passphrase", hide_input=True, confirmation_prompt=twice, err=True
    )
    return told


def _answer(told: dict[str, object], plain: str, as_json: bool) -> None:
    sys.stdout.write((json.dumps(told, ensure_ascii=False) if as_json else plain) + "\n")


def _refuse(zh: str, en: str, as_json: bool) -> NoReturn:
    if as_json:
        _answer({"refused": True, "message_zh": zh, "message_en": en}, "", as_json=True)
        raise typer.Exit
    typer.echo(f"{zh} {en}", err=True)
    raise typer.Exit(1)

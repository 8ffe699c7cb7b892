"""Start Django for a command that reads or writes the school's data."""

import json
import os
import sys

import typer


def start_django() -> None:
    """Load settings and apps; needed before anything of `terrace.school` is imported."""
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "terrace.web.settings")
    import django

    django.setup()


def start_school(*, as_json: bool) -> None:
    """The same, for a command that works on a school's data; ends it where there is none.

    Whoever forgets to name `TERRACE_HOME` looks into an empty folder: she is told which.
    """
    start_django()
    from django.conf import settings
    from django.db import connection

    if "people_school" in connection.introspection.table_names():
        return
    home = settings.TERRACE_HOME
    zh = f"{home} 里没有学校的数据。请用 TERRACE_HOME 指明数据在哪里。"
    en = f"There is no school's data in {home}. Say with TERRACE_HOME where it lies."
    if as_json:
        answer = {"refused": True, "message_zh": zh, "message_en": en}
        sys.stdout.write(json.dumps(answer, ensure_ascii=False) + "\n")
        raise typer.Exit
    sys.stderr.write(f"{zh} {en}\n")
    raise typer.Exit(1)

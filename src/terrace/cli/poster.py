"""`terrace poster`: the page for the wall that says where the box is found."""

import json
import sys
from pathlib import Path
from typing import Annotated

import typer

from terrace.cli.serve import Port


def poster(
    out: Annotated[Path, typer.Option(help="The PDF to write.")] = Path("poster.pdf"),
    port: Port = 8000,
    as_json: Annotated[bool, typer.Option("--json", help="One JSON object on stdout.")] = False,
) -> None:
    """Write the poster of this box's school: its address, and a code to scan."""
    from terrace.cli.django_ready import start_school

    start_school(as_json=as_json)
    from terrace.school.people.models import School
    from terrace.web.poster import poster_pdf

    school = School.objects.order_by("made_at").first()
    if school is None:
        zh = "本机还没有学校，请先用 terrace import 建一所。"
        en = "There is no school on this box yet. Make one first: terrace import"
        if as_json:
            answer = {"refused": True, "message_zh": zh, "message_en": en}
            typer.echo(json.dumps(answer, ensure_ascii=False))
            return
        sys.stderr.write(f"{zh} {en}\n")
        raise typer.Exit(1)
    out.write_bytes(poster_pdf(school, port=port))
    if as_json:
        typer.echo(json.dumps({"poster": str(out), "school": school.name}, ensure_ascii=False))
    else:
        sys.stderr.write(f"{school.name}: {out}\n")

"""`terrace serve`: the site and its worker. `terrace worker`: a worker alone."""

import os
import sys
from typing import Annotated

import typer

Port = Annotated[int, typer.Option(envvar="PORT", min=1, max=65535, help="Where the site listens.")]
Host = Annotated[
    str, typer.Option(envvar="TERRACE_BIND", help="The address of this machine to listen on.")
]


def serve(
    port: Port = 8000,
    host: Host = "0.0.0.0",  # noqa: S104 - the phones of the school are to find it
    worker: Annotated[bool, typer.Option(help="Also do background work.")] = True,
    announce: Annotated[
        bool, typer.Option(help="Say the box's short name on the school's Wi-Fi.")
    ] = True,
) -> None:
    """Serve the school until SIGTERM or Ctrl-C; stops everything that it started."""
    become_supervisor(
        host=host, port=port, worker=worker, announce=announce and not host.startswith("127.")
    )


def worker() -> None:
    """Do background work (reading photographs, making PDFs) until SIGTERM or Ctrl-C."""
    from terrace.cli.django_ready import start_django
    from terrace.school.jobs.process import work

    start_django()
    from terrace.school.jobs.worker import AnotherWorker

    try:
        work()
    except AnotherWorker as other:
        typer.echo(f"A worker runs for {other} already.", err=True)
        raise typer.Exit(1) from None


def become_supervisor(
    *,
    host: str,
    port: int,
    worker: bool = True,
    announce: bool = False,
    prepared: bool = False,
    demo: bool = False,
) -> None:
    """Turn this process into the supervisor, which holds a few megabytes only."""
    words = [sys.executable, "-m", "terrace.cli.supervisor", host, str(port)]
    chosen = {
        "--no-worker": not worker,
        "--announce": announce,
        "--prepared": prepared,
        "--demo": demo,
    }
    words += [word for word, wanted in chosen.items() if wanted]
    sys.stdout.flush()
    sys.stderr.flush()
    os.execv(sys.executable, words)  # noqa: S606 - our own module, no shell

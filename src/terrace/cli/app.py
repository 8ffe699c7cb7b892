"""All commands, put together. Their modules are light: a command imports its needs when called."""

from typing import Annotated

import typer

from terrace.cli import (
    account,
    allocate,
    attention,
    backup,
    budget,
    curriculum,
    demo,
    import_,
    journal,
    learner,
    paper,
    poster,
    practice,
    rota,
    serve,
    timetable,
)

app = typer.Typer(
    name="terrace",
    help="A village school on one box.",
    no_args_is_help=True,
    pretty_exceptions_enable=False,
    context_settings={"help_option_names": ["-h", "--help"]},
)


def _version(asked: bool) -> None:
    if asked:
        from terrace import __version__

        typer.echo(__version__)
        raise typer.Exit


@app.callback()
def _terrace(
    version: Annotated[
        bool, typer.Option("--version", callback=_version, is_eager=True, help="Say which version.")
    ] = False,
) -> None:
    """A village school on one box."""


app.command("serve")(serve.serve)
app.command("worker")(serve.worker)
app.command("import")(import_.import_)
app.command("backup")(backup.backup)
app.command("restore")(backup.restore)
app.command("poster")(poster.poster)
app.command("allocate")(allocate.allocate)
app.add_typer(account.group, name="account")
app.add_typer(attention.group, name="attention")
app.add_typer(budget.group, name="budget")
app.add_typer(curriculum.group, name="curriculum")
app.add_typer(journal.group, name="journal")
app.add_typer(learner.group, name="learner")
app.add_typer(paper.group, name="paper")
app.add_typer(practice.group, name="practice")
app.add_typer(timetable.group, name="timetable")
app.add_typer(rota.group, name="rota")
app.add_typer(demo.group, name="demo")

"""`terrace paper`: sheets and cards read at the command line, with no school needed."""

from pathlib import Path
from typing import Annotated

import typer

from terrace.cli import paper_card

group = typer.Typer(help="Read printed sheets and answer cards.", no_args_is_help=True)
group.add_typer(paper_card.group, name="card")

Json = Annotated[bool, typer.Option("--json", help="One JSON object a sheet on stdout.")]


@group.command()
def read(
    files: Annotated[list[Path], typer.Argument(help="Photographs or scans: JPEG, PNG, PDF.")],
    card: Annotated[
        Path | None, typer.Option(exists=True, dir_okay=False, help="The card.json.")
    ] = None,
    as_json: Json = False,
) -> None:
    """Read answer cards from pictures; doubtful answers are for a person to look at."""
    if card is None:
        raise typer.BadParameter("say which card: --card card.json")
    paper_card.read(paper_card.read_card_file(card), files, as_json=as_json)

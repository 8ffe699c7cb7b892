"""`terrace paper`: blank sheets to try, photographs read, the reader measured."""

import json
import os
from pathlib import Path
from typing import Annotated, Literal

import typer

from terrace.cli import paper_card

group = typer.Typer(help="Sheets of paper: print, read, measure.", no_args_is_help=True)
group.add_typer(paper_card.group, name="card")

Json = Annotated[bool, typer.Option("--json", help="One JSON object a line on stdout.")]


@group.command()
def sample(
    out: Annotated[Path, typer.Option("--out", help="Folder for sheets.pdf and layout.json.")],
    sheets: Annotated[int, typer.Option("--sheets", min=1, max=5000)] = 1,
    questions: Annotated[int, typer.Option("--questions", min=0, max=400)] = 12,
    options: Annotated[int, typer.Option("--options", min=2, max=8)] = 4,
    digits: Annotated[int, typer.Option("--digits", min=0, max=200, help="Of three boxes.")] = 0,
    seed: Annotated[int, typer.Option("--seed")] = 1,
) -> None:
    """Print blank sheets and say where everything on them is; the same seed gives the same."""
    if questions + digits == 0:
        raise typer.BadParameter("a sheet needs at least one question or number")
    from random import Random
    from tempfile import TemporaryDirectory

    from terrace.engines.paper.font import unpack_font
    from terrace.engines.paper.interchange import layouts_to_json
    from terrace.engines.paper.printer import print_sheets
    from terrace.engines.paper.sample import sample_sheets

    with TemporaryDirectory() as folder:
        fonts = unpack_font(Path(folder)).parent
        made = sample_sheets(
            sheets=sheets,
            questions=questions,
            options=options,
            digits=digits,
            rng=Random(seed),  # noqa: S311 - numbers of blank sheets, nothing secret
            font_dir=fonts,
        )
        printed = print_sheets(made, font_dir=fonts)
    out.mkdir(parents=True, exist_ok=True)
    (out / "sheets.pdf").write_bytes(printed.pdf)
    layout = json.dumps(layouts_to_json(printed.layouts), ensure_ascii=False)
    (out / "layout.json").write_text(layout, encoding="utf-8")
    typer.echo(f"{len(printed.layouts)} pages: {out / 'sheets.pdf'}", err=True)


@group.command()
def read(
    files: Annotated[list[Path], typer.Argument(help="JPEG, PNG or PDF.")],
    layout: Annotated[Path | None, typer.Option(help="The layout.json of our sheets.")] = None,
    card: Annotated[
        Path | None, typer.Option(exists=True, dir_okay=False, help="Another's card.json.")
    ] = None,
    as_json: Json = False,
) -> None:
    """Read photographs and scans: one line a sheet found, in the order of the files."""
    if card is not None:
        paper_card.read(paper_card.read_card_file(card), files, as_json=as_json)
        return
    if layout is None:
        raise typer.BadParameter("say which sheets: --layout layout.json, or --card card.json")
    from terrace.cli.paper_files import UnreadableLayout, read_files

    try:
        for line in read_files(files, layout=layout):
            typer.echo(json.dumps(line, ensure_ascii=False) if as_json else _plain(line))
    except UnreadableLayout as error:
        typer.echo(str(error), err=True)
        raise typer.Exit(2) from error


@group.command()
def bench(
    level: Annotated[
        Literal["careful", "careless", "hostile", "all"], typer.Option("--level")
    ] = "all",
    sheets: Annotated[int, typer.Option("--sheets", min=1)] = 48,
    seed: Annotated[int, typer.Option("--seed")] = 1,
    as_json: Json = False,
) -> None:
    """Read simulated photographs and count what is wrong; with `all`, a line for each level."""
    # Told before NumPy is there: more threads than cores only wait for each other.
    os.environ.setdefault("OPENBLAS_NUM_THREADS", "1")
    from tempfile import TemporaryDirectory

    from terrace.cli.progress import shown
    from terrace.engines.paper.font import unpack_font
    from terrace.engines.paper.simulate.camera import LEVELS
    from terrace.engines.paper.simulate.trial import Trial

    with TemporaryDirectory() as folder:
        trial = Trial(unpack_font(Path(folder)).parent)
    for one in LEVELS if level == "all" else [level]:
        with shown(one) as progress:
            tally = trial.run(one, sheets=sheets, seed=seed, progress=progress)
        row = tally.to_json()
        typer.echo(json.dumps(row) if as_json else "  ".join(f"{k} {v}" for k, v in row.items()))


def _plain(line: dict[str, object]) -> str:
    return "\t".join(str(line[key]) for key in ("file", "sheet", "rejected", "answers", "digits"))

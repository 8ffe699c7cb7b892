"""`terrace paper card …` and `terrace paper read --card`: other people's answer cards."""

import json
from collections.abc import Iterator, Sequence
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Any

import typer

from terrace.engines.paper.cards.card import Card, CardError
from terrace.engines.paper.cards.cardfile import dumps, loads

if TYPE_CHECKING:
    from terrace.engines.paper.cards.reader import CardReading

group = typer.Typer(help="Answer cards of other programs.", no_args_is_help=True)


@group.callback()
def _card() -> None:
    """Answer cards of other programs."""


@group.command()
def convert(
    template: Annotated[
        Path, typer.Argument(exists=True, dir_okay=False, help="OMRChecker's template.json.")
    ],
    out: Annotated[Path | None, typer.Option(help="Where to write; else to stdout.")] = None,
) -> None:
    """Make a card.json of a template.json; pictures that it names are taken from beside it."""
    from terrace.engines.paper.cards.omrchecker import convert as converted

    folder = template.resolve().parent

    def picture(name: str) -> bytes:
        path = (folder / name).resolve()
        if not path.is_relative_to(folder) or not path.is_file():
            raise CardError("preProcessors", f"no picture {name!r} beside the template")
        return path.read_bytes()

    try:
        value = json.loads(template.read_text(encoding="utf-8"))
        card = converted(value, read=picture, name=folder.name)
    except ValueError as error:
        raise typer.BadParameter(f"{template}: {error}") from error
    text = dumps(card)
    if out is None:
        typer.echo(text, nl=False)
    else:
        out.write_text(text, encoding="utf-8")


def read_card_file(path: Path) -> Card:
    """The card in a file; `typer.BadParameter` says what is wrong with it and where."""
    try:
        return loads(path.read_text(encoding="utf-8"))
    except (CardError, UnicodeDecodeError) as error:
        raise typer.BadParameter(f"{path}: {error}") from error


def read(card: Card, files: Sequence[Path], *, as_json: bool) -> None:
    """Print what the files say, a line a card; refused ones say why."""
    for line in lines(card, files):
        typer.echo(json.dumps(line, ensure_ascii=False) if as_json else _told(line))


def lines(card: Card, files: Sequence[Path]) -> Iterator[dict[str, Any]]:
    """One plain object a card found; a file that cannot be read gives one with its reason."""
    from terrace.engines.paper.cards.reader import read_card

    for path in files:
        try:
            image = path.read_bytes()
        except OSError as error:
            yield {**_empty(path), "rejected": f"unreadable: {error.strerror}"}
            continue
        for reading in read_card(image, card):
            yield _line(path, reading)


def _empty(path: Path) -> dict[str, Any]:
    return {"file": str(path), "sheet": None, "rejected": None, "answers": [], "digits": []}


def _line(path: Path, reading: "CardReading") -> dict[str, Any]:
    line = _empty(path)
    if reading.refusal is not None:
        return {**line, "rejected": str(reading.refusal.code)}
    return {
        **line,
        "sheet": reading.sheet,
        "answers": [
            {"question": question, "marked": list(row.marked), "doubtful": row.doubtful}
            for question, row in reading.answers
        ],
        "digits": [
            {"question": one.name, "value": one.value, "doubtful": one.doubtful}
            for one in reading.numbers
        ],
    }


def _told(line: dict[str, Any]) -> str:
    if line["rejected"] is not None:
        return f"{line['file']}: {line['rejected']}"
    said = [
        f"{one['question']}={'+'.join(one['marked'])}{'?' if one['doubtful'] else ''}"
        for one in line["answers"]
        if one["marked"] or one["doubtful"]
    ]
    return f"{line['file']}: sheet {line['sheet'] or '-'}: {' '.join(said)}"

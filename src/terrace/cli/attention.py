"""`terrace attention evaluate`: may a model take the plain rule's place?"""

import json
import os
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Any

import typer

if TYPE_CHECKING:
    from terrace.engines.attention.table import Refused, Table

group = typer.Typer(help="Who may need support: a plain rule, or a model?", no_args_is_help=True)


@group.callback()
def _attention() -> None:
    """Who may need support: a plain rule, or a model?"""


@group.command("evaluate")
def evaluate_(
    train: Annotated[
        Path, typer.Option("--train", exists=True, dir_okay=False, help="Pupils of before, CSV.")
    ],
    test: Annotated[
        Path, typer.Option("--test", exists=True, dir_okay=False, help="Pupils of later, CSV.")
    ],
    target: Annotated[str, typer.Option("--target", help="The column to foresee: 0 or 1.")],
    rule: Annotated[
        str,
        typer.Option(
            "--rule",
            help="The plain rule: COL:asc (need grows with the column) or COL:desc (need grows "
            "as it falls), with commas.",
        ),
    ],
    audit: Annotated[
        str, typer.Option("--audit", help="Columns that foresee nothing and say for whom it holds.")
    ] = "",
    seed: Annotated[int, typer.Option("--seed", min=0, help="The same seed, the same answer.")] = 0,
    as_json: Annotated[bool, typer.Option("--json", help="One JSON object on stdout.")] = False,
) -> None:
    """Try the plain rule and a model on later pupils: the model only if it is surely better."""
    # Told before NumPy is there: on small tables more threads only wait for each other.
    os.environ.setdefault("OPENBLAS_NUM_THREADS", "1")
    from terrace.engines.attention.evaluating import evaluate
    from terrace.engines.attention.rule import terms
    from terrace.engines.attention.table import Refused

    file = ""
    try:
        said = terms(rule)
        file = train.name
        before = _read(train)
        file = test.name
        later = _read(test)
        file = ""
        told = evaluate(
            before,
            later,
            target=target,
            terms=said,
            audit=[one.strip() for one in audit.split(",") if one.strip()],
            seed=seed,
        ).told()
    except Refused as refused:
        raise _answer(refused, file, as_json=as_json) from refused
    if as_json:
        typer.echo(json.dumps(told, ensure_ascii=False))
    else:
        _show(told)


def _read(file: Path) -> "Table":
    from terrace.engines.attention.table import LARGEST, Refused, read

    with file.open("rb") as stream:
        data = stream.read(LARGEST + 1)
    table = read(data)
    if not len(table):
        raise Refused(0, "表格是空的", "the table is empty")
    return table


def _answer(refused: "Refused", file: str, *, as_json: bool) -> typer.Exit:
    if as_json:
        error = {"file": file, "line": refused.line, "zh": refused.zh, "en": refused.en}
        typer.echo(json.dumps({"error": error}, ensure_ascii=False))
    where = f"{file}: 第 {refused.line} 行：" if refused.line else f"{file}: " if file else ""
    typer.echo(f"{where}{refused.zh} · {refused.en}", err=True)
    return typer.Exit(2)


def _show(told: dict[str, Any]) -> None:
    for name in ("auc", "rule_auc", "brier", "ece"):
        typer.echo(f"{name:12} {_number(told[name])}")
    typer.echo(f"{'difference':12} {_interval(told['difference'])}")
    for column, of in told["groups"].items():
        typer.echo(f"\n{column}")
        for label, one in of["groups"].items():
            if one["too_few"]:
                typer.echo(f"  {label:14} {one['pupils']:5}  too few to say")
                continue
            shown = one[told["verdict"]]
            typer.echo(
                f"  {label:14} {one['pupils']:5}  ece {_interval(shown['ece'])}"
                f"  false positives {_interval(shown['false_positive_rate'])}"
            )
    typer.echo(f"\nverdict      {told['verdict']}")


def _number(value: float | None) -> str:
    return "–" if value is None else f"{value:.3f}"


def _interval(one: dict[str, float | None]) -> str:
    return f"{_number(one['mean'])} ({_number(one['low'])} to {_number(one['high'])})"

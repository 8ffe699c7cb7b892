"""`terrace budget count | recount`: money shared out by ballots, and counted again."""

import json
import os
import resource
import time
from fractions import Fraction
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Any

import typer

if TYPE_CHECKING:
    from terrace.engines.ballots.counting import Result
    from terrace.engines.ballots.election import Election, Refused

group = typer.Typer(help="Sharing out money by ballots.", no_args_is_help=True)

Json = Annotated[bool, typer.Option("--json", help="One JSON object on stdout.")]


@group.callback()
def _budget() -> None:
    """Sharing out money by ballots."""


@group.command("count")
def count_(
    file: Annotated[Path, typer.Argument(exists=True, dir_okay=False, help="Pabulib's .pb file.")],
    rule: Annotated[
        str, typer.Option("--rule", help="equal-shares, greedy or phragmen.")
    ] = "equal-shares",
    utility: Annotated[
        str, typer.Option("--utility", help="What a project is worth: cost or cardinality.")
    ] = "cost",
    completion: Annotated[
        str, typer.Option("--completion", help="none, add1 or add1+greedy.")
    ] = "add1",
    explain: Annotated[
        bool, typer.Option("--explain", help="Say of each project why it is funded or not.")
    ] = False,
    ballots: Annotated[
        Path | None, typer.Option("--ballots", help="Write the ballots here, for a recount.")
    ] = None,
    result: Annotated[
        Path | None, typer.Option("--result", help="Write the result here, for a recount.")
    ] = None,
    as_json: Json = False,
) -> None:
    """Count an election and say what is funded."""
    # Told before NumPy is there: more threads only wait for each other.
    os.environ.setdefault("OPENBLAS_NUM_THREADS", "1")
    from terrace.engines.ballots import counting
    from terrace.engines.ballots.election import Refused
    from terrace.engines.ballots.pabulib import read

    for said, known in (
        (rule, counting.RULES),
        (utility, counting.UTILITIES),
        (completion, counting.COMPLETIONS),
    ):
        if said not in known:
            raise typer.BadParameter(f"“{said}”: {' | '.join(known)}")
    before = time.process_time()
    try:
        election = read(file.read_bytes())
    except Refused as refused:
        raise _answer(refused, file, as_json=as_json) from refused
    found = counting.count(election, rule=rule, utility=utility, completion=completion)
    told: dict[str, Any] = {
        "winners": sorted(election.projects[one].id for one in found.winners),
        "spent": _plain(found.spent),
        "rule": found.rule,
        "utility": found.utility,
        "completion": found.completion,
        "voters": election.count,
        "projects": len(election.projects),
        "cpu_seconds": round(time.process_time() - before, 3),
        "peak_mb": round(resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024, 1),
    }
    _publish(election, told, ballots, result)
    if explain:
        from terrace.engines.ballots.explaining import explained

        told["explanations"] = explained(election, found)
    if as_json:
        typer.echo(json.dumps(told, ensure_ascii=False))
    else:
        _show(election, found, told)


@group.command("recount")
def recount_(
    ballots: Annotated[
        Path, typer.Argument(exists=True, dir_okay=False, help="Published ballots.")
    ],
    result: Annotated[Path, typer.Argument(exists=True, dir_okay=False, help="Published result.")],
    as_json: Json = False,
) -> None:
    """Count published ballots again, with one file that needs nothing but Python."""
    from terrace.engines.ballots import recount

    words = [str(ballots), str(result)]
    raise typer.Exit(recount.main([*words, "--json"] if as_json else words))


def _publish(
    election: "Election", told: dict[str, Any], ballots: Path | None, result: Path | None
) -> None:
    if ballots is not None:
        ids = [one.id for one in election.projects]
        published = {
            "budget": str(election.budget),
            "projects": [{"id": one.id, "cost": str(one.cost)} for one in election.projects],
            "ballots": [
                {"supports": sorted(ids[one] for one in kind), "voters": int(many)}
                for kind, many in zip(election.kinds, election.voters, strict=True)
            ],
        }
        ballots.write_text(json.dumps(published, ensure_ascii=False), encoding="utf-8")
    if result is not None:
        kept = {key: told[key] for key in ("winners", "spent", "rule", "utility", "completion")}
        result.write_text(json.dumps(kept, ensure_ascii=False), encoding="utf-8")


def _plain(amount: Fraction) -> int | float:
    return int(amount) if amount.denominator == 1 else float(amount)


def _answer(refused: "Refused", file: Path, *, as_json: bool) -> typer.Exit:
    if as_json:
        error = {"line": refused.line, "zh": refused.zh, "en": refused.en}
        typer.echo(json.dumps({"error": error}, ensure_ascii=False))
    where = f"第 {refused.line} 行：" if refused.line else ""
    typer.echo(f"{file.name}: {where}{refused.zh} · {refused.en}", err=True)
    return typer.Exit(2)


def _show(election: "Election", found: "Result", told: dict[str, Any]) -> None:
    won = set(found.winners)
    typer.echo(f"{'':3}{'votes':>8}{'cost':>14}  project")
    for one in sorted(range(len(election.projects)), key=lambda one: -election.votes[one]):
        project = election.projects[one]
        mark = "✓" if one in won else " "
        words = f"{project.id} {project.name}".strip()
        typer.echo(f"{mark:3}{election.votes[one]:>8,}{_plain(project.cost):>14,}  {words}")
        if "explanations" in told:
            typer.echo(f"{'':27}{told['explanations'][project.id]['en']}")
    for key in ("spent", "rule", "utility", "completion", "voters", "cpu_seconds", "peak_mb"):
        typer.echo(f"{key:12} {told[key]}")

"""`terrace allocate PROBLEM.json --out PLAN.json` and `terrace allocate check PROBLEM.json …`."""

import json
import time
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Any

import typer

if TYPE_CHECKING:
    from terrace.engines.allocation.problem import Refused

Json = Annotated[bool, typer.Option("--json", help="One JSON object on stdout.")]


def allocate(
    files: Annotated[
        list[Path],
        typer.Argument(
            help="PROBLEM.json; or: check PROBLEM.json PLAN.json", metavar="[check] FILE…"
        ),
    ],
    out: Annotated[
        Path | None, typer.Option("--out", dir_okay=False, help="Where the plan goes.")
    ] = None,
    as_json: Json = False,
) -> None:
    """Share out what is scarce where it is needed; or check a plan with a program of its own."""
    if str(files[0]) == "check" and len(files) == 3:
        _check(files[1], files[2], as_json=as_json)
    elif len(files) == 1:
        _plan(files[0], out, as_json=as_json)
    else:
        raise typer.BadParameter("PROBLEM.json --out PLAN.json, or: check PROBLEM.json PLAN.json")


def _plan(file: Path, out: Path | None, *, as_json: bool) -> None:
    from terrace.engines.allocation.planning import plan
    from terrace.engines.allocation.problem import Refused, read

    before = time.process_time()
    try:
        told = plan(read(_document(file)))
    except Refused as refused:
        raise _refused(file, refused, as_json=as_json) from refused
    spent = round(time.process_time() - before, 3)
    if out is not None:
        out.write_text(json.dumps(told, ensure_ascii=False, indent=1) + "\n", encoding="utf-8")
    if as_json:
        typer.echo(json.dumps(told | {"cpu_seconds": spent}, ensure_ascii=False))
        return
    for who, reason in told["reasons"].items():
        typer.echo(f"{who:20} {_shown(told['shares'][who])}\n{'':20} {reason['en']}")
    typer.echo(f"\ncpu_seconds {spent}")


def _check(problem: Path, plan: Path, *, as_json: bool) -> None:
    from terrace.engines.allocation.check import check
    from terrace.engines.allocation.problem import Refused, read

    try:
        asked = _document(problem)
        read(asked)
        made = _document(plan)
        try:
            wrong = check(asked, made)
        except (KeyError, TypeError, ValueError, AttributeError, ZeroDivisionError) as error:
            raise Refused("", f"这不是方案：{error!r}", f"it is no plan: {error!r}") from error
    except Refused as refused:
        raise _refused(plan, refused, as_json=as_json) from refused
    if as_json:
        typer.echo(json.dumps({"valid": not wrong, "reasons": wrong}, ensure_ascii=False))
    else:
        typer.echo("\n".join(wrong) or "方案成立 · the plan is right")
    if wrong:
        raise typer.Exit(1)


def _document(file: Path) -> Any:
    from terrace.engines.allocation.problem import Refused

    try:
        return json.loads(file.read_text(encoding="utf-8-sig"))
    except OSError as error:
        raise Refused("", f"打不开 {file.name}", f"{file.name} cannot be opened") from error
    except (ValueError, RecursionError) as error:
        raise Refused(
            "", f"{file.name} 不是 JSON：{error}", f"{file.name} is no JSON: {error}"
        ) from error


def _refused(file: Path, refused: "Refused", *, as_json: bool) -> typer.Exit:
    if as_json:
        error = {"where": refused.where, "zh": refused.zh, "en": refused.en}
        typer.echo(json.dumps({"error": error}, ensure_ascii=False))
    where = f"{refused.where}: " if refused.where else ""
    typer.echo(f"{file.name}: {where}{refused.zh} · {refused.en}", err=True)
    return typer.Exit(2)


def _shown(share: Any) -> str:
    if isinstance(share, dict):
        return ", ".join(f"{good} {unit:,}" for good, unit in share.items()) or "–"
    return f"{share / 100:,.2f}"

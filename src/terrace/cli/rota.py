"""`terrace rota plan | check | replan`: turns that leave nobody out, and the proof."""

import json
import sys
import time
from datetime import date
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Any

import typer

if TYPE_CHECKING:
    from terrace.engines.rota.planner import Change
    from terrace.engines.rota.problem import Problem
    from terrace.engines.rota.rota import Rota, Turn

group = typer.Typer(name="rota", help="Turns of people over time.", no_args_is_help=True)

Json = Annotated[bool, typer.Option("--json", help="One JSON object on stdout.")]
Seed = Annotated[int, typer.Option("--seed", min=0, help="The same seed gives the same rota.")]
Out = Annotated[Path, typer.Option("--out", dir_okay=False, help="Where the rota goes.")]


class Refused(Exception):
    """A file that cannot be taken: where, and why in both languages."""

    def __init__(self, file: Path, where: str, zh: str, en: str) -> None:
        self.told = {
            "refused": True,
            "file": file.name,
            "where": where,
            "message_zh": f"{file.name}：{zh}",
            "message_en": f"{file.name}: {en}",
        }
        super().__init__(en)


@group.command("plan")
def plan_(
    problem: Annotated[Path, typer.Argument(help="The problem, JSON.")],
    out: Out,
    seed: Seed = 1,
    as_json: Json = False,
) -> None:
    """Make a rota: as many turns as there can be, fair loads, then preferences."""
    try:
        asked = _problem(problem)
        from terrace.engines.rota.planner import plan

        before = time.process_time()
        rota = plan(asked, seed=seed)
        spent = time.process_time() - before
        _write(out, _document(asked, rota))
    except Refused as refused:
        raise _answer(refused, as_json=as_json) from refused
    _tell(asked, rota, spent, as_json=as_json)


@group.command("replan")
def replan_(
    problem: Annotated[Path, typer.Argument(help="The problem as it is now, JSON.")],
    rota: Annotated[Path, typer.Argument(help="The rota so far, JSON.")],
    out: Out,
    since: Annotated[
        str, typer.Option("--from", help="Turns before this day have happened: 2026-10-13.")
    ] = "",
    seed: Seed = 1,
    as_json: Json = False,
) -> None:
    """Make the rota whole again after a change of the problem, with the fewest changes."""
    try:
        asked = _problem(problem)
        old = _turns(rota)
        fixed = _day(problem, since) if since else None
        from terrace.engines.rota.needs import Needs
        from terrace.engines.rota.planner import changes, replan

        before = time.process_time()
        new = replan(asked, old, fixed_before=fixed, seed=seed)
        spent = time.process_time() - before
        changed = changes(Needs(asked), old, new.turns)
        _write(out, _document(asked, new))
    except Refused as refused:
        raise _answer(refused, as_json=as_json) from refused
    _tell(asked, new, spent, as_json=as_json, changed=[_change(one) for one in changed])


@group.command("check")
def check_(
    problem: Annotated[Path, typer.Argument(help="The problem, JSON.")],
    rota: Annotated[Path, typer.Argument(help="The rota, JSON.")],
    as_json: Json = False,
) -> None:
    """Prove that nobody is left out and no law is broken; else say who and which."""
    from terrace.engines.rota.check import check

    try:
        _problem(problem)
        found = check(_read(problem), _read(rota))
    except Refused as refused:
        if as_json:
            told = {key: refused.told[key] for key in ("file", "where", "message_zh", "message_en")}
            reason = {"kind": "unreadable"} | told
            typer.echo(
                json.dumps(
                    {"valid": False, "left_out": [], "reasons": [reason]}, ensure_ascii=False
                )
            )
            raise typer.Exit from refused
        raise _answer(refused, as_json=False) from refused
    if as_json:
        typer.echo(json.dumps(found, ensure_ascii=False))
        return
    if found["valid"]:
        typer.echo("没有漏下任何人。\nNobody is left out.")
    for reason in found["reasons"]:
        about = " ".join(
            str(value) for key, value in reason.items() if not key.startswith("message")
        )
        typer.echo(f"{about}\n  {reason['message_zh']}\n  {reason['message_en']}")
    if not found["valid"]:
        raise typer.Exit(1)


def _read(file: Path) -> Any:
    try:
        return json.loads(file.read_bytes())
    except OSError as broken:
        zh, en = "打不开这个文件。", f"cannot be opened ({broken.strerror})."
        raise Refused(file, "", zh, en) from broken
    except json.JSONDecodeError as broken:
        where = f"line {broken.lineno}"
        zh = f"第 {broken.lineno} 行不是 JSON：{broken.msg}。"
        raise Refused(file, where, zh, f"{where} is not JSON: {broken.msg}.") from broken
    except (ValueError, RecursionError) as broken:
        zh, en = "不是 UTF-8 的 JSON。", "is not JSON in UTF-8."
        raise Refused(file, "", zh, en) from broken


def _problem(file: Path) -> "Problem":
    from terrace.engines.rota.reading import NotAProblem, problem_from_json

    try:
        return problem_from_json(_read(file))
    except NotAProblem as broken:
        raise Refused(file, broken.where, broken.message_zh, broken.message_en) from broken


def _turns(file: Path) -> "tuple[Turn, ...]":
    from terrace.engines.rota.rota import turns_from_json

    try:
        return turns_from_json(_read(file))
    except (KeyError, TypeError) as broken:
        zh, en = "这不是一份轮值表。", "this is not a rota."
        raise Refused(file, "turns", zh, en) from broken


def _day(file: Path, text: str) -> date:
    try:
        return date.fromisoformat(text)
    except ValueError as broken:
        zh = f"--from 写成 2026-10-13，不是 {text!r}。"
        en = f"--from is 2026-10-13, not {text!r}."
        raise Refused(file, "--from", zh, en) from broken


def _document(problem: "Problem", rota: "Rota") -> dict[str, Any]:
    return rota.to_json([one.id for one in problem.adults])


def _write(out: Path, document: dict[str, Any]) -> None:
    """The whole file or none of it."""
    part = out.with_name(f".{out.name}.part")
    try:
        part.write_text(json.dumps(document, ensure_ascii=False, indent=1) + "\n", encoding="utf-8")
        part.replace(out)
    except OSError as broken:
        zh, en = "写不进去。", f"cannot be written ({broken.strerror})."
        raise Refused(out, "", zh, en) from broken


def _change(one: "Change") -> dict[str, Any]:
    def told(turn: tuple[str, str] | None) -> dict[str, str] | None:
        return None if turn is None else {"adult": turn[0], "slot": turn[1]}

    return one.need.to_json() | {"from": told(one.before), "to": told(one.after)}


def _tell(
    problem: "Problem",
    rota: "Rota",
    spent: float,
    *,
    as_json: bool,
    changed: list[dict[str, Any]] | None = None,
) -> None:
    from terrace.engines.rota.words import sentences

    document = _document(problem, rota)
    told: dict[str, Any] = {
        "complete": not rota.left_out,
        "turns": len(rota.turns),
        "left_out": document["left_out"],
        "shortages": document["certificate"]["shortages"],
        "sentences": sentences(problem, rota),
        "loads": document["certificate"]["loads"],
        "cpu_seconds": round(spent, 3),
    }
    if changed is not None:
        told["changes"] = changed
    if as_json:
        typer.echo(json.dumps(told, ensure_ascii=False))
        return
    for zh, en in zip(told["sentences"]["zh"], told["sentences"]["en"], strict=True):
        typer.echo(f"{zh}\n{en}")
    for one in changed or ():
        typer.echo(json.dumps(one, ensure_ascii=False))


def _answer(refused: Refused, *, as_json: bool) -> typer.Exit:
    """The answer to a file that cannot be taken: one JSON object, or words and exit code 1."""
    sys.stderr.write(f"{refused.told['message_zh']}\n{refused.told['message_en']}\n")
    if not as_json:
        return typer.Exit(1)
    typer.echo(json.dumps(refused.told, ensure_ascii=False))
    return typer.Exit()

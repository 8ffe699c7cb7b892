"""`terrace practice export | import | find | key | trust | revoke`: good practice on its way."""

import json
import sys
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Any, NoReturn

import typer

if TYPE_CHECKING:
    from terrace.school.people.models import School
    from terrace.school.practice.carrying import Report

group = typer.Typer(
    name="practice", help="Good practice: written, carried, found.", no_args_is_help=True
)

Json = Annotated[bool, typer.Option("--json", help="One JSON object on stdout.")]
Named = Annotated[
    str, typer.Option("--school", help="The school's name, where there are several here.")
]


@group.command("export")
def export_(
    out: Annotated[Path, typer.Option("--out", help="A file, or a folder (a USB stick).")] = Path(),
    school: Named = "",
    as_json: Json = False,
) -> None:
    """Write the whole library into one signed bundle, for other schools."""
    here = _school(school, as_json=as_json)
    from terrace.school.calendar.queries import today
    from terrace.school.practice import actions, queries
    from terrace.school.practice.carrying import library_of

    if out.is_dir():
        out = out / f"practices-{here.short_name}-{today(here):%Y%m%d}.zip"
    data = actions.export(here, by=None)
    part = out.with_name(f".{out.name}.part")
    try:
        part.write_bytes(data)
        part.replace(out)
    except OSError as broken:
        what = broken.strerror or str(broken)
        _refuse(f"写不进 {out}：{what}。", f"{out} cannot be written: {what}.", as_json=as_json)
    told: dict[str, Any] = {"file": str(out), "bytes": len(data)}
    told |= {"library": queries.counts(here), "digest": library_of(here).digest}
    _tell(told, f"{out}  {len(data)} bytes", as_json=as_json)


@group.command("import")
def import_(
    files: Annotated[list[Path], typer.Argument(help="Bundles of practices.", metavar="FILE...")],
    school: Named = "",
    as_json: Json = False,
) -> None:
    """Take what is genuine and new of bundles; what is refused is named, and says why."""
    here = _school(school, as_json=as_json)
    from terrace.school.practice import actions, queries
    from terrace.school.practice.carrying import library_of

    actions.stock(here)
    reports = [_take(here, file) for file in files]
    refused = any(one.refused for one in reports)
    if as_json:
        told: dict[str, Any] = {"files": [one.to_json() for one in reports]}
        told |= {"library": queries.counts(here), "digest": library_of(here).digest}
        _tell(told, "", as_json=True)
        return
    for one in reports:
        _say(one)
    if refused:
        raise typer.Exit(1)


@group.command("find")
def find_(
    words: Annotated[str, typer.Argument(help="What is looked for; empty for all.")] = "",
    need: Annotated[str, typer.Option(help="Only for this need: heard, family, boarding…")] = "",
    evidence: Annotated[str, typer.Option(help="told, counted, compared or studied.")] = "",
    most_yuan: Annotated[
        int | None, typer.Option(min=0, help="What it costs a year at most, in yuan.")
    ] = None,
    most_hours: Annotated[
        int | None, typer.Option(min=0, help="Hours a week at most, of all staff together.")
    ] = None,
    most: Annotated[int, typer.Option(min=1, max=500, help="How many at most.")] = 10,
    school: Named = "",
    as_json: Json = False,
) -> None:
    """Find practices by words, in Chinese or English, best first."""
    here = _school(school, as_json=as_json)
    from terrace.engines.bundles.body import EVIDENCE, NEEDS
    from terrace.school.practice import actions, queries

    for given, known in ((need, NEEDS), (evidence, EVIDENCE)):
        if given and given not in known:
            listed = ", ".join(known)
            _refuse(
                f"没有“{given}”，可以写：{listed}。",
                f"there is no {given!r}; choose of: {listed}.",
                as_json=as_json,
            )
    actions.stock(here)
    wanted = queries.Wanted(
        need=need,
        evidence=evidence,
        most_fen=None if most_yuan is None else most_yuan * 100,
        most_minutes=None if most_hours is None else most_hours * 60,
    )
    found = queries.find(here, words, wanted, most=most)
    if as_json:
        told = [
            {
                "key": one.key,
                "id": one.thing,
                "title": one.body["title"],
                "school": one.by_school,
                "needs": one.needs.split(),
                "evidence": one.evidence,
                "cost_fen": one.cost_fen,
                "minutes_a_week": one.minutes_a_week,
                "simulated": one.simulated,
                "tries": one.tries,
                "reports": {"kept": one.kept, "changed": one.changed, "stopped": one.stopped},
            }
            for one in found
        ]
        _tell({"found": told}, "", as_json=True)
        return
    for one in found:
        typer.echo(f"{one.body['title'].get('zh', '')}  {one.body['title'].get('en', '')}".strip())
    if not found:
        typer.echo("没有找到。 Nothing was found.")


@group.command("book")
def book_(
    out: Annotated[Path, typer.Option("--out", help="The folder for the books.")],
    need: Annotated[str, typer.Option(help="Only practices for this need.")] = "",
    school: Named = "",
    as_json: Json = False,
) -> None:
    """Make a book of the practices: PDF and EPUB, in Chinese and in English."""
    here = _school(school, as_json=as_json)
    from django.conf import settings

    from terrace.engines.bundles.body import NEEDS
    from terrace.school.journal import clock
    from terrace.school.practice import actions
    from terrace.school.practice.binding import as_pdf
    from terrace.school.practice.book import LANGUAGES, book_of
    from terrace.school.practice.epub import as_epub

    if need and need not in NEEDS:
        listed = ", ".join(NEEDS)
        zh, en = f"没有“{need}”，可以写：{listed}。", f"there is no {need!r}; choose of: {listed}."
        _refuse(zh, en, as_json=as_json)
    actions.stock(here)
    fonts = Path(settings.TERRACE_HOME) / "fonts"
    files = []
    chapters = 0
    try:
        out.mkdir(parents=True, exist_ok=True)
        for language in LANGUAGES:
            words = book_of(here, language, need=need)
            chapters = len(words.chapters)
            moment = f"{clock.now():%Y-%m-%dT%H:%M:%SZ}"
            for kind, data in (("pdf", as_pdf(words, fonts)), ("epub", as_epub(words, moment))):
                file = out / f"practices-{language}.{kind}"
                part = file.with_name(f".{file.name}.part")
                part.write_bytes(data)
                part.replace(file)
                files.append({"file": str(file), "language": language, "bytes": len(data)})
    except OSError as broken:
        what = broken.strerror or str(broken)
        _refuse(f"写不进 {out}：{what}。", f"{out} cannot be written: {what}.", as_json=as_json)
    told = {"chapters": chapters, "files": files}
    _tell(told, "\n".join(f"{one['file']}  {one['bytes']} bytes" for one in files), as_json=as_json)


@group.command("key")
def key_(school: Named = "", as_json: Json = False) -> None:
    """Print the school's public key: by it others know what this school wrote."""
    here = _school(school, as_json=as_json)
    from django.db import transaction

    from terrace.school.practice.keys import shown, signer_of

    with transaction.atomic():
        key = signer_of(here, by=None).public
    _tell({"school": here.name, "key": key}, f"{here.name}  {shown(key)}  {key}", as_json=as_json)


@group.command("trust")
def trust_(
    key: Annotated[str, typer.Argument(help="The office's public key.")],
    name: Annotated[str, typer.Option(help="What the office is called.")],
    school: Named = "",
    as_json: Json = False,
) -> None:
    """Let an office (a county's) revoke keys of other schools in this library."""
    here = _school(school, as_json=as_json)
    from terrace.school.practice import actions

    key = _key(key, as_json=as_json)
    actions.trust(here, key=key, name=name)
    _tell({"school": here.name, "trusts": key, "name": name}, f"{name}  {key}", as_json=as_json)


@group.command("revoke")
def revoke_(
    why: Annotated[str, typer.Option(help="Why, in a sentence.")],
    key: Annotated[
        str, typer.Option(help="Another school's key; without it, this school's own.")
    ] = "",
    school: Named = "",
    as_json: Json = False,
) -> None:
    """Revoke a key that may be in other hands; what this school wrote is signed with a new one."""
    here = _school(school, as_json=as_json)
    from terrace.school.practice import actions
    from terrace.school.practice.keys import public_of

    if key:
        key = _key(key, as_json=as_json)
        actions.revoke_other(here, key=key, why=why, by=None)
        _tell({"revoked": key}, f"已作废 revoked  {key}", as_json=as_json)
        return
    old = public_of(here)
    new = actions.revoke(here, why=why, by=None).public
    told = {"revoked": old, "key": new}
    _tell(told, f"已作废 revoked  {old}\n新钥匙 new key  {new}", as_json=as_json)


def _take(here: "School", file: Path) -> "Report":
    from terrace.engines.bundles.refusal import Refusal
    from terrace.school.practice import actions
    from terrace.school.practice.carrying import Report

    try:
        with file.open("rb") as stream:
            return actions.take_bundle(here, stream, name=file.name, by=None)
    except OSError as broken:
        what = broken.strerror or str(broken)
        gone = Refusal("unreadable", "", file.name, detail_zh=what, detail_en=what)
        return Report(file.name, refused=[gone])


def _say(report: "Report") -> None:
    new = report.new
    typer.echo(
        f"{report.file}: 新经验 practices {new['practice']}, 试用 tries {new['try']}, "
        f"回报 reports {new['report']}, 照片 photographs {report.photos}, 已有 known {report.known}"
    )
    for refused in report.refused:
        sys.stderr.write(f"  {refused.message_zh}\n  {refused.message_en}\n")


def _school(name: str, *, as_json: bool) -> "School":
    from terrace.cli.django_ready import start_school

    start_school(as_json=as_json)
    from django.db import connection

    from terrace.school.people.models import School

    if "practice_card" not in connection.introspection.table_names():
        from terrace.web.prepare import prepare

        prepare()  # a school from before there were practices
    found = list(School.objects.filter(name=name) if name else School.objects.all()[:2])
    if len(found) == 1:
        return found[0]
    zh = "本机有几所学校，请用 --school 写明是哪一所。"
    en = "There are several schools here: say which one with --school."
    if not found:
        zh = f"没有叫“{name}”的学校。" if name else "还没有学校。"
        en = f"There is no school called {name!r}." if name else "There is no school yet."
    return _refuse(zh, en, as_json=as_json)


def _key(text: str, *, as_json: bool) -> str:
    from terrace.engines.bundles.records import KEY

    key = "".join(text.split()).lower()
    if not KEY.fullmatch(key):
        _refuse("钥匙是 64 位十六进制数。", "A key has 64 hexadecimal digits.", as_json=as_json)
    return key


def _tell(told: dict[str, Any], plain: str, *, as_json: bool) -> None:
    sys.stdout.write((json.dumps(told, ensure_ascii=False) if as_json else plain) + "\n")


def _refuse(zh: str, en: str, *, as_json: bool) -> NoReturn:
    if as_json:
        _tell({"refused": True, "message_zh": zh, "message_en": en}, "", as_json=True)
        raise typer.Exit
    sys.stderr.write(f"{zh} {en}\n")
    raise typer.Exit(1)

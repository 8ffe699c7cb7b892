"""Elections in Pabulib's format (``.pb``): META, PROJECTS and VOTES, separated by semicolons.

Approval, ordinal, cumulative, scoring and choose-1 votes. Support is being listed; in votes with
points, with more than none. Stolicki, Szufa & Talmon (2020).
"""

import csv
import re
from collections.abc import Iterator, Sequence
from decimal import Decimal, InvalidOperation
from fractions import Fraction
from typing import NoReturn

from terrace.engines.ballots.election import Election, Project, Refused, election

LARGEST = 256 * 2**20
SECTIONS = ("META", "PROJECTS", "VOTES")
VOTE_TYPES = ("approval", "ordinal", "cumulative", "scoring", "choose-1")
MOST_DIGITS = 30

Row = tuple[int, list[str]]


def read(data: bytes) -> Election:
    """The election in a ``.pb`` file. Raises `Refused` with the line and the reason."""
    if len(data) > LARGEST:
        raise Refused(0, "文件太大", "the file is too large")
    sections = _sections(_text(data))
    meta = _meta(sections["META"])
    budget = _money(*_said(meta, "budget"), what="budget")
    if budget < 0:
        _refuse(_said(meta, "budget")[0], "预算不能小于零", "the budget cannot be below zero")
    kind = meta.get("vote_type", (0, "approval"))
    if kind[1] not in VOTE_TYPES:
        _refuse(kind[0], f"不认识的投票方式「{kind[1]}」", f"unknown vote type “{kind[1]}”")
    projects, number = _projects(sections["PROJECTS"])
    ballots = list(_ballots(sections["VOTES"], number, with_points=kind[1] in VOTE_TYPES[2:4]))
    return election(projects, budget, ballots)


def _refuse(line: int, zh: str, en: str) -> NoReturn:
    raise Refused(line, zh, en)


def _text(data: bytes) -> str:
    try:
        return data.decode("utf-8-sig")
    except UnicodeDecodeError as error:
        line = data[: error.start].count(b"\n") + 1
        raise Refused(line, "文字不是 UTF-8 编码", "the text is not UTF-8") from None


def _sections(text: str) -> dict[str, list[Row]]:
    """The rows of each section, its heading first, with the line on which each ends."""
    if "\0" in text:
        _refuse(0, "这不是文本文件", "this is not a text file")
    csv.field_size_limit(10_000_000)
    reader = csv.reader(text.splitlines(keepends=True), delimiter=";")
    found: dict[str, list[Row]] = {}
    now: list[Row] | None = None
    try:
        for row in reader:
            cells = [cell.strip() for cell in row]
            if not any(cells):
                continue
            name = cells[0].upper()
            if name in SECTIONS and not any(cells[1:]):
                if name in found:
                    _refuse(reader.line_num, f"{name} 出现了两次", f"{name} stands there twice")
                now = found[name] = []
            elif now is None:
                _refuse(reader.line_num, "文件应以 META 开头", "the file should begin with META")
            else:
                now.append((reader.line_num, cells))
    except csv.Error as error:
        _refuse(reader.line_num, f"这一行读不了：{error}", f"this line cannot be read: {error}")
    for name in SECTIONS:
        if name not in found:
            _refuse(0, f"缺少 {name} 部分", f"the section {name} is missing")
        if not found[name]:
            _refuse(0, f"{name} 部分是空的", f"the section {name} is empty")
    return found


def _meta(rows: Sequence[Row]) -> dict[str, tuple[int, str]]:
    pairs = {cells[0].lower(): (line, cells[1] if len(cells) > 1 else "") for line, cells in rows}
    pairs.pop("key", None)
    return pairs


def _said(meta: dict[str, tuple[int, str]], name: str) -> tuple[int, str]:
    if name not in meta:
        _refuse(0, f"META 里缺少 {name}", f"META lacks {name}")
    return meta[name]


def _money(line: int, said: str, *, what: str) -> Fraction:
    plain = said.replace(" ", "").replace("\u00a0", "")
    if re.fullmatch(r"[^.]*,\d{1,2}", plain):
        plain = plain.replace(",", ".")
    try:
        number = Decimal(plain)
        if not number.is_finite() or abs(number.adjusted()) > MOST_DIGITS:
            raise InvalidOperation
        return Fraction(number)
    except (InvalidOperation, ValueError):
        _refuse(
            line, f"{what} 应为数字，这里是「{said[:40]}」", f"{what} “{said[:40]}” is no number"
        )


def _columns(rows: Sequence[Row], section: str, *needed: str) -> dict[str, int]:
    line, heading = rows[0]
    at = {name.lower(): place for place, name in enumerate(heading)}
    for name in needed:
        if name not in at:
            _refuse(line, f"{section} 缺少 {name} 列", f"{section} lacks the column {name}")
    return at


def _projects(rows: Sequence[Row]) -> tuple[list[Project], dict[str, int]]:
    at = _columns(rows, "PROJECTS", "project_id", "cost")
    projects: list[Project] = []
    number: dict[str, int] = {}
    for line, cells in rows[1:]:
        if len(cells) <= max(at["project_id"], at["cost"]):
            _refuse(line, "这一行的格数不够", "this line has too few cells")
        known = cells[at["project_id"]]
        if not known:
            _refuse(line, "项目没有编号", "the project has no id")
        if known in number:
            _refuse(line, f"项目 {known} 出现了两次", f"project {known} stands there twice")
        cost = _money(line, cells[at["cost"]], what="cost")
        if cost <= 0:
            _refuse(line, "项目的费用必须大于零", "a project must cost more than zero")
        name = cells[at["name"]] if "name" in at and len(cells) > at["name"] else ""
        number[known] = len(projects)
        projects.append(Project(known, cost, name))
    return projects, number


def _ballots(
    rows: Sequence[Row], number: dict[str, int], *, with_points: bool
) -> Iterator[list[int]]:
    at = _columns(rows, "VOTES", "voter_id", "vote")
    seen: set[str] = set()
    for line, cells in rows[1:]:
        if len(cells) <= max(at["voter_id"], at["vote"]):
            _refuse(line, "这一行的格数不够", "this line has too few cells")
        voter = cells[at["voter_id"]]
        if voter in seen:
            _refuse(line, f"{voter} 投了两次", f"{voter} votes twice")
        seen.add(voter)
        listed = [one for one in map(str.strip, cells[at["vote"]].split(",")) if one]
        if len(set(listed)) < len(listed):
            _refuse(line, "同一张票上有项目重复", "a project stands twice on one ballot")
        for one in listed:
            if one not in number:
                _refuse(line, f"没有编号为 {one} 的项目", f"there is no project {one}")
        if with_points and "points" in at and len(cells) > at["points"]:
            listed = _with_points(line, listed, cells[at["points"]])
        yield [number[one] for one in listed]


def _with_points(line: int, listed: list[str], said: str) -> list[str]:
    points = [one for one in map(str.strip, said.split(",")) if one]
    if len(points) != len(listed):
        _refuse(
            line,
            f"{len(listed)} 个项目，却有 {len(points)} 个分数",
            f"{len(listed)} projects, but {len(points)} points",
        )
    return [
        one
        for one, given in zip(listed, points, strict=True)
        if _money(line, given, what="points") > 0
    ]

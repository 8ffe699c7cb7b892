"""A curriculum as CSV: one standard a row with what it needs, or one link a row."""

import re
from collections.abc import Mapping

from terrace.school.curriculum.questions.question import Fault
from terrace.school.curriculum.questions.tables import text_table

from .framework import Collected, Link, Problem, Standard
from .json_lists import letters, take_link, text

COLUMNS: Mapping[str, tuple[str, ...]] = {
    "code": ("humancodingscheme", "code", "编号", "代码", "id", "identifier", "name", "standard"),
    "name": (
        "fullstatement",
        "description",
        "statement",
        "prettydisplayname",
        "title",
        "内容",
        "知识点",
        "名称",
    ),
    "grade": ("educationlevel", "grade", "gradelevel", "gradelevelcode", "年级"),
    "parent": ("ischildof", "parent", "ispartof", "上级"),
    "needs": ("prerequisites", "prerequisite", "precededby", "needs", "先修", "前置"),
    "source": ("source", "from", "origin", "originnode", "originnodeidentifier", "先"),
    "target": ("target", "to", "destination", "destinationnodeidentifier", "后"),
    "relation": ("relationship", "relation", "associationtype", "type", "关系"),
}
"""What a column may be called, letters alone; the first name that a file has is taken."""

_ID = ("identifier", "id")
_CODE_PARTS = (
    "gradelevelcode",
    "domaincode",
    "clustercode",
    "standardcounter",
    "substandardcounter",
)


def take_table(found: Collected, file: str, raw: bytes) -> None:
    """Add what a CSV file tells; `Fault` where it has no headings that are known."""
    _title, rows = text_table(raw)
    headings = [letters(cell) for cell in rows[0][1]] if rows else []
    columns = {
        meaning: headings.index(name)
        for meaning, names in COLUMNS.items()
        for name in reversed(names)
        if name in headings
    }
    parts = [headings.index(name) for name in _CODE_PARTS if name in headings]
    if {"source", "target"} <= set(columns):
        for number, cells in rows[1:]:
            if any(cells):
                said = {name: _cell(cells, at) for name, at in columns.items()}
                relation = said.get("relation") or "before"
                take_link(found, file, str(number), said["source"], said["target"], relation)
        return
    if "code" not in columns and len(parts) < 4:
        raise Fault(
            1,
            zh="第一行没有认得的列名：编号（code）、内容（description）、先修（prerequisites）。",
            en="The first row has no headings that are known: code, description, prerequisites.",
        )
    ids = next((headings.index(name) for name in _ID if name in headings), None)
    by_id: dict[str, str] = {}
    pending: list[tuple[str, str, str]] = []
    for number, cells in rows[1:]:
        if not any(cells):
            continue
        said = {name: _cell(cells, at) for name, at in columns.items()}
        pieces = [_cell(cells, at) for at in parts] if len(parts) >= 4 else []
        code = ".".join(piece for piece in pieces if piece) or said.get("code", "")
        if not code and ids is not None:
            code = _cell(cells, ids)
        if not code or code in found.standards:
            found.problems.append(_unusable(file, number, code))
            continue
        grade = said.get("grade", "")
        found.standards[code] = Standard(
            code, said.get("name") or code, tuple(re.split(r"[,;，；]\s*", grade)) if grade else ()
        )
        if ids is not None:
            by_id[_cell(cells, ids)] = code
        pending += [(code, "parent", one) for one in _several(said.get("parent", ""))]
        pending += [(code, "needs", one) for one in _several(said.get("needs", ""))]
    for code, meaning, other in pending:
        named = by_id.get(other, other)
        link = Link("part_of", code, named) if meaning == "parent" else Link("before", named, code)
        found.links[link] = file


def _cell(cells: tuple[str, ...], at: int) -> str:
    return text(cells[at]) if at < len(cells) else ""


def _several(cell: str) -> list[str]:
    return [one.strip() for one in re.split(r"[,;|，；、]", cell) if one.strip()]


def _unusable(file: str, row: int, code: str) -> Problem:
    if not code:
        return Problem(file, str(row), f"第 {row} 行没有编号。", f"Row {row} has no code.")
    return Problem(
        file,
        str(row),
        f"第 {row} 行的编号“{code}”已经有了，这一行没有用。",
        f"Row {row}: {code} stands there already, the row was not used.",
    )

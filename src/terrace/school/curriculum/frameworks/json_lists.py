"""A curriculum in JSON: a CASE package, or plain lists of standards and of what links them."""

from collections.abc import Iterable, Mapping
from typing import Any

from terrace.school.curriculum.questions.question import Fault

from .framework import Collected, Link, LinkKind, Problem, Standard

_ASSOCIATIONS: Mapping[str, LinkKind] = {
    "ischildof": "part_of",
    "ispartof": "part_of",
    "precedes": "before",
    "isrelatedto": "related",
    "ispeerof": "related",
    "exactmatchof": "related",
}
"""CASE's kinds of association that say something of teaching; others are named."""

RELATIONS: Mapping[str, LinkKind] = {
    **_ASSOCIATIONS,
    "dependency": "before",
    "prerequisite": "before",
    "prerequisiteof": "before",
    "before": "before",
    "conceptualconnection": "related",
    "related": "related",
    "parent": "part_of",
    "childof": "part_of",
}
"""The same in lists of links, by what their files call it, letters alone."""

_CODE_PARTS = (
    "grade_level_code",
    "domain_code",
    "cluster_code",
    "standard_counter",
    "substandard_counter",
)


def take_json(found: Collected, file: str, told: Any) -> None:
    """Add what a JSON file tells; `Fault` where it is of no kind that is known."""
    if isinstance(told, Mapping) and "CFItems" in told:
        _take_case(found, file, told)
        return
    taken = False
    if isinstance(told, list):
        told = {"standards": told} if not _are_links(told) else {"dependencies": told}
    if isinstance(told, Mapping):
        for name in ("standards", "items", "skills"):
            if isinstance(told.get(name), list):
                _take_standards(found, file, told[name])
                taken = True
        for name in ("dependencies", "links", "edges", "associations"):
            if isinstance(told.get(name), list):
                _take_links(found, file, told[name])
                taken = True
        found.title = found.title or text(told.get("title"))
    if not taken:
        raise Fault(
            1,
            zh="没有找到 CFItems（CASE）、standards 或 dependencies。",
            en="There are no CFItems (CASE), standards or dependencies in it.",
        )


def letters(name: str) -> str:
    """A name by its letters alone: `Is Child Of` is ischildof."""
    return "".join(sign for sign in name.lower() if sign.isalnum())


def text(value: Any) -> str:
    """A value as one line of text; empty for what is none."""
    return " ".join(str(value).split()) if isinstance(value, str | int) else ""


def _are_links(told: list[Any]) -> bool:
    return bool(told) and isinstance(told[0], Mapping) and {"source", "target"} <= set(told[0])


def _objects(
    found: Collected, file: str, name: str, rows: Iterable[Any]
) -> Iterable[tuple[int, Mapping[str, Any]]]:
    for place, row in enumerate(rows, 1):
        if isinstance(row, Mapping):
            yield place, row
        else:
            found.problems.append(
                Problem(
                    file,
                    f"{name}[{place}]",
                    f"{name} 的第 {place} 项不是对象。",
                    f"Number {place} of {name} is no object.",
                )
            )


def _no_code(file: str, where: str) -> Problem:
    return Problem(file, where, f"{where} 没有编号。", f"{where} has no code.")


def _take_case(found: Collected, file: str, told: Mapping[str, Any]) -> None:
    document = told.get("CFDocument")
    if isinstance(document, Mapping):
        found.title = found.title or text(document.get("title"))
        found.identifier = found.identifier or text(document.get("identifier"))
    codes: dict[str, str] = {}
    for place, item in _objects(found, file, "CFItems", told["CFItems"] or ()):
        identifier = text(item.get("identifier"))
        code = text(item.get("humanCodingScheme")) or identifier
        if not code:
            found.problems.append(_no_code(file, f"CFItems[{place}]"))
            continue
        if code in found.standards and identifier:
            # Two items may share a human code (a heading and its standard): ids never do.
            code = f"{code} ({identifier})"
        codes[identifier or code] = code
        levels = item.get("educationLevel")
        grades = tuple(text(one) for one in levels) if isinstance(levels, list) else ()
        name = text(item.get("fullStatement")) or text(item.get("abbreviatedStatement")) or code
        found.standards[code] = Standard(code, name, grades)
    own = found.identifier
    for place, link in _objects(found, file, "CFAssociations", told.get("CFAssociations") or ()):
        kind = _ASSOCIATIONS.get(letters(text(link.get("associationType"))))
        first, second = _node(link, "originNodeURI"), _node(link, "destinationNodeURI")
        if kind == "part_of" and second and second == own:
            continue  # a child of the document itself stands at the top
        if kind is None or not first or not second:
            where = f"CFAssociations[{place}]"
            said = text(link.get("associationType"))
            found.problems.append(
                Problem(
                    file,
                    where,
                    f"{where}（{said}）没有用。",
                    f"{where} ({said}) was left out.",
                )
            )
            continue
        found.links[Link(kind, codes.get(first, first), codes.get(second, second))] = file


def _node(link: Mapping[str, Any], name: str) -> str:
    node = link.get(name)
    if isinstance(node, Mapping):
        return text(node.get("identifier")) or text(node.get("uri")).rstrip("/").rpartition("/")[2]
    return text(node).rstrip("/").rpartition("/")[2]


def _take_standards(found: Collected, file: str, rows: list[Any]) -> None:
    for place, row in _objects(found, file, "standards", rows):
        code = text(row.get("code")) or text(row.get("id")) or text(row.get("identifier"))
        parent = text(row.get("parent"))
        if not code and row.get("grade_level_code") is not None:
            pieces = [text(row.get(name)) for name in _CODE_PARTS]
            code = ".".join(piece for piece in pieces if piece)
            if pieces[-1]:
                parent = ".".join(piece for piece in pieces[:-1] if piece)
        if not code:
            found.problems.append(_no_code(file, f"standards[{place}]"))
            continue
        if code in found.standards:
            found.problems.append(_twice(file, code))
            continue
        name = next(
            (
                said
                for key in ("description", "name", "title", "statement")
                if (said := text(row.get(key)))
            ),
            code,
        )
        grade = text(row.get("grade")) or text(row.get("grade_level_code"))
        found.standards[code] = Standard(code, name, (grade,) if grade else ())
        if parent:
            found.links[Link("part_of", code, parent)] = file
        needs = row.get("prerequisites")
        for base in needs if isinstance(needs, list) else ():
            found.links[Link("before", text(base), code)] = file


def _twice(file: str, code: str) -> Problem:
    return Problem(
        file,
        code,
        f"编号“{code}”出现了两次，只用第一次。",
        f"{code} stands there twice: the first is used.",
    )


def _take_links(found: Collected, file: str, rows: list[Any]) -> None:
    for place, row in _objects(found, file, "dependencies", rows):
        take_link(
            found,
            file,
            f"dependencies[{place}]",
            text(row.get("source")) or text(row.get("from")),
            text(row.get("target")) or text(row.get("to")),
            text(row.get("relationship")) or text(row.get("type")) or "before",
        )


def take_link(
    found: Collected, file: str, where: str, first: str, second: str, relation: str
) -> None:
    """Add a link from a list of links; a relation that nobody knows is named."""
    kind = RELATIONS.get(letters(relation))
    if kind is None or not first or not second:
        found.problems.append(
            Problem(
                file,
                where,
                f"“{first} → {second}”（{relation}）没有用。",
                f"The link {first} → {second} ({relation}) was left out.",
            )
        )
        return
    found.links[Link(kind, first, second)] = file

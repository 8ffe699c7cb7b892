"""A curriculum of another program, as its files tell it, checked for circles and missing links."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any, Literal, TypeAlias

from terrace.engines.learner.graph import CircularSkillsError, SkillGraph

LinkKind: TypeAlias = Literal["before", "part_of", "related"]
"""`before`: the first is needed for the second. `part_of`: the first belongs to the second."""

MOST_CIRCLES = 100


@dataclass(frozen=True, slots=True)
class Standard:
    """One thing that is taught. `code` is what links name; `grades` as the file writes them."""

    code: str
    name: str
    grades: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Link:
    """What stands between two standards, by their codes."""

    kind: LinkKind
    first: str
    second: str


@dataclass(frozen=True, slots=True)
class Problem:
    """Something in a file that was not taken: where (a line, a code), and why."""

    file: str
    where: str
    zh: str
    en: str

    def to_json(self) -> dict[str, Any]:
        """Plain JSON."""
        return {
            "file": self.file,
            "where": self.where,
            "message_zh": self.zh,
            "message_en": self.en,
        }


@dataclass(slots=True)
class Collected:
    """What files say before it is checked: links by code, with the file that has them."""

    title: str = ""
    identifier: str = ""
    standards: dict[str, Standard] = field(default_factory=dict)
    links: dict[Link, str] = field(default_factory=dict)
    problems: list[Problem] = field(default_factory=list)


@dataclass(frozen=True, slots=True)
class Framework:
    """A curriculum that holds together: every link has both ends, `before` has no circle.

    `circles` names the circles that its files had, each from a standard back to itself ("needs"
    reads rightwards); `missing` the codes that links name and no file has.
    """

    title: str
    identifier: str
    standards: tuple[Standard, ...]
    links: tuple[Link, ...]
    circles: tuple[tuple[str, ...], ...] = ()
    missing: tuple[str, ...] = ()
    problems: tuple[Problem, ...] = ()

    def content(self) -> dict[str, Any]:
        """What is kept: standards in the order of their file, links with what they say."""
        return {
            "standards": [
                {"code": one.code, "name": one.name, "grades": list(one.grades)}
                for one in self.standards
            ],
            "links": [[one.kind, one.first, one.second] for one in self.links],
        }

    def count(self, kind: LinkKind) -> int:
        """How many links of a kind there are."""
        return sum(link.kind == kind for link in self.links)


def checked(found: Collected) -> Framework:
    """The framework without the links that cannot be: each one is named among the problems."""
    standards = dict(found.standards)
    if not standards:
        # A file of links alone still names what it links.
        for link in found.links:
            for code in (link.first, link.second):
                standards.setdefault(code, Standard(code, code))
    problems = list(found.problems)
    missing: dict[str, None] = {}
    links: list[Link] = []
    for link, file in found.links.items():
        absent = [code for code in (link.first, link.second) if code not in standards]
        missing |= dict.fromkeys(absent)
        if absent:
            problems.append(_absent(file, link, absent))
        else:
            links.append(link)
    circles = _circles([link for link in links if link.kind == "before"])
    closing = {_closing(circle) for circle in circles}
    for circle in circles:
        problems.append(_circular(found, circle))
    return Framework(
        title=found.title,
        identifier=found.identifier,
        standards=tuple(standards.values()),
        links=tuple(link for link in links if link not in closing),
        circles=tuple(circles),
        missing=tuple(missing),
        problems=tuple(problems),
    )


def _circles(links: Sequence[Link]) -> list[tuple[str, ...]]:
    """Circles, one after the other; of each the link that closes it is taken out."""
    needs: dict[str, list[str]] = {}
    for link in links:
        needs.setdefault(link.second, []).append(link.first)
        needs.setdefault(link.first, [])
    found: list[tuple[str, ...]] = []
    while len(found) < MOST_CIRCLES:
        circle = _circle(needs)
        if circle is None:
            break
        found.append(circle)
        needs[circle[0]].remove(circle[1])
    return found


def _circle(needs: Mapping[str, Sequence[str]]) -> tuple[str, ...] | None:
    try:
        SkillGraph(needs)
    except CircularSkillsError as error:
        return error.skills
    return None


def _closing(circle: Sequence[str]) -> Link:
    """The link that `_circles` takes out: the first of a circle needs the second."""
    return Link("before", circle[1], circle[0])


def _absent(file: str, link: Link, absent: Iterable[str]) -> Problem:
    names = "、".join(absent)
    return Problem(
        file,
        f"{link.first} → {link.second}",
        f"“{link.first} → {link.second}”这一条没有用：找不到{names}。",
        f"The link {link.first} → {link.second} was left out: there is no {', '.join(absent)}.",
    )


def _circular(found: Collected, circle: Sequence[str]) -> Problem:
    shown = " → ".join(circle)
    link = _closing(circle)
    return Problem(
        found.links.get(link, ""),
        shown,
        f"互相等待：{shown}。“{link.first} → {link.second}”这一条没有用。",
        f"These wait for one another: {shown}. The link {link.first} → {link.second} was left out.",
    )

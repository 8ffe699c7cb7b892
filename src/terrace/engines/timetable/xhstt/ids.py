"""Names in an XHSTT file, and what they stand for: every one known, none twice, or the line."""

from collections.abc import Iterable, Iterator

from terrace.engines.timetable.fet.tree import Node
from terrace.engines.timetable.problem import Broken

LARGEST = 10**6
"""No number in a file is larger."""


class Names:
    """The ids of one kind of thing, in the order of the file."""

    def __init__(self, zh: str, en: str) -> None:
        self.zh, self.en = zh, en
        self.index: dict[str, int] = {}

    def add(self, node: Node) -> int:
        """The index of a new thing. Raises `Broken` for an id that is missing or taken."""
        name = node.attributes.get("Id", "")
        if not name:
            raise Broken(node.line, f"{self.zh}没有 Id", f"this {self.en} has no Id")
        if name in self.index:
            raise Broken(
                node.line, f"{self.zh}“{name}”出现了两次", f"{self.en} “{name}” is there twice"
            )
        self.index[name] = len(self.index)
        return self.index[name]

    def of(self, node: Node) -> int:
        """The index of the thing that ``node`` refers to. Raises `Broken` for an unknown one."""
        name = node.attributes.get("Reference", "")
        if name not in self.index:
            raise Broken(
                node.line, f"没有叫“{name}”的{self.zh}", f"there is no {self.en} called “{name}”"
            )
        return self.index[name]


def number(node: Node, tag: str, *, default: int | None = None, least: int = 0) -> int:
    """The whole number in the child ``tag``. Raises `Broken` for another, or none."""
    child = node.find(tag)
    if child is None:
        if default is None:
            raise Broken(node.line, f"{node.tag} 缺少 {tag}", f"{node.tag} lacks {tag}")
        return default
    text = child.text
    good = text.isascii() and text.removeprefix("-").isdigit() and len(text) < 8
    if not good or not least <= int(text) <= LARGEST:
        raise Broken(
            child.line,
            f"{tag} 应是不小于 {least} 的整数，写的却是“{text}”",
            f"{tag} should be a whole number of at least {least}; it says “{text}”",
        )
    return int(text)


def under(node: Node | None, *tags: str) -> "Iterator[Node]":
    """The children of ``node`` (none if it is not there) with one of the tags."""
    for child in node.children if node is not None else ():
        if child.tag in tags:
            yield child


def once(items: Iterable[int]) -> tuple[int, ...]:
    """Each once, in the order in which they come."""
    return tuple(dict.fromkeys(items))

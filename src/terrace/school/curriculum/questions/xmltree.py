"""A tree of an XML file with the line of each element, read so that no file can do harm.

No entity of a file's own is followed and nothing outside the file is fetched: a declaration of an
entity, or a tree deeper than any question needs, refuses the file.
"""

from collections.abc import Iterator
from dataclasses import dataclass, field
from xml.parsers import expat

from .question import Fault

MOST_DEPTH = 60


@dataclass(slots=True)
class Element:
    """One element. `text` is all text directly in it, before, between and after its children."""

    tag: str
    attributes: dict[str, str]
    line: int
    text: str = ""
    children: list["Element"] = field(default_factory=list)
    parts: list[str] = field(default_factory=list)

    def child(self, tag: str) -> "Element | None":
        """The first child of that name."""
        return next(self.all(tag), None)

    def all(self, tag: str) -> Iterator["Element"]:
        """The children of that name, in order."""
        return (child for child in self.children if child.tag == tag)

    def said(self, tag: str) -> str:
        """The text of a child, or of a `text` in it; empty where there is none."""
        found = self.child(tag)
        if found is None:
            return ""
        inner = found.child("text")
        return (found if inner is None else inner).text.strip()


def read_tree(text: str) -> Element:
    """The root of the tree; `Fault` names the line where a file is broken or may do harm."""
    parser = expat.ParserCreate(encoding="utf-8")
    parser.buffer_text = True
    stack: list[Element] = []
    roots: list[Element] = []

    def line() -> int:
        return parser.CurrentLineNumber

    def start(tag: str, attributes: dict[str, str]) -> None:
        if len(stack) >= MOST_DEPTH:
            raise Fault(
                line(),
                zh=f"第 {line()} 行嵌套太深，这个文件没有读。",
                en=f"Line {line()} is nested too deeply: the file was not read.",
            )
        element = Element(tag.rpartition(":")[2].lower(), attributes, line())
        if stack:
            stack[-1].children.append(element)
        else:
            roots.append(element)
        stack.append(element)

    def end(_tag: str) -> None:
        element = stack.pop()
        element.text = "".join(element.parts)
        element.parts.clear()

    def words(data: str) -> None:
        if stack:
            stack[-1].parts.append(data)

    def entity(*_said: object) -> int:
        raise Fault(
            line(),
            zh=f"第 {line()} 行声明了实体，这样的文件可能有害，没有读。",
            en=f"Line {line()} declares an entity. Such a file may do harm: it was not read.",
        )

    parser.StartElementHandler = start
    parser.EndElementHandler = end
    parser.CharacterDataHandler = words
    parser.EntityDeclHandler = entity
    parser.ExternalEntityRefHandler = entity
    try:
        parser.Parse(text.encode("utf-8", "surrogatepass"), True)
    except expat.ExpatError as error:
        reason = expat.ErrorString(error.code)
        raise Fault(
            error.lineno,
            zh=f"第 {error.lineno} 行第 {error.offset + 1} 个字起不是完整的 XML（{reason}）。",
            en=f"Line {error.lineno}, column {error.offset + 1} is not well-formed XML: {reason}.",
        ) from error
    return roots[0]

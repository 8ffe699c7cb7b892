"""The elements of an XML file, with the line each stands on. Nothing is fetched or expanded."""

from collections.abc import Iterator
from xml.parsers import expat

from terrace.engines.timetable.problem import Broken

DEEPEST = 30


class Node:
    """An element: its tag, line, text and children."""

    __slots__ = ("attributes", "children", "line", "tag", "text")

    def __init__(self, tag: str, line: int, attributes: dict[str, str]) -> None:
        self.tag, self.line, self.attributes = tag, line, attributes
        self.text = ""
        self.children: list[Node] = []

    def find(self, *tags: str) -> "Node | None":
        """The first child with one of the tags."""
        for child in self.children:
            if child.tag in tags:
                return child
        return None

    def all(self, tag: str) -> "Iterator[Node]":
        return (child for child in self.children if child.tag == tag)

    def said(self, *tags: str) -> str | None:
        """The text of the first child with one of the tags."""
        found = self.find(*tags)
        return None if found is None else found.text


def parse(data: bytes) -> Node:
    """The root element of ``data``. Raises `Broken`, with the line, if it is not sound XML."""
    parser = expat.ParserCreate()
    parser.buffer_text = True
    root: list[Node] = []
    open_: list[Node] = []
    texts: list[str] = []

    def start(tag: str, attributes: dict[str, str]) -> None:
        node = Node(tag, parser.CurrentLineNumber, attributes)
        if open_:
            open_[-1].children.append(node)
        else:
            root.append(node)
        if len(open_) >= DEEPEST:
            raise Broken(node.line, "元素套得太深", "elements are nested too deeply")
        open_.append(node)
        texts.clear()

    def end(_tag: str) -> None:
        node = open_.pop()
        if not node.children:
            node.text = "".join(texts).strip()
        texts.clear()

    def entity(*_: object) -> None:
        raise Broken(
            parser.CurrentLineNumber,
            "文件里定义了实体，不读这样的文件",
            "the file defines entities; such files are not read",
        )

    parser.StartElementHandler = start
    parser.EndElementHandler = end
    parser.CharacterDataHandler = texts.append
    parser.EntityDeclHandler = entity
    try:
        parser.Parse(data, True)
    except expat.ExpatError as error:
        reason = expat.ErrorString(error.code)
        raise Broken(
            error.lineno, f"不是完好的 XML（{reason}）", f"not sound XML: {reason}"
        ) from None
    except (LookupError, ValueError):
        raise Broken(
            1, "文件的文字编码不认识", "the encoding that the file names is not known"
        ) from None
    return root[0]

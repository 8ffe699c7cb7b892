"""HTML, Markdown and Moodle's own text as words that can be printed."""

import re
from dataclasses import dataclass
from html import unescape
from html.parser import HTMLParser
from typing import Literal, TypeAlias
from urllib.parse import unquote

Format: TypeAlias = Literal["html", "moodle", "markdown", "plain"]

FORMATS: dict[str, Format] = {
    "html": "html",
    "moodle": "moodle",
    "moodle_auto_format": "moodle",
    "markdown": "markdown",
    "plain": "plain",
    "plain_text": "plain",
    "": "moodle",
}
"""Names in GIFT and in Moodle XML; the numbers of old exports are not among them."""

_BLOCKS = frozenset(
    (
        "address",
        "article",
        "blockquote",
        "div",
        "dd",
        "dl",
        "dt",
        "fieldset",
        "figure",
        "footer",
        "form",
        "h1",
        "h2",
        "h3",
        "h4",
        "h5",
        "h6",
        "header",
        "hr",
        "li",
        "ol",
        "p",
        "pre",
        "section",
        "table",
        "tr",
        "ul",
        "tbody",
        "thead",
    )
)
_INLINE = frozenset(
    (
        "a",
        "abbr",
        "b",
        "big",
        "br",
        "cite",
        "code",
        "dfn",
        "em",
        "font",
        "i",
        "img",
        "kbd",
        "label",
        "mark",
        "math",
        "q",
        "s",
        "small",
        "span",
        "strike",
        "strong",
        "sub",
        "sup",
        "td",
        "th",
        "tt",
        "u",
        "var",
        "audio",
        "video",
        "source",
        "iframe",
        "object",
        "embed",
        "input",
        "script",
        "style",
        "svg",
    )
)
_KNOWN = _BLOCKS | _INLINE
_MATHML = frozenset(("mi", "mn", "mo", "ms"))
_SILENT = frozenset(("script", "style"))
_FILES = {
    "img": "src",
    "audio": "src",
    "video": "src",
    "source": "src",
    "object": "data",
    "embed": "src",
    "iframe": "src",
}
_RAISED = str.maketrans("0123456789+-()n", "⁰¹²³⁴⁵⁶⁷⁸⁹⁺⁻⁽⁾ⁿ")
_LOWERED = str.maketrans("0123456789+-()", "₀₁₂₃₄₅₆₇₈₉₊₋₍₎")
_DEEPEST_SHIFT = 5
"""Raised within raised is rare; a file made to be slow is not followed deeper."""
_TAG = re.compile(r"</?([A-Za-z][A-Za-z0-9]*)(\s[^<>]*)?/?>")


@dataclass(frozen=True, slots=True)
class Words:
    """What a piece of markup says, and the files that it points to."""

    text: str
    files: tuple[str, ...] = ()


def words(source: str, written: Format) -> Words:
    """The words of a text in one of Moodle's four formats.

    Paragraphs and line breaks become new lines, raised and lowered figures their Unicode signs, a
    picture its name in brackets. `moodle` text is taken for HTML only where it has tags that HTML
    knows, so that `a < b` and `List<T>` stay what they are.
    """
    source = source.replace("\r\n", "\n").replace("\r", "\n")
    match written:
        case "plain":
            return Words(source.strip())
        case "html":
            return _from_html(source, any_tag=True)
        case "markdown":
            return _from_markdown(source)
        case "moodle":
            if any(found.group(1).lower() in _KNOWN for found in _TAG.finditer(source)):
                # Line ends are kept: in this format a new line is a new line.
                return _from_html(source.replace("\n", "<br>"), any_tag=False)
            return Words(unescape(source).strip())


class _Reader(HTMLParser):
    def __init__(self, *, any_tag: bool) -> None:
        super().__init__(convert_charrefs=True)
        self.any_tag = any_tag
        self.parts: list[str] = []
        self.files: list[str] = []
        self.silent = 0
        self.shift: list[str] = []
        self.kept: list[bool] = []

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        if not self._is_tag(tag):
            self.parts.append(self.get_starttag_text() or "")
            return
        said = {name: value or "" for name, value in attrs}
        if tag in _SILENT:
            self.silent += 1
        elif tag == "br" or tag in _BLOCKS:
            self.parts.append("\n")
            if tag == "li":
                self.parts.append("• ")
        elif tag in ("td", "th"):
            self.parts.append("\t")
        elif tag in ("sub", "sup"):
            self.shift.append(tag)
            self.parts.append(f"\0{tag}\0")
        if tag in _FILES and said.get(_FILES[tag]):
            self._file(tag, said)
        elif tag == "img" and said.get("alt"):
            self.parts.append(said["alt"])

    def handle_endtag(self, tag: str) -> None:
        if not self._is_tag(tag):
            self.parts.append(f"</{tag}>")
        elif tag in _SILENT:
            self.silent = max(0, self.silent - 1)
        elif tag in _BLOCKS and tag not in ("hr",):
            self.parts.append("\n")
        elif tag in ("sub", "sup") and self.shift:
            self.parts.append(f"\0/{self.shift.pop()}\0")

    def handle_data(self, data: str) -> None:
        if not self.silent:
            self.parts.append(data.replace("\0", ""))

    def _is_tag(self, tag: str) -> bool:
        """`x<y` is no tag in HTML either, though a browser would take it for one."""
        return tag in _KNOWN or (self.any_tag and (len(tag) > 2 or ":" in tag or tag in _MATHML))

    def _file(self, tag: str, said: dict[str, str]) -> None:
        source = said[_FILES[tag]]
        if source.startswith("data:"):
            name = said.get("alt") or "picture"
        else:
            name = unquote(source.split("?")[0].rstrip("/").rsplit("/", 1)[-1]) or source
        self.files.append(name)
        if tag != "source":
            alt = said.get("alt", "").strip()
            self.parts.append(f"[{alt or name}]")


def _from_html(source: str, *, any_tag: bool) -> Words:
    reader = _Reader(any_tag=any_tag)
    # After the last > no tag can end: a<b there is a comparison. Older parsers leave it out.
    head, end, tail = source.rpartition(">")
    source = head + end + tail.replace("<", "&lt;")
    reader.feed(re.sub(r"(?<=[^\s>])\n|\n(?=[^\s<])", " ", source) if any_tag else source)
    reader.close()
    for tag in reversed(reader.shift):
        reader.parts.append(f"\0/{tag}\0")
    text = _shifted("".join(reader.parts)).replace("\xa0", " ").replace("\u200b", "")
    lines = [re.sub(r"[ \t\f\v]+", " ", line).strip() for line in text.split("\n")]
    return Words("\n".join(line for line in lines if line), tuple(dict.fromkeys(reader.files)))


def _shifted(text: str) -> str:
    """`x\\0sup\\02\\0/sup\\0` as x², and x^(ab) where Unicode has no such signs."""

    def turned(found: re.Match[str]) -> str:
        tag, inner = found.group(1), found.group(2)
        table = _RAISED if tag == "sup" else _LOWERED
        if inner and all(ord(letter) in table for letter in inner):
            return inner.translate(table)
        mark = "^" if tag == "sup" else "_"
        return f"{mark}{inner}" if len(inner) <= 1 else f"{mark}({inner})"

    inside_out = re.compile("\0(sup|sub)\0([^\0]*)\0/\\1\0")
    for _depth in range(_DEEPEST_SHIFT):
        text, many = inside_out.subn(turned, text)
        if not many:
            break
    return re.sub("\0/?(sup|sub)\0", "", text)


def _from_markdown(source: str) -> Words:
    files: list[str] = []

    def picture(found: re.Match[str]) -> str:
        name = unquote(found.group(2).rsplit("/", 1)[-1])
        files.append(name)
        return f"[{found.group(1) or name}]"

    text = re.sub(r"!\[([^\]\n]{0,300})\]\(([^)\s]{1,1000})[^)\n]{0,300}\)", picture, source)
    text = re.sub(r"(?<!!)\[([^\]\n]{1,300})\]\([^)\s]{1,1000}[^)\n]{0,300}\)", r"\1", text)
    text = re.sub(r"(\*\*|__)(?=\S)([^\n]{1,500}?)(?<=\S)\1", r"\2", text)
    text = re.sub(r"(?<![\w*])\*(?=\S)([^*\n]{1,500}?)(?<=\S)\*(?![\w*])", r"\1", text)
    text = re.sub(r"`([^`\n]{1,500})`", r"\1", text)
    text = re.sub(r"(?m)^#{1,6}\s+", "", text)
    text = re.sub(r"\\([\\`*_\[\]()#+\-.!])", r"\1", text)
    read = words(text, "moodle")
    return Words(read.text, tuple(dict.fromkeys((*files, *read.files))))

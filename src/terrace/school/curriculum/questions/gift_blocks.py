"""A GIFT file cut into its questions: comments away, categories followed, escapes hidden."""

import re
from collections.abc import Iterator
from dataclasses import dataclass

_ESCAPED = "~=#{}:\\"
_FIRST_STAND_IN = 0xFDD0
"""Unicode has set these code points aside for use inside a program: no text holds them."""
_STAND_INS = {letter: chr(_FIRST_STAND_IN + place) for place, letter in enumerate(_ESCAPED)}
_NEW_LINE = chr(_FIRST_STAND_IN + len(_ESCAPED))
_LETTERS = {mark: letter for letter, mark in _STAND_INS.items()} | {_NEW_LINE: "\n"}
_NEVER_TEXT = re.compile(f"[{chr(0xFDD0)}-{chr(0xFDEF)}]")
_ESCAPE = re.compile(r"\\([~=#{}:\\n])")
_STAND_IN = re.compile("[" + "".join(_LETTERS) + "]")

_LOOK_AHEAD = 40
"""So many lines the braces of a question may hold after a blank one."""

_CATEGORY = re.compile(r"\s*\$CATEGORY:(.*)", re.IGNORECASE)
_TAGS = re.compile(r"\[(id|tag):\s*((?:\\.|[^\]\\])*)\]")
_CONTEXT = re.compile(r"^\$(course|module|system|cat\d*)\$/?|^top(/|$)", re.IGNORECASE)


@dataclass(frozen=True, slots=True)
class Block:
    """One question as it is written, its escapes hidden. `line` is its first line, from 1."""

    text: str
    line: int
    category: str
    idnumber: str = ""
    tags: tuple[str, ...] = ()


def hidden(text: str) -> str:
    """The text with every escaped sign replaced by a stand-in that means nothing to GIFT."""
    text = _NEVER_TEXT.sub("\ufffd", text)
    return _ESCAPE.sub(
        lambda found: _NEW_LINE if found.group(1) == "n" else _STAND_INS[found.group(1)], text
    )


def shown(text: str) -> str:
    """The text with the stand-ins turned back into what they stand for."""
    return _STAND_IN.sub(lambda found: _LETTERS[found.group()], text)


def plain_category(path: str) -> str:
    """`$course$/top/Maths/Grade 3` as a person reads it: `Maths/Grade 3`."""
    path, before = path.strip(), None
    while path != before:
        before, path = path, _CONTEXT.sub("", path)
    return path


def blocks(text: str) -> Iterator[Block]:
    """The questions of a file, which blank lines separate.

    More is understood than the format asks for: a question may hold blank lines between its braces,
    and one that begins with `::` needs no blank line before it.
    """
    category = ""
    pending: list[str] = []
    opened = closed = 0
    first = 1
    idnumber, tags = "", []
    lines = hidden(text).split("\n")
    for number, line in enumerate([*lines, ""], 1):
        is_last = number > len(lines)
        if line.lstrip().startswith("//"):
            for kind, value in _TAGS.findall(shown(line)):
                if kind == "id":
                    idnumber = value.replace("\\", "").strip()
                else:
                    tags.append(value.replace("\\", "").strip())
            continue
        is_whole = 0 < opened <= closed
        found = _CATEGORY.match(line) if not pending or is_whole else None
        ends = (
            found is not None
            or (not line.strip() and (is_last or opened <= closed or not _closes(lines, number)))
            or (line.lstrip().startswith("::") and is_whole)
        )
        if ends and pending:
            yield Block("\n".join(pending).strip(), first, category, idnumber, tuple(tags))
            pending, idnumber, tags, opened, closed = [], "", [], 0, 0
        if found:
            category = plain_category(shown(found.group(1)))
            idnumber, tags = "", []
        elif line.strip() or pending:
            if not pending:
                first = number
            pending.append(line.rstrip())
            opened += line.count("{")
            closed += line.count("}")


def _closes(lines: list[str], start: int) -> bool:
    """Whether the open brace is closed a little further on, before another one opens."""
    for line in lines[start : start + _LOOK_AHEAD]:
        if line.lstrip().startswith("//"):
            continue
        if line.lstrip().startswith(("::", "$CATEGORY")):
            return False
        opened, closed = line.find("{"), line.find("}")
        if closed >= 0:
            return opened < 0 or closed < opened
        if opened >= 0:
            return False
    return False

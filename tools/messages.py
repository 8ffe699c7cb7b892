"""Words that people read, and their Chinese.

    python tools/messages.py collect [APP …]   write what code and templates say into the .po files
    python tools/messages.py check             list what has no Chinese or a wrong one

English stands in the code; each app keeps its Chinese in `locale/zh_Hans/LC_MESSAGES/django.po`.
Python is read by its own parser and templates by Django's, so this needs no gettext on the machine
and finds just the messages that Django will look up. Translations that are there are kept; what
nobody says any more goes.
"""

import ast
import re
import sys
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

import django
import polib
from django.template.base import Lexer, Node, Template, TokenType
from django.template.engine import Engine
from django.templatetags.i18n import BlockTranslateNode, TranslateNode

PACKAGE = Path(__file__).parents[1] / "src" / "terrace"
LANGUAGE = "zh_Hans"

# Which arguments of which call are: context, message, plural.
CALLS = {
    "_": (None, 0, None),
    "gettext": (None, 0, None),
    "gettext_lazy": (None, 0, None),
    "gettext_noop": (None, 0, None),
    "ngettext": (None, 0, 1),
    "ngettext_lazy": (None, 0, 1),
    "pgettext": (0, 1, None),
    "pgettext_lazy": (0, 1, None),
    "npgettext": (0, 1, 2),
    "npgettext_lazy": (0, 1, 2),
}

IN_A_TAG = re.compile(r"""\b_\(\s*("(?:[^"\\]|\\.)*"|'(?:[^'\\]|\\.)*')\s*\)""")
PLACE = re.compile(r"%\([a-z_0-9]+\)[sd]|%[sd]|\{[a-z_0-9.]*(?::[^}]*)?\}", re.IGNORECASE)


@dataclass(frozen=True, slots=True)
class Message:
    """What is said: the English, its plural, and a context where one word means two things."""

    english: str
    plural: str | None = None
    context: str | None = None


Found = dict[Message, set[str]]
"""Each message with the files that say it."""


def apps() -> list[Path]:
    """Folders that keep their own Chinese."""
    rooms = (file.parent for file in (PACKAGE / "school").glob("*/__init__.py"))
    return [PACKAGE / "web", *sorted(rooms)]


def po_file(app: Path) -> Path:
    """Where an app keeps its Chinese."""
    return app / "locale" / LANGUAGE / "LC_MESSAGES" / "django.po"


def said(app: Path) -> Found:
    """Everything that the code and the templates of `app` say."""
    found: Found = {}
    for file in sorted(app.rglob("*")):
        if file.suffix == ".py" and "migrations" not in file.parts:
            messages = _in_python(file)
        elif file.suffix in {".html", ".txt"} and "templates" in file.parts:
            messages = _in_template(file)
        else:
            continue
        for message in messages:
            found.setdefault(message, set()).add(file.relative_to(app).as_posix())
    return found


def _in_python(file: Path) -> Iterator[Message]:
    for node in ast.walk(ast.parse(file.read_text(encoding="utf-8"), str(file))):
        if not isinstance(node, ast.Call):
            continue
        name = getattr(node.func, "id", None) or getattr(node.func, "attr", None)
        if name not in CALLS:
            continue
        context, english, plural = (
            None if place is None or place >= len(node.args) else node.args[place]
            for place in CALLS[name]
        )
        if isinstance(english, ast.JoinedStr):
            place = f"{file}:{node.lineno}"
            raise SystemExit(f"{place}: an f-string cannot be translated; use %(name)s")
        text = _constant(english)
        if text:
            yield Message(text, _constant(plural), _constant(context))


def _constant(node: ast.expr | None) -> str | None:
    return node.value if isinstance(node, ast.Constant) and isinstance(node.value, str) else None


def _in_template(file: Path) -> Iterator[Message]:
    source = file.read_text(encoding="utf-8")
    template = Template(source, origin=None, engine=Engine.get_default())
    for node in _all_nodes(template.nodelist):
        if isinstance(node, BlockTranslateNode):
            english, _ = node.render_token_list(node.singular)
            plural = node.render_token_list(node.plural)[0] if node.plural else None
            yield Message(english, plural, _literal(node.message_context))
        elif isinstance(node, TranslateNode):
            words = getattr(node.filter_expression.var, "literal", None)
            if isinstance(words, str):
                yield Message(words.replace("%", "%%"), None, _literal(node.message_context))
    for token in Lexer(source).tokenize():
        if token.token_type in {TokenType.BLOCK, TokenType.VAR}:
            for quoted in IN_A_TAG.findall(token.contents):
                yield Message(ast.literal_eval(quoted).replace("%", "%%"))


def _all_nodes(nodes: "list[Node]") -> Iterator[Node]:
    for node in nodes:
        yield from node.get_nodes_by_type(Node)


def _literal(expression: object) -> str | None:
    words = getattr(getattr(expression, "var", None), "literal", None) or getattr(
        expression, "var", None
    )
    return str(words) if isinstance(words, str) else None


def collect(app: Path) -> int:
    """Bring the .po file of `app` to what is said; how many messages have no Chinese yet."""
    found = said(app)
    if not found and not po_file(app).exists():
        return 0
    old = {_key(entry): entry for entry in _read(app)}
    new = polib.POFile(wrapwidth=110)
    new.metadata = {
        "Language": LANGUAGE,
        "MIME-Version": "1.0",
        "Content-Type": "text/plain; charset=UTF-8",
        "Content-Transfer-Encoding": "8bit",
        "Plural-Forms": "nplurals=1; plural=0;",
    }
    for message in sorted(found, key=lambda one: (sorted(found[one])[0], one.english)):
        entry = polib.POEntry(
            msgid=message.english,
            msgctxt=message.context,
            occurrences=[(file, "") for file in sorted(found[message])],
        )
        known = old.get((message.context, message.english))
        if message.plural is not None:
            entry.msgid_plural = message.plural
            entry.msgstr_plural = {0: _chinese(known)}
        else:
            entry.msgstr = _chinese(known)
        if known is not None:
            entry.tcomment = known.tcomment
            entry.flags = [flag for flag in known.flags if flag == "fuzzy"]
        if PLACE.search(message.english) and "%(" in message.english:
            entry.flags.append("python-format")
        new.append(entry)
    target = po_file(app)
    target.parent.mkdir(parents=True, exist_ok=True)
    text = str(new) + "\n"
    if not target.exists() or target.read_text(encoding="utf-8") != text:
        target.write_text(text, encoding="utf-8")
    return sum(not _chinese(entry) or entry.fuzzy for entry in new)


def _read(app: Path) -> polib.POFile:
    file = po_file(app)
    return polib.pofile(str(file)) if file.exists() else polib.POFile()


def _key(entry: polib.POEntry) -> tuple[str | None, str]:
    return (entry.msgctxt, entry.msgid)


def _chinese(entry: polib.POEntry | None) -> str:
    if entry is None:
        return ""
    return str(entry.msgstr_plural.get(0, "")) if entry.msgid_plural else str(entry.msgstr)


def problems(app: Path) -> Iterator[str]:
    """Each message of `app` that a Chinese reader would not read in right Chinese."""
    known = {_key(entry): entry for entry in _read(app) if not entry.obsolete}
    place = app.relative_to(PACKAGE)
    for message, files in sorted(said(app).items(), key=lambda item: item[0].english):
        entry = known.get((message.context, message.english))
        where = f"{place}: {message.english!r} ({', '.join(sorted(files))})"
        if not _chinese(entry):
            yield f"{where} has no Chinese"
        elif entry is not None and entry.fuzzy:
            yield f"{where} has Chinese that is only a guess (fuzzy)"
        elif not _places_fit(message, _chinese(entry)):
            yield f"{where} has other placeholders in Chinese: {_chinese(entry)!r}"


def _places_fit(message: Message, chinese: str) -> bool:
    """Whether the Chinese names what the plural names (or, where there is none, the English)."""
    allowed = set(PLACE.findall(message.plural or message.english))
    return set(PLACE.findall(chinese)) == allowed


def main(words: list[str]) -> int:
    """Do what the words ask; the exit code."""
    django.setup()
    chosen = [app for app in apps() if app.name in words[1:] or not words[1:]]
    if words[:1] == ["collect"]:
        for app in chosen:
            missing = collect(app)
            if missing:
                print(f"{app.relative_to(PACKAGE)}: {missing} messages have no Chinese yet")
        return 0
    if words[:1] == ["check"]:
        found = [problem for app in chosen for problem in problems(app)]
        print("\n".join(found) if found else "Everything people read stands in Chinese too.")
        return 1 if found else 0
    print(__doc__)
    return 2


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))

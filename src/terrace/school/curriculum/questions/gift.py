"""GIFT, Moodle's format for typing questions into a text file.

Source: the format as Moodle's documentation describes it ("GIFT format").
"""

import re
from dataclasses import dataclass

from .collecting import Collected
from .gift_blocks import Block, blocks, shown
from .markup import FORMATS, Format, Words, words
from .numbers import middle, number, percentage
from .question import FULL, Answer, Fault, Kind, Question, Questions

_NAME = re.compile(r"::(.*?)::", re.DOTALL)
_FORMAT = re.compile(r"\s*\[(html|moodle|plain|markdown)\]", re.IGNORECASE)
_WEIGHT = re.compile(r"\s*%\s*([^%\s]+)\s*%")
_CLOZE = re.compile(r"\{\s*\d*\s*:\s*[A-Z_]+\s*:")
_BLANK = "_____"
_TRUE, _FALSE = frozenset(("T", "TRUE")), frozenset(("F", "FALSE"))
_ANY = "*"


def read_gift(text: str) -> Questions:
    """All questions of a GIFT file, in its order; what cannot be taken is named with its line."""
    found = Collected()
    for block in blocks(text):
        _read(block, found)
    return found.done()


@dataclass(slots=True)
class _Writing:
    """A block taken apart: words before and after the braces, and what stands between them."""

    name: str
    format: Format
    before: str
    inside: str | None
    after: str
    files: list[str]

    def say(self, text: str) -> str:
        """The words of a piece, in its own format or else the question's."""
        own, text = _format(text, self.format)
        said: Words = words(shown(text.strip()), own)
        self.files += said.files
        return said.text


def _read(block: Block, found: Collected) -> None:
    named = _NAME.match(block.text)
    name = " ".join(shown(named.group(1)).split()) if named else ""
    kind = "broken"
    try:
        writing = _apart(block)
        identity = block.idnumber or name
        kind = _kind(writing)
        if kind in ("description", "essay", "multianswer"):
            zh, en = _REASONS[kind]
            found.refuse(identity, kind, block.line, zh=zh, en=en, name=name)
            return
        found.take(_question(block, writing, kind))
    except Fault as fault:
        found.refuse_fault(block.idnumber or name, kind, fault, line=block.line, name=name)


_REASONS = {
    "description": (
        "这一段没有答案（没有花括号），只是说明文字。",
        "This piece has no answers (no braces): it is a description.",
    ),
    "essay": (
        "问答题要由老师来读，纸上不能自动批改。",
        "An essay is read by a teacher; it cannot be marked from paper.",
    ),
    "multianswer": (
        "一道题里有几处要填，请拆成几道题。",
        "Several places to answer in one question: make one question of each.",
    ),
}


def _apart(block: Block) -> _Writing:
    text = block.text
    named = _NAME.match(text)
    name = ""
    if named:
        name, text = " ".join(shown(named.group(1)).split()), text[named.end() :]
    elif text.startswith("::"):
        raise Fault(
            block.line,
            zh="题名以“::”开头，却没有用“::”结束。",
            en="A name begins with “::” and is not closed by “::”.",
        )
    own, text = _format(text, "moodle")
    opened = text.find("{")
    if opened < 0:
        if "}" in text:
            raise _brace(block, text, text.index("}"), "{")
        return _Writing(name, own, text, None, "", [])
    if "}" in text[:opened]:
        raise _brace(block, text, text.index("}"), "{")
    depth = 0
    for place in range(opened, len(text)):
        depth += (text[place] == "{") - (text[place] == "}")
        if depth == 0:
            return _Writing(
                name, own, text[:opened], text[opened + 1 : place], text[place + 1 :], []
            )
    raise _brace(block, text, opened, "}")


def _brace(block: Block, text: str, place: int, missing: str) -> Fault:
    line = block.line + block.text.count("\n") - text.count("\n", place)
    return Fault(
        line,
        zh=f"第 {line} 行的花括号少了另一半“{missing}”。花括号本身请写成 \\{{ 和 \\}}。",
        en=f"A brace in line {line} has no “{missing}”. A brace that is meant as such is written "
        "\\{ or \\}.",
    )


def _format(text: str, otherwise: Format) -> tuple[Format, str]:
    found = _FORMAT.match(text)
    if found is None:
        return otherwise, text
    return FORMATS[found.group(1).lower()], text[found.end() :]


def _kind(writing: _Writing) -> str:
    inside = writing.inside
    if inside is None:
        return "description"
    if _CLOZE.search("{" + inside) or "{" in writing.after:
        return "multianswer"
    body = _general(inside)[0].strip()
    if not body:
        return "essay"
    if body.startswith("#"):
        return "numerical"
    if "~" in body:
        return "multichoice"
    if "=" in body and "->" in body:
        return "matching"
    if body.split("#")[0].strip().upper() in _TRUE | _FALSE:
        return "truefalse"
    return "shortanswer"


def _general(inside: str) -> tuple[str, str]:
    """Answers, and the words for everyone after the last four `#`: `F######x` has no others."""
    at = inside.rfind("####")
    return (inside, "") if at < 0 else (inside[:at], inside[at + 4 :])


def _question(block: Block, writing: _Writing, kind: str) -> Question:
    body, general = _general(writing.inside or "")
    text = writing.before.rstrip()
    if writing.after.strip():
        text = f"{writing.before}{_BLANK}{writing.after}"
    said = writing.say(text)
    single = True
    known: Kind
    match kind:
        case "numerical":
            known, answers = "numerical", _numbers(block, writing, body.strip()[1:])
        case "multichoice":
            known, answers = "multichoice", _options(writing, body)
            single = "=" in body
        case "matching":
            known, answers = "matching", _pairs(block, writing, body)
        case "truefalse":
            known, answers = "truefalse", _truth(writing, body)
        case _:
            known, answers = "shortanswer", _accepted(block, writing, body)
    return Question(
        id=block.idnumber or writing.name,
        kind=known,
        text=said,
        answers=tuple(answers),
        line=block.line,
        name=writing.name,
        single=single,
        category=block.category,
        feedback=writing.say(general),
        files=tuple(dict.fromkeys(writing.files)),
        more={"tags": list(block.tags)} if block.tags else {},
    )


def _weighed(text: str, otherwise: float) -> tuple[float, str]:
    found = _WEIGHT.match(text)
    weight = percentage(found.group(1)) if found else None
    if found is None or weight is None:
        return otherwise, text
    return weight, text[found.end() :]


def _options(writing: _Writing, body: str) -> list[Answer]:
    answers = []
    for piece in re.split(r"(?=[=~])", body):
        if piece[:1] not in ("=", "~"):
            continue
        # "=" makes an answer right, "~" wrong; a weight written after either says how much.
        weight, text = _weighed(piece[1:], FULL if piece[0] == "=" else 0.0)
        option, _, feedback = text.partition("#")
        if option.strip() or feedback.strip():
            answers.append(Answer(writing.say(option), weight, feedback=writing.say(feedback)))
    return answers


def _accepted(block: Block, writing: _Writing, body: str) -> list[Answer]:
    answers = []
    for piece in body.split("="):
        weight, text = _weighed(piece, FULL)
        answer, _, feedback = text.partition("#")
        if answer.strip():
            answers.append(Answer(writing.say(answer), weight, feedback=writing.say(feedback)))
    if not answers:
        raise Fault(block.line, zh="花括号里没有答案。", en="There is no answer in the braces.")
    return answers


def _truth(writing: _Writing, body: str) -> list[Answer]:
    is_true = body.split("#")[0].strip().upper() in _TRUE
    # The first feedback is for the child who is wrong, the second for the one who is right.
    _said, wrong, right, *_rest = [*body.split("#"), "", ""]
    return [
        Answer(
            "true",
            FULL if is_true else 0.0,
            feedback=writing.say(right if is_true else wrong),
        ),
        Answer(
            "false",
            0.0 if is_true else FULL,
            feedback=writing.say(wrong if is_true else right),
        ),
    ]


def _pairs(block: Block, writing: _Writing, body: str) -> list[Answer]:
    answers = []
    for piece in body.split("="):
        if not piece.strip():
            continue
        prompt, arrow, answer = piece.partition("->")
        if not arrow:
            raise Fault(
                block.line,
                zh=f"连线题的“{shown(prompt).strip()}”没有“->”。",
                en=f"“{shown(prompt).strip()}” of a matching question has no “->”.",
            )
        left, right = writing.say(prompt), writing.say(answer.split("#")[0])
        answers.append(Answer(right, FULL if left else 0.0, prompt=left))
    return answers


def _numbers(block: Block, writing: _Writing, body: str) -> list[Answer]:
    answers = []
    right, _, wrong = body.partition("~")
    for piece in right.split("="):
        if not piece.strip():
            continue
        weight, text = _weighed(piece, FULL)
        answer, _, feedback = text.partition("#")
        answers.append(numeric(shown(answer), weight, writing.say(feedback), line=block.line))
    if not answers:
        raise Fault(block.line, zh="“#”后面没有数。", en="There is no number after “#”.")
    _mark, _, feedback = wrong.partition("#")
    if feedback.strip():
        answers.append(Answer(_ANY, 0.0, feedback=writing.say(feedback)))
    return answers


def numeric(text: str, weight: float, feedback: str, *, line: int | None) -> Answer:
    """`3.14:0.01` or `3..4` as an answer; `Fault` where there is no number."""
    text = text.strip()
    if text == _ANY:
        return Answer(_ANY, weight, feedback=feedback)
    low, is_range, high = text.partition("..")
    if is_range:
        bounds = number(low), number(high)
        if bounds[0] is not None and bounds[1] is not None:
            lower, upper = sorted((bounds[0], bounds[1]))
            between, reach = middle(lower, upper)
            return Answer(between, weight, reach, feedback, low=low.strip(), high=high.strip())
    else:
        # "10:0.1" is a number and how far off it may be.
        written, _, off = text.partition(":")
        value, tolerance = number(written), number(off) if off.strip() else None
        if value is not None and (tolerance is not None or not off.strip()):
            return Answer(written.strip(), weight, abs(float(tolerance or 0)), feedback)
    raise Fault(line, zh=f"“{text}”不是数。", en=f"“{text}” is not a number.")

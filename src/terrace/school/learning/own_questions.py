"""A teacher's own questions on an answer sheet: which fit on paper, and how each is scored."""

import base64
import re
from collections.abc import Sequence
from dataclasses import dataclass
from decimal import Decimal
from math import ceil, floor
from typing import Any

from terrace.engines.paper.content import Content
from terrace.engines.paper.form import MOST_BOXES, MOST_OPTIONS, Choice, Digits, Form, Language
from terrace.engines.paper.scoring import ChoiceKey, Key, NumberKey, Rule
from terrace.school.curriculum.questions.numbers import number
from terrace.school.curriculum.questions.question import Answer, Question, Questions
from terrace.school.curriculum.questions.reading import read_questions
from terrace.school.papers import examkey

MOST_ACCEPTED = 200
"""So many whole numbers at the most count as right for one question."""

_CHINESE = re.compile("[\u4e00-\u9fff]")
_TRUTH: dict[Language, dict[str, str]] = {
    "zh": {"true": "对", "false": "错"},
    "en": {"true": "true", "false": "false"},
}


@dataclass(frozen=True, slots=True)
class LeftOut:
    """A question that is not on the sheet, and why: a code of `wording`, or words of its file."""

    line: int | None
    text: str
    code: str = ""
    zh: str = ""
    en: str = ""

    def to_json(self) -> dict[str, Any]:
        """Plain JSON."""
        return {
            "line": self.line,
            "text": self.text,
            "code": self.code,
            "zh": self.zh,
            "en": self.en,
        }


@dataclass(frozen=True, slots=True)
class Placed:
    """A form and its key, choices first, and what did not become a part of it."""

    form: Form
    keys: tuple[Key, ...]
    left_out: tuple[LeftOut, ...]


class NotOnPaper(ValueError):
    """A question that cannot be marked from a sheet; `code` says why."""

    def __init__(self, code: str) -> None:
        super().__init__(code)
        self.code = code


@dataclass(frozen=True, slots=True)
class _Asked:
    """One thing that is answered: a choice by its options and rule, or a number by its boxes."""

    statement: Content
    options: tuple[Content, ...]
    right: frozenset[int]
    numbers: frozenset[str]
    several: bool
    points: float


def place(found: Questions, *, title: str, language: Language) -> Placed:
    """Put questions on a sheet. Pairs become a choice each; what has no mark on paper is named."""
    asked: list[_Asked] = []
    left = [
        LeftOut(one.line, one.name or one.id, zh=one.zh, en=one.en) for one in found.unsupported
    ]
    for question in found.questions:
        try:
            asked += _asked(question, language)
        except NotOnPaper as reason:
            left.append(LeftOut(question.line, question.text, code=reason.code))
    # Choices first, as an exam's key is typed: so it can be corrected on the same page.
    asked.sort(key=lambda one: not one.options)
    boxes = max((len(n) for one in asked for n in one.numbers), default=1)
    fields: list[Choice | Digits] = []
    keys: list[Key] = []
    for at, one in enumerate(asked, 1):
        name = f"q{at}"
        if one.options:
            rule: Rule = "all" if one.several or len(one.right) == 1 else "any"
            fields.append(Choice(name, one.statement, one.options))
            keys.append(ChoiceKey(name, len(one.options), one.right, one.points, rule))
        else:
            fields.append(Digits(name, one.statement, max(boxes, 2)))
            keys.append(NumberKey(name, one.numbers, one.points))
    left.sort(key=lambda one: one.line or 0)
    return Placed(Form(examkey.KIND, title, language, tuple(fields)), tuple(keys), tuple(left))


def _asked(question: Question, language: Language) -> list[_Asked]:
    if question.files:
        raise NotOnPaper("picture")
    points = float(question.more.get("points", 1.0)) or 1.0
    statement: Content = (_one_line(question.text),)
    match question.kind:
        case "multichoice":
            return [_choice(statement, question.answers, not question.single, points)]
        case "truefalse":
            named = _TRUTH[language]
            answers = [Answer(named[one.text], one.fraction) for one in question.answers]
            return [_choice(statement, answers, False, points)]
        case "matching":
            return _pairs(question, points)
        case _:
            numbers = _numbers(question.answers)
            return [_Asked(statement, (), frozenset(), numbers, False, points)]


def _choice(statement: Content, answers: Sequence[Answer], several: bool, points: float) -> _Asked:
    if not 2 <= len(answers) <= MOST_OPTIONS:
        raise NotOnPaper("options")
    right = frozenset(at for at, one in enumerate(answers) if one.fraction > 0)
    if not several:
        best = max(one.fraction for one in answers)
        right = frozenset(at for at in right if answers[at].fraction == best)
    if not right:
        raise NotOnPaper("no_right")
    options: tuple[Content, ...] = tuple((_one_line(one.text),) for one in answers)
    return _Asked(statement, options, right, frozenset(), several, points)


def _pairs(question: Question, points: float) -> list[_Asked]:
    rights = list(dict.fromkeys(one.text for one in question.answers))
    pairs = [one for one in question.answers if one.prompt]
    if not 2 <= len(rights) <= MOST_OPTIONS or not pairs:
        raise NotOnPaper("options")
    options: tuple[Content, ...] = tuple((_one_line(one),) for one in rights)
    return [
        _Asked(
            (_one_line(f"{question.text} {one.prompt} → ?"),),
            options,
            frozenset((rights.index(one.text),)),
            frozenset(),
            False,
            points / len(pairs),
        )
        for one in pairs
    ]


def _numbers(answers: Sequence[Answer]) -> frozenset[str]:
    """The whole numbers that are fully right: those are what a child can write in boxes."""
    best = max((one.fraction for one in answers), default=0.0)
    found: set[str] = set()
    for one in answers:
        if one.fraction < best or best <= 0:
            continue
        value = number(one.text)
        if value is None:
            raise NotOnPaper("words")
        off = Decimal(str(one.tolerance or 0))
        first, last = ceil(value - off), floor(value + off)
        if first < 0 or last - first >= MOST_ACCEPTED or len(str(last)) > MOST_BOXES:
            raise NotOnPaper("number")
        found |= {str(whole) for whole in range(first, last + 1)}
    if not found:
        raise NotOnPaper("number")
    return frozenset(found)


def _one_line(text: str) -> str:
    return re.sub(r"\s*\n\s*", "  ", text).strip()


def look(raw: str, name: str, title: str, language: Language) -> dict[str, Any]:
    """Read a file (base64) and lay its questions out, for a child process: plain JSON.

    Where a question has a Chinese word the sheet is Chinese, else in the teacher's `language`.
    `too_long` is true where they need more than a page; `form` is None where nothing can be placed.
    """
    from terrace.school.papers.actions import NewSheet
    from terrace.school.papers.actions.fitting import too_long

    found = read_questions(base64.b64decode(raw), name=name)
    if any(_CHINESE.search(question.text) for question in found.questions):
        language = "zh"
    placed = place(found, title=title, language=language)
    is_empty = not placed.keys
    sheet = NewSheet(placed.form, "", "", (), shared=False)
    return {
        "form": None if is_empty else placed.form.to_json(),
        "key": examkey.to_json(placed.keys),
        "left_out": [one.to_json() for one in placed.left_out],
        "too_long": not is_empty and bool(too_long([sheet])),
    }

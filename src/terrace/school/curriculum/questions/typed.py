"""Questions as a teacher types them on paper: the question, options A B C D, the answer.

    1. 春天后面是什么季节？
    A. 夏天  B. 秋天
    答案：A

The same with one option a line and `ANSWER: A` is Moodle's Aiken format.
"""

import re
from dataclasses import dataclass, field

from .collecting import Collected
from .question import Fault, Question, Questions
from .sheet import answers_of, guessed, options_within

_ANSWER = re.compile(
    r"\s*(?:ANSWER|KEY|答案|正确答案|参考答案)\s*[:：]\s*(.*)|\s*【答案】\s*(.*)", re.IGNORECASE
)
_NOTE = re.compile(r"\s*(?:FEEDBACK|解析|讲解)\s*[:：]\s*(.*)|\s*【解析】\s*(.*)", re.IGNORECASE)
_NUMBERED = re.compile(r"^\s*(?:\d{1,3}\s*[.．、)）]|[(（]\d{1,3}[)）])\s*(?=\S)")


def is_typed(text: str) -> bool:
    """Whether a text has a line with an answer, which GIFT has not."""
    return any(_ANSWER.fullmatch(line) for line in text.split("\n"))


@dataclass(slots=True)
class _Block:
    line: int
    words: list[str] = field(default_factory=list)
    answer: str | None = None
    note: str = ""


def read_typed(text: str) -> Questions:
    """All questions of a typed text, in order; each ends with its answer or at a blank line."""
    found = Collected()
    block: _Block | None = None
    lines = text.split("\n")
    for number, line in enumerate([*lines, ""], 1):
        answer, note = _ANSWER.fullmatch(line), _NOTE.fullmatch(line)
        if block is not None and block.answer is not None and not note:
            _read(block, found)
            block = None
        if answer or note or line.strip():
            block = block or _Block(number)
        if block is None:
            continue
        if answer:
            block.answer = (answer.group(1) or answer.group(2) or "").strip()
        elif note:
            block.note = (note.group(1) or note.group(2) or "").strip()
        elif line.strip():
            block.words.append(line.strip())
        elif block.words and not _goes_on(lines, number):
            _read(block, found)
            block = None
    if block is not None:
        _read(block, found)
    return found.done()


def _goes_on(lines: list[str], number: int) -> bool:
    """Whether options or an answer follow the blank line: some leave one before them."""
    for line in lines[number : number + 3]:
        if line.strip():
            return bool(_ANSWER.fullmatch(line) or re.match(r"\s*[A-Ha-h]\s*[.．、)）]", line))
    return False


def _read(block: _Block, found: Collected) -> None:
    words = _NUMBERED.sub("", "\n".join(block.words))
    options, text = options_within(words)
    kind = guessed(block.answer or "", options)
    try:
        if block.answer is None:
            raise Fault(
                block.line,
                zh=f"第 {block.line} 行的题没有“答案：”。",
                en=f"The question in line {block.line} has no “ANSWER:”.",
            )
        if not text or not kind:
            raise Fault(
                block.line,
                zh=f"第 {block.line} 行的题没有题目或答案。",
                en=f"The question in line {block.line} has no words or no answer.",
            )
        answers = answers_of(kind, block.answer, options, "", block.line)
        right = sum(answer.fraction > 0 for answer in answers)
        found.take(
            Question(
                id="",
                kind=kind,  # type: ignore[arg-type]
                text=text,
                answers=tuple(answers),
                line=block.line,
                single=right < 2,
                feedback=block.note,
            )
        )
    except Fault as fault:
        found.refuse_fault("", kind or "unknown", fault, line=block.line)

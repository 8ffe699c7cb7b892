"""Moodle XML, the file in which Moodle and other programs hand questions on.

Source: the format as Moodle's documentation describes it ("Moodle XML format").
"""

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from typing import Any

from .collecting import Collected
from .gift import numeric
from .gift_blocks import plain_category
from .markup import FORMATS, words
from .numbers import number, percentage
from .question import FULL, Answer, Fault, Kind, Question, Questions
from .xmltree import Element, read_tree

_NUMBERED_FORMATS = {"0": "moodle", "1": "html", "2": "plain", "4": "markdown"}
"""Old exports name the formats by Moodle's own numbers."""
_LEFT_ASIDE = "category"


def read_moodle(text: str) -> Questions:
    """All questions of a Moodle XML file, in its order. `Fault` where the file is none."""
    root = read_tree(text)
    if root.tag != "quiz":
        raise Fault(
            root.line,
            zh=f"这不是 Moodle XML：最外层应是 <quiz>，这里是 <{root.tag}>。",
            en=f"This is not Moodle XML: its root is <{root.tag}>, not <quiz>.",
        )
    found = Collected()
    category = ""
    for element in root.children:
        kind = element.attributes.get("type", "").strip().lower()
        if element.tag != "question":
            found.refuse(
                "",
                element.tag,
                element.line,
                zh=f"<{element.tag}> 不是题目。",
                en=f"<{element.tag}> is no question.",
            )
        elif kind == _LEFT_ASIDE:
            category = plain_category(element.said("category"))
        else:
            _read(element, kind, category, found)
    return found.done()


@dataclass(slots=True)
class _Reader:
    """The words of one question's elements, and the files met on the way."""

    format: str
    files: list[str] = field(default_factory=list)

    def say(self, element: Element | None) -> str:
        """The words in an element; its own format, or else the question's."""
        if element is None:
            return ""
        inner = element.child("text")
        source = (element if inner is None else inner).text
        named = element.attributes.get("format", self.format).strip().lower()
        named = _NUMBERED_FORMATS.get(named, named)
        said = words(source, FORMATS.get(named, "html"))
        self.files += said.files
        self.files += [
            file.attributes["name"] for file in element.all("file") if file.attributes.get("name")
        ]
        return said.text


def _read(element: Element, kind: str, category: str, found: Collected) -> None:
    name = " ".join(element.said("name").split())
    identity = element.said("idnumber") or name
    understand = _KINDS.get(kind)
    if understand is None:
        zh, en = _reason(kind)
        found.refuse(identity, kind or "unknown", element.line, zh=zh, en=en, name=name)
        return
    body = element.child("questiontext")
    reader = _Reader(body.attributes.get("format", "html") if body is not None else "html")
    try:
        text = reader.say(body)
        answers = understand(element, reader)
        if not answers:
            raise Fault(
                element.line,
                zh=f"第 {element.line} 行的题没有答案。",
                en=f"The question in line {element.line} has no answers.",
            )
        question = Question(
            id=identity,
            kind=_NAMES[kind],
            text=text,
            answers=tuple(answers),
            line=element.line,
            name=name,
            single=_flag(element, "single", True),
            category=category,
            feedback=reader.say(element.child("generalfeedback")),
            files=tuple(dict.fromkeys(reader.files)),
            more=_more(element, kind, reader),
        )
    except Fault as fault:
        found.refuse_fault(identity, kind, fault, line=element.line, name=name)
    else:
        found.take(question)


def _fraction(element: Element) -> float:
    written = element.attributes.get("fraction")
    if written is None:
        written = element.said("fraction") or "0"
    value = percentage(written)
    if value is None:
        raise Fault(
            element.line,
            zh=f"第 {element.line} 行的 fraction“{written}”不是 -100 到 100 之间的数。",
            en=f"fraction “{written}” in line {element.line} is no number from -100 to 100.",
        )
    return value


def _answers(element: Element, reader: _Reader) -> list[Answer]:
    return [
        Answer(reader.say(answer), _fraction(answer), feedback=reader.say(answer.child("feedback")))
        for answer in element.all("answer")
    ]


def _words_accepted(element: Element, reader: _Reader) -> list[Answer]:
    # What a child types is no markup, whatever format the file writes beside it.
    return [
        Answer(_typed(answer), _fraction(answer), feedback=reader.say(answer.child("feedback")))
        for answer in element.all("answer")
    ]


def _typed(element: Element) -> str:
    inner = element.child("text")
    return (element if inner is None else inner).text.strip()


def _truth(element: Element, reader: _Reader) -> list[Answer]:
    answers = []
    for answer in element.all("answer"):
        said = reader.say(answer).lower()
        if said not in ("true", "false"):
            raise Fault(
                answer.line,
                zh=f"第 {answer.line} 行：判断题的答案应是 true 或 false，这里是“{said}”。",
                en=f"Line {answer.line}: the answer must be true or false, not “{said}”.",
            )
        answers.append(
            Answer(said, _fraction(answer), feedback=reader.say(answer.child("feedback")))
        )
    if len(answers) == 1:
        other = "false" if answers[0].text == "true" else "true"
        answers.append(Answer(other, FULL - answers[0].fraction))
    return answers


def _numbers(element: Element, reader: _Reader) -> list[Answer]:
    answers = []
    for answer in element.all("answer"):
        tolerance = answer.said("tolerance") or answer.attributes.get("tolerance", "")
        read = numeric(
            _typed(answer),
            _fraction(answer),
            reader.say(answer.child("feedback")),
            line=answer.line,
        )
        off = number(tolerance) if tolerance else None
        if tolerance and off is None:
            raise Fault(
                answer.line,
                zh=f"第 {answer.line} 行的误差“{tolerance}”不是数。",
                en=f"The tolerance “{tolerance}” in line {answer.line} is not a number.",
            )
        if off is not None and read.tolerance is not None and read.low is None:
            read = Answer(read.text, read.fraction, abs(float(off)), read.feedback)
        answers.append(read)
    return answers


def _pairs(element: Element, reader: _Reader) -> list[Answer]:
    answers = []
    for pair in element.all("subquestion"):
        right = pair.child("answer")
        left = reader.say(pair)
        answers.append(
            Answer("" if right is None else _typed(right), FULL if left else 0.0, prompt=left)
        )
    return answers


_KINDS: Mapping[str, Callable[[Element, _Reader], list[Answer]]] = {
    "multichoice": _answers,
    "truefalse": _truth,
    "numerical": _numbers,
    "shortanswer": _words_accepted,
    "matching": _pairs,
    "match": _pairs,
}
_NAMES: Mapping[str, Kind] = {
    "multichoice": "multichoice",
    "truefalse": "truefalse",
    "numerical": "numerical",
    "shortanswer": "shortanswer",
    "matching": "matching",
    "match": "matching",
}


def _reason(kind: str) -> tuple[str, str]:
    named = {
        "essay": (
            "问答题要由老师来读，纸上不能自动批改。",
            "An essay is read by a teacher; it cannot be marked from paper.",
        ),
        "description": (
            "这只是说明文字，没有要回答的。",
            "This is a description: nothing is answered.",
        ),
        "cloze": (
            "一道题里有几处要填，请拆成几道题。",
            "Several places to answer in one question: make one question of each.",
        ),
    }
    if kind in named:
        return named[kind]
    if not kind:
        return ("这道题没有写明题型。", "This question does not say its type.")
    return (f"还不能用“{kind}”这种题。", f"Questions of the type {kind} cannot be used.")


def _flag(element: Element, tag: str, otherwise: bool) -> bool:
    said = element.said(tag).lower()
    return otherwise if not said else said in ("true", "1", "yes")


def _more(element: Element, kind: str, reader: _Reader) -> dict[str, Any]:
    """What else the file says, under plain names; what it does not say is left out."""
    told: dict[str, Any] = {}
    for tag, name in (("defaultgrade", "points"), ("penalty", "penalty")):
        value = number(element.said(tag)) if element.said(tag) else None
        if value is not None:
            told[name] = float(value)
    if _flag(element, "hidden", False):
        told["hidden"] = True
    if kind == "shortanswer":
        told["case_sensitive"] = _flag(element, "usecase", False)
    for tag in ("correctfeedback", "partiallycorrectfeedback", "incorrectfeedback"):
        said = reader.say(element.child(tag))
        if said:
            told[tag.replace("feedback", "_feedback")] = said
    hints = [said for hint in element.all("hint") if (said := reader.say(hint))]
    if hints:
        told["hints"] = hints
    tags = element.child("tags")
    labels = [reader.say(tag) for tag in tags.all("tag")] if tags is not None else []
    if labels:
        told["tags"] = labels
    units = element.child("units")
    named = (
        [
            {"unit": unit.said("unit_name"), "multiplier": unit.said("multiplier")}
            for unit in units.all("unit")
        ]
        if units is not None
        else []
    )
    if named:
        told["units"] = named
    return told

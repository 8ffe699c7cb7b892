"""Questions written as GIFT and as Moodle XML by rules of the formats alone: the reader's peer."""

import re
from collections.abc import Sequence
from xml.sax.saxutils import escape, quoteattr

from terrace.school.curriculum.questions.question import Answer, Question


def as_gift(questions: Sequence[Question]) -> str:
    """All questions as one GIFT file, in plain format."""
    return "\n\n".join(_gift(one) for one in questions) + "\n"


def _sign(text: str) -> str:
    return re.sub(r"([~=#{}:\\])", r"\\\1", text).replace("\n", "\\n")


def _gift(one: Question) -> str:
    head = f"::{_sign(one.name)}::[plain]{_sign(one.text)}"
    general = f"####{_sign(one.feedback)}" if one.feedback else ""
    return f"{head} {{{_gift_answers(one)}{general}}}"


def _gift_answers(one: Question) -> str:
    def feedback(answer: Answer) -> str:
        return f"#{_sign(answer.feedback)}" if answer.feedback else ""

    match one.kind:
        case "truefalse":
            is_true = one.answers[0].fraction > 0
            wrong = one.answers[1 if is_true else 0].feedback
            right = one.answers[0 if is_true else 1].feedback
            return f"{'TRUE' if is_true else 'F'}#{_sign(wrong)}#{_sign(right)}"
        case "numerical":
            return "#" + " ".join(
                f"=%{a.fraction!r}%{a.text}:{a.tolerance!r}{feedback(a)}" for a in one.answers
            )
        case "matching":
            return " ".join(f"={_sign(a.prompt or '')} -> {_sign(a.text)}" for a in one.answers)
        case "shortanswer":
            return " ".join(f"=%{a.fraction!r}%{_sign(a.text)}{feedback(a)}" for a in one.answers)
        case _:
            return "\n".join(
                f"={_sign(a.text)}{feedback(a)}"
                if one.single and a is one.answers[0]
                else f"~%{a.fraction!r}%{_sign(a.text)}{feedback(a)}"
                for a in one.answers
            )


def as_moodle_xml(questions: Sequence[Question]) -> str:
    """All questions as one Moodle XML file, in plain text."""
    body = "\n".join(_xml(one) for one in questions)
    return f'<?xml version="1.0" encoding="UTF-8"?>\n<quiz>\n{body}\n</quiz>\n'


def _text(tag: str, text: str, attributes: str = "") -> str:
    return f'<{tag} format="plain_text"{attributes}><text>{escape(text)}</text>'


def _xml(one: Question) -> str:
    parts = [f"<question type={quoteattr(one.kind)}>"]
    parts.append(f"<name><text>{escape(one.name)}</text></name>")
    parts.append(_text("questiontext", one.text) + "</questiontext>")
    parts.append(_text("generalfeedback", one.feedback) + "</generalfeedback>")
    if one.kind == "multichoice":
        parts.append(f"<single>{'true' if one.single else 'false'}</single>")
    for answer in one.answers:
        if one.kind == "matching":
            inner = f"<answer><text>{escape(answer.text)}</text></answer>"
            parts.append(_text("subquestion", answer.prompt or "") + inner + "</subquestion>")
            continue
        tolerance = (
            "" if answer.tolerance is None else f"<tolerance>{answer.tolerance!r}</tolerance>"
        )
        said = _text("answer", answer.text, f' fraction="{answer.fraction!r}"')
        feedback = _text("feedback", answer.feedback) + "</feedback>"
        parts.append(said + feedback + tolerance + "</answer>")
    return "\n".join([*parts, "</question>"])

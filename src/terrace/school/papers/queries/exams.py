"""An exam as its page shows it: each child's points, each question's statistics."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from uuid import UUID

from terrace.engines.paper.scoring import (
    ChoiceKey,
    Item,
    Key,
    NumberKey,
    Option,
    Said,
    Statistics,
    Total,
    statistics,
    total,
)
from terrace.school.people.models import Child

from .. import examkey
from ..agreement import as_value
from ..models import Answer, Copy, Exam
from .questions import letter, value_text


@dataclass(frozen=True, slots=True)
class ChildLine:
    """One child's answers and points."""

    child: Child
    copy_id: UUID
    said: Mapping[str, Said]
    total: Total


@dataclass(frozen=True, slots=True)
class AnswerLine:
    """One answer that was given, in words."""

    words: str
    children: int
    rest: float | None
    is_right: bool


@dataclass(frozen=True, slots=True)
class ItemLine:
    """One question: its printed number, its key in words, what the exam tells of it."""

    number: int
    key: str
    item: Item
    answers: Sequence[AnswerLine]


@dataclass(frozen=True, slots=True)
class ExamPage:
    """All of an exam; children in the order of the class list."""

    exam: Exam
    keys: Sequence[Key]
    lines: Sequence[ChildLine]
    missing: Sequence[Child]
    told: Statistics
    items: Sequence[ItemLine]

    @property
    def waiting(self) -> int:
        """Answers that wait for a person."""
        return sum(len(line.total.unknown) for line in self.lines)


def exam_page(exam: Exam) -> ExamPage:
    """An exam with what is known by now; three queries."""
    keys = examkey.from_json(exam.key)
    copies = list(
        Copy.objects.filter(sheet__run=exam.run)
        .select_related("child")
        .order_by("child__class_number", "child__name", "sheet__place")
    )
    pages: dict[UUID, list[Copy]] = {}
    for copy in copies:
        pages.setdefault(copy.child_id, []).append(copy)
    said: dict[UUID, dict[str, Said]] = {}
    known = Answer.objects.filter(copy__sheet__run=exam.run).exclude(state=Answer.State.DOUBTFUL)
    for child_id, field, value in known.values_list("copy__child_id", "field", "value"):
        said.setdefault(child_id, {})[field] = as_value(value)
    # Points are those of a whole exam: a child with a page that was not read yet is missing.
    whole = {child for child, own in pages.items() if all(copy.read_at for copy in own)}
    lines = [
        ChildLine(own[0].child, own[0].pk, said.get(child, {}), total(keys, said.get(child, {})))
        for child, own in pages.items()
        if child in whole
    ]
    told = statistics(keys, [line.said for line in lines])
    return ExamPage(
        exam=exam,
        keys=keys,
        lines=lines,
        missing=[own[0].child for child, own in pages.items() if child not in whole],
        told=told,
        items=[
            ItemLine(number, key_text(key), item, [_answer(one) for one in item.answers])
            for number, (key, item) in enumerate(zip(keys, told.items, strict=True), 1)
        ],
    )


def key_text(key: Key) -> str:
    """What is right, as it is typed: `B`, `AC`, `407`, `12 / 13`."""
    match key:
        case ChoiceKey(right=right):
            return "".join(letter(option) for option in sorted(right))
        case NumberKey(right=numbers):
            return " / ".join(sorted(numbers))


def _answer(option: Option) -> AnswerLine:
    return AnswerLine(value_text(option.answer), option.children, option.rest, option.is_right)

"""What waits for a person, in the order in which it is quickest to settle."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any, ClassVar
from uuid import UUID

from django.db.models import Count, Q, QuerySet

from terrace.school.people.models import Account, Child, SchoolClass
from terrace.school.people.queries import in_list_order
from terrace.school.people.rules import printable_classes
from terrace.school.people.standing import present, standing

from ..agreement import Mark, as_value, marks_from_json
from ..models import Answer, Reading
from .questions import Question, question_of, questions_of, value_text

Outcome = Reading.Outcome

WHO_FIELD = "class_number"
"""The field of a sheet to be photocopied in which a child writes her number on the class list."""

OPEN = (Outcome.WHO, Outcome.DIFFERS, Outcome.ITS_TEACHER)
"""Outcomes of a reading that wait for a person."""

SHOWN = 8
"""Cards on the page: the first is settled, the next are there already when it goes."""


@dataclass(frozen=True, slots=True)
class MarkDoubt:
    """A mark that a person must look at."""

    answer: Answer
    child: Child
    question: Question

    @property
    def words(self) -> str:
        """What it says now."""
        return value_text(self.answer.value)

    @property
    def likely(self) -> str:
        """What the machine leans to, as a form sends it."""
        value = as_value(self.answer.value)
        return value if isinstance(value, str) else ",".join(map(str, value))


@dataclass(frozen=True, slots=True)
class Difference:
    """A question in which two photographs of a sheet differ."""

    question: Question
    first: str
    second: str
    first_answer: Answer | None


@dataclass(frozen=True, slots=True)
class SheetDoubt:
    """A sheet about which a person must decide: `reading.outcome` says what."""

    reading: Reading
    child: Child | None
    """Whose it is, or whose number seems to stand on it."""
    others: Sequence[Child] = ()
    """The rest of the class, those without a read sheet of this run first."""
    differences: Sequence[Difference] = ()

    @property
    def has_number(self) -> bool:
        """Whether there is a picture of the class number that the child has written."""
        return any(mark["field"] == WHO_FIELD for mark in self.reading.answers)

    who_field: ClassVar[str] = WHO_FIELD


@dataclass(frozen=True, slots=True)
class DoubtsPage:
    """The doubts of some classes: how many there are, and the first of them."""

    count: int
    marks: Sequence[MarkDoubt]
    sheets: Sequence[SheetDoubt]
    school_class: SchoolClass | None
    """The only class shown, where one was asked for."""
    minutes: int


def open_doubts(school_class: SchoolClass) -> int:
    """How many decisions wait for a person in a class."""
    return _count(_marks([school_class.pk]), _sheets([school_class.pk]))


def doubts_page(account: Account, *, school_class: SchoolClass | None) -> DoubtsPage:
    """What waits for this account; of all her classes, or of one that she marks for."""
    classes = [school_class.pk] if school_class else _own_classes(account)
    marks, sheets = _marks(classes), _sheets(classes)
    count = _count(marks, sheets)
    first = _ordered(marks)[:SHOWN]
    room = SHOWN - len(first)
    return DoubtsPage(
        count=count,
        marks=first,
        sheets=_sheet_doubts(sheets, room) if room else (),
        school_class=school_class,
        minutes=max(1, round(count * 4 / 60)),
    )


def last_settled(account: Account, *, answer_id: UUID) -> MarkDoubt | None:
    """The mark that this account has settled last, if it is still as she left it."""
    answer = (
        Answer.objects.filter(pk=answer_id, state=Answer.State.SETTLED, settled_by=account)
        .select_related("copy__child__school_class", "copy__sheet")
        .first()
    )
    return None if answer is None else _mark_doubt(answer)


def last_decided(account: Account, *, reading_id: UUID) -> Reading | None:
    """The sheet about which this account has decided last, if nobody has changed that."""
    return (
        Reading.objects.filter(pk=reading_id, settled_by=account)
        .exclude(outcome__in=OPEN)
        .select_related("copy__child")
        .first()
    )


def _own_classes(account: Account) -> list[UUID]:
    """Her own classes; a principal without any settles where nobody else does: in all."""
    found = standing(account)
    own = found.own_classes | found.taught_classes if found else frozenset()
    return list(own) or list(printable_classes(account).values_list("pk", flat=True))


def _marks(classes: Iterable[UUID]) -> QuerySet[Answer]:
    return Answer.objects.filter(
        state=Answer.State.DOUBTFUL, copy__child__school_class__in=list(classes)
    )


def _sheets(classes: Iterable[UUID]) -> QuerySet[Reading]:
    return Reading.objects.filter(school_class__in=list(classes), outcome__in=OPEN)


def _count(marks: QuerySet[Answer], sheets: QuerySet[Reading]) -> int:
    counted = sheets.aggregate(
        one_by_one=Count("pk", filter=~Q(outcome=Outcome.DIFFERS)),
        by_copy=Count("copy", distinct=True, filter=Q(outcome=Outcome.DIFFERS)),
    )
    return marks.count() + int(counted["one_by_one"]) + int(counted["by_copy"])


def _ordered(marks: QuerySet[Answer]) -> list[MarkDoubt]:
    """Bubbles first, then digits; within each by run and question, so that the eye stays put."""
    rows = marks.select_related("copy__child__school_class", "copy__sheet")
    doubts = [_mark_doubt(answer) for answer in rows]
    return sorted(
        doubts,
        key=lambda doubt: (
            not doubt.question.is_choice,
            len(doubt.question.options),
            str(doubt.answer.copy.sheet.run_id),
            doubt.question.number,
            doubt.child.class_number or 0,
            str(doubt.answer.pk),
        ),
    )


def _mark_doubt(answer: Answer) -> MarkDoubt:
    copy = answer.copy
    return MarkDoubt(answer, copy.child, question_of(copy.sheet.description, answer.field))


def _sheet_doubts(sheets: QuerySet[Reading], room: int) -> list[SheetDoubt]:
    order = {Outcome.WHO: 0, Outcome.DIFFERS: 1, Outcome.ITS_TEACHER: 2}
    rows = sorted(
        sheets.select_related(
            "proposed", "copy__child", "sheet__run", "school_class", "photo__received_by__staff"
        ).order_by("made_at", "pk"),
        key=lambda reading: order[Outcome(reading.outcome)],
    )
    first: list[Reading] = []
    copies: set[UUID] = set()
    for reading in rows:
        # One decision a sheet, however many photographs differ.
        if reading.outcome == Outcome.DIFFERS and reading.copy_id is not None:
            if reading.copy_id in copies:
                continue
            copies.add(reading.copy_id)
        first.append(reading)
    first = first[:room]
    lists = _class_lists(first)
    answers = _answers(first)
    return [_sheet_doubt(reading, lists, answers) for reading in first]


def _sheet_doubt(
    reading: Reading,
    lists: Mapping[UUID, Sequence[Child]],
    answers: Mapping[UUID, Mapping[str, Answer]],
) -> SheetDoubt:
    if reading.outcome == Outcome.WHO:
        others = lists.get(reading.school_class_id, ()) if reading.school_class_id else ()
        return SheetDoubt(reading, reading.proposed, others)
    child = reading.copy.child if reading.copy else None
    if reading.outcome == Outcome.DIFFERS and reading.copy_id and reading.sheet:
        own = answers.get(reading.copy_id, {})
        return SheetDoubt(
            reading, child, differences=_differences(reading, reading.sheet.description, own)
        )
    return SheetDoubt(reading, child)


def _differences(
    reading: Reading, description: Mapping[str, Any], answers: Mapping[str, Answer]
) -> list[Difference]:
    marks: Mapping[str, Mark] = marks_from_json(reading.answers)
    found = []
    for field, question in questions_of(description).items():
        mark, answer = marks.get(field), answers.get(field)
        if mark is None or (answer is not None and as_value(answer.value) == mark.value):
            continue
        first = value_text(answer.value) if answer is not None else ""
        found.append(Difference(question, first, value_text(mark.value), answer))
    return found


def _class_lists(readings: Sequence[Reading]) -> dict[UUID, list[Child]]:
    """The lists of the classes in which somebody must say whose a sheet is."""
    classes = {
        r.school_class_id for r in readings if r.outcome == Outcome.WHO and r.school_class_id
    }
    runs = {r.sheet.run_id for r in readings if r.outcome == Outcome.WHO and r.sheet}
    if not classes:
        return {}
    read = Q(copies__sheet__run__in=runs, copies__read_at__isnull=False)
    children = in_list_order(
        Child.objects.filter(present(), school_class__in=classes).annotate(
            sheets_read=Count("copies", filter=read)
        )
    )
    lists: dict[UUID, list[Child]] = {pk: [] for pk in classes}
    for child in children:
        assert child.school_class_id is not None
        lists[child.school_class_id].append(child)
    return {
        pk: sorted(own, key=lambda child: child.sheets_read > 0)  # type: ignore[attr-defined]
        for pk, own in lists.items()
    }


def _answers(readings: Sequence[Reading]) -> dict[UUID, dict[str, Answer]]:
    copies = [r.copy_id for r in readings if r.outcome == Outcome.DIFFERS and r.copy_id]
    found: dict[UUID, dict[str, Answer]] = {}
    for answer in Answer.objects.filter(copy__in=copies) if copies else ():
        found.setdefault(answer.copy_id, {})[answer.field] = answer
    return found

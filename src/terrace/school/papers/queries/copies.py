"""A child's sheet as it was read: every answer with its picture, to be corrected where need be."""

from collections.abc import Sequence
from dataclasses import dataclass

from django.db.models import QuerySet

from terrace.school.people.models import Child

from ..agreement import as_value
from ..models import Answer, Copy, Reading
from .questions import Question, questions_of, value_text


@dataclass(frozen=True, slots=True)
class Line:
    """One question with its answer."""

    question: Question
    answer: Answer

    @property
    def words(self) -> str:
        """What the answer says."""
        return value_text(self.answer.value)

    @property
    def chosen(self) -> str:
        """The answer as a form sends it."""
        value = as_value(self.answer.value)
        return value if isinstance(value, str) else ",".join(map(str, value))


@dataclass(frozen=True, slots=True)
class CopyPage:
    """A child's copy: its questions in order, and the photographs it was read from."""

    copy: Copy
    lines: Sequence[Line]
    readings: Sequence[Reading]

    @property
    def from_reading(self) -> Reading | None:
        """The reading that counts, if it was read from a photograph."""
        return next((reading for reading in self.readings if reading.answers), None)


def read_copies(child: Child) -> QuerySet[Copy]:
    """The child's sheets that have been read, the newest first."""
    copies = Copy.objects.filter(child=child, read_at__isnull=False)
    return copies.select_related("sheet__run").order_by("-sheet__run__made_at", "-pk")


def copy_page(copy: Copy) -> CopyPage:
    """A child's copy for its page; two queries."""
    answers = {answer.field: answer for answer in copy.answers.select_related("settled_by__staff")}
    questions = questions_of(copy.sheet.description)
    lines = [
        Line(question, answers[field]) for field, question in questions.items() if field in answers
    ]
    counted = (Reading.Outcome.COUNTED, Reading.Outcome.OTHER_CLASS, Reading.Outcome.SAME_AGAIN)
    readings = copy.readings.filter(outcome__in=counted).select_related("photo")
    return CopyPage(copy, lines, list(readings.order_by("made_at", "pk")))

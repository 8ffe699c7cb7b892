"""What people see of paper: runs, stacks, doubts, a child's sheet."""

from uuid import UUID

from terrace.school.people.models import SchoolClass

from .models import Answer, Photo, Reading

OPEN = (Reading.Outcome.WHO, Reading.Outcome.DIFFERS, Reading.Outcome.ITS_TEACHER)
"""Outcomes of a reading that wait for a person."""


def photos_wait(stack_id: UUID | str) -> bool:
    """Whether a photograph of the stack has not been read yet."""
    return Photo.objects.filter(stack_id=stack_id, state=Photo.State.WAITING).exists()


def stacks_with_waiting() -> list[UUID]:
    """The stacks with photographs that have not been read yet."""
    waiting = Photo.objects.filter(state=Photo.State.WAITING)
    return list(waiting.values_list("stack_id", flat=True).distinct())


def open_doubts(school_class: SchoolClass) -> int:
    """How many decisions wait for a person in a class."""
    marks = Answer.objects.filter(
        state=Answer.State.DOUBTFUL, copy__child__school_class=school_class
    ).count()
    readings = Reading.objects.filter(school_class=school_class, outcome__in=OPEN)
    sheets = readings.exclude(outcome=Reading.Outcome.DIFFERS).count()
    return (
        marks
        + sheets
        + readings.filter(outcome=Reading.Outcome.DIFFERS).values("copy").distinct().count()
    )

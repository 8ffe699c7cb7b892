"""From readings of a sheet to the answers of a copy. Inside the transaction of whoever calls it."""

from collections.abc import Iterable, Mapping, Sequence
from datetime import datetime
from typing import Any
from uuid import UUID

from terrace.school.journal import clock
from terrace.school.people.models import Account

from ..agreement import (
    Mark,
    Marks,
    Value,
    as_value,
    contradicts,
    marks_from_json,
    repeats,
    together,
)
from ..models import Answer, Copy, Reading
from ..queries import WHO_FIELD
from ..registry import kind as kind_called

Outcome = Reading.Outcome

COUNTED = (Outcome.COUNTED, Outcome.OTHER_CLASS, Outcome.SAME_AGAIN)
"""Outcomes of readings whose marks count (a repetition keeps none of its own)."""


def lock(copies: Iterable[UUID]) -> dict[UUID, Copy]:
    """Copies, locked in one order, so that two readers never wait for each other in a ring."""
    rows = (
        Copy.objects.select_for_update(of=("self",))
        .filter(pk__in=set(copies))
        .select_related("sheet__run", "child")
        .defer("sheet__description", "sheet__layout")  # long, and not needed to count
        .order_by("pk")
    )
    return {row.pk: row for row in rows}


def marks_of(reading: Reading) -> dict[str, Mark]:
    """What a reading says of the questions; not who wrote it."""
    marks = marks_from_json(reading.answers)
    marks.pop(WHO_FIELD, None)
    return marks


def count(reading: Reading, copy: Copy, *, as_outcome: str = Outcome.COUNTED) -> None:
    """Let a reading count for a (locked) copy: sets and saves what became of it.

    The first counts. One that says the same again makes doubtful marks sure at most; one that says
    something else waits for a person, and the first counts until then.
    """
    others = list(copy.readings.exclude(pk=reading.pk).order_by("made_at", "pk"))
    new = marks_of(reading)
    counting = [marks_of(other) for other in others if other.outcome in COUNTED and other.answers]
    rest = [
        marks_of(other)
        for other in others
        if other.outcome in (Outcome.DIFFERS, Outcome.SET_ASIDE) and other.answers
    ]
    reading.copy = copy
    if not counting:
        entered = copy.read_at is not None
        reading.outcome = as_outcome
        if entered and contradicts(new, [_entered(copy)], _settled(copy)):
            reading.outcome = Outcome.DIFFERS
    elif any(repeats(new, other) for other in rest) and not any(
        repeats(new, other) for other in counting
    ):
        # A person has decided about these marks, or will: here is nothing new.
        reading.outcome, reading.answers = Outcome.SAME_AGAIN, []
    elif contradicts(new, counting, _settled(copy)):
        reading.outcome = Outcome.DIFFERS
    else:
        reading.outcome = Outcome.SAME_AGAIN
    reading.save()
    if reading.outcome != Outcome.DIFFERS:
        refresh(copy)


def refresh(copy: Copy) -> bool:
    """Write down anew what the copy's counting readings say together; whether anything changed.

    What a person has settled stays. The kind's handler hears of every change.
    """
    readings = [
        reading
        for reading in copy.readings.filter(outcome__in=COUNTED).order_by("made_at", "pk")
        if reading.answers
    ]
    spoken = [marks_of(reading) for reading in readings]
    known = {answer.field: answer for answer in copy.answers.select_for_update()}
    changed = bool(readings) and copy.read_at is None
    fresh: list[Answer] = []
    for field, mark in together(spoken).items():
        source = _source(mark, readings, spoken)
        answer = known.get(field)
        if answer is None:
            fresh.append(
                Answer(school_id=copy.school_id, copy=copy, field=field, **_told(mark, source))
            )
        elif answer.state != Answer.State.SETTLED and _differs(answer, mark):
            for name, value in _told(mark, source).items():
                setattr(answer, name, value)
            answer.save(update_fields=list(_told(mark, source)))
            changed = True
    Answer.objects.bulk_create(fresh)
    changed = changed or bool(fresh)
    if readings and copy.read_at is None:
        copy.read_at = clock.now()
        copy.save(update_fields=["read_at"])
    if changed:
        tell(copy)
    return changed


def forget(copy: Copy) -> None:
    """The copy counts as unread: its answers go, and what was concluded from them."""
    copy.answers.all().delete()
    copy.read_at = None
    copy.save(update_fields=["read_at"])
    tell(copy)


def tell(copy: Copy) -> None:
    """Tell the kind of form what is sure of a copy by now."""
    answers = copy.answers.exclude(state=Answer.State.DOUBTFUL).order_by("field")
    kind_called(copy.sheet.run.kind).on_reading(copy, list(answers))


def settle(answer: Answer, value: Value, *, by: Account | None, at: datetime) -> None:
    """A person says what an answer is."""
    answer.value = value if isinstance(value, str) else list(value)
    answer.state, answer.settled_by, answer.settled_at = Answer.State.SETTLED, by, at
    answer.save(update_fields=["value", "state", "settled_by", "settled_at"])


def from_readings(answer: Answer) -> None:
    """Back to what the readings say, as if nobody had settled it."""
    copy = answer.copy
    readings = [r for r in copy.readings.filter(outcome__in=COUNTED) if r.answers]
    spoken = [marks_of(reading) for reading in readings]
    mark = together(spoken)[answer.field]
    told = _told(mark, _source(mark, readings, spoken))
    for name, value in told.items():
        setattr(answer, name, value)
    answer.settled_by, answer.settled_at = None, None
    answer.save(update_fields=[*told, "settled_by", "settled_at"])


def _told(mark: Mark, source: Reading) -> dict[str, Any]:
    return {
        "value": mark.value if isinstance(mark.value, str) else list(mark.value),
        "state": Answer.State.CLEAR if mark.sure else Answer.State.DOUBTFUL,
        "probability": mark.probability,
        "crop": mark.crop,
        "reading": source,
    }


def _differs(answer: Answer, mark: Mark) -> bool:
    sure = answer.state == Answer.State.CLEAR
    same = as_value(answer.value) == mark.value
    if answer.reading_id is None and sure and same:
        return False  # entered without a photograph: a blurred one does not make it doubtful
    return not same or sure != mark.sure


def _source(mark: Mark, readings: Sequence[Reading], spoken: Sequence[Marks]) -> Reading:
    """The reading that a mark comes from, by its picture; the first where that does not tell."""
    for reading, marks in zip(readings, spoken, strict=True):
        if marks.get(mark.field) is not None and marks[mark.field].crop == mark.crop:
            return reading
    return readings[0]


def _settled(copy: Copy) -> Mapping[str, Value]:
    rows = copy.answers.filter(state=Answer.State.SETTLED).values_list("field", "value")
    return {field: as_value(value) for field, value in rows}


def _entered(copy: Copy) -> Marks:
    """Answers that were entered without a photograph, as marks."""
    return {
        answer.field: Mark(
            answer.field,
            as_value(answer.value),
            answer.state != Answer.State.DOUBTFUL,
            answer.probability,
        )
        for answer in copy.answers.all()
    }

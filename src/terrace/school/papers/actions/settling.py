"""What a person decides: a doubtful mark, whose sheet it is, which photograph is right.

Each decision says what the person had before her eyes. When somebody has decided in the meantime,
`SettledAlready` says who and what, and nothing is overwritten.
"""

from typing import Any
from uuid import UUID

from django.db import transaction

from terrace.school.journal import clock
from terrace.school.journal.actions import record
from terrace.school.journal.registry import Verb
from terrace.school.people.models import Account, Child

from .. import todos, verbs
from ..agreement import Value, as_value, contradicts
from ..errors import NotPossible, SettledAlready
from ..models import Answer, Copy, Reading
from ..queries import OPEN
from . import counting

Outcome = Reading.Outcome


def settle_answer(answer: Answer, *, value: Value, by: Account, expected_state: str) -> Answer:
    """Say what a doubtful mark is. Settled meanwhile in the same way, it stays as it is."""
    with transaction.atomic():
        answer = _locked(answer.pk)
        value = _fitting(answer, value)
        if answer.state != expected_state:
            if as_value(answer.value) == value:
                return answer
            raise SettledAlready(by=_name(answer.settled_by), value=answer.value)
        return _settled(answer, value, by=by, verb=verbs.ANSWER_SETTLED)


def correct_answer(
    answer: Answer, *, value: Value, by: Account, expected_value: Value | None = None
) -> Answer:
    """Correct a mark, whoever or whatever read it; all that was concluded from it is made anew.

    `expected_value` is what stood there when she looked.
    """
    with transaction.atomic():
        answer = _locked(answer.pk)
        value = _fitting(answer, value)
        now = as_value(answer.value)
        if now == value and answer.state != Answer.State.DOUBTFUL:
            return answer
        if expected_value is not None and now != expected_value:
            raise SettledAlready(by=_name(answer.settled_by), value=answer.value)
        return _settled(answer, value, by=by, verb=verbs.ANSWER_CORRECTED)


def reopen_answer(answer: Answer, *, by: Account) -> Answer:
    """Take back how a mark was settled or corrected: it says again what the photographs say."""
    with transaction.atomic():
        answer = _locked(answer.pk)
        if answer.state != Answer.State.SETTLED:
            return answer
        if answer.reading_id is None:
            raise NotPossible("entered_by_hand")
        counting.from_readings(answer)
        counting.tell(answer.copy)
        _record(verbs.ANSWER_REOPENED, answer.copy, by=by, field=answer.field)
        _refresh_todos(answer.copy, by=by)
    return answer


def settle_who(reading: Reading, *, child: Child, by: Account) -> Reading:
    """Say whose sheet it is; then it counts for that child."""
    with transaction.atomic():
        reading = _locked_reading(reading.pk)
        if reading.sheet is None or child.school_id != reading.school_id:
            raise NotPossible("not_here")
        if reading.outcome != Outcome.WHO:
            known = reading.copy.child if reading.copy else None
            if known is not None and known.pk == child.pk:
                return reading
            raise SettledAlready(
                by=_name(reading.settled_by), child=known.name if known is not None else ""
            )
        made, _ = Copy.objects.get_or_create(
            sheet=reading.sheet, child=child, defaults={"school_id": reading.school_id}
        )
        copy = counting.lock([made.pk])[made.pk]
        reading.settled_by, reading.settled_at = by, clock.now()
        counting.count(reading, copy)
        _record(verbs.WHO_SETTLED, copy, by=by, reading=str(reading.pk))
        _refresh_todos(copy, reading, by=by)
    return reading


def ask_who_again(reading: Reading, *, by: Account) -> Reading:
    """It is another child's sheet: it counts for nobody until somebody says whose it is."""
    with transaction.atomic():
        reading = _locked_reading(reading.pk)
        copy = reading.copy
        if reading.outcome == Outcome.WHO:
            return reading
        if copy is None or reading.sheet is None or not reading.answers:
            raise NotPossible("not_here")
        copy = counting.lock([copy.pk])[copy.pk]
        reading.outcome, reading.copy = Outcome.WHO, None
        reading.settled_by, reading.settled_at = None, None
        reading.proposed = None
        reading.save()
        _without(copy)
        _record(verbs.WHO_REOPENED, copy, by=by, reading=str(reading.pk))
        _refresh_todos(copy, reading, by=by)
    return reading


def reopen_reading(reading: Reading, *, by: Account) -> Reading:
    """Take back a decision about a whole sheet, so that it waits for a person again.

    A second photograph that was taken in place of the first cannot be taken back so: what counted
    before has been replaced. `NotPossible` then; a mark can be corrected on the child's sheet.
    """
    with transaction.atomic():
        reading = _locked_reading(reading.pk)
        if reading.outcome in OPEN:
            return reading
        if reading.sheet is None or reading.settled_at is None or not reading.answers:
            raise NotPossible("not_here")
        if reading.sheet.shared and reading.outcome != Outcome.SET_ASIDE:
            return ask_who_again(reading, by=by)
        if reading.outcome == Outcome.SET_ASIDE:
            reading.outcome = _before_set_aside(reading)
        elif _others_counted(reading):
            raise NotPossible("not_here")
        else:
            reading.outcome = Outcome.ITS_TEACHER
        reading.settled_by, reading.settled_at = None, None
        reading.save()
        if reading.copy is not None and reading.outcome == Outcome.ITS_TEACHER:
            copy = counting.lock([reading.copy.pk])[reading.copy.pk]
            _without(copy)
        record(
            verbs.READING_REOPENED,
            school_id=reading.school_id,
            by_id=by.pk,
            about_id=reading.copy.child_id if reading.copy else None,
            subject_id=reading.pk,
        )
        todos.refresh(school_classes=[reading.school_class_id], by=by)
    return reading


def settle_differs(reading: Reading, *, take: str, by: Account) -> Reading:
    """Say which photograph of a sheet is right: the `first`, or this one, the `second`.

    One decision a sheet: whatever else waits for the same question is answered with it. Marks that
    she has settled stay settled where the second photograph shows nothing new.
    """
    if take not in ("first", "second"):
        raise ValueError(f"take {take!r}: first or second")
    with transaction.atomic():
        reading = _locked_reading(reading.pk)
        if reading.copy is None:
            raise NotPossible("not_here")
        copy = counting.lock([reading.copy.pk])[reading.copy.pk]
        reading.refresh_from_db()
        if reading.outcome != Outcome.DIFFERS:
            taken = "second" if reading.outcome in counting.COUNTED else "first"
            if taken == take:
                return reading
            raise SettledAlready(by=_name(reading.settled_by), take=taken)
        waiting = list(copy.readings.filter(outcome=Outcome.DIFFERS).order_by("made_at", "pk"))
        if take == "second":
            _take(reading, copy, by=by)
            waiting = [other for other in waiting if other.pk != reading.pk]
        for other in waiting:
            agrees = take == "second" and not contradicts(
                counting.marks_of(other), [counting.marks_of(reading)], {}
            )
            _close(other, Outcome.SAME_AGAIN if agrees else Outcome.SET_ASIDE, by=by)
        counting.refresh(copy)
        _record(verbs.DIFFERS_SETTLED, copy, by=by, reading=str(reading.pk), take=take)
        _refresh_todos(copy, reading, by=by)
        reading.refresh_from_db()
    return reading


def accept_reading(reading: Reading, *, by: Account) -> Reading:
    """Count a sheet of one's class that a colleague has photographed."""
    with transaction.atomic():
        reading = _locked_reading(reading.pk)
        if reading.outcome != Outcome.ITS_TEACHER:
            if reading.outcome == Outcome.SET_ASIDE:
                raise SettledAlready(by=_name(reading.settled_by))
            return reading
        assert reading.copy is not None
        copy = counting.lock([reading.copy.pk])[reading.copy.pk]
        reading.settled_by, reading.settled_at = by, clock.now()
        counting.count(reading, copy)
        _record(verbs.READING_ACCEPTED, copy, by=by, reading=str(reading.pk))
        _refresh_todos(copy, reading, by=by)
    return reading


def set_aside(reading: Reading, *, by: Account) -> Reading:
    """Let a sheet that waits for a person count for nothing."""
    with transaction.atomic():
        reading = _locked_reading(reading.pk)
        if reading.outcome == Outcome.SET_ASIDE:
            return reading
        if reading.outcome not in OPEN:
            raise SettledAlready(by=_name(reading.settled_by))
        _close(reading, Outcome.SET_ASIDE, by=by)
        record(
            verbs.READING_SET_ASIDE,
            school_id=reading.school_id,
            by_id=by.pk,
            about_id=reading.copy.child_id if reading.copy else None,
            subject_id=reading.pk,
        )
        todos.refresh(school_classes=[reading.school_class_id], by=by)
    return reading


def _take(reading: Reading, copy: Copy, *, by: Account) -> None:
    """Let this reading count in place of those that counted."""
    counting_now = [
        other for other in copy.readings.filter(outcome__in=counting.COUNTED) if other.answers
    ]
    new = counting.marks_of(reading)
    seen = [counting.marks_of(other) for other in counting_now]
    for answer in copy.answers.filter(state=Answer.State.SETTLED):
        mark = new.get(answer.field)
        nothing_new = mark is None or not contradicts(
            {answer.field: mark}, seen, {answer.field: as_value(answer.value)}
        )
        if not nothing_new:
            # What she settled stood on the sheet before; now something else stands there.
            answer.state, answer.settled_by, answer.settled_at = Answer.State.CLEAR, None, None
            answer.save(update_fields=["state", "settled_by", "settled_at"])
    for other in counting_now:
        _close(other, Outcome.SET_ASIDE, by=by)
    _close(reading, Outcome.COUNTED, by=by)


def _before_set_aside(reading: Reading) -> str:
    """What was asked about a sheet that was then set aside."""
    if reading.copy is None:
        return Outcome.WHO
    counted = reading.copy.readings.filter(outcome__in=counting.COUNTED)
    entered = reading.copy.read_at is not None
    return Outcome.DIFFERS if entered or counted.exists() else Outcome.ITS_TEACHER


def _others_counted(reading: Reading) -> bool:
    """Whether this reading took the place of others, or agreed with them."""
    if reading.copy is None:
        return False
    others = reading.copy.readings.exclude(pk=reading.pk).exclude(outcome=Outcome.REFUSED)
    return others.exists()


def _close(reading: Reading, outcome: str, *, by: Account) -> None:
    reading.outcome, reading.settled_by, reading.settled_at = outcome, by, clock.now()
    reading.save(update_fields=["outcome", "settled_by", "settled_at"])


def _without(copy: Copy) -> None:
    """The copy after one of its readings has gone."""
    if any(other.answers for other in copy.readings.filter(outcome__in=counting.COUNTED)):
        # What the reading alone said goes with it; what a person settled was about that paper too.
        copy.answers.all().delete()
        counting.refresh(copy)
        return
    counting.forget(copy)
    waiting = copy.readings.filter(outcome=Outcome.DIFFERS).order_by("made_at", "pk").first()
    if waiting is not None:
        counting.count(waiting, copy)


def _locked(answer_id: UUID) -> Answer:
    """The answer, with its copy locked: whatever changes a copy waits for what changes it now."""
    copy_id = Answer.objects.values_list("copy_id", flat=True).get(pk=answer_id)
    copy = counting.lock([copy_id])[copy_id]
    answer = Answer.objects.select_related("settled_by__staff").get(pk=answer_id)
    answer.copy = copy
    return answer


def _locked_reading(reading_id: UUID) -> Reading:
    return (
        Reading.objects.select_for_update(of=("self",))
        .select_related("sheet__run", "copy__child", "settled_by__staff")
        .get(pk=reading_id)
    )


def _settled(answer: Answer, value: Value, *, by: Account, verb: Verb) -> Answer:
    was = answer.value
    counting.settle(answer, value, by=by, at=clock.now())
    counting.tell(answer.copy)
    _record(verb, answer.copy, by=by, field=answer.field, was=was, now=answer.value)
    _refresh_todos(answer.copy, by=by)
    return answer


def _fitting(answer: Answer, value: Value) -> Value:
    """The value, if the question can have it; `NotPossible` otherwise."""
    for field in answer.copy.sheet.description["fields"]:
        if field.get("name") != answer.field:
            continue
        if field["field"] == "choice":
            options = len(field["options"])
            if not isinstance(value, str) and all(0 <= option < options for option in value):
                return as_value(value)
        elif isinstance(value, str) and len(value) <= field["boxes"] and _are_digits(value):
            return value
    raise NotPossible("does_not_fit_question", field=answer.field)


def _are_digits(text: str) -> bool:
    return text == "" or (text.isascii() and text.isdecimal())


def _record(verb: Verb, copy: Copy, *, by: Account, **payload: Any) -> None:
    record(
        verb,
        school_id=copy.school_id,
        by_id=by.pk,
        about_id=copy.child_id,
        subject_id=copy.pk,
        payload=payload,
    )


def _refresh_todos(copy: Copy, *readings: Reading, by: Account) -> None:
    classes = [copy.child.school_class_id, *(reading.school_class_id for reading in readings)]
    todos.refresh(school_classes=classes, by=by)


def _name(account: Account | None) -> str:
    return account.staff.name if account is not None else ""

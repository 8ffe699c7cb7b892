"""Enter answers without a photograph: one sheet by hand, or a whole term at once."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime

from django.db import transaction

from terrace.school.journal import clock
from terrace.school.journal.actions import NewEntry, record_many
from terrace.school.people.models import Account

from .. import verbs
from ..agreement import Value
from ..models import Answer, Copy
from ..registry import kind as kind_called
from . import counting


@dataclass(frozen=True, slots=True)
class NewAnswers:
    """The answers of one copy, by field. Of a field that is not named nothing is known."""

    copy: Copy
    values: Mapping[str, Value]


def record_answers(
    entered: Sequence[NewAnswers], *, by: Account | None, at: datetime | None = None
) -> int:
    """Write down answers for copies that have none yet, many at once; how many copies were written.

    A copy that has been read or entered before is left alone: twice is once. The kind's handler is
    called for all (`FormKind.on_many` where it has one). A person's entries count as settled.
    """
    at = at or clock.now()
    state = Answer.State.CLEAR if by is None else Answer.State.SETTLED
    with transaction.atomic():
        copies = counting.lock(new.copy.pk for new in entered)
        fresh = {new.copy.pk: new.values for new in entered if copies[new.copy.pk].read_at is None}
        rows = {
            pk: [
                Answer(
                    school_id=copies[pk].school_id,
                    copy=copies[pk],
                    field=field,
                    value=value if isinstance(value, str) else list(value),
                    state=state,
                    probability=1.0,
                    settled_by=by,
                    settled_at=at if by is not None else None,
                )
                for field, value in values.items()
            ]
            for pk, values in fresh.items()
        }
        Answer.objects.bulk_create([row for own in rows.values() for row in own], batch_size=500)
        for pk in fresh:
            copies[pk].read_at = at
        Copy.objects.bulk_update([copies[pk] for pk in fresh], ["read_at"], batch_size=300)
        _tell([(copies[pk], own) for pk, own in rows.items()])
        record_many(
            [
                NewEntry(
                    verb=verbs.ANSWERS_RECORDED,
                    school_id=copies[pk].school_id,
                    by_id=by.pk if by else None,
                    about_id=copies[pk].child_id,
                    subject_id=pk,
                )
                for pk in fresh
            ]
        )
    return len(fresh)


def _tell(pairs: Sequence[tuple[Copy, Sequence[Answer]]]) -> None:
    by_kind: dict[str, list[tuple[Copy, Sequence[Answer]]]] = {}
    for copy, answers in pairs:
        by_kind.setdefault(copy.sheet.run.kind, []).append((copy, answers))
    for name, own in by_kind.items():
        kind = kind_called(name)
        if kind.on_many is not None:
            kind.on_many(own)
            continue
        for copy, answers in own:
            kind.on_reading(copy, answers)

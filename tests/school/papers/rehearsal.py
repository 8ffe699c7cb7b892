"""A kind of form for tests: what it concludes from a copy is written in the journal."""

from collections.abc import Mapping, Sequence

from terrace.school.journal.actions import record
from terrace.school.journal.queries import history
from terrace.school.journal.registry import Verb, register
from terrace.school.papers import registry
from terrace.school.papers.models import Answer, Copy

CONCLUDED = register(Verb("rehearsal.concluded", "concluded from a rehearsal"))


def conclude(copy: Copy, answers: Sequence[Answer]) -> None:
    """Write down all that is sure, whole; the last entry is the conclusion that stands."""
    record(
        CONCLUDED,
        school_id=copy.school_id,
        by_id=None,
        about_id=copy.child_id,
        subject_id=copy.pk,
        payload={"answers": {answer.field: answer.value for answer in answers}},
    )


KIND = registry.register(registry.FormKind("rehearsal", "Rehearsal", conclude))


def concluded(copy: Copy) -> Mapping[str, object] | None:
    """What stands as concluded from a copy; None when nothing was ever concluded."""
    for happened in history(copy.child_id):
        if happened.verb is CONCLUDED and happened.subject_id == copy.pk:
            assert happened.payload is not None
            answers = happened.payload["answers"]
            assert isinstance(answers, Mapping)
            return answers
    return None

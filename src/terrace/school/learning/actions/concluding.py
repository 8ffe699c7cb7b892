"""From answers to attempts to what is known of a child, inside the caller's transaction."""

from collections.abc import Mapping, Sequence
from uuid import UUID

from terrace.engines.learner.attempt import Attempt as Answered
from terrace.engines.learner.learner import Learner
from terrace.engines.learner.pupil import Pupil
from terrace.school.journal import clock
from terrace.school.journal.actions import NewEntry, record_many
from terrace.school.papers.models import Answer, Copy

from .. import todos, verbs
from ..folding import Step, fold, key_of, locked_states, save, set_state, steps_of
from ..knowledge import day_number, day_of_week, fingerprint, learner_of
from ..models import Attempt, PupilState, Worksheet
from ..worksheets import marks, questions

Row = tuple[str, int, str, str, bool, str]
"""(field, order, template, skill, correct, misconception)."""


def conclude(copy: Copy, answers: Sequence[Answer]) -> None:
    """What the answers of one copy say of its child: `on_reading` of the kind `worksheet`.

    `answers` are all that are sure by now. The copy's attempts are replaced, and the child's state
    is the fold over all her attempts, as if they had been read right and in order from the start.
    """
    conclude_many([(copy, answers)])


def conclude_many(pairs: Sequence[tuple[Copy, Sequence[Answer]]]) -> None:
    """The same for many copies, in as many queries as for one."""
    copies = {copy.pk: copy for copy, _ in pairs}
    answered = {copy.pk: answers for copy, answers in pairs}
    worksheets = {
        worksheet.sheet_id: worksheet
        for worksheet in Worksheet.objects.filter(
            sheet_id__in={copy.sheet_id for copy in copies.values()}
        )
        .select_related("plan__school_class__school", "sheet")
        .defer("reasons", "sheet__description", "sheet__layout")
    }
    copies = {pk: copy for pk, copy in copies.items() if copy.sheet_id in worksheets}
    states = locked_states({copy.child_id: copy.school_id for copy in copies.values()})
    before = _attempts_of(copies)
    after = {pk: _rows(worksheets[copy.sheet_id], answered[pk]) for pk, copy in copies.items()}
    todos.sheets_read(
        {worksheet.plan_id: worksheet.plan for worksheet in worksheets.values()}.values()
    )
    changed = [pk for pk in copies if before.get(pk, []) != after[pk]]
    if not changed:
        return
    _replace([copies[pk] for pk in changed], worksheets, after, had=before)
    _refold([copies[pk] for pk in changed], worksheets, after, states, had=before)
    record_many(
        [
            NewEntry(
                verb=verbs.CONCLUDED,
                school_id=copies[pk].school_id,
                by_id=None,
                about_id=copies[pk].child_id,
                subject_id=pk,
                payload={"questions": len(after[pk])},
            )
            for pk in changed
        ]
    )


def _attempts_of(copies: Mapping[UUID, Copy]) -> dict[UUID, list[Row]]:
    found: dict[UUID, list[Row]] = {}
    rows = Attempt.objects.filter(copy_id__in=list(copies)).order_by("order")
    for copy, field, order, template, skill, correct, misconception in rows.values_list(
        "copy_id", "field", "order", "template", "skill", "correct", "misconception"
    ):
        row = (field, order, template, skill, correct, misconception)
        found.setdefault(copy, []).append(row)
    return found


def _rows(worksheet: Worksheet, answers: Sequence[Answer]) -> list[Row]:
    values = {
        answer.field: answer.value if isinstance(answer.value, str) else tuple(answer.value)
        for answer in answers
    }
    return [
        (asked.field, place, asked.template, asked.skill, mark.correct, mark.misconception)
        for place, asked, mark in marks(questions(worksheet.items), values)
    ]


def _replace(
    copies: Sequence[Copy],
    worksheets: Mapping[UUID, Worksheet],
    after: Mapping[UUID, Sequence[Row]],
    *,
    had: Mapping[UUID, Sequence[Row]],
) -> None:
    Attempt.objects.filter(copy_id__in=[copy.pk for copy in copies if had.get(copy.pk)]).delete()
    now = clock.now()
    Attempt.objects.bulk_create(
        [
            Attempt(
                school_id=copy.school_id,
                child_id=copy.child_id,
                copy=copy,
                field=field,
                order=order,
                day=day_of_week(worksheets[copy.sheet_id].plan.week),
                template=template,
                skill=skill,
                correct=correct,
                misconception=misconception,
                made_at=now,
            )
            for copy in copies
            for field, order, template, skill, correct, misconception in after[copy.pk]
        ],
        batch_size=80,  # × 12 columns: the most values that SQLite takes quickly
    )


def _refold(
    copies: Sequence[Copy],
    worksheets: Mapping[UUID, Worksheet],
    after: Mapping[UUID, Sequence[Row]],
    states: Mapping[UUID, PupilState],
    *,
    had: Mapping[UUID, Sequence[Row]],
) -> None:
    """Fold what is new on top where it all comes last; otherwise fold the child anew."""
    learners = {school: learner_of(school) for school in {copy.school_id for copy in copies}}
    new: dict[UUID, list[Step]] = {}
    anew = set()
    for copy in copies:
        worksheet = worksheets[copy.sheet_id]
        key = key_of(
            day=day_of_week(worksheet.plan.week),
            plan=worksheet.plan,
            number=worksheet.sheet.number,
        )
        if had.get(copy.pk):
            anew.add(copy.child_id)
        new.setdefault(copy.child_id, []).extend(_steps(worksheet, key, after[copy.pk]))
    learner_for = {copy.child_id: learners[copy.school_id] for copy in copies}
    for child, steps in new.items():
        steps.sort(key=lambda step: step.key)  # stable: the order on the sheet stays
        if not _on_top(states[child], steps, fingerprint(learner_for[child])):
            anew.add(child)
    whole = steps_of(anew)
    touched = []
    for child, steps in new.items():
        state = states[child]
        if child in anew:
            changed = refolded(state, learner_for[child], whole.get(child, []))
        else:
            base = Pupil.from_json(state.state) if state.attempts else None
            pupil = fold(learner_for[child], base, steps)
            changed = set_state(
                state,
                learner_for[child],
                pupil,
                attempts=state.attempts + len(steps),
                last=steps[-1] if steps else None,
            )
        if changed:
            touched.append(state)
    save(touched)


def refolded(state: PupilState, learner: Learner, steps: Sequence[Step]) -> bool:
    """Fold a child anew into her row, unsaved; whether it says anything new."""
    return set_state(
        state,
        learner,
        fold(learner, None, steps),
        attempts=len(steps),
        last=steps[-1] if steps else None,
    )


def _steps(worksheet: Worksheet, key: str, rows: Sequence[Row]) -> list[Step]:
    day = day_number(day_of_week(worksheet.plan.week))
    return [
        Step(key, worksheet.plan.grade, Answered(template, (skill,), correct, day))
        for _, _, template, skill, correct, _ in rows
    ]


def _on_top(state: PupilState, steps: Sequence[Step], model: str) -> bool:
    """Whether these steps come after everything in the row, folded by the same learner."""
    if not steps:
        return False
    return not state.attempts or (state.model == model and state.last_key < steps[0].key)

"""A child's state is a fold over her attempts in one order: whatever order they were read in."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from uuid import UUID

from terrace.engines.learner.attempt import Attempt as Answered
from terrace.engines.learner.learner import Learner
from terrace.engines.learner.pupil import Pupil
from terrace.school.journal import clock

from .knowledge import day_number, fingerprint, start
from .models import Attempt, PupilState, WeekPlan

_ROUND = "copy__sheet__worksheet__plan__round"
_GRADE = "copy__sheet__worksheet__plan__grade"
_NUMBER = "copy__sheet__number"

ORDER = ("day", _ROUND, _NUMBER, "order")
"""The one order of a child's attempts."""


@dataclass(frozen=True, slots=True)
class Step:
    """One attempt on its way into the fold: where its copy stands, and the grade of its plan."""

    key: str
    grade: int
    attempt: Answered


def key_of(*, day: date, plan: WeekPlan, number: str) -> str:
    """Where a copy's attempts stand in the one order, as text that sorts the same way."""
    return _key(day, plan.round, number)


def steps_of(children: Iterable[UUID]) -> dict[UUID, list[Step]]:
    """Every attempt of some children, in the one order; one query for every five hundred."""
    found: dict[UUID, list[Step]] = {}
    wanted = sorted(set(children))
    for first in range(0, len(wanted), 500):
        rows = Attempt.objects.filter(child_id__in=wanted[first : first + 500])
        for child, day, round_, number, grade, template, skill, correct in rows.order_by(
            *ORDER
        ).values_list("child_id", "day", _ROUND, _NUMBER, _GRADE, "template", "skill", "correct"):
            found.setdefault(child, []).append(
                Step(
                    _key(day, round_, number),
                    grade,
                    Answered(template, (skill,), correct, day_number(day)),
                )
            )
    return found


def fold(learner: Learner, pupil: Pupil | None, steps: Sequence[Step]) -> Pupil | None:
    """The state after some more attempts; without a pupil, from the first one's grade on."""
    for step in steps:
        if pupil is None:
            pupil = start(learner, grade=step.grade)
        pupil = learner.update(pupil, step.attempt)
    return pupil


def locked_states(children: Mapping[UUID, UUID]) -> dict[UUID, PupilState]:
    """The states of some children (child → school), made where missing, locked in one order."""
    if not children:
        return {}
    now = clock.now()
    rows = PupilState.objects.select_for_update().order_by("child_id")
    found = {row.child_id: row for row in rows.filter(child_id__in=list(children))}
    missing = sorted(children.keys() - found.keys())
    if missing:
        PupilState.objects.bulk_create(
            [
                PupilState(child_id=child, school_id=children[child], state={}, changed_at=now)
                for child in missing
            ],
            ignore_conflicts=True,
        )
        found |= {row.child_id: row for row in rows.filter(child_id__in=missing)}
    return found


def set_state(
    state: PupilState, learner: Learner, pupil: Pupil | None, *, attempts: int, last: Step | None
) -> bool:
    """Put a fold's result into a row, unsaved; whether it says anything new."""
    before = (state.state, state.attempts, state.last_key, state.model)
    state.state = pupil.to_json() if pupil is not None else {}
    state.attempts = attempts
    state.last_key = last.key if last else ""
    state.last_day = date.fromisoformat(last.key[:10]) if last else None
    state.model = fingerprint(learner) if last else ""
    changed = before != (state.state, state.attempts, state.last_key, state.model)
    if changed:
        state.changed_at = clock.now()
    return changed


def save(states: Sequence[PupilState]) -> None:
    """Write rows that `set_state` has changed; they are there and locked."""
    PupilState.objects.bulk_create(
        states,
        # One statement that overwrites: bulk_update would write a CASE of many branches a column.
        update_conflicts=True,
        unique_fields=["child"],
        update_fields=["state", "attempts", "last_key", "last_day", "model", "changed_at"],
        batch_size=60,
    )


def _key(day: date, round_: int, number: str) -> str:
    return f"{day.isoformat()}/{round_:04d}/{number}"

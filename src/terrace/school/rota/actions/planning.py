"""Making the plan: in a child process, proved by the checker before it is written down."""

from datetime import date, timedelta
from typing import Any
from uuid import UUID

from django.db import transaction
from django.db.models import F, Q
from django.utils import timezone

from terrace.school.calendar.queries import today
from terrace.school.journal import clock
from terrace.school.journal.actions import record
from terrace.school.people.models import Account, Child, Staff

from .. import todos, verbs
from ..busy import Busy
from ..days import days_with_turns, period_of
from ..models import Rota, Turn
from ..posing import AGAIN, BEFORE, NOBODY, Posed, posed


def plan(*, rota: Rota, by: Account | None = None) -> None:
    """Ask for a plan; what stands is kept as far as it can be. The plan is made in the background.

    Call it inside the transaction that changes what the plan depends on, or alone.
    """
    from ..jobs import make as task

    with transaction.atomic():
        Rota.objects.filter(pk=rota.pk).update(wanted=F("wanted") + 1)
        task.enqueue(rota_id=str(rota.pk))


def plan_again(rota_id: str) -> None:
    """Let a later job go on where one has not come to an end."""
    plan(rota=Rota.objects.get(pk=UUID(rota_id)))


def make(rota_id: str) -> dict[str, Any]:
    """Plan this rota from today on and write it down, if a plan is asked for; twice is once.

    Runs in a child process: it loads the planner. Gives `{"changed_meanwhile", "changes"}`; when
    the rota changed while the plan was made, nothing is written.
    """
    from terrace.engines.rota.check import check
    from terrace.engines.rota.needs import Needs
    from terrace.engines.rota.planner import changes, replan
    from terrace.engines.rota.planner import plan as first_plan
    from terrace.engines.rota.reading import problem_from_json
    from terrace.engines.rota.rota import turns_from_json
    from terrace.engines.rota.words import sentences

    rota = Rota.objects.select_related("school").get(pk=UUID(rota_id))
    if not rota.is_being_planned:
        return {"changed_meanwhile": False, "changes": 0}
    asked = posed(rota, timezone.localtime(clock.now()))
    if asked is None:
        return _write_down(rota, None, {}, {}, 0)
    problem = problem_from_json(asked.problem)
    old = turns_from_json({"turns": asked.old})
    new = replan(problem, old, fixed_before=asked.now.date()) if old else first_plan(problem)
    changed = len(changes(Needs(problem), old, new.turns)) if old else 0
    document = new.to_json([one.id for one in problem.adults])
    found = check(asked.problem, document)
    told = sentences(problem, new)
    return _write_down(rota, asked, document, {**found, "sentences": told}, changed)


def _write_down(
    rota: Rota,
    asked: Posed | None,
    document: dict[str, Any],
    found: dict[str, Any],
    changed: int,
) -> dict[str, Any]:
    with transaction.atomic():
        now = Rota.objects.select_for_update().get(pk=rota.pk)
        if now.wanted != rota.wanted:
            return {"changed_meanwhile": True, "changes": 0}
        if not now.is_being_planned:
            return {"changed_meanwhile": False, "changes": 0}  # somebody else was faster
        if asked is not None:
            _keep_and_replace(now, asked, document)
            now.proof = _proof(document, found, changed)
            now.planned_from = asked.now.date()
            todos.tell_of_shortage(now, is_complete=not document["left_out"])
        now.planned, now.planned_at = rota.wanted, clock.now()
        now.save(update_fields=["proof", "planned", "planned_from", "planned_at"])
        record(
            verbs.PLANNED,
            school_id=now.school_id,
            by_id=None,
            subject_id=now.pk,
            payload={"changes": changed, "valid": bool(found.get("valid"))},
        )
        todos.ask_for_today(now)
    return {"changed_meanwhile": False, "changes": changed}


def _keep_and_replace(rota: Rota, asked: Posed, document: dict[str, Any]) -> None:
    """Turns that stay keep their row; others go, new ones come."""
    wanted = {
        (turn["served"], turn["slot"], turn["adult"]): turn
        for turn in document["turns"]
        if not turn["served"].endswith(BEFORE)
    }
    gone = [
        row
        for key, row in asked.rows.items()
        if key not in wanted and row.state == Turn.State.PLANNED and not key[0].endswith(BEFORE)
    ]
    todos.not_needed(gone)
    Turn.objects.filter(pk__in=[row.pk for row in gone], state=Turn.State.PLANNED).delete()
    slots = {slot["id"]: slot for slot in asked.problem["slots"]}
    names = dict(enumerate(rota.posts))
    fresh = []
    for key, turn in wanted.items():
        if key in asked.rows:
            continue
        slot = slots[turn["slot"]]
        served = turn["served"]
        fresh.append(
            Turn(
                school_id=rota.school_id,
                rota=rota,
                staff_id=UUID(turn["adult"]),
                child_id=UUID(served.removesuffix(AGAIN)) if rota.serves_children else None,
                post="" if rota.serves_children else names[int(served)],
                day=slot["date"],
                begins=slot["begins"],
                ends=slot["ends"],
                period=int(turn["period"]),
                again=served.endswith(AGAIN),
            )
        )
    Turn.objects.bulk_create(fresh, batch_size=500)


def _proof(document: dict[str, Any], found: dict[str, Any], changed: int) -> dict[str, Any]:
    certificate = dict(document["certificate"])
    certificate["loads"] = {
        key: count for key, count in certificate["loads"].items() if key != NOBODY
    }
    return {
        "certificate": certificate,
        "left_out": document["left_out"],
        "valid": found["valid"],
        # Who is left out, and that a shortage is true, is in the lines above; these are faults.
        "reasons": [
            one for one in found["reasons"] if one["kind"] not in ("left_out", "shortage_true")
        ],
        "sentences": found["sentences"],
        "changes": changed,
    }


GRACE = timedelta(days=1)
"""So long after its day a turn with a child may still be marked as taken."""


def look_over() -> int:
    """What the day brings to every rota; how many are to be planned again.

    Turns with children that nobody marked as taken are missed and come back; a new period begins;
    an adult or child has left; today's turns go onto Today.
    """
    again = 0
    for rota in Rota.objects.filter(ended_at=None).select_related("school"):
        now = today(rota.school)
        with transaction.atomic():
            late = Turn.objects.filter(
                rota=rota, state=Turn.State.PLANNED, child__isnull=False, day__lt=now - GRACE
            )
            missed = list(late.select_for_update())
            for turn in missed:
                turn.state, turn.settled_at = Turn.State.MISSED, clock.now()
                turn.save(update_fields=["state", "settled_at"])
                record(
                    verbs.MISSED,
                    school_id=rota.school_id,
                    by_id=None,
                    about_id=turn.child_id,
                    subject_id=turn.pk,
                )
            todos.end_past(rota, now)
            if now <= rota.ends and (missed or _has_changed(rota)):
                plan(rota=rota)
                again += 1
            todos.ask_for_today(rota)
    return again


def _has_changed(rota: Rota) -> bool:
    """Whether what the plan stood on is so no more: a period has begun, somebody has left, a day is
    closed, a teacher has a lesson then.
    """
    if rota.planned_from is None or rota.is_being_planned:
        return False
    now = today(rota.school)
    ahead = days_with_turns(rota, now, rota.ends)
    if rota.serves_children and ahead and period_of(rota, ahead[0]) > _first(rota):
        return True
    planned = Turn.objects.filter(rota=rota, day__gt=now, state=Turn.State.PLANNED)
    gone = Q(staff__in=Staff.objects.filter(left_on__lte=now, school=rota.school))
    gone |= Q(child__in=Child.objects.filter(left_on__lte=now, school=rota.school))
    if planned.filter(gone).exists() or planned.exclude(day__in=ahead).exists():
        return True
    busy = Busy(rota, now, now + LESSONS_AHEAD, [])
    near = planned.filter(day__lte=now + LESSONS_AHEAD)
    return not all(busy.is_free(one.staff_id, one.day, one.begins, one.ends) for one in near)


LESSONS_AHEAD = timedelta(days=14)
"""So far ahead turns are held against a timetable that has changed."""


def _first(rota: Rota) -> int:
    assert rota.planned_from is not None
    ahead = days_with_turns(rota, rota.planned_from, rota.ends)
    return period_of(rota, ahead[0]) if ahead else 0


def hear_of_absence(staff: Staff, first: date, last: date, by: Account | None) -> None:
    """Every rota in which she serves on these days is planned again (`absence.registry`)."""
    for rota in Rota.objects.filter(
        servers__staff=staff, ended_at=None, starts__lte=last, ends__gte=first
    ):
        plan(rota=rota, by=by)

"""Looking for a plan: in a child process, with a clock, and the best so far can be taken."""

import os
import time
from datetime import timedelta
from typing import Any
from uuid import UUID

from django.core.exceptions import ValidationError
from django.db import transaction
from django.utils.translation import gettext as _
from django.utils.translation import override

from terrace.school.journal import clock
from terrace.school.journal.actions import record
from terrace.school.people.models import Account

from .. import verbs
from ..models import Lesson, Period, Step, Timetable
from ..planning import Planned, planned
from .drafting import draft_of

SECONDS = 60.0
"""How long a plan is looked for at most."""
PLAIN_SECONDS = 10.0
"""And before that without compiled loops."""
SILENT = timedelta(seconds=SECONDS + 240)
"""After so long a search has died, in a power cut for one."""
REASON_SECONDS = 15.0
"""How long the reason is looked for when there is no plan."""
TELLS_EVERY = 0.5
"""Seconds between two words on how far it is."""


def search(*, timetable: Timetable, by: Account | None) -> None:
    """Ask for a plan; locked lessons stay where they are. Raises `ValidationError`."""
    from ..jobs import seek as task

    with transaction.atomic():
        prepare_search(timetable=timetable, by=by)
        task.enqueue(timetable_id=str(timetable.pk))


def prepare_search(*, timetable: Timetable, by: Account | None) -> None:
    """All of `search` but the job, for who runs `seek` at once. Raises `ValidationError`."""
    with transaction.atomic():
        draft = draft_of(timetable)
        if not Period.objects.filter(school=draft.school).exists():
            raise ValidationError(_("Set the day's periods first."), code="no_periods")
        if not Lesson.objects.filter(course__timetable=draft).exists():
            raise ValidationError(_("Say first how many lessons each class has."), code="no_lesson")
        draft.search_since, draft.search_placed = clock.now(), 0
        draft.search_ends, draft.reasons = False, []
        draft.save(update_fields=["search_since", "search_placed", "search_ends", "reasons"])
        record(
            verbs.SEARCHED,
            school_id=draft.school_id,
            by_id=by.pk if by else None,
            subject_id=draft.pk,
        )


def end_search(*, timetable: Timetable) -> None:
    """Take the best plan so far; a search that has fallen silent is over."""
    running = Timetable.objects.filter(pk=timetable.pk).exclude(search_since=None)
    running.update(search_ends=True)
    running.filter(search_since__lt=clock.now() - SILENT).update(search_since=None)


def give_up(timetable_id: str) -> None:
    """The search itself has failed: say so, and let people go on."""
    Timetable.objects.filter(pk=UUID(timetable_id)).update(
        search_since=None,
        reasons=[
            {
                "zh": "查找课表时出了意外，原来的课表没有变。",
                "en": "Looking for a plan failed; the plan that was there is unchanged.",
            }
        ],
    )


def seek(timetable_id: str, plainly: bool = False, seed: int = 1) -> dict[str, Any]:
    """Look for a plan and write it down; runs in a child process. Twice is once.

    `plainly` leaves the loops uncompiled: the plan of a village school is there in a second, where
    compiling them for the first time takes a box more than a minute. What is not found that way is
    left as it was, for a search in earnest. Gives `{"lessons", "placed", "complete"}`.
    """
    if plainly:
        os.environ["NUMBA_DISABLE_JIT"] = "1"  # read when numba is first imported
    import numpy as np

    from terrace.engines.timetable.solver import solve

    timetable = Timetable.objects.get(pk=UUID(timetable_id))
    if timetable.search_since is None:
        return {"lessons": 0, "placed": 0, "complete": True}
    asked = planned(timetable)
    deadline = time.monotonic() + (PLAIN_SECONDS if plainly else SECONDS)
    told = time.monotonic()

    def go_on(placed: int) -> bool:
        nonlocal told
        now = time.monotonic()
        if now - told >= TELLS_EVERY:
            told = now
            mine = Timetable.objects.filter(pk=timetable.pk)
            mine.update(search_placed=placed)
            if mine.values_list("search_ends", flat=True).get():
                return False
        return now < deadline

    # Its random numbers wrap around in 64 bits, which uncompiled arithmetic would warn of.
    np.seterr(over="ignore")
    if reasons := _counted_out(timetable, asked):
        _give_reasons(timetable, reasons)
        return {"lessons": len(asked.lessons), "placed": 0, "complete": True}
    solved = solve(asked.problem, seed=seed, go_on=go_on)
    with transaction.atomic():
        now = Timetable.objects.select_for_update().get(pk=timetable.pk)
        if solved.complete or not plainly or now.search_ends:
            _write_down(asked, solved.plan.starts, now)
            ended = now.search_ends
    if not solved.complete and not plainly and not ended:
        _give_reasons(timetable, _reasons(timetable))
    return {
        "lessons": len(asked.lessons),
        "placed": solved.plan.placed,
        "complete": solved.complete,
    }


def _counted_out(timetable: Timetable, asked: Planned) -> list[dict[str, str]]:
    """Why there can be no plan, where counting alone shows it; empty where it does not."""
    from terrace.engines.timetable.reasons.counting import shortages

    return _reasons(timetable) if next(shortages(asked.problem), None) else []


def _reasons(timetable: Timetable) -> list[dict[str, str]]:
    """Why there is no plan, in both languages: the fewest rules at fault, what would help."""
    from terrace.engines.timetable.reasons.conflict import why_not
    from terrace.engines.timetable.reasons.words import sentences

    began = time.monotonic()
    with override("zh-hans"):
        chinese = planned(timetable).problem
    with override("en"):
        english = planned(timetable).problem
    found = why_not(chinese, go_on=lambda: time.monotonic() - began < REASON_SECONDS)

    def go_on() -> bool:
        return time.monotonic() - began < 2 * REASON_SECONDS

    both = zip(
        sentences(chinese, found, go_on=go_on)["zh"],
        sentences(english, found, go_on=go_on)["en"],
        strict=False,
    )
    return [{"zh": zh, "en": en} for zh, en in both]


def _give_reasons(timetable: Timetable, reasons: list[dict[str, str]]) -> None:
    Timetable.objects.filter(pk=timetable.pk).update(search_since=None, reasons=reasons)


def _write_down(asked: Planned, starts: tuple[int, ...], timetable: Timetable) -> None:
    rows = list(asked.lessons)
    for row, start in zip(rows, starts, strict=True):
        row.weekday, row.period = asked.place(start) if start >= 0 else (None, None)
    Lesson.objects.bulk_update(rows, ["weekday", "period"])
    Step.objects.filter(timetable=timetable).delete()
    timetable.search_since = None
    timetable.search_placed = sum(start >= 0 for start in starts)
    timetable.save(update_fields=["search_since", "search_placed"])

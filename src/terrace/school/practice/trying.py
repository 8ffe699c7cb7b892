"""Trying a practice: a plan with days, and a report of what became of it."""

from collections.abc import Sequence
from datetime import date
from typing import Any

from django.core.exceptions import ValidationError
from django.db import transaction
from django.utils.translation import get_language
from django.utils.translation import gettext as _

from terrace.school.calendar.queries import today
from terrace.school.journal import clock
from terrace.school.journal.actions import record
from terrace.school.journal.registry import Verb
from terrace.school.people.models import Account, Staff
from terrace.school.people.rules import is_principal
from terrace.school.today.actions import finish

from . import counting, todos, verbs
from .carrying import record_key, send
from .models import Card, Outcome, Step, Trial
from .registry import measure


def begin(
    *,
    card: Card,
    lead: Staff,
    starts: date,
    report_on: date,
    steps: Sequence[tuple[str, date]],
    adapted: str = "",
    by: Account,
) -> Trial:
    """Begin to try a practice: step by step it comes onto the leader's Today, and then the report.

    That the school tries it is signed at once: it names nobody. Raises `ValidationError`.
    """
    steps = [(words.strip(), due) for words, due in steps if words.strip()]
    if report_on < starts:
        raise ValidationError(_("The report comes after the start."), code="report_on")
    if not steps:
        raise ValidationError(_("Write one step at least."), code="steps")
    if any(len(words) > 200 for words, _due in steps):
        raise ValidationError(_("A step has 200 characters at most."), code="steps")
    with transaction.atomic():
        trial = Trial.objects.create(
            school=card.school,
            key=card.key,
            thing=card.thing,
            title=card.body["title"],
            lead=lead,
            starts=starts,
            report_on=report_on,
            adapted=adapted,
        )
        for place, (words, due) in enumerate(steps, 1):
            Step.objects.create(school=card.school, trial=trial, place=place, words=words, due=due)
        todos.ask_for_next(trial)
        todos.ask_for_report(trial)
        body = {
            "practice": _which(trial),
            "starts": starts.isoformat(),
            "report_on": report_on.isoformat(),
        }
        send(card.school, kind="try", thing=trial.pk, body=body, by=by)
        _record(verbs.TRIED, trial, by)
    return trial


def step_done(*, step: Step, by: Account | None) -> None:
    """A step has been done; a second time changes nothing."""
    with transaction.atomic():
        step = Step.objects.select_for_update().select_related("trial__school").get(pk=step.pk)
        if step.done_at is None:
            step.done_at, step.done_by = clock.now(), by
            step.save(update_fields=["done_at", "done_by"])
            _record(verbs.STEP_DONE, step.trial, by, place=step.place)
        finish(todos.STEP, key=str(step.pk), school=step.trial.school, by=by)
        if not step.trial.outcome:
            todos.ask_for_next(step.trial)


def report(
    *, trial: Trial, outcome: str, why: str, counted: Sequence[str] = (), by: Account
) -> Trial:
    """Say what became of a try. It leaves the school once the principal has signed it.

    `counted` names measures: what the school's own records say before and during the try.
    """
    why = why.strip()
    if outcome not in Outcome.values:
        raise ValidationError(_("Say whether it was kept, changed or stopped."), code="outcome")
    if not why or len(why) > 4000:
        raise ValidationError(_("Say why, in 4,000 characters at most."), code="why")
    with transaction.atomic():
        trial = Trial.objects.select_for_update().select_related("school").get(pk=trial.pk)
        last = min(today(trial.school), trial.report_on)
        trial.outcome, trial.why = outcome, why
        trial.numbers = [
            counting.before_and_after(trial.school, one, starts=trial.starts, last=last)
            for one in map(measure, counted)
            if one is not None and last >= trial.starts
        ]
        trial.reported_at, trial.report_signed_at = clock.now(), None
        trial.save()
        _record(verbs.REPORTED, trial, by, outcome=outcome)
        todos.end_trial(trial)
        if is_principal(by):
            return sign_report(trial=trial, by=by)
        todos.ask_to_sign_report(trial)
    return trial


def sign_report(*, trial: Trial, by: Account) -> Trial:
    """Sign a report: from now on it goes to other schools."""
    with transaction.atomic():
        trial = Trial.objects.select_for_update().select_related("school").get(pk=trial.pk)
        if trial.outcome and trial.report_signed_at is None:
            language = "zh" if (get_language() or "zh").startswith("zh") else "en"
            body: dict[str, Any] = {
                "practice": _which(trial),
                "try": str(trial.pk),
                "outcome": trial.outcome,
                "why": {language: trial.why},
                "numbers": trial.numbers,
            }
            send(trial.school, kind="report", thing=trial.pk, body=body, by=by)
            trial.report_signed_at = clock.now()
            trial.save(update_fields=["report_signed_at"])
            _record(verbs.REPORT_SIGNED, trial, by)
        finish(todos.SIGN_REPORT, key=str(trial.pk), school=trial.school, by=by)
    return trial


def _which(trial: Trial) -> dict[str, str]:
    return {"key": record_key(trial.key), "id": trial.thing}


def _record(verb: Verb, trial: Trial, by: Account | None, **payload: Any) -> None:
    record(
        verb,
        school_id=trial.school_id,
        by_id=by.pk if by else None,
        subject_id=trial.pk,
        payload=payload,
    )

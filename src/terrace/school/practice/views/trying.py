"""Trying a practice: the plan, its steps, and the report."""

from uuid import UUID

from django.contrib import messages as notices
from django.core.exceptions import ValidationError
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from terrace.school.calendar.queries import today
from terrace.school.people.queries import staff_of
from terrace.school.people.requests import account_of
from terrace.school.people.rules import found_here, is_principal, require

from .. import actions, queries, wording
from ..forms import ReportForm, TryForm
from ..models import Card, Step, Trial
from ..rules import reads_library, runs_trial, sees_trial, signs

_TRIALS = Trial.objects.select_related("school", "lead")


@require_http_methods(["GET", "POST"])
def begin(request: HttpRequest, card_id: UUID) -> HttpResponse:
    """Plan a try: who, from when, what by when."""
    account = account_of(request)
    card = found_here(Card.objects.select_related("school"), account, card_id)
    require(reads_library, account)
    shown = wording.shown(card)
    form = TryForm(
        request.POST or None,
        steps=[str(step) for step in shown.steps],
        # Only the principal gives others work.
        staff=list(staff_of(card.school)) if is_principal(account) else [account.staff],
        me=account.staff,
        today=today(card.school),
    )
    if request.method == "POST" and form.is_valid():
        told = form.cleaned_data
        try:
            trial = actions.begin(
                card=card,
                lead=form.staff[told["lead"]],
                starts=told["starts"],
                report_on=told["report_on"],
                steps=form.planned(),
                adapted=told["adapted"],
                by=account,
            )
        except ValidationError as refused:
            form.add_error(None, refused)
        else:
            notices.success(request, _("It begins. The first step stands on Today."))
            return redirect("practice_trial", trial.pk)
    return render(
        request,
        "practice/try.html",
        {"shown": shown, "card": card, "form": form},
        status=422 if form.errors else 200,
    )


@require_GET
def trial(request: HttpRequest, trial_id: UUID) -> HttpResponse:
    """How a try goes."""
    account = account_of(request)
    found = found_here(_TRIALS, account, trial_id)
    require(sees_trial, account, found)
    return render(
        request,
        "practice/trial.html",
        {
            "trial": found,
            "title": wording.said(found.title),
            "card": queries.card_of(found.school, found.key, found.thing),
            "steps": found.steps.order_by("place"),
            "runs": runs_trial(account, found),
            "signs": signs(account, found),
            "numbers": wording.numbers(found.numbers),
        },
    )


@require_POST
def step_done(request: HttpRequest, step_id: UUID) -> HttpResponse:
    """A step has been done."""
    account = account_of(request)
    step = found_here(Step.objects.select_related("trial__school"), account, step_id)
    require(runs_trial, account, step.trial)
    actions.step_done(step=step, by=account)
    return redirect("practice_trial", step.trial_id)


@require_http_methods(["GET", "POST"])
def report(request: HttpRequest, trial_id: UUID) -> HttpResponse:
    """Say what became of a try."""
    account = account_of(request)
    found = found_here(_TRIALS, account, trial_id)
    require(runs_trial, account, found)
    form = ReportForm(request.POST or None, trial=found)
    if request.method == "POST" and form.is_valid():
        told = form.cleaned_data
        try:
            done = actions.report(
                trial=found,
                outcome=told["outcome"],
                why=told["why"],
                counted=told["counted"],
                by=account,
            )
        except ValidationError as refused:
            form.add_error(None, refused)
        else:
            if done.report_signed_at:
                notices.success(request, _("Reported and signed."))
            else:
                notices.success(request, _("Reported. The principal reads it before it goes out."))
            return redirect("practice_trial", trial_id)
    return render(
        request,
        "practice/report.html",
        {"trial": found, "title": wording.said(found.title), "form": form},
        status=422 if form.errors else 200,
    )


@require_POST
def sign(request: HttpRequest, trial_id: UUID) -> HttpResponse:
    """Sign a report for other schools."""
    account = account_of(request)
    found = found_here(_TRIALS, account, trial_id)
    require(signs, account, found)
    if found.outcome:
        actions.sign_report(trial=found, by=account)
        notices.success(request, _("Signed. It goes to other schools with the next bundle."))
    return redirect("practice_trial", trial_id)

"""The print page of a class: the rest of learning stands on the class page and the child's page."""

from uuid import UUID

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.http import require_http_methods

from terrace.school.people.models import SchoolClass
from terrace.school.people.requests import account_of
from terrace.school.people.rules import found_here, is_principal, prints_for, require

from . import actions, queries, words
from .forms import PrintForm


@require_http_methods(["GET", "POST"])
def fairness(request: HttpRequest) -> HttpResponse:
    """For the principal: whether all groups of children are foreseen alike."""
    account = account_of(request)
    require(is_principal, account)
    if request.method == "POST":
        actions.ask_fairness(school=account.school, by=account)
        return redirect("fairness")
    view = queries.fairness_view(account.school)
    return render(
        request,
        "learning/fairness.html",
        {"view": view, "simulated": account.school.simulated},
    )


@require_http_methods(["GET", "POST"])
def print_week(request: HttpRequest, class_id: UUID) -> HttpResponse:
    """Ask for this week's sheets of a class, or see those that have been asked for."""
    account = account_of(request)
    school_class = found_here(
        SchoolClass.objects.select_related("school", "class_teacher"), account, class_id
    )
    require(prints_for, account, school_class)
    week = queries.week_asked(school_class.school, request.GET.get("week", ""))
    view = queries.print_view(school_class, week=week)
    form = PrintForm(request.POST if request.method == "POST" else None, view=view)
    if request.method == "POST" and form.is_valid():
        try:
            plan = actions.plan_week(
                school_class=school_class,
                week=view.week,
                versions=form.versions,
                topics=form.topic_codes,
                length=form.cleaned_data["length"],
                by=account,
            )
        except actions.PlanError as error:
            messages.error(request, words.plan_error(error.code))
            return redirect("print_week", class_id)
        return redirect("run", plan.run_id)
    return render(
        request,
        "learning/print.html",
        {"school_class": school_class, "view": view, "form": form},
        status=422 if request.method == "POST" else 200,
    )

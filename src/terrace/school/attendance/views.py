"""The roll of a class: everybody is here until somebody says otherwise."""

from datetime import date
from uuid import UUID

from django.contrib import messages as notices
from django.core.exceptions import ValidationError
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from terrace.school.people.models import SchoolClass
from terrace.school.people.requests import account_of
from terrace.school.people.rules import found_here, require

from . import actions, queries
from .models import State
from .rules import takes_roll


@require_http_methods(["GET", "POST"])
def roll(request: HttpRequest, class_id: UUID) -> HttpResponse:
    """Take the roll of today, or of an earlier day (`?day=2026-11-23`)."""
    account = account_of(request)
    school_class = found_here(
        SchoolClass.objects.select_related("school", "class_teacher"), account, class_id
    )
    require(takes_roll, account, school_class)
    day = _day(request.POST.get("day") or request.GET.get("day")) or queries.latest_day(
        school_class.school
    )
    lines = queries.lines_of(school_class, day) if day else []
    trouble = ""
    if request.method == "POST" and day:
        said = {one.child.pk: request.POST.get(f"state-{one.child.pk}") for one in lines}
        states = {pk: state for pk, state in said.items() if state is not None}
        try:
            actions.take_roll(school_class=school_class, day=day, states=states, by=account)
        except ValidationError as refused:
            trouble = " ".join(refused.messages)
            lines = [queries.Line(one.child, _known(states, one)) for one in lines]
        else:
            notices.success(request, _("The roll is saved."))
            return redirect("class", class_id)
    return render(
        request,
        "attendance/roll.html",
        {
            "school_class": school_class,
            "day": day,
            "taken": queries.roll_of(school_class, day) if day else None,
            "lines": lines,
            "states": State.choices,
            "trouble": trouble,
        },
        status=422 if trouble else 200,
    )


def _known(states: dict[UUID, str], one: queries.Line) -> str:
    said = states.get(one.child.pk, "")
    return said if said in State.values else one.state


def _day(said: str | None) -> date | None:
    try:
        return date.fromisoformat(said or "")
    except ValueError:
        return None

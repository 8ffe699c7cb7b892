"""The page on which somebody is away, and comes back."""

from uuid import UUID

from django.contrib import messages as notices
from django.core.exceptions import ValidationError
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST

from terrace.school.calendar.queries import today
from terrace.school.people.queries import staff_of
from terrace.school.people.requests import account_of
from terrace.school.people.rules import found_here, require, works_here

from . import actions, queries
from .forms import AwayForm
from .models import Absence
from .rules import plans_around, says_away


@require_http_methods(["GET", "POST"])
def away(request: HttpRequest) -> HttpResponse:
    """I am away; those who plan around it say it of others, too."""
    account = account_of(request)
    require(works_here, account)
    plans = plans_around(account)
    people = [account.staff]
    if plans:
        people += [one for one in staff_of(account.school) if one.pk != account.staff_id]
    form = AwayForm(request.POST or None, people=people, now=today(account.school))
    if request.method == "POST" and form.is_valid():
        told = form.cleaned_data
        try:
            actions.away(
                staff=form.people[told["staff"]],
                first=told["first"],
                last=told["last"],
                reason=told["reason"] or Absence.Reason.PRIVATE,
                by=account,
            )
        except ValidationError as refused:
            form.add_error(None, refused)
        else:
            notices.success(request, _("Noted. Turns and lessons are being handed on."))
            return redirect("away")
    known = queries.absences(account.school, of=None if plans else account.staff)
    status = 422 if request.method == "POST" else 200
    return render(
        request, "absence/away.html", {"form": form, "away": known, "plans": plans}, status=status
    )


@require_POST
def back(request: HttpRequest, absence_id: UUID) -> HttpResponse:
    """Here after all."""
    account = account_of(request)
    one = found_here(Absence.objects.select_related("staff__school"), account, absence_id)
    require(says_away, account, one)
    actions.back(absence=one, by=account)
    return redirect("away")

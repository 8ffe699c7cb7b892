"""The pages of rotas: all of them, one of them, one's own turns."""

import base64
from collections.abc import Callable
from datetime import date, timedelta
from uuid import UUID

from django.contrib import messages as notices
from django.core.exceptions import ValidationError
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import get_language
from django.views.decorators.http import require_GET, require_http_methods, require_POST
from django_htmx.http import HttpResponseClientRefresh

from terrace.school.calendar.queries import term_on, today, week_of
from terrace.school.jobs.actions import run_in_child
from terrace.school.people.models import Child
from terrace.school.people.queries import children_of, staff_of
from terrace.school.people.requests import account_of
from terrace.school.people.rules import found_here, require, works_here

from . import actions, queries
from .forms import NewRotaForm, RulesForm
from .models import Kind, Rota, Server, Turn
from .rules import makes_rotas, sees_rota, settles

PRINT_SECONDS = 60
FULL_SHARE = 100
AHEAD = timedelta(days=13)
"""How far one's own page looks ahead, and back."""


@require_GET
def overview(request: HttpRequest) -> HttpResponse:
    """The rotas of the school: for who makes them each with its proof, for others the duties."""
    account = account_of(request)
    require(works_here, account)
    makes = makes_rotas(account)
    rows = [one for one in queries.rotas_of(account.school) if sees_rota(account, one)]
    return render(
        request,
        "rota/overview.html",
        {
            "rotas": [(one, queries.certificate(one) if makes else None) for one in rows],
            "makes": makes,
        },
    )


@require_http_methods(["GET", "POST"])
def new(request: HttpRequest) -> HttpResponse:
    """Set a rota up."""
    account = account_of(request)
    require(makes_rotas, account)
    now = today(account.school)
    term = term_on(account.school, now)
    kind = request.GET.get("kind", "")
    form = NewRotaForm(
        request.POST or None,
        school=account.school,
        initial={
            "kind": kind if kind in Kind.values else Kind.DORM,
            "starts": now,
            "ends": term.ends if term else now + timedelta(weeks=8),
        },
    )
    if request.method == "POST" and form.is_valid():
        told = form.cleaned_data
        children: list[Child] = []
        for school_class in form.chosen_classes:
            children += children_of(school_class)
        try:
            made = actions.begin(
                school=account.school,
                kind=told["kind"],
                name=str(Kind(told["kind"]).label),
                starts=told["starts"],
                ends=told["ends"],
                adults=form.chosen_adults,
                children=children,
                posts=form.chosen_posts,
                by=account,
            )
        except ValidationError as refused:
            form.add_error(None, refused)
        else:
            return redirect("rota", made.pk)
    return render(request, "rota/new.html", {"form": form}, status=_status(request))


@require_GET
def rota(request: HttpRequest, rota_id: UUID) -> HttpResponse:
    """A week of one rota, and whether anybody is left out."""
    account = account_of(request)
    one = found_here(Rota.objects.select_related("school"), account, rota_id)
    require(sees_rota, account, one)
    if request.headers.get("HX-Request"):
        if not one.is_being_planned:
            return HttpResponseClientRefresh()
        return render(request, "rota/planning.html", {"rota": one})
    makes = makes_rotas(account)
    asked = _day(request.GET.get("week")) or today(one.school)
    asked = min(max(asked, one.starts), one.ends)
    return render(
        request,
        "rota/rota.html",
        {
            "rota": one,
            "week": queries.week(one, week_of(asked), account),
            "makes": makes,
            "certificate": queries.certificate(one) if makes else None,
            "served": len(queries.served_in(one)) if makes else 0,
            "mine": account.staff_id,
        },
    )


@require_http_methods(["GET", "POST"])
def rules_of(request: HttpRequest, rota_id: UUID) -> HttpResponse:
    """Change the rules of a rota, or end it."""
    account = account_of(request)
    one = found_here(Rota.objects.select_related("school"), account, rota_id)
    require(makes_rotas, account)
    if request.method == "POST" and "end" in request.POST:
        actions.end(rota=one, by=account)
        return redirect("rotas")
    form = RulesForm(request.POST or None, rota=one)
    if request.method == "POST" and form.is_valid():
        try:
            actions.set_rules(rota=one, by=account, **form.told())
        except ValidationError as refused:
            form.add_error(None, refused)
        else:
            return redirect("rota", rota_id)
    return render(request, "rota/rules.html", {"rota": one, "form": form}, status=_status(request))


@require_http_methods(["GET", "POST"])
def adults(request: HttpRequest, rota_id: UUID) -> HttpResponse:
    """Who takes turns, and what part of a full share."""
    account = account_of(request)
    one = found_here(Rota.objects.select_related("school"), account, rota_id)
    require(makes_rotas, account)
    rows = {row.staff_id: row for row in Server.objects.filter(rota=one)}
    people = staff_of(account.school)
    if request.method == "POST":
        wanted = set(request.POST.getlist("serves"))
        shares = {
            staff: _share(request.POST.get(f"share-{staff.pk}", ""))
            for staff in people
            if str(staff.pk) in wanted
        }
        if _said(request, lambda: actions.set_adults(rota=one, shares=shares, by=account)):
            return redirect("rota", rota_id)
        return redirect("rota_adults", rota_id)
    lines = [(staff, rows.get(staff.pk)) for staff in people]
    return render(request, "rota/adults.html", {"rota": one, "lines": lines})


@require_POST
def plan(request: HttpRequest, rota_id: UUID) -> HttpResponse:
    """Plan again, what stands being kept."""
    account = account_of(request)
    one = found_here(Rota.objects.all(), account, rota_id)
    require(makes_rotas, account)
    actions.plan(rota=one, by=account)
    return redirect("rota", rota_id)


@require_GET
def mine(request: HttpRequest) -> HttpResponse:
    """One's own turns: to be marked, to come, and the load of the term."""
    account = account_of(request)
    require(works_here, account)
    now = today(account.school)
    turns = queries.turns_of(account.staff, now - AHEAD, now + AHEAD)
    return render(
        request,
        "rota/mine.html",
        {
            "open": [one for one in turns if one.day <= now and one.state == "planned"],
            "ahead": [one for one in turns if one.day > now and one.state == "planned"],
            "taken": [one for one in turns if one.state == "done"],
            "load": queries.loads(account.school, only=account.staff)[0],
        },
    )


@require_POST
def settle(request: HttpRequest, turn_id: UUID) -> HttpResponse:
    """A turn took place, or did not."""
    account = account_of(request)
    turn = found_here(Turn.objects.select_related("rota", "school"), account, turn_id)
    require(settles, account, turn)
    action = actions.missed if "missed" in request.POST else actions.done
    _said(request, lambda: action(turn=turn, by=account))
    return redirect("my_turns")


@require_GET
def loads(request: HttpRequest) -> HttpResponse:
    """What each adult carries this term."""
    account = account_of(request)
    require(makes_rotas, account)
    return render(request, "rota/loads.html", {"loads": queries.loads(account.school)})


@require_GET
def pdf(request: HttpRequest, rota_id: UUID) -> HttpResponse:
    """The rota on paper: duties for the wall; a rota of children one sheet for each adult."""
    account = account_of(request)
    one = found_here(Rota.objects.all(), account, rota_id)
    require(sees_rota, account, one)
    made = run_in_child(
        "terrace.school.rota.printing.print_rota",
        time_limit_seconds=PRINT_SECONDS,
        rota_id=one.pk,
        language=get_language() or "zh-hans",
    )
    answer = HttpResponse(base64.b64decode(made), content_type="application/pdf")
    answer["Content-Disposition"] = 'inline; filename="rota.pdf"'
    return answer


def _said(request: HttpRequest, action: Callable[[], object]) -> bool:
    """Do it; say why where it cannot be."""
    try:
        action()
    except ValidationError as refused:
        notices.warning(request, " ".join(refused.messages))
        return False
    return True


def _share(said: str) -> int:
    """A share in per cent; a full one where nothing sensible stands."""
    if len(said) < 5 and said.isdecimal() and 1 <= int(said) <= 1000:
        return int(said)
    return FULL_SHARE


def _status(request: HttpRequest) -> int:
    return 422 if request.method == "POST" else 200


def _day(said: str | None) -> date | None:
    try:
        return date.fromisoformat(said or "")
    except ValueError:
        return None

"""Today, and what one may do with a line of it."""

from uuid import UUID

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.core.exceptions import ValidationError
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from terrace.school.journal import clock
from terrace.school.journal.queries import clock_is_behind
from terrace.school.people.models import Account
from terrace.school.people.rules import is_principal, require

from . import actions, queries, rules
from .forms import HandOverForm, SnoozeForm
from .models import Todo


@login_required
@require_GET
def today(request: HttpRequest) -> HttpResponse:
    """The list of whoever is signed in."""
    account = _account(request)
    now = clock.now()
    overdue = queries.overdue_in_school(account, now=now) if is_principal(account) else ()
    return render(
        request,
        "today/today.html",
        {
            "now": now,
            "today": queries.today_of(account.staff, now=now),
            "overdue_in_school": overdue,
            "clock_is_behind": clock_is_behind(),
        },
    )


@login_required
@require_http_methods(["GET", "POST"])
def later(request: HttpRequest, todo_id: UUID) -> HttpResponse:
    """Put a to-do off, or hand it over."""
    account, todo = _account(request), _todo(request, todo_id)
    require(rules.may_open, account, todo)
    if todo.done_at is not None:
        messages.info(request, _("This has been done."))
        return redirect("today")
    line = queries.line_of(todo)
    asked = request.POST.get("do")
    hand_over = HandOverForm(request.POST if asked == "hand_over" else None, todo=todo)
    snooze = SnoozeForm(request.POST if asked == "snooze" else None, todo=todo)
    try:
        if asked == "hand_over" and hand_over.is_valid():
            require(rules.may_hand_over, account, todo)
            actions.hand_over(todo, hand_over.to_staff, account)
            messages.success(
                request,
                _("Handed over. It now stands on %(name)s's list.")
                % {"name": hand_over.to_staff.name},
            )
            return redirect("today")
        if asked == "snooze" and snooze.is_valid():
            require(rules.may_snooze, account, todo)
            actions.snooze(
                todo, snooze.cleaned_data["until"], snooze.cleaned_data["reason"], account
            )
            messages.success(request, _("Put off. It comes back by itself."))
            return redirect("today")
    except ValidationError as refused:
        messages.warning(request, refused.message)
        return redirect("today")
    return render(
        request,
        "today/later.html",
        {
            "line": line,
            "is_theirs": rules.is_theirs(account, todo),
            "hand_over": hand_over if line.kind.can_hand_over else None,
            "snooze": snooze if line.kind.can_snooze and rules.may_snooze(account, todo) else None,
        },
        status=422 if asked else 200,
    )


@login_required
@require_POST
def done(request: HttpRequest, todo_id: UUID) -> HttpResponse:
    """Tick a to-do off."""
    account, todo = _account(request), _todo(request, todo_id)
    require(rules.may_tick_off, account, todo)
    try:
        actions.done(todo, account)
    except ValidationError as refused:
        messages.warning(request, refused.message)
    return redirect("today")


def _account(request: HttpRequest) -> Account:
    assert isinstance(request.user, Account)
    return request.user


def _todo(request: HttpRequest, todo_id: UUID) -> Todo:
    """The to-do, of this school; another school's is not forbidden but not there."""
    found: Todo = get_object_or_404(
        Todo.objects.select_related("child", "school_class", "school", "staff"),
        pk=todo_id,
        school_id=_account(request).school_id,
    )
    return found

"""Writing home, and the outbox."""

import base64
from uuid import UUID

from django.contrib import messages as notices
from django.contrib.auth.decorators import login_required
from django.core.exceptions import ValidationError
from django.core.paginator import Paginator
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from terrace.school.jobs.actions import run_in_child
from terrace.school.journal import clock
from terrace.school.people.actions import look_at_family
from terrace.school.people.models import Account, Child
from terrace.school.people.rules import require

from . import actions, queries, rules
from .forms import NoteForm
from .kinds import NOTE_TO_FAMILY
from .models import Message
from .slips import slip_of

SETTLED_SHOWN = 40


@login_required
@require_http_methods(["GET", "POST"])
def write_home(request: HttpRequest, child_id: UUID) -> HttpResponse:
    """Write to a child's family: first the words, then how they look on paper, then off."""
    account = _account(request)
    child = get_object_or_404(
        Child.objects.select_related("school_class", "school"),
        pk=child_id,
        school_id=account.school_id,
    )
    require(rules.may_write_home, account, child)
    look_at_family(child=child, by=account)  # the page names her guardians
    family = _("the family of %(name)s") % {"name": child.name}
    form = NoteForm(request.POST or None, guardians=queries.guardians_of(child), family=family)
    asked = request.POST.get("do")
    if asked is None or asked == "change" or not form.is_valid():
        return render(
            request,
            "messages/write_home.html",
            {"child": child, "form": form},
            status=422 if asked not in (None, "change") else 200,
        )
    note = Message(
        school=child.school,
        kind=NOTE_TO_FAMILY.name,
        language=rules.language_of(form.cleaned_data["words"]),
        to_name=form.guardian.name if form.guardian else family,
        child=child,
        guardian=form.guardian,
        title=_("About %(name)s") % {"name": child.name},
        body=form.cleaned_data["words"],
        made_by=account,
        made_at=clock.now(),
    )
    if asked == "preview":
        return render(
            request, "messages/preview.html", {"child": child, "form": form, "slip": slip_of(note)}
        )
    actions.write(
        NOTE_TO_FAMILY,
        school=note.school,
        title=note.title,
        body=note.body,
        to_name=note.to_name,
        child=child,
        guardian=note.guardian,
        by=account,
    )
    notices.success(request, _("It lies in the outbox. The office prints it."))
    return redirect(f"/children/{child.pk}/")


@login_required
@require_GET
def outbox(request: HttpRequest) -> HttpResponse:
    """What waits to be printed, and what has left."""
    account = _account(request)
    require(rules.opens_outbox, account)
    settled = Paginator(queries.settled(account.school), SETTLED_SHOWN)
    return render(
        request,
        "messages/outbox.html",
        {
            "waiting": list(queries.waiting(account.school)),
            "settled": settled.get_page(request.GET.get("page")),
        },
    )


@login_required
@require_GET
def slips(request: HttpRequest) -> HttpResponse:
    """One PDF of the waiting messages that are named, or of all of them."""
    account = _account(request)
    require(rules.opens_outbox, account)
    wanted = [str(message.pk) for message in queries.waiting(account.school)]
    if not wanted:
        notices.info(request, _("Nothing waits to be printed."))
        return redirect("outbox")
    made = run_in_child(
        "terrace.school.messages.slips.print_waiting",
        time_limit_seconds=60,
        school_id=account.school_id,
        message_ids=wanted,
    )
    return HttpResponse(
        base64.b64decode(made),
        content_type="application/pdf",
        headers={"Content-Disposition": 'inline; filename="slips.pdf"'},
    )


@login_required
@require_POST
def printed(request: HttpRequest) -> HttpResponse:
    """They have come out of the printer."""
    account = _account(request)
    require(rules.opens_outbox, account)
    ids = [UUID(text) for text in request.POST.getlist("message") if _is_uuid(text)]
    count = len(actions.printed(queries.waiting(account.school).filter(pk__in=ids), account))
    notices.success(
        request,
        ngettext(
            "%(count)d message is marked as printed.",
            "%(count)d messages are marked as printed.",
            count,
        )
        % {"count": count},
    )
    return redirect("outbox")


@login_required
@require_POST
def withdraw(request: HttpRequest, message_id: UUID) -> HttpResponse:
    """It shall not leave the school."""
    account = _account(request)
    message = get_object_or_404(Message, pk=message_id, school_id=account.school_id)
    require(rules.may_withdraw, account, message)
    try:
        actions.withdraw(message, account)
        notices.success(request, _("Withdrawn. It will not be printed."))
    except ValidationError as refused:
        notices.warning(request, refused.message)
    if rules.opens_outbox(account):
        return redirect("outbox")
    return redirect(f"/children/{message.child_id}/")


def _is_uuid(text: str) -> bool:
    try:
        UUID(text)
    except ValueError:
        return False
    return True


def _account(request: HttpRequest) -> Account:
    assert isinstance(request.user, Account)
    return request.user

"""What leaves on paper or into a phone's calendar."""

import base64
from datetime import date
from uuid import UUID

from django.contrib.auth.decorators import login_not_required
from django.http import Http404, HttpRequest, HttpResponse
from django.views.decorators.http import require_GET

from terrace.engines.timetable.fet.making import make
from terrace.school.jobs.actions import run_in_child
from terrace.school.people.requests import account_of
from terrace.school.people.rules import found_here, require, works_here

from .. import feeds, printing
from ..models import Timetable
from ..planning import planned
from ..rules import plans_lessons
from .weeks import found

SECONDS = 60


@require_GET
def weeks_pdf(request: HttpRequest, timetable_id: UUID, kind: str) -> HttpResponse:
    """All classes, teachers or rooms of a timetable, one A4 each; one of them with `?who=`."""
    account = account_of(request)
    require(works_here, account)
    timetable = found_here(Timetable.objects.all(), account, timetable_id)
    if timetable.state == Timetable.State.DRAFT:
        require(plans_lessons, account)
    who = request.GET.get("who", "")
    if who:
        found(kind, account, _uuid(who))
    return _pdf(
        run_in_child(
            "terrace.school.timetable.printing.print_weeks",
            time_limit_seconds=SECONDS,
            timetable_id=timetable.pk,
            kind=kind,
            who_id=who,
            language=printing.language_now(),
        ),
        "timetable.pdf",
    )


@require_GET
def notice_pdf(request: HttpRequest) -> HttpResponse:
    """A day's changes for the wall."""
    account = account_of(request)
    require(works_here, account)
    try:
        asked = date.fromisoformat(request.GET.get("day", ""))
    except ValueError:
        raise Http404 from None
    return _pdf(
        run_in_child(
            "terrace.school.timetable.printing.print_notice",
            time_limit_seconds=SECONDS,
            school_id=account.school_id,
            day=asked.isoformat(),
            language=printing.language_now(),
        ),
        "notice.pdf",
    )


@require_GET
def fet(request: HttpRequest, timetable_id: UUID) -> HttpResponse:
    """The timetable as a FET file, for FET's own program; lessons are locked where they stand."""
    account = account_of(request)
    timetable = found_here(Timetable.objects.select_related("school"), account, timetable_id)
    require(plans_lessons, account)
    asked = planned(timetable)
    return HttpResponse(
        make(asked.problem, asked.plan),
        content_type="application/xml",
        headers={"Content-Disposition": 'attachment; filename="timetable.fet"'},
    )


@login_not_required
@require_GET
def feed(request: HttpRequest, token: str) -> HttpResponse:
    """A class's or a teacher's lessons for a calendar program; the address is the key."""
    who = feeds.whose(token)
    if who is None:
        raise Http404
    return HttpResponse(
        feeds.feed(who),
        content_type="text/calendar; charset=utf-8",
        headers={"Cache-Control": "no-store"},
    )


def _pdf(made: str, name: str) -> HttpResponse:
    return HttpResponse(
        base64.b64decode(made),
        content_type="application/pdf",
        headers={"Content-Disposition": f'inline; filename="{name}"'},
    )


def _uuid(text: str) -> UUID:
    try:
        return UUID(text)
    except ValueError:
        raise Http404 from None

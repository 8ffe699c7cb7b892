"""A print run: how far it is, its PDF, how to print it."""

from uuid import UUID

from django.contrib import messages
from django.http import FileResponse, Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_POST

from terrace.school.people.rules import marks_for

from .. import actions, files, queries, words
from ..models import PrintRun
from .walls import account_of, run_to_print


@require_GET
def run(request: HttpRequest, run_id: UUID) -> HttpResponse:
    """A run's page; its part that renews itself, when that is what asks."""
    account = account_of(request)
    found = run_to_print(account, run_id)
    page = queries.run_page(found)
    told = {
        "page": page,
        "run": found,
        "problem": words.run_problem(found) if found.state == PrintRun.State.FAILED else "",
        "may_photograph": found.school_class is not None and marks_for(account, found.school_class),
    }
    # Once it is ready the whole page is new: its main action is there now.
    if request.headers.get("HX-Request") and not page.is_waiting:
        return HttpResponse(headers={"HX-Refresh": "true"})
    part = "papers/run_progress.html" if request.headers.get("HX-Request") else "papers/run.html"
    return render(request, part, told)


@require_GET
def pdf(request: HttpRequest, run_id: UUID) -> HttpResponse | FileResponse:
    """The PDF, to open or (`?save`) to keep. Its name says nothing about a class or child."""
    found = run_to_print(account_of(request), run_id)
    try:
        file = files.path_of(found.pdf).open("rb") if found.pdf else None
    except FileNotFoundError:
        file = None
    if file is None:
        raise Http404
    return FileResponse(
        file,
        as_attachment="save" in request.GET,
        filename="sheets.pdf",
        content_type="application/pdf",
        headers={"Cache-Control": "private, no-store", "X-Content-Type-Options": "nosniff"},
    )


@require_POST
def again(request: HttpRequest, run_id: UUID) -> HttpResponse:
    """Try once more to make a PDF that could not be made."""
    account = account_of(request)
    actions.print_again(run_to_print(account, run_id), by=account)
    messages.info(request, _("The PDF is being made again."))
    return redirect("run", run_id)

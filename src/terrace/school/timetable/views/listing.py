"""Bring in what is taught from an Excel file or a text table."""

import tempfile
from typing import Any
from uuid import UUID

from django.conf import settings
from django.core.exceptions import ValidationError
from django.core.files.uploadedfile import UploadedFile
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils.translation import get_language
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from terrace.school.jobs.actions import JobFailed, run_in_child
from terrace.school.people.requests import account_of
from terrace.school.people.rules import found_here, require

from .. import actions
from ..forms import ListForm
from ..models import Timetable
from ..rules import plans_lessons

MOST_BYTES = 20 * 2**20
SECONDS = 60.0


@require_http_methods(["GET", "POST"])
def bring_in(request: HttpRequest, timetable_id: UUID) -> HttpResponse:
    """Upload a list; the answer says what came and what to mend, row by row."""
    account = account_of(request)
    timetable = found_here(Timetable.objects.select_related("school"), account, timetable_id)
    require(plans_lessons, account)
    form = ListForm(request.POST or None, request.FILES or None)
    taken, problems, headings = None, [], []
    if request.method == "POST" and form.is_valid():
        read = _read(form.cleaned_data["file"], form.told())
        if read is None:
            form.add_error(
                "file", _("This file could not be read. Save it again as .xlsx and try.")
            )
        elif read["lacking"]:
            headings = read["headings"]
            form.offer(headings)
            form.add_error(None, _("Say which column means what, and choose the file once more."))
        else:
            chinese = (get_language() or "").startswith("zh")
            problems = [
                (one["row"], one["message_zh"] if chinese else one["message_en"])
                for one in read["problems"]
            ]
            try:
                taken = actions.take_list(timetable=timetable, rows=read["rows"], by=account)
            except ValidationError as refused:
                form.add_error(None, refused)
            else:
                problems += [(row, zh if chinese else en) for row, zh, en in taken.problems]
    return render(
        request,
        "timetable/list.html",
        {
            "timetable": timetable,
            "form": form,
            "taken": taken,
            "problems": sorted(problems, key=lambda one: one[0] or 0),
        },
        status=422 if request.method == "POST" and taken is None else 200,
    )


def _read(file: "UploadedFile[bytes]", told: dict[str, str]) -> dict[str, Any] | None:
    if (file.size or 0) > MOST_BYTES:
        return None
    with tempfile.NamedTemporaryFile(dir=settings.TERRACE_HOME, suffix=".xlsx") as copy:
        for chunk in file.chunks():
            copy.write(chunk)
        copy.flush()
        given: dict[str, Any] = {"path": copy.name, "name": file.name}
        action = "terrace.school.timetable.fetlist.read_list"
        if not (file.name or "").lower().endswith((".fet", ".fet.gz")):
            action = "terrace.school.timetable.listing.read_list"
            given["told"] = told
        try:
            found: dict[str, Any] = run_in_child(action, time_limit_seconds=SECONDS, **given)
        except JobFailed:
            return None
    return found

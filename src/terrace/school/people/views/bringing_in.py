"""Bring in a class list from a page: read in a process of its own, then taken into the school."""

import tempfile
from pathlib import Path

from django.conf import settings
from django.core.files.uploadedfile import UploadedFile
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils.translation import get_language
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from terrace.school.jobs.actions import JobFailed, run_in_child

from .. import actions, rules
from ..forms import ImportForm
from ..importing.listed import ChildList
from ..importing.roster import Roster
from ..importing.zipped import is_oneroster
from ..requests import account_of
from ..standing import school_today

MOST_BYTES = 20 * 2**20
SECONDS = 60.0
READ_ROSTER = "terrace.school.people.importing.oneroster.read_roster"
READ_LIST = "terrace.school.people.importing.children.read_list"


@require_http_methods(["GET", "POST"])
def bring_in(request: HttpRequest) -> HttpResponse:
    """Upload a list; the answer says what was taken and what to mend, row by row."""
    account = account_of(request)
    rules.require(rules.imports_lists, account)
    form = ImportForm(request.POST or None, request.FILES or None)
    report = None
    status = 422 if request.method == "POST" else 200
    if request.method == "POST" and form.is_valid():
        file = form.cleaned_data["file"]
        listed = _read(file, account.school.name)
        if listed is None:
            form.add_error(
                "file", _("This file could not be read. Save it again as .xlsx and try.")
            )
        elif isinstance(listed, Roster):
            report = actions.import_roster(
                roster=listed, school=account.school, by=account, file=file.name
            )
            status = 200
        else:
            report = actions.import_children(
                listed=listed, school=account.school, by=account, file=file.name
            )
            status = 200
    chinese = (get_language() or "").startswith("zh")
    problems = [
        {
            "row": one.row,
            "column": one.column,
            "words": one.message_zh if chinese else one.message_en,
        }
        for one in (report.problems if report else ())
    ]
    return render(
        request,
        "people/import.html",
        {"form": form, "report": report, "problems": problems},
        status=status,
    )


def _read(file: "UploadedFile[bytes]", school: str) -> ChildList | Roster | None:
    if (file.size or 0) > MOST_BYTES:
        return None
    # Names of children go to no folder that others can read: into the school's own, and away.
    with tempfile.NamedTemporaryFile(dir=settings.TERRACE_HOME, suffix=".xlsx") as copy:
        for chunk in file.chunks():
            copy.write(chunk)
        copy.flush()
        path, today = str(Path(copy.name)), school_today().isoformat()
        try:
            if is_oneroster(Path(path)):
                told = run_in_child(
                    READ_ROSTER,
                    time_limit_seconds=SECONDS,
                    path=path,
                    name=file.name,
                    today=today,
                    school=school,
                )
                return Roster.from_json(told)
            told = run_in_child(
                READ_LIST, time_limit_seconds=SECONDS, path=path, name=file.name, today=today
            )
        except JobFailed:
            return None
    return ChildList.from_json(told)

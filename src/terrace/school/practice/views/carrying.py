"""Bundles on a stick: made here, and brought in from other schools."""

from django.core.files.uploadedfile import UploadedFile
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_http_methods

from terrace.school.calendar.queries import today
from terrace.school.people.requests import account_of
from terrace.school.people.rules import require

from .. import actions, queries
from ..carrying import Report
from ..forms import BundleForm
from ..keys import public_of, shown
from ..rules import carries_bundles

MOST_BYTES = 20 * 2**20


@require_http_methods(["GET", "POST"])
def bundles(request: HttpRequest) -> HttpResponse:
    """Bring a bundle in, and see what became of it; make one for others."""
    account = account_of(request)
    require(carries_bundles, account)
    form = BundleForm(request.POST or None, request.FILES or None)
    report: Report | None = None
    if request.method == "POST" and form.is_valid():
        upload: UploadedFile[bytes] = form.cleaned_data["bundle"]
        if (upload.size or 0) > MOST_BYTES:
            form.add_error("bundle", _("This file is larger than 20 MB. Use the command instead."))
        else:
            assert upload.file is not None
            report = actions.take_bundle(
                account.school, upload.file, name=str(upload.name), by=account
            )
    refused = report.refused if report else []
    chinese = queries.language_now() == "zh"
    return render(
        request,
        "practice/bundles.html",
        {
            "form": form,
            "report": report,
            "refused": [one.message_zh if chinese else one.message_en for one in refused],
            "counts": queries.counts(account.school),
            "key": shown(public_of(account.school)),
        },
        status=422 if form.errors else 200,
    )


@require_GET
def bundle(request: HttpRequest) -> HttpResponse:
    """Everything this school knows, as one file."""
    account = account_of(request)
    require(carries_bundles, account)
    school = account.school
    name = f"practices-{school.short_name}-{today(school):%Y%m%d}.zip"
    return HttpResponse(
        actions.export(school, by=account),
        content_type="application/zip",
        headers={"Content-Disposition": f'attachment; filename="{name}"'},
    )

"""What this school writes: drafts, photographs, the principal's name under them."""

import base64
import tempfile
from uuid import UUID

from django.contrib import messages as notices
from django.core.exceptions import ValidationError
from django.core.files.uploadedfile import UploadedFile
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from terrace.school.jobs.actions import JobFailed, run_in_child
from terrace.school.people.requests import account_of
from terrace.school.people.rules import found_here, require

from .. import actions, queries, wording
from ..forms import DraftForm, PhotoForm, WithdrawForm
from ..models import Draft, Photo
from ..rules import reads_library, signs, writes_draft

MOST_BYTES = 20 * 2**20


@require_GET
def ours(request: HttpRequest) -> HttpResponse:
    """What this school tries and writes, as far as it concerns who asks."""
    account = account_of(request)
    require(reads_library, account)
    drafts = queries.drafts_for(account)
    return render(
        request,
        "practice/ours.html",
        {
            "trials": [(one, wording.said(one.title)) for one in queries.trials_for(account)],
            "drafts": [(one, wording.said(one.body["title"])) for one in drafts],
        },
    )


@require_http_methods(["GET", "POST"])
def new(request: HttpRequest) -> HttpResponse:
    """Write a practice down."""
    account = account_of(request)
    require(reads_library, account)
    return _write(request, None)


@require_http_methods(["GET", "POST"])
def draft(request: HttpRequest, draft_id: UUID) -> HttpResponse:
    """Go on writing; the principal signs it here."""
    account = account_of(request)
    found = found_here(Draft.objects.select_related("by", "school"), account, draft_id)
    require(writes_draft, account, found)
    return _write(request, found)


def _write(request: HttpRequest, found: Draft | None) -> HttpResponse:
    account = account_of(request)
    form = DraftForm(request.POST or None, body=found.body if found else None)
    if request.method == "POST" and form.is_valid():
        try:
            kept = actions.write(draft=found, body=form.body(), by=account)
        except ValidationError as refused:
            form.add_error(None, refused)
        else:
            notices.success(request, _("It is kept. Nobody outside the school sees it yet."))
            return redirect("practice_draft", kept.pk)
    return render(
        request,
        "practice/draft.html",
        {
            "form": form,
            "draft": found,
            "title": wording.said(found.body["title"]) if found else "",
            "signs": bool(found and signs(account, found)),
            "withdraw": WithdrawForm(),
        },
        status=422 if form.errors else 200,
    )


@require_POST
def sign(request: HttpRequest, draft_id: UUID) -> HttpResponse:
    """Sign a practice for other schools."""
    account = account_of(request)
    found = found_here(Draft.objects.select_related("school"), account, draft_id)
    require(signs, account, found)
    try:
        actions.sign_draft(draft=found, by=account)
    except ValidationError as refused:
        notices.error(request, " ".join(refused.messages))
    else:
        notices.success(request, _("Signed. It goes to other schools with the next bundle."))
    return redirect("practice_draft", draft_id)


@require_POST
def withdraw(request: HttpRequest, draft_id: UUID) -> HttpResponse:
    """Take a practice back."""
    account = account_of(request)
    found = found_here(Draft.objects.select_related("school"), account, draft_id)
    require(signs, account, found)
    form = WithdrawForm(request.POST)
    if form.is_valid():
        actions.withdraw(draft=found, why=form.cleaned_data["why"], by=account)
        notices.success(request, _("Taken back. Other schools lose it with your next bundle."))
    else:
        notices.error(request, _("Say why you take it back."))
    return redirect("practice_draft", draft_id)


@require_http_methods(["GET", "POST"])
def photos(request: HttpRequest, draft_id: UUID) -> HttpResponse:
    """Photographs of a practice: added with who released them, taken out again."""
    account = account_of(request)
    found = found_here(Draft.objects.select_related("school"), account, draft_id)
    require(writes_draft, account, found)
    form = PhotoForm(request.POST or None, request.FILES or None)
    if request.method == "POST" and request.POST.get("remove"):
        actions.remove_photo(draft=found, sha256=request.POST["remove"], by=account)
        return redirect("practice_photos", draft_id)
    if request.method == "POST" and form.is_valid():
        data = _drawn_anew(form.cleaned_data["photo"])
        if data:
            told = {name: form.cleaned_data[name] for name in ("caption", "released_by")}
            try:
                actions.add_photo(draft=found, data=data, by=account, **told)
            except ValidationError as refused:
                form.add_error(None, refused)
            else:
                return redirect("practice_photos", draft_id)
        else:
            form.add_error(
                "photo", _("This is no photograph. Choose a JPEG or PNG of 20 MB at most.")
            )
    here = found.body.get("photos", [])
    known = Photo.objects.filter(school=found.school_id, sha256__in=[p["sha256"] for p in here])
    ids = {one.sha256: one.pk for one in known.defer("data")}
    return render(
        request,
        "practice/photos.html",
        {
            "draft": found,
            "title": wording.said(found.body["title"]),
            "form": form,
            "photos": [(ids.get(p["sha256"]), wording.said(p["caption"]), p) for p in here],
        },
        status=422 if form.errors else 200,
    )


def _drawn_anew(upload: "UploadedFile[bytes]") -> bytes:
    """The photograph without what the phone wrote into it; empty where it is none."""
    if not upload.size or upload.size > MOST_BYTES:
        return b""
    with tempfile.NamedTemporaryFile() as file:
        for chunk in upload.chunks():
            file.write(chunk)
        file.flush()
        try:
            told = run_in_child(
                "terrace.school.practice.photographs.redraw_file",
                time_limit_seconds=60,
                path=file.name,
            )
        except JobFailed:
            return b""
    return base64.b64decode(told)

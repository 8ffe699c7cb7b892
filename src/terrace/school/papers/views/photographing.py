"""Photograph a stack: send photographs, see sheet by sheet what was read and who is missing."""

from typing import BinaryIO, cast
from uuid import UUID

from django.contrib import messages
from django.core.exceptions import TooManyFilesSent
from django.http import FileResponse, HttpRequest, HttpResponse, JsonResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.csrf import csrf_exempt, csrf_protect
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from terrace.school.people.models import Account, SchoolClass

from .. import actions, queries, words
from ..errors import PapersError
from ..models import Stack
from ..uploads import ToDisk, Upload
from .pictures import whole_file
from .walls import account_of, class_to_mark, photo_to_see, stack_to_photograph


@csrf_exempt
@require_http_methods(["GET", "POST"])
def photograph_class(request: HttpRequest, class_id: UUID) -> HttpResponse:
    """Begin with a class: today's stack if there is one, else an empty page."""
    account = account_of(request)
    school_class = class_to_mark(account, class_id)
    if request.method == "POST":
        return _sent(request, account=account, school_class=school_class, stack=None)
    stack = queries.todays_stack(school_class, account)
    if stack is not None:
        return redirect("stack", stack.pk)
    return render(
        request,
        "papers/stack.html",
        {"page": queries.empty_stack_page(school_class), "school_class": school_class},
    )


@csrf_exempt
@require_http_methods(["GET", "POST"])
def stack(request: HttpRequest, stack_id: UUID) -> HttpResponse:
    """A stack: what was read, what to do about the rest, who is missing; and more photographs."""
    account = account_of(request)
    found = stack_to_photograph(account, stack_id)
    if request.method == "POST":
        return _sent(request, account=account, school_class=found.school_class, stack=found)
    page = queries.stack_page(found, account)
    if request.headers.get("HX-Request"):
        return render(request, "papers/stack_found.html", {"page": page})
    return render(request, "papers/stack.html", {"page": page, "school_class": found.school_class})


@require_POST
def read_again(request: HttpRequest, stack_id: UUID) -> HttpResponse:
    """Try at once to read what waits, instead of in ten minutes."""
    found = stack_to_photograph(account_of(request), stack_id)
    actions.read_again(found)
    return redirect("stack", stack_id)


@require_GET
def photo(request: HttpRequest, photo_id: UUID) -> FileResponse:
    """A photograph as it was sent."""
    return whole_file(photo_to_see(account_of(request), photo_id).file)


def _sent(
    request: HttpRequest, *, account: Account, school_class: SchoolClass, stack: Stack | None
) -> HttpResponse:
    # Nothing of the form has been read so far: who may not send cannot fill the disk.
    request.upload_handlers = [ToDisk(request)]
    try:
        return _take(request, account=account, school_class=school_class, stack=stack)
    except TooManyFilesSent:
        messages.error(request, _("These are too many at once. Send them in several goes."))
        return redirect(request.path)


@csrf_protect
def _take(
    request: HttpRequest, *, account: Account, school_class: SchoolClass, stack: Stack | None
) -> HttpResponse:
    sent = cast(list[Upload], request.FILES.getlist("photos"))
    if not sent:
        messages.warning(request, _("No photograph was chosen."))
        return redirect(request.path)
    found = stack or actions.open_stack(school_class=school_class, by=account)
    new, again = 0, 0
    problems: list[str] = []
    for upload in sent:
        try:
            received = _receive(upload, stack=found, by=account)
        except PapersError as problem:
            problems.append(f"{upload.name}: {words.error(problem)}")
        else:
            new += received.is_new
            again += not received.is_new
    if "X-Send-Each" in request.headers:
        # A script that sends one by one says at the end what there is to say.
        return JsonResponse(
            {"stack": reverse("stack", args=[found.pk]), "problem": " ".join(problems)}
        )
    _say(request, new=new, again=again, problems=problems)
    return redirect("stack", found.pk)


def _receive(upload: Upload, *, stack: Stack, by: Account) -> actions.Received:
    if upload.problem is not None:
        raise upload.problem
    stream = cast(BinaryIO, upload.file)
    return actions.receive_photo(stack=stack, name=upload.name or "", stream=stream, by=by)


def _say(request: HttpRequest, *, new: int, again: int, problems: list[str]) -> None:
    for problem in problems:
        messages.error(request, problem)
    if new:
        safe = ngettext(
            "%(count)d photograph is safe on the box.",
            "%(count)d photographs are safe on the box.",
            new,
        )
        messages.success(request, safe % {"count": new})
    if again:
        known = ngettext(
            "%(count)d photograph was here before.",
            "%(count)d photographs were here before.",
            again,
        )
        messages.info(request, known % {"count": again})

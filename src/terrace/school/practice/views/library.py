"""The library: found by words, read one by one."""

from uuid import UUID

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_GET

from terrace.school.people.requests import account_of
from terrace.school.people.rules import found_here, require

from .. import actions, queries, wording
from ..forms import SearchForm
from ..models import Card, Photo
from ..rules import carries_bundles, edits_book, reads_library


@require_GET
def library(request: HttpRequest) -> HttpResponse:
    """Practices of all schools: what is looked for, best first."""
    account = account_of(request)
    require(reads_library, account)
    actions.stock(account.school)
    form = SearchForm(request.GET)
    wanted = form.wanted()
    asked = request.GET.get("q", "")[:200]
    found = queries.find(account.school, asked, wanted)
    return render(
        request,
        "practice/library.html",
        {
            "form": form,
            "asked": asked,
            "narrowed": wanted.says_something,
            "found": [(wording.shown(one), wording.tried(one)) for one in found],
            "counts": queries.counts(account.school),
            "carries": carries_bundles(account),
            "edits_book": edits_book(account),
        },
    )


@require_GET
def practice(request: HttpRequest, card_id: UUID) -> HttpResponse:
    """One practice: what to do, how one knows, what became of it elsewhere."""
    account = account_of(request)
    card = found_here(Card.objects.all(), account, card_id)
    require(reads_library, account)
    digests = [one["sha256"] for one in card.body.get("photos", [])]
    pictures = {
        one.sha256: one.pk
        for one in Photo.objects.filter(school=card.school_id, sha256__in=digests).defer("data")
    }
    photos = [
        (pictures[one["sha256"]], wording.said(one["caption"]), one["released_by"])
        for one in card.body.get("photos", [])
        if one["sha256"] in pictures
    ]
    return render(
        request,
        "practice/practice.html",
        {
            "shown": wording.shown(card),
            "card": card,
            "tried": wording.tried(card),
            "reports": [wording.report(one.record) for one in queries.reports_on(card)],
            "photos": photos,
        },
    )


@require_GET
def picture(request: HttpRequest, picture_id: UUID) -> HttpResponse:
    """A photograph of the library."""
    account = account_of(request)
    photo = found_here(Photo.objects.all(), account, picture_id)
    require(reads_library, account)
    return HttpResponse(
        bytes(photo.data),
        content_type="image/jpeg",
        headers={"Cache-Control": "private, max-age=86400"},
    )

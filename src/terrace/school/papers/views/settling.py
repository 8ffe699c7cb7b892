"""What waits for a person: one page, one tap a decision, the last one can be taken back."""

from collections.abc import Callable
from functools import partial
from uuid import UUID

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_POST

from terrace.school.people.models import Account, Child, SchoolClass
from terrace.school.people.rules import found_here, marks_for, require

from .. import actions, queries, words
from ..agreement import Value
from ..errors import NotPossible, PapersError
from ..forms import chosen_value, sent_value
from ..models import Answer, Reading
from ..queries import question_of
from .walls import (
    account_of,
    answer_to_settle,
    class_to_mark,
    copy_to_mark,
    reading_to_settle,
)

_LAST_ANSWER = "papers_last_answer"
_LAST_READING = "papers_last_reading"
"""What this phone decided last, so that one tap takes it back."""


@require_GET
def doubts(request: HttpRequest) -> HttpResponse:
    """Everything that waits for this adult, or (`?class=`) of one class."""
    return _doubts(request)


@require_POST
def settle(request: HttpRequest, answer_id: UUID) -> HttpResponse:
    """Say what a doubtful mark is."""
    account = account_of(request)
    answer = answer_to_settle(account, answer_id)

    def decide() -> None:
        actions.settle_answer(
            answer,
            value=_value(request, answer),
            by=account,
            expected_state=Answer.State.DOUBTFUL,
        )
        _remember(request, _LAST_ANSWER, answer.pk)

    return _decided(request, decide)


@require_POST
def reopen(request: HttpRequest, answer_id: UUID) -> HttpResponse:
    """Take back how a mark was settled."""
    account = account_of(request)
    answer = answer_to_settle(account, answer_id)

    def decide() -> None:
        actions.reopen_answer(answer, by=account)
        _remember(request, "", None)

    return _decided(request, decide)


@require_POST
def reopen_reading(request: HttpRequest, reading_id: UUID) -> HttpResponse:
    """Take back a decision about a whole sheet."""
    account = account_of(request)
    reading = reading_to_settle(account, reading_id)

    def decide() -> None:
        _remember(request, "", None)
        actions.reopen_reading(reading, by=account)

    return _decided(request, decide)


@require_POST
def who(request: HttpRequest, reading_id: UUID) -> HttpResponse:
    """Say whose photocopied sheet it is."""
    account = account_of(request)
    reading = reading_to_settle(account, reading_id)
    child = found_here(
        Child.objects.select_related("school_class"), account, _uuid(request.POST.get("child"))
    )
    require(marks_for, account, child)
    return _decided_sheet(request, reading, partial(actions.settle_who, child=child, by=account))


@require_POST
def who_again(request: HttpRequest, reading_id: UUID) -> HttpResponse:
    """It is another child's sheet."""
    account = account_of(request)
    reading = reading_to_settle(account, reading_id)
    return _decided(request, lambda: actions.ask_who_again(reading, by=account))


@require_POST
def differs(request: HttpRequest, reading_id: UUID) -> HttpResponse:
    """Say which of two photographs of a sheet counts."""
    account = account_of(request)
    reading = reading_to_settle(account, reading_id)
    take = request.POST.get("take", "")
    if take not in ("first", "second"):
        raise Http404
    action = partial(actions.settle_differs, take=take, by=account)
    if take == "first":
        return _decided_sheet(request, reading, action)
    return _decided(request, lambda: action(reading))  # the first has been replaced


@require_POST
def accept(request: HttpRequest, reading_id: UUID) -> HttpResponse:
    """Count a sheet that a colleague has photographed."""
    account = account_of(request)
    reading = reading_to_settle(account, reading_id)
    return _decided_sheet(request, reading, partial(actions.accept_reading, by=account))


@require_POST
def set_aside(request: HttpRequest, reading_id: UUID) -> HttpResponse:
    """Let a sheet that waits for a person count for nothing."""
    account = account_of(request)
    reading = reading_to_settle(account, reading_id)
    return _decided_sheet(request, reading, partial(actions.set_aside, by=account))


@require_GET
def copy(request: HttpRequest, copy_id: UUID) -> HttpResponse:
    """A child's sheet as it was read, to be corrected where need be."""
    found = copy_to_mark(account_of(request), copy_id)
    return render(request, "papers/copy.html", {"page": queries.copy_page(found)})


@require_POST
def correct(request: HttpRequest, answer_id: UUID) -> HttpResponse:
    """Correct a mark on a child's sheet."""
    account = account_of(request)
    answer = answer_to_settle(account, answer_id)
    question = question_of(answer.copy.sheet.description, answer.field)
    try:
        actions.correct_answer(
            answer,
            value=_value(request, answer),
            by=account,
            expected_value=sent_value(request.POST.get("stood", ""), question),
        )
        messages.success(request, _("Corrected. What was concluded from it is made anew."))
    except PapersError as problem:
        messages.warning(request, words.error(problem))
    return redirect(reverse("copy", args=[answer.copy_id]) + f"#q{question.number}")


def _decided(request: HttpRequest, decide: Callable[[], object]) -> HttpResponse:
    """Decide, then show what waits now: the part of the page alone to who can swap it in."""
    refused = ""
    try:
        decide()
    except PapersError as problem:
        refused = words.error(problem)
    if request.headers.get("HX-Request"):
        return _doubts(request, refused=refused)
    if refused:
        messages.warning(request, refused)
    return redirect(_back(request))


def _decided_sheet(
    request: HttpRequest, reading: Reading, action: Callable[[Reading], object]
) -> HttpResponse:
    def decide() -> None:
        action(reading)
        _remember(request, _LAST_READING, reading.pk)

    return _decided(request, decide)


def _remember(request: HttpRequest, what: str, pk: UUID | None) -> None:
    for name in (_LAST_ANSWER, _LAST_READING):
        request.session.pop(name, None)
    if pk is not None:
        request.session[what] = str(pk)


def _remembered(request: HttpRequest, what: str) -> UUID | None:
    text = request.session.get(what)
    return UUID(text) if text else None


def _doubts(request: HttpRequest, *, refused: str = "") -> HttpResponse:
    account = account_of(request)
    school_class = _asked_class(request, account)
    answer_id = _remembered(request, _LAST_ANSWER)
    reading_id = _remembered(request, _LAST_READING)
    part = "papers/doubts_list.html" if request.headers.get("HX-Request") else "papers/doubts.html"
    return render(
        request,
        part,
        {
            "page": queries.doubts_page(account, school_class=school_class),
            "last": queries.last_settled(account, answer_id=answer_id) if answer_id else None,
            "last_sheet": (
                queries.last_decided(account, reading_id=reading_id) if reading_id else None
            ),
            "refused": refused,
        },
    )


def _asked_class(request: HttpRequest, account: Account) -> SchoolClass | None:
    asked = request.POST.get("class") or request.GET.get("class")
    return class_to_mark(account, _uuid(asked)) if asked else None


def _back(request: HttpRequest) -> str:
    copy_id = request.POST.get("copy")
    if copy_id:
        return reverse("copy", args=[_uuid(copy_id)])
    asked = request.POST.get("class")
    return reverse("doubts") + (f"?class={_uuid(asked)}" if asked else "")


def _value(request: HttpRequest, answer: Answer) -> Value:
    question = question_of(answer.copy.sheet.description, answer.field)
    try:
        return chosen_value(request.POST, question)
    except ValueError as error:
        raise NotPossible("does_not_fit_question", field=answer.field) from error


def _uuid(text: str | None) -> UUID:
    try:
        return UUID(text or "")
    except ValueError:
        raise Http404 from None

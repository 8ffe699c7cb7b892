"""The pages of care: my talks, a talk noted and read, what was agreed, a wish to be heard."""

import base64
from typing import Any
from uuid import UUID

from django.core.exceptions import ValidationError
from django.db import transaction
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import get_language
from django.views.decorators.http import require_GET, require_http_methods

from terrace.school.calendar.queries import today
from terrace.school.jobs.actions import run_in_child
from terrace.school.people.models import Child
from terrace.school.people.requests import account_of
from terrace.school.people.rules import found_here, is_hers, require, works_here
from terrace.school.rota.rules import makes_rotas

from . import actions, queries
from .forms import DoneForm, HandOnForm, NoteForm, TalkForm, WishForm
from .models import FollowUp, Talk
from .rules import follows_up, knows, reads_note, sees_whole_school, talks_with
from .wording import CAME_UP_WORDS, prompts_for

PRINT_SECONDS = 60


@require_GET
def talks(request: HttpRequest) -> HttpResponse:
    """Whom I hear today, who asked for me, what I agreed to do, what I noted."""
    account = account_of(request)
    require(works_here, account)
    return render(
        request,
        "care/talks.html",
        {"mine": queries.mine(account.staff), "sees_all": sees_whole_school(account)},
    )


@require_GET
def heard(request: HttpRequest) -> HttpResponse:
    """Whether every child of the school is heard."""
    account = account_of(request)
    require(sees_whole_school, account)
    return render(request, "care/heard.html", {"overview": queries.overview(account.school)})


@require_GET
def cards(request: HttpRequest) -> HttpResponse:
    """Today's talks on paper: one's own; for those who make rotas, everybody's."""
    account = account_of(request)
    require(works_here, account)
    made = run_in_child(
        "terrace.school.care.printing.print_cards",
        time_limit_seconds=PRINT_SECONDS,
        school_id=str(account.school_id),
        staff_id="" if makes_rotas(account) else str(account.staff_id),
        language=get_language() or "zh-hans",
    )
    answer = HttpResponse(base64.b64decode(made), content_type="application/pdf")
    answer["Content-Disposition"] = 'inline; filename="talks.pdf"'
    return answer


@require_http_methods(["GET", "POST"])
def talk_with(request: HttpRequest, child_id: UUID) -> HttpResponse:
    """Note a talk: a face, a few words, save."""
    account, child = account_of(request), _child(request, child_id)
    require(talks_with, account, child)
    form = TalkForm(request.POST or None, child=child, staff=account.staff)
    if request.method == "POST" and form.is_valid():
        told = form.cleaned_data
        try:
            with transaction.atomic():
                talk = actions.note_talk(
                    child=child,
                    staff=account.staff,
                    day=told["day"],
                    said=form.said(),
                    shared=told["shared"],
                    by=account,
                )
                if told["what"].strip():
                    actions.agree(
                        child=child,
                        talk=talk,
                        what=told["what"],
                        staff=form.chosen_staff,
                        due=told["due"],
                        by=account,
                    )
        except ValidationError as refused:
            form.add_error(None, refused)
        else:
            return redirect("talks")
    return render(
        request,
        "care/talk_with.html",
        {"child": child, "form": form, "prompts": prompts_for(child, today(child.school))},
        status=_status(request),
    )


@require_http_methods(["GET", "POST"])
def talk(request: HttpRequest, talk_id: UUID) -> HttpResponse:
    """Read a note; whoever listened mends it here."""
    account = account_of(request)
    one = found_here(Talk.objects.select_related("child", "staff", "school"), account, talk_id)
    require(reads_note, account, one)
    said = actions.read_note(talk=one, by=account)
    own = bool(is_hers(account, one))
    given: dict[str, Any] = {}
    if said is not None:
        given = {
            "mood": said.mood,
            "note": said.note,
            "ladder": said.ladder or "",
            "came_up": list(said.came_up),
            "shared": one.shared,
        }
    form = NoteForm(request.POST or None, initial=given) if own and said is not None else None
    if request.method == "POST" and form is not None and form.is_valid():
        try:
            actions.change_note(
                talk=one,
                said=form.said(),
                shared=form.cleaned_data["shared"],
                version=_number(request.POST.get("version", "")),
                by=account,
            )
        except ValidationError as refused:
            form.add_error(None, refused)
        else:
            return redirect("talks")
    about = [CAME_UP_WORDS[name] for name in said.came_up] if said else []
    return render(
        request,
        "care/talk.html",
        {"talk": one, "said": said, "form": form, "about": about},
        status=_status(request),
    )


@require_http_methods(["GET", "POST"])
def follow_up(request: HttpRequest, follow_up_id: UUID) -> HttpResponse:
    """What was agreed: say that it is done, or give it to somebody else."""
    account = account_of(request)
    rows = FollowUp.objects.select_related("child__school_class", "staff", "school", "made_by")
    one = found_here(rows, account, follow_up_id)
    require(follows_up, account, one)
    hands_on = request.method == "POST" and "to" in request.POST
    form = DoneForm(request.POST if request.method == "POST" and not hands_on else None)
    other = HandOnForm(request.POST if hands_on else None, school=account.school)
    try:
        if hands_on and other.is_valid():
            to = other.to.chosen(other.cleaned_data["to"])
            assert to is not None
            actions.hand_on(follow_up=one, to=to, by=account)
            return redirect("talks")
        if not hands_on and form.is_valid():
            actions.follow_up_done(follow_up=one, by=account, **form.cleaned_data)
            return redirect("talks")
    except ValidationError as refused:
        (other if hands_on else form).add_error(None, refused)
    return render(
        request,
        "care/follow_up.html",
        {"agreed": queries.in_words(one), "form": form, "other": other},
        status=_status(request),
    )


@require_http_methods(["GET", "POST"])
def wish(request: HttpRequest, child_id: UUID) -> HttpResponse:
    """Note that a child asks for a talk."""
    account, child = account_of(request), _child(request, child_id)
    require(knows, account, child)
    form = WishForm(request.POST or None, school=account.school)
    if request.method == "POST" and form.is_valid():
        try:
            actions.wish(child=child, wants=form.chosen, by=account)
        except ValidationError as refused:
            form.add_error(None, refused)
        else:
            return redirect("child", child_id)
    return render(
        request, "care/wish.html", {"child": child, "form": form}, status=_status(request)
    )


def _child(request: HttpRequest, child_id: UUID) -> Child:
    rows = Child.objects.select_related("school", "school_class__class_teacher", "dorm")
    return found_here(rows, account_of(request), child_id)


def _number(said: str) -> int:
    return int(said) if said.isdecimal() and len(said) < 9 else 0


def _status(request: HttpRequest) -> int:
    return 422 if request.method == "POST" else 200

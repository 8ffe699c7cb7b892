"""Who is ill: choose the teacher, agree with what is proposed, print the notice."""

from datetime import date
from uuid import UUID

from django.contrib import messages as notices
from django.core.exceptions import ValidationError
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_http_methods

from terrace.school.calendar.queries import today
from terrace.school.people.models import Staff
from terrace.school.people.requests import account_of
from terrace.school.people.rules import found_here, require, works_here

from .. import actions, covering, queries
from ..models import Cover, Lesson
from ..rules import plans_lessons


@require_GET
def day(request: HttpRequest) -> HttpResponse:
    """A day's changes, for all staff; those who plan choose here who is ill."""
    account = account_of(request)
    require(works_here, account)
    asked = _day(request.GET.get("day")) or queries.next_school_day(account.school)
    timetable = queries.in_force(account.school, asked) if asked else None
    covers = queries.covers_on(account.school, asked) if asked else []
    plans = plans_lessons(account) and asked is not None and asked >= today(account.school)
    away = {one.absent_id for one in covers}
    people = []
    if timetable and plans and asked:
        teachers = queries.Weeks(timetable).everybody()["teacher"]
        people = [
            (one, len(lessons))
            for one in teachers
            if isinstance(one, Staff)
            and one.pk not in away
            and (lessons := queries.lessons_on(timetable, one, asked))
        ]
    return render(
        request,
        "timetable/day.html",
        {
            "day": asked,
            "timetable": timetable,
            "covers": [(one, queries.entry_of(one.lesson)) for one in covers],
            "away": sorted({one.absent for one in covers}, key=lambda one: one.name),
            "people": people,
            "plans": plans,
        },
    )


@require_http_methods(["GET", "POST"])
def ill(request: HttpRequest, staff_id: UUID) -> HttpResponse:
    """Who takes this teacher's lessons of a day: the proposal, with alternatives."""
    account = account_of(request)
    absent = found_here(Staff.objects.select_related("school"), account, staff_id)
    require(plans_lessons, account)
    asked = _day(request.POST.get("day") or request.GET.get("day"))
    asked = asked or queries.next_school_day(account.school)
    if asked is None:
        return redirect("cover_day")
    back = f"{reverse('cover_day')}?day={asked:%Y-%m-%d}"
    if request.method == "POST":
        try:
            if "here" in request.POST:
                actions.drop_cover(absent=absent, day=asked, by=account)
            else:
                chosen = _chosen(request, absent, asked)
                actions.cover(absent=absent, day=asked, by_lesson=chosen, by=account)
        except ValidationError as refused:
            notices.warning(request, " ".join(refused.messages))
            return redirect(f"{reverse('ill', args=[staff_id])}?day={asked:%Y-%m-%d}")
        return redirect(back)
    return render(
        request,
        "timetable/ill.html",
        {
            "absent": absent,
            "day": asked,
            "proposals": covering.proposals(absent, asked),
            "settled": Cover.objects.filter(absent=absent, day=asked).exists(),
            "back": back,
        },
    )


def _chosen(request: HttpRequest, absent: Staff, asked: date) -> dict[Lesson, Staff | None]:
    """Each lesson of the day with whom the page names; a lesson it does not name has nobody."""
    timetable = queries.in_force(absent.school, asked)
    lessons = queries.lessons_on(timetable, absent, asked) if timetable else []
    if not lessons:
        raise ValidationError(_("She has no lesson on this day."), code="no_lesson")
    people = {str(one.pk): one for one in Staff.objects.filter(school=absent.school)}
    return {one: people.get(request.POST.get(f"by-{one.pk}", "")) for one in lessons}


def _day(said: str | None) -> date | None:
    try:
        return date.fromisoformat(said or "")
    except ValueError:
        return None

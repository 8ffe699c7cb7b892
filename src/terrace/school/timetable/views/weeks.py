"""Whose week it is: the school's, a class's, a teacher's, a room's; and the load of the term."""

from uuid import UUID

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_GET

from terrace.school.calendar.queries import today
from terrace.school.people.models import Account, School, SchoolClass, Staff
from terrace.school.people.requests import account_of
from terrace.school.people.rules import found_here, require, works_here

from .. import feeds, queries
from ..models import Room, Timetable
from ..rules import plans_lessons, sees_load_of

KINDS = ("class", "teacher", "room")


def found(kind: str, account: Account, who_id: UUID) -> queries.Who:
    """The class, teacher or room of this account's school; `Http404` when there is none."""
    if kind == "class":
        return found_here(SchoolClass.objects.all(), account, who_id)
    if kind == "teacher":
        return found_here(Staff.objects.all(), account, who_id)
    return found_here(Room.objects.all(), account, who_id)


@require_GET
def overview(request: HttpRequest) -> HttpResponse:
    """The timetable in force: one's own week first, then everybody's; those being made below."""
    account = account_of(request)
    require(works_here, account)
    timetable = queries.in_force(account.school)
    weeks = queries.Weeks(timetable) if timetable else None
    everybody = weeks.everybody() if weeks else {}
    mine = None
    if weeks and any(one.pk == account.staff_id for one in everybody["teacher"]):
        mine = weeks.of("teacher", account.staff)
    plans = plans_lessons(account)
    later = Timetable.objects.filter(school=account.school, starts__gt=today(account.school))
    return render(
        request,
        "timetable/overview.html",
        {
            "timetable": timetable,
            "mine": mine,
            "everybody": everybody,
            "plans": plans,
            "drafts": _drafts(account.school) if plans else [],
            "later": later,
            "day": queries.next_school_day(account.school),
            "staff_id": account.staff_id,
        },
    )


@require_GET
def week(request: HttpRequest, kind: str, who_id: UUID) -> HttpResponse:
    """The week of a class, a teacher or a room."""
    account = account_of(request)
    require(works_here, account)
    who = found(kind, account, who_id)
    timetable = queries.in_force(account.school)
    if timetable is None:
        raise Http404
    load = None
    if isinstance(who, Staff) and sees_load_of(account, who):
        load = next(iter(queries.loads(account.school, only=who)), None)
    return render(
        request,
        "timetable/week.html",
        {
            "timetable": timetable,
            "kind": kind,
            "who": who,
            "week": queries.Weeks(timetable).of(kind, who),
            "load": load,
            "feed": feeds.path_of(kind, who.pk) if kind != "room" else "",
        },
    )


@require_GET
def loads(request: HttpRequest) -> HttpResponse:
    """Every teacher's load of the term, for those who plan."""
    account = account_of(request)
    require(plans_lessons, account)
    return render(
        request,
        "timetable/loads.html",
        {"loads": queries.loads(account.school), "timetable": queries.in_force(account.school)},
    )


def _drafts(school: School) -> list[Timetable]:
    rows = Timetable.objects.filter(school=school, state=Timetable.State.DRAFT)
    return list(rows.order_by("-made_at"))

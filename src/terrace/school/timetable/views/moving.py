"""The grid on which lessons are moved: choose one, see what each place would mean, choose."""

from dataclasses import dataclass
from uuid import UUID

from django.contrib import messages as notices
from django.core.exceptions import ValidationError
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_POST

from terrace.school.people.requests import account_of
from terrace.school.people.rules import found_here, require

from .. import actions, moving, queries, wording
from ..models import Lesson, Step, Timetable
from ..planning import Planned, planned
from ..rules import plans_lessons
from .weeks import KINDS

LONGEST = 8
"""A weekday, a dash and a period are shorter than this."""


@dataclass(frozen=True, slots=True)
class Place:
    """A place of the grid while a lesson is chosen."""

    cell: queries.Cell
    way: moving.Way | None
    words: str
    """What moving there would do."""


@require_GET
def grid(request: HttpRequest, timetable_id: UUID) -> HttpResponse:
    """The week of one class, teacher or room, to be moved about."""
    account = account_of(request)
    timetable = found_here(Timetable.objects.select_related("school"), account, timetable_id)
    require(plans_lessons, account)
    weeks = queries.Weeks(timetable)
    everybody = weeks.everybody()
    if not everybody["class"]:
        return redirect("timetable_plan", timetable_id)
    kind, who = _whose(request, everybody)
    week = weeks.of(kind, who)
    chosen = _chosen(request, week)
    lines = []
    plan = planned(timetable) if chosen else None
    ways = _ways(plan, chosen) if plan and chosen else {}
    for line in week.lines:
        cells = [_place(plan, ways, cell) for cell in line.cells]
        lines.append((line, cells))
    return render(
        request,
        "timetable/grid.html",
        {
            "timetable": timetable,
            "week": week,
            "lines": lines,
            "kind": kind,
            "who": who,
            "everybody": everybody,
            "chosen": chosen,
            "open": timetable.state == Timetable.State.DRAFT and timetable.search_since is None,
            "steps": Step.objects.filter(timetable=timetable).exists(),
        },
    )


@require_POST
def move(request: HttpRequest, timetable_id: UUID) -> HttpResponse:
    """One step: move, put aside, lock, free, or take the last one back."""
    account = account_of(request)
    timetable = found_here(Timetable.objects.select_related("school"), account, timetable_id)
    require(plans_lessons, account)
    asked = request.POST.get("do", "")
    try:
        if asked == "undo":
            if actions.undo(timetable=timetable, by=account):
                notices.success(request, _("Taken back."))
        else:
            _step(request, timetable, asked)
    except ValidationError as refused:
        notices.warning(request, " ".join(refused.messages))
    kind, who = request.POST.get("kind", ""), request.POST.get("who", "")
    return redirect(f"{reverse('timetable_grid', args=[timetable_id])}?kind={kind}&who={who}")


def _step(request: HttpRequest, timetable: Timetable, asked: str) -> None:
    account = account_of(request)
    rows = Lesson.objects.filter(course__timetable=timetable).select_related("course__timetable")
    lesson = found_here(rows, account, _uuid(request.POST.get("lesson", "")))
    if asked == "aside":
        actions.put_aside(lesson=lesson, by=account)
    elif asked in ("lock", "free"):
        actions.lock(lesson=lesson, locked=asked == "lock", by=account)
    else:
        weekday, _dash, period = asked.partition("-")
        if not (weekday.isdecimal() and period.isdecimal() and len(asked) < LONGEST):
            raise ValidationError(_("Choose a place on the grid."), code="no_place")
        actions.move(lesson=lesson, weekday=int(weekday), period=int(period), by=account)


def _whose(
    request: HttpRequest, everybody: dict[str, list[queries.Who]]
) -> tuple[str, queries.Who]:
    kind = request.GET.get("kind", "")
    if kind not in KINDS:
        kind = "class"
    asked = request.GET.get("who", "")
    for one in everybody[kind]:
        if str(one.pk) == asked:
            return kind, one
    return "class", everybody["class"][0]


def _chosen(request: HttpRequest, week: queries.Week) -> queries.Entry | None:
    asked = request.GET.get("lesson", "")
    here = [one for line in week.lines for cell in line.cells for one in cell.entries]
    return next((one for one in (*here, *week.aside) if str(one.lesson.pk) == asked), None)


def _ways(plan: Planned, chosen: queries.Entry) -> dict[tuple[int, int], moving.Way]:
    number = next(k for k, one in enumerate(plan.lessons) if one.pk == chosen.lesson.pk)
    return {plan.place(one.slot): one for one in moving.ways(plan, number)}


def _place(
    plan: Planned | None, ways: dict[tuple[int, int], moving.Way], cell: queries.Cell
) -> Place:
    way = ways.get((cell.weekday, cell.period))
    return Place(cell, way, _words(plan, way, cell) if plan and way else "")


def _words(plan: Planned, way: moving.Way, cell: queries.Cell) -> str:
    """What moving there would do, in a few words; what the cell shows is not named again."""
    shown = {one.lesson.pk for one in cell.entries}
    unseen = [one for one in way.others if plan.lessons[one].pk not in shown]
    others = wording.listed([_short(plan, one) for one in unseen or way.others])
    swap = _("swap with %(lesson)s") % {"lesson": others} if unseen else _("swap")
    aside = _("here; puts %(lessons)s aside") % {"lessons": others} if unseen else _("in its place")
    said = {
        moving.Outcome.HERE: _("here now"),
        moving.Outcome.FREE: _("put it here"),
        moving.Outcome.SWAP: swap,
        moving.Outcome.PUTS_ASIDE: aside,
        moving.Outcome.SHUT: _("not possible: %(names)s") % {"names": wording.listed(way.shut)},
        moving.Outcome.LOCKED: _("locked: %(lessons)s") % {"lessons": others},
    }[way.outcome]
    return f"{said} · {_('twice that day')}" if way.twice and way.possible else said


def _short(plan: Planned, number: int) -> str:
    course = plan.lessons[number].course
    return f"{wording.names(course.classes.all())} {course.word}"


def _uuid(text: str) -> UUID:
    try:
        return UUID(text)
    except ValueError:
        raise Http404 from None

"""Making a timetable: what is taught, when no lesson is, the search, putting it in force."""

from datetime import datetime, time
from uuid import UUID

from django.contrib import messages as notices
from django.core.exceptions import ValidationError
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import get_language
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST
from django_htmx.http import HttpResponseClientRefresh

from terrace.school.people.models import SchoolClass, Staff
from terrace.school.people.requests import account_of
from terrace.school.people.rules import found_here, require

from .. import actions, queries, wording
from ..forms import CourseForm, HabitsForm, LikeForm, StartForm
from ..models import Closed, Course, Lesson, Period, Room, Timetable
from ..rules import plans_lessons
from .weeks import found

SPARE = 2
"""Empty lines on the page of periods."""


@require_http_methods(["GET", "POST"])
def new(request: HttpRequest) -> HttpResponse:
    """Begin a timetable."""
    account = account_of(request)
    require(plans_lessons, account)
    form = LikeForm(request.POST or None, school=account.school)
    if request.method == "POST" and form.is_valid():
        made = actions.begin(
            school=account.school,
            name=form.cleaned_data["name"],
            like=form.known.get(form.cleaned_data["like"]),
            by=account,
        )
        return redirect("timetable_plan", made.pk)
    return render(
        request,
        "timetable/new.html",
        {"form": form},
        status=422 if request.method == "POST" else 200,
    )


@require_http_methods(["GET", "POST"])
def plan(request: HttpRequest, timetable_id: UUID) -> HttpResponse:
    """One timetable that is being made: what it holds, what is missing, what to do next."""
    account = account_of(request)
    timetable = found_here(Timetable.objects.select_related("school"), account, timetable_id)
    require(plans_lessons, account)
    if request.headers.get("HX-Request"):
        if timetable.search_since is None:
            return HttpResponseClientRefresh()
        told = {"timetable": timetable, **_how(timetable)}
        return render(request, "timetable/searching.html", told)
    habits = HabitsForm(
        request.POST or None,
        initial={"compact": timetable.compact, "most_a_day": timetable.most_a_day},
    )
    if request.method == "POST" and habits.is_valid():
        _say(
            request,
            lambda: actions.set_habits(timetable=timetable, by=account, **habits.cleaned_data),
        )
        return redirect("timetable_plan", timetable_id)
    courses = list(
        Course.objects.filter(timetable=timetable).prefetch_related(
            "classes", "teachers", "lessons"
        )
    )
    return render(
        request,
        "timetable/plan.html",
        {
            "timetable": timetable,
            "habits": habits,
            "start": StartForm(initial={"starts": queries.next_school_day(account.school)}),
            "classes": _by_class(courses),
            "teachers": _staff_of(courses),
            "rooms": Room.objects.filter(school=account.school),
            "has_periods": Period.objects.filter(school=account.school).exists(),
            "reasons": [_in_language(one) for one in timetable.reasons],
            **_how(timetable),
        },
        status=422 if request.method == "POST" else 200,
    )


@require_http_methods(["GET", "POST"])
def course(request: HttpRequest, timetable_id: UUID, course_id: UUID | None = None) -> HttpResponse:
    """A subject of a class, new or changed."""
    account = account_of(request)
    timetable = found_here(Timetable.objects.select_related("school"), account, timetable_id)
    require(plans_lessons, account)
    known = None
    if course_id is not None:
        known = found_here(Course.objects.filter(timetable=timetable), account, course_id)
    form = CourseForm(
        request.POST or None,
        school=account.school,
        course=known,
        initial=None if known else {"classes": request.GET.getlist("class"), "length": 1},
    )
    if request.method == "POST" and "drop" in request.POST and known is not None:
        if _say(request, lambda: actions.drop_course(course=known, by=account)):
            return redirect("timetable_plan", timetable_id)
    elif request.method == "POST" and form.is_valid():
        try:
            actions.set_course(timetable=timetable, course=known, by=account, **form.told())
        except ValidationError as refused:
            form.add_error(None, refused)
        else:
            return redirect("timetable_plan", timetable_id)
    return render(
        request,
        "timetable/course.html",
        {
            "timetable": timetable,
            "course": known,
            "form": form,
            "subjects": [str(word) for word in wording.SUBJECTS.values()],
        },
        status=422 if request.method == "POST" else 200,
    )


@require_http_methods(["GET", "POST"])
def closed(request: HttpRequest, timetable_id: UUID, kind: str, who_id: UUID) -> HttpResponse:
    """When a teacher, a class or a room has no lesson."""
    account = account_of(request)
    timetable = found_here(Timetable.objects.select_related("school"), account, timetable_id)
    require(plans_lessons, account)
    who = found(kind, account, who_id)
    weekdays = queries.weekdays_of(account.school)
    periods = list(Period.objects.filter(school=account.school))
    if request.method == "POST":
        named = {f"{day}-{row.number}": (day, row.number) for day in weekdays for row in periods}
        slots = [named[one] for one in request.POST.getlist("slot") if one in named]
        if _say(
            request, lambda: actions.close(timetable=timetable, who=who, slots=slots, by=account)
        ):
            return redirect("timetable_plan", timetable_id)
    field = {"class": "school_class", "teacher": "staff", "room": "room"}[kind]
    shut = set(
        Closed.objects.filter(timetable=timetable, **{field: who}).values_list("weekday", "period")
    )
    return render(
        request,
        "timetable/closed.html",
        {
            "timetable": timetable,
            "who": who,
            "days": [(day, wording.weekday_short(day)) for day in weekdays],
            "lines": [
                (row, [(day, wording.weekday(day), (day, row.number) in shut) for day in weekdays])
                for row in periods
            ],
        },
    )


@require_http_methods(["GET", "POST"])
def periods(request: HttpRequest) -> HttpResponse:
    """When the day's periods begin and end."""
    account = account_of(request)
    require(plans_lessons, account)
    rows = [
        (f"{one.begins:%H:%M}", f"{one.ends:%H:%M}")
        for one in Period.objects.filter(school=account.school)
    ]
    trouble = ""
    if request.method == "POST":
        rows = list(zip(request.POST.getlist("begins"), request.POST.getlist("ends"), strict=False))
        try:
            times = [(_time(begins), _time(ends)) for begins, ends in rows if begins or ends]
            actions.set_periods(school=account.school, times=times, by=account)
        except ValidationError as refused:
            trouble = " ".join(refused.messages)
        else:
            notices.success(request, _("The periods are saved."))
            return redirect("timetable")
    return render(
        request,
        "timetable/periods.html",
        {
            "rows": list(enumerate([*rows, *[("", "")] * SPARE], start=1)),
            "trouble": trouble,
        },
        status=422 if trouble else 200,
    )


@require_POST
def rooms(request: HttpRequest, timetable_id: UUID) -> HttpResponse:
    """Add a shared room."""
    account = account_of(request)
    found_here(Timetable.objects.all(), account, timetable_id)
    require(plans_lessons, account)
    _say(
        request,
        lambda: actions.add_room(
            school=account.school, name=request.POST.get("name", ""), by=account
        ),
    )
    return redirect("timetable_plan", timetable_id)


@require_POST
def search(request: HttpRequest, timetable_id: UUID) -> HttpResponse:
    """Look for a plan, or take the best so far."""
    account = account_of(request)
    timetable = found_here(Timetable.objects.select_related("school"), account, timetable_id)
    require(plans_lessons, account)
    if "end" in request.POST:
        actions.end_search(timetable=timetable)
    else:
        _say(request, lambda: actions.search(timetable=timetable, by=account))
    return redirect("timetable_plan", timetable_id)


@require_POST
def in_force(request: HttpRequest, timetable_id: UUID) -> HttpResponse:
    """Put it in force from a day on."""
    account = account_of(request)
    timetable = found_here(Timetable.objects.select_related("school"), account, timetable_id)
    require(plans_lessons, account)
    form = StartForm(request.POST)
    if not form.is_valid():
        notices.warning(request, _("Choose the day from which it holds."))
        return redirect("timetable_plan", timetable_id)
    starts = form.cleaned_data["starts"]
    if _say(request, lambda: actions.put_in_force(timetable=timetable, starts=starts, by=account)):
        notices.success(request, _("The timetable is in force."))
        return redirect("timetable")
    return redirect("timetable_plan", timetable_id)


def _say(request: HttpRequest, act: object) -> bool:
    """Do it; a refusal is told on the next page."""
    assert callable(act)
    try:
        act()
    except ValidationError as refused:
        notices.warning(request, " ".join(refused.messages))
        return False
    return True


def _time(text: str) -> time:
    try:
        return datetime.strptime(text.strip(), "%H:%M").time()  # noqa: DTZ007 - a time of day
    except ValueError:
        raise ValidationError(_("Write each time like 08:20."), code="time") from None


def _how(timetable: Timetable) -> dict[str, int]:
    rows = Lesson.objects.filter(course__timetable=timetable)
    return {"lessons": rows.count(), "unplaced": rows.filter(weekday=None).count()}


def _by_class(courses: list[Course]) -> list[tuple[SchoolClass, list[Course], int]]:
    """Each class with its courses and its periods a week, in the order of the school."""
    found: dict[SchoolClass, list[Course]] = {}
    for one in courses:
        for school_class in one.classes.all():
            found.setdefault(school_class, []).append(one)
    ordered = sorted(found.items(), key=lambda pair: (pair[0].grade, pair[0].code))
    return [
        (school_class, rows, sum(one.periods_a_week for one in rows))
        for school_class, rows in ordered
    ]


def _staff_of(courses: list[Course]) -> list[tuple[Staff, int]]:
    """Each teacher with her periods a week, by name."""
    count: dict[Staff, int] = {}
    for one in courses:
        for teacher in one.teachers.all():
            count[teacher] = count.get(teacher, 0) + one.periods_a_week
    return sorted(count.items(), key=lambda pair: pair[0].name)


def _in_language(sentence: dict[str, str]) -> str:
    return sentence["zh" if (get_language() or "").startswith("zh") else "en"]

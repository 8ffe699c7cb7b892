"""Somebody is ill: two taps, nobody in two places, the load fairly shared, everybody told."""

import re
from collections.abc import Iterator
from datetime import UTC, date, datetime, timedelta

import pytest
from django.core.exceptions import ValidationError
from django.test import Client
from django.urls import reverse

from terrace.school.journal import clock
from terrace.school.people import actions as people
from terrace.school.timetable import actions, covering, feeds, queries
from terrace.school.timetable.models import Cover, Lesson
from terrace.school.today.models import Todo
from tests.school.people.village import Village
from tests.school.timetable.term import Term, planned_term

pytestmark = pytest.mark.django_db

BACKEND = "terrace.school.people.backend.AccountBackend"
MONDAY = date(2026, 11, 23)


@pytest.fixture(autouse=True)
def _monday_morning() -> Iterator[None]:
    with clock.pretend(datetime(2026, 11, 23, 0, 30, tzinfo=UTC)):
        yield


@pytest.fixture
def term(here: Village) -> Term:
    return planned_term(here, MONDAY)


def phone_of(here: Village, who: str) -> Client:
    """Somebody's phone, signed in."""
    client = Client(headers={"accept-language": "zh"})
    client.force_login(here.accounts[who], backend=BACKEND)
    return client


def open_covers(here: Village) -> list[Todo]:
    """What Today asks of colleagues."""
    return list(Todo.objects.filter(school=here.school, kind="timetable.cover", done_at=None))


def settle(term: Term, who: str, day: date = MONDAY) -> list[Cover]:
    """Agree with what is proposed."""
    absent = term.staff[who]
    chosen = {one.lesson: one.chosen for one in covering.proposals(absent, day)}
    return actions.cover(absent=absent, day=day, by_lesson=chosen, by=None)


def assert_nobody_covers_while_busy(day: date, term: Term) -> None:
    """Counted anew from the rows."""
    for one in Cover.objects.filter(day=day).exclude(by=None):
        assert one.by is not None
        own = Lesson.objects.filter(
            course__timetable=term.timetable,
            course__teachers=one.by,
            weekday=day.weekday(),
            period=one.lesson.period,
        )
        assert not own.exists()
        others = Cover.objects.filter(day=day, by=one.by, lesson__period=one.lesson.period)
        assert others.count() == 1
        assert not Cover.objects.filter(day=day, absent=one.by).exists()


def test_two_taps_settle_a_day(here: Village, term: Term) -> None:
    client = phone_of(here, "office")
    day = client.get(reverse("cover_day") + "?day=2026-11-23").content.decode()
    absent = term.staff["subject teacher"]
    link = reverse("ill", args=[absent.pk])
    assert link in day
    page = client.get(f"{link}?day=2026-11-23").content.decode()
    # The second tap sends what the page proposes: the first option of each lesson.
    proposed = {
        name: re.findall(rf'name="{name}">\s*<option value="([^"]*)"', page)[0]
        for name in re.findall(r'name="(by-[0-9a-f-]+)"', page)
    }
    assert proposed
    client.post(link, {"day": "2026-11-23", **proposed})
    rows = Cover.objects.filter(absent=absent, day=MONDAY)
    assert rows.count() == len(proposed)
    assert_nobody_covers_while_busy(MONDAY, term)
    assert len(open_covers(here)) == rows.exclude(by=None).count() > 0


def test_whoever_covers_and_falls_ill_is_replaced(here: Village, term: Term) -> None:
    for who in term.staff:
        settle(term, who) if queries.lessons_on(term.timetable, term.staff[who], MONDAY) else None
        assert_nobody_covers_while_busy(MONDAY, term)
    assert len(open_covers(here)) == Cover.objects.exclude(by=None).count()


def test_settled_again_it_replaces_and_taken_back_it_is_gone(here: Village, term: Term) -> None:
    settle(term, "subject teacher")
    first = Cover.objects.count()
    settle(term, "subject teacher")
    assert Cover.objects.count() == first
    actions.drop_cover(absent=term.staff["subject teacher"], day=MONDAY, by=None)
    assert Cover.objects.count() == 0
    assert open_covers(here) == []


def test_who_is_not_free_is_refused_and_nothing_changes(here: Village, term: Term) -> None:
    teacher = term.staff["subject teacher"]
    lesson = queries.lessons_on(term.timetable, teacher, MONDAY)[0]
    busy = term.staff["class teacher"]
    own = Lesson.objects.filter(course__teachers=busy, weekday=lesson.weekday).first()
    assert own is not None
    Lesson.objects.filter(pk=own.pk).update(period=lesson.period)
    with pytest.raises(ValidationError):
        actions.cover(absent=teacher, day=MONDAY, by_lesson={lesson: busy}, by=None)
    assert not Cover.objects.exists()
    with pytest.raises(ValidationError):
        actions.cover(
            absent=teacher, day=MONDAY - timedelta(days=7), by_lesson={lesson: None}, by=None
        )


def test_over_the_weeks_the_turns_are_shared(here: Village, term: Term) -> None:
    """Two colleagues who could both take it take it in turns."""
    twin = people.add_staff(school=here.school, name="替补一", by=None)
    other = people.add_staff(school=here.school, name="替补二", by=None)
    copy = actions.begin(school=here.school, name="新课表", like=term.timetable, by=None)
    for one in (twin, other):
        course = actions.set_course(
            timetable=copy,
            subject="reading",
            classes=[here.own_class],
            teachers=[one],
            lessons=1,
            by=None,
        )
        free = next(way for way in _free_places(copy, Lesson.objects.get(course=course)))
        actions.move(
            lesson=Lesson.objects.select_related("course__timetable").get(course=course),
            weekday=free[0],
            period=free[1],
            by=None,
        )
    actions.put_in_force(timetable=copy, starts=MONDAY, by=None)
    turns = {twin.pk: 0, other.pk: 0}
    for week in range(6):
        day = MONDAY + timedelta(weeks=week)
        absent = term.staff["class teacher"]
        lesson = next(
            one for one in queries.lessons_on(copy, absent, day) if one.course.subject == "chinese"
        )
        candidates = [
            one.staff
            for one in covering.Free(here.school, day, absent=absent).candidates(lesson)
            if one.staff.pk in turns
        ]
        if len(candidates) < 2:
            continue
        actions.cover(absent=absent, day=day, by_lesson={lesson: candidates[0]}, by=None)
        turns[candidates[0].pk] += 1
    assert abs(turns[twin.pk] - turns[other.pk]) <= 1


def _free_places(timetable: object, lesson: Lesson) -> list[tuple[int, int]]:
    from terrace.school.timetable import moving
    from terrace.school.timetable.models import Timetable
    from terrace.school.timetable.planning import planned

    assert isinstance(timetable, Timetable)
    plan = planned(timetable)
    number = next(k for k, one in enumerate(plan.lessons) if one.pk == lesson.pk)
    return [
        plan.place(one.slot)
        for one in moving.ways(plan, number)
        if one.outcome is moving.Outcome.FREE
    ]


def test_past_covers_leave_today(here: Village, term: Term) -> None:
    settle(term, "subject teacher")
    assert open_covers(here)
    with clock.pretend(datetime(2026, 11, 23, 10, 0, tzinfo=UTC)):
        assert actions.look_over() > 0
    assert open_covers(here) == []


def test_a_teacher_sees_her_own_load_and_the_principal_everybodys(
    here: Village, term: Term
) -> None:
    teacher = term.staff["subject teacher"]
    address = reverse("timetable_week", args=["teacher", teacher.pk])
    for who, sees in (("subject teacher", True), ("principal", True), ("mentor", False)):
        page = phone_of(here, who).get(address).content.decode()
        assert ("本学期课时" in page) == sees, who
    load = next(one for one in queries.loads(here.school) if one.staff == teacher)
    assert load.a_week == 10
    assert sum(count for _, count in load.by_course) == 10


def test_a_feed_shows_lessons_and_covers_and_no_child(here: Village, term: Term) -> None:
    covers = settle(term, "subject teacher")
    taken = next(one for one in covers if one.by is not None)
    assert taken.by is not None
    client = Client()
    answer = client.get(feeds.path_of("teacher", taken.by.pk))
    words = answer.content.decode()
    assert answer["Content-Type"].startswith("text/calendar")
    assert words.count("BEGIN:VEVENT") == words.count("END:VEVENT") > 0
    assert f"{taken.lesson.pk}-20261123" in words
    for child in (here.own_child, here.other_child):
        assert child.name not in words
    assert client.get(feeds.path_of("teacher", taken.by.pk)[:-8] + "xxxx.ics").status_code == 404
    taken.by.left_on = MONDAY
    taken.by.save()
    assert client.get(feeds.path_of("teacher", taken.by.pk)).status_code == 404


def test_the_load_counts_every_day_by_the_timetable_that_held(here: Village, term: Term) -> None:
    later = datetime(2026, 12, 4, 0, 30, tzinfo=UTC)
    with clock.pretend(later):
        load = next(
            one for one in queries.loads(here.school) if one.staff == term.staff["subject teacher"]
        )
    # Two whole school weeks since that Monday.
    assert load.so_far == 20

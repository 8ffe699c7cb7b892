"""From what is taught to a plan in force: nobody is in two places, and nothing is lost."""

from collections import Counter
from collections.abc import Iterator
from datetime import UTC, date, datetime, time

import pytest
from django.core.exceptions import ValidationError

from terrace.school.journal import clock
from terrace.school.timetable import actions, queries
from terrace.school.timetable.models import Closed, Lesson, Period, Timetable
from tests.school.people.village import Village
from tests.school.timetable.term import PERIODS, Term, a_term, planned_term

pytestmark = pytest.mark.django_db

MONDAY = date(2026, 11, 23)


@pytest.fixture(autouse=True)
def _monday_morning() -> Iterator[None]:
    with clock.pretend(datetime(2026, 11, 23, 0, 30, tzinfo=UTC)):
        yield


def assert_nobody_is_in_two_places(timetable: Timetable) -> None:
    """The whole plan, counted anew."""
    seen: Counter[tuple[object, int, int]] = Counter()
    for lesson in queries.lessons_of(timetable):
        if lesson.weekday is None or lesson.period is None:
            continue
        course = lesson.course
        who = [
            *course.classes.all(),
            *course.teachers.all(),
            *([course.room] if course.room else []),
        ]
        for period in range(lesson.period, lesson.period + course.length):
            seen.update((one.pk, lesson.weekday, period) for one in who)
    assert not [one for one, times in seen.items() if times > 1]


def search(term: Term) -> dict[str, object]:
    """Look for a plan, here and now."""
    actions.prepare_search(timetable=term.timetable, by=None)
    return actions.seek(str(term.timetable.pk))


def test_a_plan_places_every_lesson_once(here: Village) -> None:
    term = a_term(here)
    assert search(term) == {"lessons": 24, "placed": 24, "complete": True}
    assert_nobody_is_in_two_places(term.timetable)
    days = Counter(
        Lesson.objects.filter(course=term.courses["3A", "chinese"]).values_list(
            "weekday", flat=True
        )
    )
    assert set(days.values()) == {1}, "five lessons stand on five days"
    week = queries.week_of_class(term.timetable, here.own_class)
    for weekday in range(5):
        taken = [bool(line.cells[weekday].entries) for line in week.lines]
        assert taken == sorted(taken, reverse=True), "no free period in between"


def test_who_has_no_lesson_then_gets_none(here: Village) -> None:
    term = a_term(here)
    teacher = term.staff["subject teacher"]
    shut = [(0, 1), (0, 2), (3, 4)]
    actions.close(timetable=term.timetable, who=teacher, slots=shut, by=None)
    actions.set_habits(timetable=term.timetable, compact=False, most_a_day=None, by=None)
    assert search(term)["complete"]
    rows = Lesson.objects.filter(course__teachers=teacher).values_list("weekday", "period")
    assert not set(rows) & set(shut)


def test_a_locked_lesson_stays(here: Village) -> None:
    term = a_term(here)
    lesson = term.lesson("3A", "mathematics")
    actions.move(lesson=lesson, weekday=4, period=4, by=None)
    actions.lock(lesson=lesson, locked=True, by=None)
    actions.set_habits(timetable=term.timetable, compact=False, most_a_day=None, by=None)
    assert search(term)["complete"]
    lesson.refresh_from_db()
    assert (lesson.weekday, lesson.period) == (4, 4)


def test_what_cannot_be_placed_is_left_out_and_the_rest_stands(here: Village) -> None:
    term = a_term(here)
    everything = [(day, period) for day in range(5) for period in range(1, 5)]
    actions.close(timetable=term.timetable, who=term.staff["mentor"], slots=everything[1:], by=None)
    actions.prepare_search(timetable=term.timetable, by=None)
    Timetable.objects.update(search_ends=True)  # somebody takes the best so far at once
    found = actions.seek(str(term.timetable.pk))
    assert found["placed"] < found["lessons"] == 24
    assert_nobody_is_in_two_places(term.timetable)
    with pytest.raises(ValidationError):
        actions.put_in_force(timetable=term.timetable, starts=MONDAY, by=None)


def test_where_there_can_be_no_plan_it_says_why(here: Village) -> None:
    """Four lessons of one teacher, and one period in which she may have them."""
    term = a_term(here)
    everything = [(day, period) for day in range(5) for period in range(1, 5)]
    mentor = term.staff["mentor"]
    actions.close(timetable=term.timetable, who=mentor, slots=everything[1:], by=None)
    assert search(term)["placed"] == 0
    term.timetable.refresh_from_db()
    assert term.timetable.search_since is None
    (said, *_rest) = term.timetable.reasons
    assert mentor.name in said["zh"]
    assert mentor.name in said["en"]
    assert any("Monday" in one["en"] and "星期一" in one["zh"] for one in term.timetable.reasons)


def test_the_one_in_force_is_changed_by_a_copy(here: Village) -> None:
    term = planned_term(here, MONDAY)
    with pytest.raises(ValidationError):
        actions.move(lesson=term.lesson("3A", "chinese"), weekday=0, period=1, by=None)
    copy = actions.begin(school=here.school, name="新课表", like=term.timetable, by=None)
    mine = queries.lessons_of(copy)
    assert sorted((one.weekday, one.period) for one in mine) == sorted(
        (one.weekday, one.period) for one in queries.lessons_of(term.timetable)
    )
    actions.put_in_force(timetable=copy, starts=date(2026, 11, 30), by=None)
    assert queries.in_force(here.school) == term.timetable, "the old one holds until then"
    assert queries.in_force(here.school, date(2026, 11, 30)) == copy


def test_fewer_periods_put_lessons_aside_and_lose_none(here: Village) -> None:
    term = a_term(here)
    search(term)
    actions.set_periods(school=here.school, times=PERIODS[:3], by=None)
    assert Period.objects.filter(school=here.school).count() == 3
    rows = Lesson.objects.filter(course__timetable=term.timetable)
    assert rows.count() == 24
    assert not rows.filter(period=4).exists()


def test_periods_of_the_timetable_in_force_stay(here: Village) -> None:
    term = planned_term(here, MONDAY)
    used = max(
        one.period + one.course.length - 1
        for one in queries.lessons_of(term.timetable)
        if one.period
    )
    with pytest.raises(ValidationError):
        actions.set_periods(school=here.school, times=PERIODS[: used - 1], by=None)
    actions.set_periods(school=here.school, times=PERIODS[:used], by=None)


@pytest.mark.parametrize(
    "times",
    [[], [(time(9), time(8))], [(time(8), time(9)), (time(8, 30), time(10))]],
)
def test_periods_that_cannot_be(here: Village, times: list[tuple[time, time]]) -> None:
    with pytest.raises(ValidationError):
        actions.set_periods(school=here.school, times=times, by=None)


def test_a_search_that_fell_silent_does_not_block_for_ever(here: Village) -> None:
    term = a_term(here)
    actions.prepare_search(timetable=term.timetable, by=None)
    with pytest.raises(ValidationError):
        actions.set_habits(timetable=term.timetable, compact=False, most_a_day=None, by=None)
    with clock.pretend(datetime(2026, 11, 23, 2, 0, tzinfo=UTC)):
        actions.end_search(timetable=term.timetable)
    actions.set_habits(timetable=term.timetable, compact=False, most_a_day=None, by=None)


def test_a_class_closed_where_lessons_stand_puts_them_aside(here: Village) -> None:
    term = a_term(here)
    search(term)
    actions.close(timetable=term.timetable, who=here.own_class, slots=[(0, 1)], by=None)
    assert Closed.objects.filter(timetable=term.timetable).count() == 1
    aside = Lesson.objects.filter(course__timetable=term.timetable, weekday=None)
    assert aside.count() == 1
    assert_nobody_is_in_two_places(term.timetable)

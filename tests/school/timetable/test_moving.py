"""Moving by hand: whatever is tried, nobody is in two places, and undo leads back step by step."""

from collections.abc import Iterator
from datetime import UTC, datetime

import pytest
from django.core.exceptions import ValidationError
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from terrace.school.journal import clock
from terrace.school.timetable import actions, moving
from terrace.school.timetable.models import Lesson, Step
from terrace.school.timetable.planning import planned
from tests.school.people.village import Village
from tests.school.timetable.term import Term, a_term
from tests.school.timetable.test_planning import assert_nobody_is_in_two_places

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def _monday_morning() -> Iterator[None]:
    with clock.pretend(datetime(2026, 11, 23, 0, 30, tzinfo=UTC)):
        yield


def places(term: Term) -> dict[str, tuple[int | None, int | None, bool]]:
    """Where every lesson stands."""
    rows = Lesson.objects.filter(course__timetable=term.timetable)
    return {str(one.pk): (one.weekday, one.period, one.locked) for one in rows}


STEP = st.tuples(
    st.sampled_from(["move", "move", "move", "move", "aside", "lock", "free"]),
    st.integers(0, 23),
    st.integers(0, 4),
    st.integers(1, 4),
)


@given(st.lists(STEP, max_size=12))
@settings(
    max_examples=15, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture]
)
def test_no_step_ever_clashes_and_undo_leads_back(
    here: Village, steps: list[tuple[str, int, int, int]]
) -> None:
    term = a_term(here)
    lessons = list(
        Lesson.objects.filter(course__timetable=term.timetable).select_related("course__timetable")
    )
    before = [places(term)]
    for what, number, weekday, period in steps:
        lesson = lessons[number]
        try:
            if what == "move":
                actions.move(lesson=lesson, weekday=weekday, period=period, by=None)
            elif what == "aside":
                actions.put_aside(lesson=lesson, by=None)
            else:
                actions.lock(lesson=lesson, locked=what == "lock", by=None)
        except ValidationError:
            assert places(term) == before[-1], "what is refused changes nothing"
            continue
        assert_nobody_is_in_two_places(term.timetable)
        if Step.objects.filter(timetable=term.timetable).count() == len(before):
            before.append(places(term))
    while len(before) > 1:
        assert actions.undo(timetable=term.timetable, by=None)
        before.pop()
        assert places(term) == before[-1]
    assert not actions.undo(timetable=term.timetable, by=None)
    term.timetable.delete()


def test_the_grid_says_beforehand_what_a_move_does(here: Village) -> None:
    term = a_term(here)
    actions.move(lesson=term.lesson("3A", "chinese"), weekday=0, period=1, by=None)
    actions.move(lesson=term.lesson("4A", "mathematics"), weekday=0, period=2, by=None)
    actions.move(lesson=term.lesson("3A", "mathematics"), weekday=1, period=1, by=None)
    plan = planned(term.timetable)
    mine = term.lesson("3A", "mathematics")
    number = next(k for k, one in enumerate(plan.lessons) if one.pk == mine.pk)
    found = {plan.place(one.slot): one for one in moving.ways(plan, number)}
    assert found[1, 1].outcome is moving.Outcome.HERE
    assert found[2, 3].outcome is moving.Outcome.FREE
    assert found[0, 1].outcome is moving.Outcome.SWAP
    # Its teacher teaches the other class then; that lesson could stand where this one is.
    assert found[0, 2].outcome is moving.Outcome.SWAP
    actions.lock(lesson=term.lesson("3A", "chinese"), locked=True, by=None)
    plan = planned(term.timetable)
    assert moving.way(plan, number, plan.slot(0, 1)).outcome is moving.Outcome.LOCKED
    with pytest.raises(ValidationError):
        actions.move(lesson=mine, weekday=0, period=1, by=None)


def test_a_swap_is_one_step(here: Village) -> None:
    term = a_term(here)
    first, second = term.lesson("3A", "chinese"), term.lesson("3A", "mathematics")
    actions.move(lesson=first, weekday=0, period=1, by=None)
    actions.move(lesson=second, weekday=1, period=1, by=None)
    actions.move(lesson=second, weekday=0, period=1, by=None)
    first.refresh_from_db()
    assert (first.weekday, first.period) == (1, 1)
    actions.undo(timetable=term.timetable, by=None)
    first.refresh_from_db()
    assert (first.weekday, first.period) == (0, 1)


def test_a_double_lesson_does_not_reach_past_the_day(here: Village) -> None:
    term = a_term(here)
    course = actions.set_course(
        timetable=term.timetable,
        subject="labour",
        classes=[here.own_class],
        teachers=[term.staff["class teacher"]],
        lessons=1,
        length=2,
        by=None,
    )
    double = Lesson.objects.select_related("course__timetable").get(course=course)
    with pytest.raises(ValidationError):
        actions.move(lesson=double, weekday=0, period=4, by=None)
    actions.move(lesson=double, weekday=0, period=3, by=None)

"""What a child's days tell: laws that hold for any days."""

from datetime import date, timedelta

from hypothesis import given
from hypothesis import strategies as st

from terrace.school.attendance.models import State
from terrace.school.attendance.patterns import AWAY, IN_A_ROW, Pattern, patterns

MONDAY = date(2026, 9, 7)


def term(states: list[str]) -> dict[date, str]:
    """These states on the days of school from a Monday on, five a week."""
    return {MONDAY + timedelta(days=n // 5 * 7 + n % 5): state for n, state in enumerate(states)}


some_days = st.lists(st.sampled_from(State.values), max_size=60).map(term)


def test_three_mondays_are_a_pattern_of_mondays() -> None:
    found = patterns(term((["ill"] + ["here"] * 4) * 3))
    assert found == (Pattern("weekday", since=MONDAY, times=3, weekday=0),)


def test_two_mondays_are_none() -> None:
    assert patterns(term((["ill"] + ["here"] * 4) * 2)) == ()


def test_three_weeks_of_illness_are_no_pattern_of_mondays() -> None:
    assert patterns(term(["ill"] * 15)) == ()


def test_three_mondays_of_long_ago_are_over() -> None:
    assert patterns(term((["ill"] + ["here"] * 4) * 3 + ["here"] * 5)) == ()


def test_a_holiday_between_does_not_break_the_run() -> None:
    days = term(["here"] * 4 + ["no_news"] * 3)
    assert patterns(days) == (Pattern("no_news", since=MONDAY + timedelta(days=4), times=3),)


@given(some_days)
def test_days_without_news_are_found_just_when_the_latest_three_are(days: dict[date, str]) -> None:
    latest = [days[day] for day in sorted(days)][-IN_A_ROW:]
    silent = [one for one in patterns(days) if one.kind == "no_news"]
    assert bool(silent) == (latest == ["no_news"] * IN_A_ROW)


@given(some_days)
def test_a_day_at_school_ends_the_silence(days: dict[date, str]) -> None:
    days[max(days, default=MONDAY) + timedelta(days=1)] = "here"
    assert all(one.kind != "no_news" for one in patterns(days))


@given(some_days)
def test_the_reason_of_an_absence_makes_no_pattern_of_weekdays(days: dict[date, str]) -> None:
    plain = {day: "ill" if state in AWAY else "here" for day, state in days.items()}
    assert [one for one in patterns(days) if one.kind == "weekday"] == list(patterns(plain))


@given(some_days)
def test_the_order_in_which_days_were_written_down_does_not_matter(days: dict[date, str]) -> None:
    assert patterns(dict(reversed(days.items()))) == patterns(days)


@given(some_days)
def test_each_pattern_begins_with_an_absence_and_is_long_enough(days: dict[date, str]) -> None:
    for one in patterns(days):
        assert days[one.since] in AWAY
        assert one.times >= IN_A_ROW
        if one.weekday is not None:
            assert one.since.weekday() == one.weekday

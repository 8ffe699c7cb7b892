"""School time is counted by the calendar: the laws that every deadline rests on."""

from datetime import UTC, date, datetime, time, timedelta
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given
from hypothesis import strategies as st

from terrace.school.calendar.days import CLOSED, USUAL_HOURS, SchoolDays

SHANGHAI = ZoneInfo("Asia/Shanghai")
NATIONAL_DAY = date(2026, 10, 1)
MAKE_UP_SUNDAY = date(2026, 10, 11)
SCHOOL = SchoolDays(
    zone=SHANGHAI,
    hours=USUAL_HOURS,
    terms=((date(2026, 9, 1), date(2027, 1, 15)), (date(2027, 3, 1), date(2027, 7, 2))),
    special={NATIONAL_DAY + timedelta(days=ahead): CLOSED for ahead in range(7)}
    | {MAKE_UP_SUNDAY: 2},
)

moments = st.builds(
    datetime.combine,
    st.dates(min_value=date(2026, 8, 1), max_value=date(2027, 6, 19)),
    st.times(),
    st.just(UTC),
)
minutes = st.integers(min_value=0, max_value=5000)


def shanghai(*parts: int) -> datetime:
    """A moment in the school's own time."""
    return datetime(*parts, tzinfo=SHANGHAI)  # type: ignore[misc,arg-type]


def test_thirty_minutes_asked_on_friday_evening_end_on_monday_morning() -> None:
    assert SCHOOL.after(shanghai(2026, 11, 20, 16, 50), 30) == shanghai(2026, 11, 23, 8, 20)


def test_the_holiday_week_does_not_count() -> None:
    assert SCHOOL.after(shanghai(2026, 9, 30, 18, 0), 30) == shanghai(2026, 10, 8, 8, 30)


def test_a_make_up_sunday_counts() -> None:
    assert SCHOOL.is_open(shanghai(2026, 10, 11, 9, 0))
    assert not SCHOOL.is_open(shanghai(2026, 10, 18, 9, 0))


def test_the_winter_holiday_lies_between_the_terms() -> None:
    assert SCHOOL.after(shanghai(2027, 1, 15, 16, 45), 30) == shanghai(2027, 3, 1, 8, 15)


def test_a_school_that_entered_nothing_keeps_the_usual_week() -> None:
    plain = SchoolDays(zone=SHANGHAI, hours=USUAL_HOURS)
    assert plain.after(shanghai(2026, 7, 31, 16, 50), 30) == shanghai(2026, 8, 3, 8, 20)


def test_past_the_last_term_a_deadline_still_comes() -> None:
    late = shanghai(2027, 7, 10, 9, 0)
    assert SCHOOL.after(late, 30) == late + timedelta(minutes=30)


def test_the_days_of_the_week_around_national_day() -> None:
    assert list(SCHOOL.school_days(date(2026, 9, 28), MAKE_UP_SUNDAY)) == [
        date(2026, 9, 28),
        date(2026, 9, 29),
        date(2026, 9, 30),
        date(2026, 10, 8),
        date(2026, 10, 9),
        MAKE_UP_SUNDAY,
    ]


def test_minutes_below_zero_are_refused() -> None:
    with pytest.raises(ValueError, match="-1"):
        SCHOOL.after(shanghai(2026, 11, 20, 9, 0), -1)


@given(moments, minutes)
def test_a_deadline_is_never_before_the_asking_and_never_out_of_school_time(
    at: datetime, wait: int
) -> None:
    due = SCHOOL.after(at, wait)
    assert due >= at
    opening = SCHOOL.opening(due.astimezone(SHANGHAI).date())
    assert opening is not None
    assert opening[0] <= due <= opening[1]


@given(moments, minutes, minutes)
def test_longer_is_never_earlier(at: datetime, one: int, other: int) -> None:
    shorter, longer = sorted((one, other))
    assert SCHOOL.after(at, shorter) <= SCHOOL.after(at, longer)


@given(moments, minutes, minutes)
def test_waiting_twice_is_waiting_once_for_both(at: datetime, one: int, other: int) -> None:
    in_steps = SCHOOL.after(SCHOOL.after(at, one), other)
    at_once = SCHOOL.after(at, one + other)
    # A wait that ends as school closes goes on when it next opens: the same point of school time.
    assert SCHOOL.after(in_steps, 1) == SCHOOL.after(at_once, 1)


@given(moments, minutes)
def test_hours_make_no_difference_to_the_order_of_deadlines(at: datetime, wait: int) -> None:
    later = at + timedelta(hours=3)
    assert SCHOOL.after(at, wait) <= SCHOOL.after(later, wait)


def test_a_school_may_have_its_own_hours() -> None:
    own = SchoolDays(zone=SHANGHAI, hours={5: (time(9, 0), time(10, 0))})
    assert own.after(shanghai(2026, 11, 23, 9, 0), 90) == shanghai(2026, 12, 5, 9, 30)

"""What a school enters of its terms, hours and days is what its deadlines count by."""

from datetime import date, datetime, time, timedelta
from zoneinfo import ZoneInfo

import pytest
from django.db import IntegrityError, transaction

from terrace.school.calendar import actions, queries
from terrace.school.calendar.models import SpecialDay, Term
from terrace.school.journal import clock
from terrace.school.journal.models import Entry
from terrace.school.people.actions import make_school
from terrace.school.people.models import School

SHANGHAI = ZoneInfo("Asia/Shanghai")
pytestmark = pytest.mark.django_db


@pytest.fixture
def school() -> School:
    """A school in its autumn term, with the holiday week and the Sunday that makes up for it."""
    made = make_school(name="山村小学", short_name="shan", by=None)
    actions.make_term(
        school=made, name="秋季", starts=date(2026, 9, 1), ends=date(2027, 1, 15), by=None
    )
    actions.set_hours(
        school=made, hours={day: (time(8), time(16, 30)) for day in range(5)}, by=None
    )
    for day in range(1, 8):
        actions.mark_holiday(school=made, day=date(2026, 10, day), name="国庆节", by=None)
    actions.mark_make_up_day(
        school=made, day=date(2026, 10, 11), name="补课", as_weekday=2, by=None
    )
    return made


def test_a_deadline_before_the_holiday_week_falls_after_it(school: School) -> None:
    asked = datetime(2026, 9, 30, 16, 20, tzinfo=SHANGHAI)
    assert queries.school_time_after(school, asked, 30) == datetime(
        2026, 10, 8, 8, 20, tzinfo=SHANGHAI
    )
    assert queries.is_school_time(school, asked)
    assert not queries.is_school_time(school, asked + timedelta(days=1))


def test_school_days_know_the_make_up_sunday(school: School) -> None:
    days = queries.school_days(school, date(2026, 10, 1), date(2026, 10, 12))
    assert [day.day for day in days] == [8, 9, 11, 12]


def test_a_day_marked_again_is_changed_and_not_doubled(school: School) -> None:
    actions.mark_holiday(school=school, day=date(2026, 10, 11), name="不补了", by=None)
    marked = SpecialDay.objects.get(date=date(2026, 10, 11))
    assert (marked.kind, marked.name, marked.as_weekday) == ("holiday", "不补了", None)


def test_a_term_that_ends_before_it_starts_is_refused(school: School) -> None:
    with pytest.raises(ValueError):
        actions.make_term(
            school=school, name="x", starts=date(2027, 3, 1), ends=date(2027, 2, 1), by=None
        )
    with pytest.raises(IntegrityError), transaction.atomic():
        Term.objects.create(school=school, name="x", starts=date(2027, 3, 1), ends=date(2027, 2, 1))


def test_the_days_of_one_school_are_not_another_s(school: School) -> None:
    other = make_school(name="河村小学", short_name="he", by=None)
    assert date(2026, 10, 1) in queries.school_days(other, date(2026, 10, 1), date(2026, 10, 1))


def test_whatever_is_entered_is_in_the_journal(school: School) -> None:
    verbs = set(Entry.objects.filter(school_id=school.id).values_list("verb", flat=True))
    assert {"calendar.term_made", "calendar.hours_set", "calendar.day_marked"} <= verbs


def test_today_is_the_schools_own_day(school: School) -> None:
    with clock.pretend(datetime(2026, 11, 22, 16, 30, tzinfo=ZoneInfo("UTC"))):
        assert queries.today(school) == date(2026, 11, 23)
        assert queries.week_of(queries.today(school)) == date(2026, 11, 23)
    assert queries.term_on(school, date(2026, 11, 23)) == Term.objects.get()
    assert queries.term_on(school, date(2027, 2, 1)) is None

"""A cheap box may wake up in the past: it says so, and its journal never goes back."""

from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest
from django.db import transaction

from terrace.school.calendar.queries import clock_is_behind
from terrace.school.journal import clock, jobs
from terrace.school.journal.actions import record
from terrace.school.journal.registry import Verb, register

HAPPENED = register(Verb("test.happened_by_the_clock", "something happened"))
NOON = datetime(2026, 11, 23, 4, 0, tzinfo=UTC)

pytestmark = pytest.mark.django_db


def happen(at: datetime) -> datetime:
    """Write an entry when the clock shows `at`; the time that stands in the journal."""
    with clock.pretend(at), transaction.atomic():
        return record(HAPPENED, school_id=None, by_id=None).at


def test_a_box_that_has_seen_nothing_believes_its_clock(home: Path) -> None:
    assert not clock_is_behind()


def test_the_journal_knows_a_later_time(home: Path) -> None:
    happen(NOON)
    with clock.pretend(NOON - timedelta(days=20)):
        assert clock_is_behind()
    with clock.pretend(NOON + timedelta(seconds=1)):
        assert not clock_is_behind()


def test_a_clock_put_right_by_seconds_is_not_behind(home: Path) -> None:
    happen(NOON)
    with clock.pretend(NOON - timedelta(seconds=50)):
        assert not clock_is_behind()


def test_the_stamp_on_disk_knows_a_later_time_too(home: Path) -> None:
    with clock.pretend(NOON):
        jobs.chain.call()
    with clock.pretend(NOON - timedelta(days=20)):
        jobs.chain.call()
        assert clock_is_behind()
    assert clock.stamped() == NOON


@pytest.mark.parametrize("left", ["", "2026-11", "2026-11-23T04:00:00", "\u2026"])
def test_half_a_stamp_after_a_power_cut_is_none(home: Path, left: str) -> None:
    clock.stamp_path().write_text(left, encoding="utf-8")
    assert clock.stamped() is None
    assert not clock_is_behind()
    clock.stamp()
    assert clock.stamped() is not None


def test_what_is_written_while_the_clock_is_behind_has_the_latest_time_known() -> None:
    assert happen(NOON) == NOON
    assert happen(NOON - timedelta(days=400)) == NOON
    assert happen(NOON + timedelta(hours=1)) == NOON + timedelta(hours=1)


def test_without_a_time_zone_nothing_can_be_pretended() -> None:
    with pytest.raises(ValueError), clock.pretend(datetime(2026, 1, 1)):  # noqa: DTZ001
        pass

"""A rota's days, periods and clock times."""

from collections.abc import Iterator
from datetime import date, time, timedelta

from terrace.school.calendar.queries import days_of, week_of

from .kinds import USUAL
from .models import Rota


def days_with_turns(rota: Rota, first: date, last: date) -> list[date]:
    """The days from `first` to `last` on which the rota has turns: days of school, or the days
    before one where its kind is a matter of the evening.
    """
    days = days_of(rota.school)
    first, last = max(first, rota.starts), min(last, rota.ends)
    ahead = timedelta(days=1 if USUAL[rota.kind].nights else 0)
    open_days = set(days.school_days(first + ahead, last + ahead))
    return [
        day
        for day in _between(first, last)
        if day.weekday() in rota.weekdays and day + ahead in open_days
    ]


def period_of(rota: Rota, day: date) -> int:
    """The number of the period that the day lies in, from 0."""
    if rota.weeks == 0:
        return 0
    return (week_of(day) - week_of(rota.starts)).days // (7 * rota.weeks)


def bounds(rota: Rota, period: int) -> tuple[date, date]:
    """The first and last day of a period."""
    if rota.weeks == 0:
        return rota.starts, rota.ends
    first = week_of(rota.starts) + timedelta(weeks=rota.weeks * period)
    last = first + timedelta(days=7 * rota.weeks - 1)
    return max(first, rota.starts), min(last, rota.ends)


def times_of(rota: Rota) -> list[tuple[time, time]]:
    """When, on each of its days."""
    return [(time.fromisoformat(begins), time.fromisoformat(ends)) for begins, ends in rota.times]


def _between(first: date, last: date) -> Iterator[date]:
    for ahead in range((last - first).days + 1):
        yield first + timedelta(days=ahead)

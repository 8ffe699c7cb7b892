"""The demo school's term, made around the day on which it is opened."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from zoneinfo import ZoneInfo

from django.conf import settings

WEEKS_BEFORE = 13
"""School weeks that lie behind when the demo opens."""

WEEKS_AFTER = 7

HOURS = {weekday: (time(7, 50), time(17, 20)) for weekday in range(5)}

PUBLIC_HOLIDAYS = (
    ((1, 1), 1, "元旦"),
    ((4, 4), 3, "清明节"),
    ((5, 1), 3, "劳动节"),
    ((10, 1), 7, "国庆节"),
)
"""First day (month, day), length in days, name. Those that follow the moon are left out."""


@dataclass(frozen=True, slots=True)
class DemoTerm:
    """A term, both days included, and the Mondays of the weeks that lie behind."""

    name: str
    starts: date
    ends: date
    weeks_behind: tuple[date, ...]


def term_around(today: date) -> DemoTerm:
    """A term of which `WEEKS_BEFORE` weeks are over; a week without school is not one of them."""
    monday = today - timedelta(days=today.weekday())
    starts = monday - timedelta(weeks=WEEKS_BEFORE)
    ends = monday + timedelta(weeks=WEEKS_AFTER, days=4)
    closed = {day for day, _ in holidays(starts, ends)}
    weeks = (starts + timedelta(weeks=week) for week in range(WEEKS_BEFORE))
    season = "秋季" if starts.month in range(7, 13) else "春季"
    return DemoTerm(
        name=f"{starts.year}年{season}学期",
        starts=starts,
        ends=ends,
        weeks_behind=tuple(
            week
            for week in weeks
            if any(week + timedelta(days=day) not in closed for day in range(5))
        ),
    )


def founded_at(term: DemoTerm) -> datetime:
    """When the school is entered into the box: the Friday before term, in the afternoon."""
    day = term.starts - timedelta(days=3)
    return datetime.combine(day, time(14, 30), tzinfo=ZoneInfo(settings.TIME_ZONE))


def holidays(first: date, last: date) -> Iterator[tuple[date, str]]:
    """Every public holiday between two days, both included, that falls on a weekday."""
    for year in range(first.year, last.year + 1):
        for (month, day), length, name in PUBLIC_HOLIDAYS:
            for ahead in range(length):
                closed = date(year, month, day) + timedelta(days=ahead)
                if first <= closed <= last and closed.weekday() < 5:
                    yield closed, name


def make_up_days(first: date, last: date) -> Iterator[tuple[date, str, int]]:
    """The Saturday after National Day week keeps Thursday's hours: (day, name, weekday)."""
    for year in range(first.year, last.year + 1):
        holiday_ends = date(year, 10, 7)
        saturday = holiday_ends + timedelta(days=(5 - holiday_ends.weekday()) % 7 or 7)
        if first <= saturday <= last:
            yield saturday, "国庆节补课", 3

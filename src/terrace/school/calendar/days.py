"""A school's days as a value: when it is open, computed without a database."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta, tzinfo

USUAL_HOURS: Mapping[int, tuple[time, time]] = {
    weekday: (time(8, 0), time(17, 0)) for weekday in range(5)
}
"""Monday to Friday, for a school that has not entered its own hours."""

HORIZON = timedelta(days=400)
"""How far ahead school time is looked for: past every holiday, past the terms entered."""

CLOSED = -1
"""The weekday whose hours a holiday keeps: none."""


@dataclass(frozen=True, slots=True)
class SchoolDays:
    """When a school is open.

    `hours` by weekday (Monday is 0), in the school's own time `zone`; `terms` as (first day, last
    day), both included, none when the school has not entered any: then every week is a school week;
    `special` gives the weekday whose hours a day keeps, `CLOSED` for a holiday.
    """

    zone: tzinfo
    hours: Mapping[int, tuple[time, time]]
    terms: tuple[tuple[date, date], ...] = ()
    special: Mapping[date, int] | None = None

    def opening(self, day: date) -> tuple[datetime, datetime] | None:
        """When school opens and closes on this day; `None` when it does not."""
        if self.terms and not any(first <= day <= last for first, last in self.terms):
            return None
        weekday = (self.special or {}).get(day, day.weekday())
        if weekday not in self.hours:
            return None
        opens, closes = self.hours[weekday]
        return (
            datetime.combine(day, opens, tzinfo=self.zone),
            datetime.combine(day, closes, tzinfo=self.zone),
        )

    def is_open(self, at: datetime) -> bool:
        """Whether `at` (aware) lies in school time; the closing minute does not."""
        opening = self.opening(at.astimezone(self.zone).date())
        return opening is not None and opening[0] <= at < opening[1]

    def after(self, at: datetime, minutes: int) -> datetime:
        """The earliest moment when `minutes` of school time have passed since `at` (aware).

        Never earlier than `at`. Where no school time is known within `HORIZON`, the clock's minutes
        count instead: a deadline may come early then, but it comes.
        """
        if minutes < 0:
            raise ValueError(f"minutes of school time cannot be {minutes}")
        left = timedelta(minutes=minutes)
        day = at.astimezone(self.zone).date()
        for _ in range(HORIZON.days):
            opening = self.opening(day)
            if opening is not None and opening[1] > at:
                begins = max(at, opening[0])
                if begins + left <= opening[1]:
                    return begins + left
                left -= opening[1] - begins
            day += timedelta(days=1)
        return at + timedelta(minutes=minutes)

    def school_days(self, first: date, last: date) -> Iterator[date]:
        """Every day from `first` to `last`, both included, on which school opens."""
        for ahead in range((last - first).days + 1):
            day = first + timedelta(days=ahead)
            if self.opening(day) is not None:
                yield day

"""What this school's own records count, and how far a count says anything."""

import math
from collections.abc import Callable
from datetime import date, datetime, time, timedelta
from typing import Any

from django.utils import timezone
from django.utils.translation import gettext_lazy as _
from django.utils.translation import override

from terrace.school.attendance.models import Mark, State
from terrace.school.journal.models import Entry
from terrace.school.people.models import School

from .registry import Measure, register

_NINETY_FIVE = 1.959964


def _verb(name: str) -> Callable[[School, date, date], int]:
    def count(school: School, first: date, last: date) -> int:
        begins, ends = _midnight(first), _midnight(last + timedelta(days=1))
        rows = Entry.objects.filter(school_id=school.pk, verb=name, at__gte=begins, at__lt=ends)
        return rows.count()

    return count


def _marks(state: State) -> Callable[[School, date, date], int]:
    def count(school: School, first: date, last: date) -> int:
        return Mark.objects.filter(
            school=school, state=state.value, roll__day__range=(first, last)
        ).count()

    return count


MEASURES = [
    register(Measure("absent_no_news", _("days absent without news"), _marks(State.NO_NEWS))),
    register(Measure("absent_ill", _("days absent because of illness"), _marks(State.ILL))),
    register(Measure("late", _("times that a child came late"), _marks(State.LATE))),
    register(Measure("letters_home", _("letters written home"), _verb("messages.written"))),
    register(Measure("sheets_made", _("weeks of sheets made"), _verb("learning.week_made"))),
]


def before_and_after(
    school: School, measure: Measure, *, starts: date, last: date
) -> dict[str, Any]:
    """Counts of as many days before the try as it has lasted, with what chance alone could make.

    `last` is the last day that counts. The form is that of `numbers` in a report.
    """
    days = max(1, (last - starts).days + 1)
    begins = starts - timedelta(days=days)
    with override("zh-hans"):
        zh = str(measure.what)
    with override("en"):
        en = str(measure.what)
    return {
        "what": {"zh": zh, "en": en},
        "before": amount(measure.count(school, begins, starts - timedelta(days=1)), days),
        "after": amount(measure.count(school, starts, last), days),
    }


def amount(count: int, days: int) -> dict[str, int]:
    """A count with its 95% interval, were it a Poisson count: Byar's approximation.

    Breslow and Day, Statistical Methods in Cancer Research, volume 2 (1987), page 69.
    """
    low = 0.0
    if count:
        low = count * (1 - 1 / (9 * count) - _NINETY_FIVE / (3 * math.sqrt(count))) ** 3
    more = count + 1
    high = more * (1 - 1 / (9 * more) + _NINETY_FIVE / (3 * math.sqrt(more))) ** 3
    return {"count": count, "days": days, "low": max(0, math.floor(low)), "high": math.ceil(high)}


def _midnight(day: date) -> datetime:
    return timezone.make_aware(datetime.combine(day, time()))

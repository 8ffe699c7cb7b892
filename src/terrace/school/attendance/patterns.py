"""What a child's days tell that one roll does not: computed without a database."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, timedelta
from typing import Literal

IN_A_ROW = 3
"""Days without news, or absences on one weekday, after which somebody should ask."""

AWAY = frozenset({"ill", "leave", "no_news"})
"""States of a child who was not at school; who came late was."""


@dataclass(frozen=True, slots=True)
class Pattern:
    """One pattern that holds on the latest day.

    `since` is the first day of the run, `times` its length in days of school (for `weekday`: in
    days of that weekday, Monday is 0), `weekday` is `None` for days without news.
    """

    kind: Literal["no_news", "weekday"]
    since: date
    times: int
    weekday: int | None = None


def patterns(days: Mapping[date, str]) -> tuple[Pattern, ...]:
    """What holds on the latest of a child's `days` (state by day of school, in any order).

    - Days without news: the latest `IN_A_ROW` days or more, with no other day between them.
    - A weekday: away on the last `IN_A_ROW` of them or more, the last within a week of the latest
      day, and at school on more than half of the other days since the first. A child ill for three
      weeks is away on each Monday, and on each other day: that is no pattern of Mondays.
    """
    if not days:
        return ()
    ordered = sorted(days)
    found = []
    silent = _run(ordered, {day for day in ordered if days[day] == "no_news"})
    if len(silent) >= IN_A_ROW:
        found.append(Pattern("no_news", since=silent[0], times=len(silent)))
    away = {day for day in ordered if days[day] in AWAY}
    for weekday in range(7):
        run = _run([day for day in ordered if day.weekday() == weekday], away)
        if len(run) < IN_A_ROW or ordered[-1] - run[-1] >= timedelta(days=7):
            continue
        others = [day for day in ordered if day >= run[0] and day.weekday() != weekday]
        if 2 * sum(day not in away for day in others) > len(others):
            found.append(Pattern("weekday", since=run[0], times=len(run), weekday=weekday))
    return tuple(found)


def _run(ordered: list[date], among: set[date]) -> list[date]:
    """The longest end of `ordered` whose days are all `among`."""
    start = len(ordered)
    while start and ordered[start - 1] in among:
        start -= 1
    return ordered[start:]

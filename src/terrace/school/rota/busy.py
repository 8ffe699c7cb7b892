"""When an adult cannot take a turn: her lessons, her other turns and the rest after them."""

from collections import defaultdict
from datetime import date, datetime, time, timedelta
from typing import Any

from terrace.school.timetable.queries import lesson_hours

from .models import Rota, Turn

LONGEST_REST = timedelta(days=15)


class Busy:
    """The hours of everybody at the school from one day to another that are taken already.

    Of the rota that is being planned itself only the turns in `happened` count.
    """

    def __init__(self, rota: Rota, first: date, last: date, happened: list[Turn]) -> None:
        self.taken: dict[Any, dict[date, list[tuple[datetime, datetime]]]] = defaultdict(
            lambda: defaultdict(list)
        )
        rows = Turn.objects.filter(
            school=rota.school, rota__ended_at=None, day__range=(first - LONGEST_REST, last)
        )
        rows = rows.exclude(rota=rota).exclude(state=Turn.State.MISSED).select_related("rota")
        for turn in rows:
            self._take(turn, turn.rota.rest_days)
        for turn in happened:
            self._take(turn, 0)
        for pk, hours in lesson_hours(rota.school, first, last).items():
            for day, begins, ends in hours:
                self.taken[pk][day].append(stretch(day, begins, ends))

    def _take(self, turn: Turn, rest_days: int) -> None:
        first, last = stretch(turn.day, turn.begins, turn.ends)
        if rest_days:
            last = max(last, datetime.combine(turn.day, time()) + timedelta(days=rest_days + 1))
        for ahead in range((last.date() - first.date()).days + 1):
            self.taken[turn.staff_id][first.date() + timedelta(days=ahead)].append((first, last))

    def is_free(self, staff_id: Any, day: date, begins: time, ends: time) -> bool:
        """Whether nothing of hers overlaps these hours."""
        first, last = stretch(day, begins, ends)
        taken = self.taken[staff_id]
        near = [*taken.get(day, ()), *(taken.get(last.date(), ()) if last.date() != day else ())]
        return not any(one < last and first < other for one, other in near)


def stretch(day: date, begins: time, ends: time) -> tuple[datetime, datetime]:
    """From when to when; an end before its beginning is the next morning."""
    last = day if ends > begins else day + timedelta(days=1)
    return datetime.combine(day, begins), datetime.combine(last, ends)

"""A rota as the planner's problem: what may still be chosen, and what has happened already.

Periods that are over are no part of it; what an adult did in them counts as `already`. In the
period that has begun, each turn that has happened is a post of its own, which only she who took it
can keep and which has no hours, so that no rule made since can break it. A child whose turn did not
take place in the period before is served once more in this one, on other days than her own turn.
"""

from collections import Counter, defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from datetime import date, datetime, time, timedelta
from typing import Any

from terrace.school.absence.queries import absences_between
from terrace.school.people.models import Child

from .busy import Busy
from .days import bounds, days_with_turns, period_of, times_of
from .knowing import known_by, mentors_of
from .models import Kind, Rota, Served, Server, Turn

JSON = dict[str, Any]
NOBODY = "nobody"
"""Who offers a slot that nobody offers: an adult who is never there."""
AGAIN, BEFORE = "/again", "/before"
"""Ends of ids: a turn for the one missed in the period before; one that has happened."""
DAY = timedelta(days=1)


@dataclass(slots=True)
class Posed:
    """The problem, the turns that stand (as the engine's JSON), each with its row."""

    problem: JSON
    now: datetime
    old: list[JSON] = field(default_factory=list)
    rows: dict[tuple[str, str, str], Turn] = field(default_factory=dict)


def posed(rota: Rota, now: datetime) -> Posed | None:
    """The problem of this rota from `now` (the school's own time) on; None without a day left."""
    ahead = days_with_turns(rota, now.date(), rota.ends)
    if not ahead:
        return None
    return _Posing(rota, now, ahead).done()


class _Posing:
    def __init__(self, rota: Rota, now: datetime, ahead: list[date]) -> None:
        self.rota, self.now, self.today, self.ahead = rota, now, now.date(), ahead
        self.period = period_of(rota, ahead[0])
        self.starts = bounds(rota, self.period)[0]
        self.turns = list(
            Turn.objects.filter(rota=rota, period__gte=self.period - 1)
            .exclude(state=Turn.State.MISSED)
            .select_related("staff")
            .order_by("day", "begins", "id")
        )
        self.happened = [
            turn for turn in self.turns if turn.period == self.period and self._has_happened(turn)
        ]
        self.servers = list(
            Server.objects.filter(rota=rota).select_related("staff").order_by("staff__name", "id")
        )
        self.away = self._away()
        self.lacks_somebody = False

    def done(self) -> Posed:
        found = Posed(problem={}, now=self.now)
        slots, posts = self._slots()
        for turn in self.happened:
            key = f"{turn.pk}{BEFORE}"
            slots.append(self._slot_of_happened(key, turn))
            posts.append({"id": key, "name": turn.post, "only_by": [str(turn.staff_id)]})
        children = self._children() if self.rota.serves_children else []
        last = period_of(self.rota, self.ahead[-1])
        found.problem = {
            "name": self.rota.name,
            "periods": [self._period(number) for number in range(self.period, last + 1)],
            "adults": self._adults(),
            "slots": slots,
            "children": children,
            "posts": posts,
        }
        self._old(found)
        return found

    def _has_happened(self, turn: Turn) -> bool:
        """It is over or under way; a talk may also have been held before its time."""
        if self._is_over(turn.day, turn.begins):
            return True
        return turn.state == Turn.State.DONE and turn.child_id is not None

    def _is_over(self, day: date, begins: time) -> bool:
        return (day, begins) <= (self.today, self.now.time())

    def _away(self) -> dict[Any, list[tuple[date, date]]]:
        """Days, from today on, on which each adult takes no turn: away, gone, or at rest."""
        found: dict[Any, list[tuple[date, date]]] = defaultdict(list)
        for one in absences_between(self.rota.school, self.today, self.rota.ends):
            found[one.staff_id].append((one.first, one.last))
        for server in self.servers:
            left = server.staff.left_on
            if left is not None and left <= self.rota.ends:
                found[server.staff_id].append((left, self.rota.ends))
        if self.rota.rest_days:
            rest = timedelta(days=self.rota.rest_days)
            for turn in self.turns:
                if turn.period < self.period or turn in self.happened:
                    found[turn.staff_id].append((turn.day, turn.day + rest))
        return found

    def _period(self, number: int) -> JSON:
        first, last = bounds(self.rota, number)
        return {
            "id": str(number),
            "name": f"{first:%m-%d}–{last:%m-%d}",
            "starts": first.isoformat(),
            "ends": last.isoformat(),
        }

    def _adults(self) -> list[JSON]:
        """Who serves, and who did in this period but serves no more: she offers nothing."""
        before = Turn.objects.filter(rota=self.rota, period__lt=self.period)
        counted = Counter(
            before.exclude(state=Turn.State.MISSED).values_list("staff_id", flat=True)
        )
        happened = Counter(turn.staff_id for turn in self.happened)
        most = self.rota.most_each_period
        found = []
        for server in self.servers:
            # What happened before the limit was set stands.
            limit = None if most is None else max(most, happened[server.staff_id])
            found.append(
                {
                    "id": str(server.staff_id),
                    "name": server.staff.name,
                    "sex": server.staff.sex,
                    "share": server.share,
                    "already": server.already + counted[server.staff_id],
                    "most_each_period": limit,
                    "absent": _stretches(self.away[server.staff_id], self.today + DAY),
                }
            )
        known = {server.staff_id for server in self.servers}
        gone = {turn.staff_id: turn.staff for turn in self.happened if turn.staff_id not in known}
        found += [{"id": str(pk), "name": staff.name} for pk, staff in gone.items()]
        if self.lacks_somebody:
            always = [{"from": self.starts.isoformat(), "until": self.rota.ends.isoformat()}]
            found.append({"id": NOBODY, "absent": always})
        return found

    def _slots(self) -> tuple[list[JSON], list[JSON]]:
        """What may still be chosen: each time of each day left, with those who can."""
        rota = self.rota
        busy = Busy(rota, self.ahead[0], self.ahead[-1] + DAY, self.happened)
        posts = [
            {"id": str(place), "name": name, "adults": rota.at_once}
            for place, name in enumerate(rota.posts)
        ]
        found = []
        for day in self.ahead:
            for begins, ends in times_of(rota):
                if self._is_over(day, begins):
                    continue
                able = [
                    str(server.staff_id)
                    for server in self.servers
                    if not (day == self.today and self._is_away(server.staff_id, day))
                    and busy.is_free(server.staff_id, day, begins, ends)
                ]
                self.lacks_somebody |= not able
                found.append(
                    {
                        "id": _slot(day, begins),
                        "period": str(period_of(rota, day)),
                        "date": day.isoformat(),
                        "begins": f"{begins:%H:%M}",
                        "ends": f"{ends:%H:%M}",
                        "adults": able or [NOBODY],
                        "places": rota.places,
                        "rest_days": rota.rest_days,
                        "posts": [post["id"] for post in posts],
                    }
                )
        return found, posts

    def _slot_of_happened(self, key: str, turn: Turn) -> JSON:
        return {
            "id": key,
            "period": str(self.period),
            "date": turn.day.isoformat(),
            "adults": [str(turn.staff_id)],
            "posts": [key],
        }

    def _is_away(self, staff_id: Any, day: date) -> bool:
        return any(first <= day <= last for first, last in self.away[staff_id])

    def _children(self) -> list[JSON]:
        rows = list(Served.objects.filter(rota=self.rota).select_related("child"))
        rows = [row for row in rows if _is_here(row.child, self.today)]
        rows.sort(key=lambda row: (row.child.name, str(row.pk)))
        open_days: dict[int, list[date]] = defaultdict(list)
        for day in self.ahead:
            open_days[period_of(self.rota, day)].append(day)
        worth = known_by(row.child for row in rows)
        mentors: dict[Any, list[str]] = {}
        if self.rota.kind == Kind.MENTORS:
            mentors = mentors_of(row.child for row in rows)
        met = {turn.child_id: turn.day for turn in self.happened if not turn.again}
        met_again = {turn.child_id: turn.day for turn in self.happened if turn.again}
        before = {turn.child_id for turn in self.turns if turn.period == self.period - 1}
        able = {str(server.staff_id) for server in self.servers}
        found: list[JSON] = []
        for row in rows:
            child = row.child
            told: JSON = {
                "id": str(child.pk),
                "name": child.name,
                "sex": child.sex,
                "only_by": self._only(row.only_by or mentors.get(child.pk, ()), able),
                "not_with": [one for one in row.not_with if one in able],
                "prefers": {
                    one: score
                    for one, score in (row.scores or worth[child.pk]).items()
                    if one in able
                },
                "absent": self._away_of(row),
            }
            needs = [
                number
                for number, days in sorted(open_days.items())
                if number % row.every == row.phase
                and not (number == self.period and child.pk in met)
                and any(day >= row.since and _is_here(child, day) for day in days)
            ]
            own, other = list(self.ahead), list(open_days[self.period])
            again = self._is_owed(row) and child.pk not in before and child.pk not in met_again
            if child.pk in met:
                other = [day for day in other if day != met[child.pk]]
            elif again and self.period in needs:
                own, other = self._apart(own, other)
            elif child.pk in met_again:
                own = [day for day in own if day != met_again[child.pk]]
            if needs:
                periods = {"periods": [str(number) for number in needs]}
                found.append({**told, **periods, **_only_on(own, self.ahead)})
            if again and other:
                second = {"id": told["id"] + AGAIN, "periods": [str(self.period)]}
                found.append({**told, **second, "only_on": [day.isoformat() for day in other]})
        return found

    def _only(self, wanted: Sequence[str], able: set[str]) -> list[str]:
        """The adults who alone may; where none of them serves, one who is never there."""
        found = [one for one in wanted if one in able]
        if wanted and not found:
            self.lacks_somebody, found = True, [NOBODY]
        return found

    def _is_owed(self, row: Served) -> bool:
        """Whether the child was due in the period before."""
        number = self.period - 1
        if number < 0 or self.rota.weeks == 0 or number % row.every != row.phase:
            return False
        return row.since <= bounds(self.rota, number)[0]

    def _apart(self, own: list[date], other: list[date]) -> tuple[list[date], list[date]]:
        """Days for her own turn and for the one that she is owed: every second day of the period.

        They do not depend on the day of planning, so that a plan made again changes nothing.
        """
        first, last = bounds(self.rota, self.period)
        whole = days_with_turns(self.rota, first, last)
        owed = [day for day in other if whole.index(day) % 2 == 0]
        if len(owed) == len(other):
            owed = owed[:-1]
        return [day for day in own if day not in owed], owed

    def _away_of(self, row: Served) -> list[JSON]:
        found = []
        if row.since > self.starts:
            found.append((self.starts, row.since - DAY))
        if row.child.left_on is not None and row.child.left_on <= self.rota.ends:
            found.append((row.child.left_on, self.rota.ends))
        return _stretches(found, self.starts)

    def _old(self, found: Posed) -> None:
        """The turns that stand, as the engine names them."""
        keys = {name: str(place) for place, name in enumerate(self.rota.posts)}
        happened = {turn.pk for turn in self.happened}
        for turn in self.turns:
            if turn.period < self.period:
                continue
            name = _slot(turn.day, turn.begins)
            if turn.pk in happened:
                served = name = f"{turn.pk}{BEFORE}"
            elif turn.child_id is not None:
                served = str(turn.child_id) + (AGAIN if turn.again else "")
            else:
                served = keys.get(turn.post, turn.post)
            told = {
                "served": served,
                "period": str(turn.period),
                "slot": name,
                "adult": str(turn.staff_id),
            }
            found.old.append(told)
            found.rows[served, name, str(turn.staff_id)] = turn


def _slot(day: date, begins: time) -> str:
    return f"{day.isoformat()} {begins:%H:%M}"


def _is_here(child: Child, day: date) -> bool:
    return child.left_on is None or day < child.left_on


def _only_on(days: Sequence[date], every: Sequence[date]) -> JSON:
    return {} if len(days) == len(every) else {"only_on": [day.isoformat() for day in days]}


def _stretches(found: Iterable[tuple[date, date]], earliest: date) -> list[JSON]:
    return [
        {"from": max(first, earliest).isoformat(), "until": last.isoformat()}
        for first, last in found
        if max(first, earliest) <= last
    ]

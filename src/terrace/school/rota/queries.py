"""What people ask of rotas: whose turn it is, whether nobody is left out, who carries how much."""

from collections import defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from typing import Any
from uuid import UUID

from django.db.models import Count, Q, QuerySet
from django.utils.translation import get_language

from terrace.school.calendar.queries import term_on, today, week_of
from terrace.school.people.models import Account, Child, School, Staff
from terrace.school.people.queries import staff_of
from terrace.school.people.rules import visible_children

from .days import bounds, days_with_turns, period_of
from .models import Rota, Served, Turn


def rotas_of(school: School) -> list[Rota]:
    """The school's rotas that go on, the newest first."""
    return list(Rota.objects.filter(school=school, ended_at=None).order_by("-starts", "name", "id"))


@dataclass(frozen=True, slots=True)
class Certificate:
    """What the checker said of the last plan.

    `proved`: no law is broken, and every shortage named is true; `complete`: nobody is left out.
    `sentences` in the language now active: nobody left out, or each shortage with its numbers.
    `left_out`: children; a child who waits for two turns stands once.
    """

    planned: bool
    proved: bool
    complete: bool
    turns: int
    sentences: tuple[str, ...]
    left_out: tuple[Child, ...]
    loads: dict[str, int]


def certificate(rota: Rota) -> Certificate:
    """The proof of the rota's last plan, as people read it."""
    proof = rota.proof
    if not proof:
        return Certificate(False, False, False, 0, (), (), {})
    language = "zh" if (get_language() or "zh").startswith("zh") else "en"
    told = proof["certificate"]
    ids = {one["served"].partition("/")[0] for one in proof["left_out"]}
    children: tuple[Child, ...] = ()
    if rota.serves_children:
        children = tuple(Child.objects.filter(pk__in=ids).order_by("name", "id"))
    counted = all(one["counted"] for one in told["shortages"])
    return Certificate(
        planned=True,
        proved=proof["valid"] or (not proof["reasons"] and counted and not told["complete"]),
        complete=bool(told["complete"]),
        turns=told["turns"],
        sentences=tuple(proof["sentences"][language]),
        left_out=children,
        loads=told["loads"],
    )


def turns_of(
    staff: Staff, first: date, last: date | None = None, *, kind: str = ""
) -> QuerySet[Turn]:
    """The adult's turns on a day, or from one day to another, in order; missed ones, too."""
    rows = Turn.objects.filter(staff=staff, day__range=(first, last or first))
    if kind:
        rows = rows.filter(rota__kind=kind)
    return rows.select_related("rota", "child__school_class").order_by("day", "begins", "id")


def next_turn(child: Child, *, kind: str) -> Turn | None:
    """The child's next turn of this kind from today on, with the adult."""
    rows = Turn.objects.filter(
        child=child,
        rota__kind=kind,
        rota__ended_at=None,
        day__gte=today(child.school),
        state=Turn.State.PLANNED,
    )
    return rows.select_related("staff", "rota").order_by("day", "begins").first()


def last_turn(child: Child, *, kind: str) -> Turn | None:
    """The child's last turn of this kind that took place."""
    rows = Turn.objects.filter(child=child, rota__kind=kind, state=Turn.State.DONE)
    return rows.select_related("staff", "rota").order_by("-day", "-begins").first()


@dataclass(frozen=True, slots=True)
class Due:
    """A child whose turn is due in the period that a day lies in.

    `since` is the first day of that period; `before` of the one before it, where her turn was due
    then; a child whose turn was due only then has both the same. `turn` is the one planned for her
    from that day on.
    """

    served: Served
    since: date
    before: date | None
    turn: Turn | None


def due(rota: Rota, day: date) -> list[Due]:
    """The children whose turn is due in the period of this day, by name; none outside the rota."""
    if rota.weeks == 0 or not rota.starts <= day <= rota.ends:
        return []
    number = period_of(rota, day)
    first, last = bounds(rota, number)
    before = bounds(rota, number - 1)[0] if number else None
    if before is not None and not days_with_turns(rota, before, first - timedelta(days=1)):
        before = None  # holidays
    rows = Turn.objects.filter(rota=rota, period=number, state=Turn.State.PLANNED, day__gte=day)
    planned: dict[UUID | None, Turn] = {}
    for turn in rows.select_related("staff").order_by("day", "begins"):
        planned.setdefault(turn.child_id, turn)
    found = []
    for one in served_in(rota):
        child = one.child
        if (child.left_on is not None and child.left_on <= day) or one.since > last:
            continue
        owed = before
        if before is None or one.since > before or (number - 1) % one.every != one.phase:
            owed = None
        since = first if number % one.every == one.phase else owed
        if since is not None:
            found.append(Due(one, since, owed, planned.get(child.pk)))
    return found


def served_in(rota: Rota) -> list[Served]:
    """The children of a rota, in order of name."""
    rows = Served.objects.filter(rota=rota).select_related("child__school_class")
    return list(rows.order_by("child__name", "id"))


@dataclass(frozen=True, slots=True)
class Seen:
    """A turn as one viewer may see it: the child's name only where she sees the child."""

    turn: Turn
    words: str


@dataclass(frozen=True, slots=True)
class Row:
    """An adult's week in a rota: her turns by day."""

    staff: Staff
    cells: tuple[tuple[Seen, ...], ...]


@dataclass(frozen=True, slots=True)
class RotaWeek:
    """A week of a rota, a row for each adult who has a turn in it."""

    monday: date
    days: tuple[date, ...]
    rows: tuple[Row, ...]
    has_before: bool
    has_after: bool

    @property
    def before(self) -> date:
        """The Monday before."""
        return self.monday - timedelta(days=7)

    @property
    def after(self) -> date:
        """The Monday after."""
        return self.monday + timedelta(days=7)


def week(rota: Rota, monday: date, viewer: Account | None) -> RotaWeek:
    """The week as `viewer` may see it; None: as those who make rotas do."""
    last = monday + timedelta(days=6)
    rows = Turn.objects.filter(rota=rota, day__range=(monday, last))
    rows = rows.exclude(state=Turn.State.MISSED).select_related("staff", "child__school_class")
    turns = list(rows.order_by("day", "begins", "post", "id"))
    several = len(rota.times) > 1
    seen = _names(turns, viewer)
    by: dict[UUID, dict[date, list[Seen]]] = defaultdict(lambda: defaultdict(list))
    people = {turn.staff_id: turn.staff for turn in turns}
    for turn in turns:
        words = seen.get(turn.child_id, "") if turn.child_id else turn.post
        if several or turn.child_id:
            words = f"{turn.begins:%H:%M} {words}".strip()
        by[turn.staff_id][turn.day].append(Seen(turn, words))
    usual = {monday + timedelta(days=day) for day in rota.weekdays}
    days = sorted(usual | {turn.day for turn in turns})
    return RotaWeek(
        monday=monday,
        days=tuple(days),
        rows=tuple(
            Row(people[pk], tuple(tuple(by[pk][day]) for day in days))
            for pk in sorted(people, key=lambda pk: (people[pk].name, str(pk)))
        ),
        has_before=week_of(rota.starts) < monday,
        has_after=last < rota.ends,
    )


def _names(turns: Iterable[Turn], viewer: Account | None) -> dict[UUID | None, str]:
    """The names of children whom the viewer sees, and of those whose turn is her own."""
    turns = list(turns)
    ids = {turn.child_id for turn in turns if turn.child_id}
    allowed: set[UUID] = ids
    if viewer is not None:
        allowed = set(visible_children(viewer).filter(pk__in=ids).values_list("pk", flat=True))
        own = (turn for turn in turns if turn.staff_id == viewer.staff_id)
        allowed |= {turn.child_id for turn in own if turn.child_id}
    return {
        turn.child_id: turn.child.name for turn in turns if turn.child and turn.child_id in allowed
    }


@dataclass(frozen=True, slots=True)
class Load:
    """An adult's turns of the term: taken so far, and planned still."""

    staff: Staff
    by_rota: tuple[tuple[str, int, int], ...]
    """(the rota's name, turns so far, turns still to come)."""

    @property
    def so_far(self) -> int:
        """Turns that have been."""
        return sum(past for _name, past, _ahead in self.by_rota)

    @property
    def ahead(self) -> int:
        """Turns still to come."""
        return sum(ahead for _name, _past, ahead in self.by_rota)


def loads(school: School, *, only: Staff | None = None) -> list[Load]:
    """What each adult carries in this term; of one where `only` says so."""
    now = today(school)
    term = term_on(school, now)
    first = term.starts if term else now - timedelta(days=60)
    turns = Turn.objects.filter(school=school, day__gte=first).exclude(state=Turn.State.MISSED)
    people: Sequence[Staff] = [only] if only is not None else staff_of(school)
    if only is not None:
        turns = turns.filter(staff=only)
    past = Q(day__lt=now) | Q(state=Turn.State.DONE)
    counted: Any = turns.values("staff_id", "rota__name").annotate(
        past=Count("id", filter=past), ahead=Count("id", filter=~past)
    )
    by: dict[UUID, list[tuple[str, int, int]]] = defaultdict(list)
    for row in counted.order_by("rota__name"):
        by[row["staff_id"]].append((row["rota__name"], row["past"], row["ahead"]))
    found = [Load(one, tuple(by[one.pk])) for one in people if only is not None or by[one.pk]]
    return sorted(found, key=lambda load: (-load.so_far - load.ahead, load.staff.name))

"""A village's rotas for tests: who talks with whom, and the laws counted anew from the rows."""

from collections import Counter
from collections.abc import Sequence
from datetime import date, datetime, time, timedelta
from typing import Any
from zoneinfo import ZoneInfo

from terrace.school.people.models import Child, Staff
from terrace.school.people.queries import children_of, staff_of
from terrace.school.rota import actions
from terrace.school.rota.models import Rota, Turn
from tests.school.people.village import Village, fill

MONDAY = date(2026, 11, 23)
HERE = ZoneInfo("Asia/Shanghai")


def at(day: date, hour: int, minute: int = 0) -> datetime:
    """A moment in the school's own time."""
    return datetime.combine(day, time(hour, minute), tzinfo=HERE)


def adults(here: Village, *names: str) -> list[Staff]:
    """Adults of the village by what they are."""
    known = {one.name.removeprefix(f"{here.mark}村"): one for one in staff_of(here.school)}
    return [known[name] for name in names]


def talks(here: Village, *, weeks: int = 4, children: int = 8) -> Rota:
    """Weekly talks of the first class with three adults, planned."""
    fill(here.own_class, children - 1)
    made = actions.begin(
        school=here.school,
        kind="talks",
        name="谈心",
        starts=MONDAY,
        ends=MONDAY + timedelta(days=7 * weeks - 1),
        weeks=1,
        adults=adults(here, "class teacher", "boarding", "mentor"),
        children=children_of(here.own_class),
        by=None,
    )
    return planned(made)


def nights(here: Village, *, names: Sequence[str] = ("boarding", "mentor", "同事")) -> Rota:
    """Night duty of a dorm over four weeks, planned."""
    made = actions.begin(
        school=here.school,
        kind="night",
        name="夜间值班",
        starts=MONDAY,
        ends=MONDAY + timedelta(days=27),
        adults=adults(here, *names),
        posts=["一号宿舍"],
        by=None,
    )
    return planned(made)


def planned(rota: Rota) -> Rota:
    """Plan until nothing asks for a plan any more, as the worker does."""
    actions.make(str(rota.pk))
    rota.refresh_from_db()
    assert not rota.is_being_planned
    return rota


def turns(rota: Rota) -> list[Turn]:
    """The turns that stand, in order."""
    rows = Turn.objects.filter(rota=rota).exclude(state=Turn.State.MISSED)
    return list(rows.select_related("staff", "child").order_by("day", "begins", "id"))


def as_set(rota: Rota) -> set[tuple[Any, ...]]:
    """The turns as something to compare."""
    return {(one.staff_id, one.child_id, one.post, one.day, one.begins) for one in turns(rota)}


def met_in(rota: Rota, period: int) -> Counter[Child | None]:
    """How often each child is met in a period."""
    return Counter(one.child for one in turns(rota) if one.period == period)


def assert_laws(rota: Rota) -> None:
    """What must hold in every plan, counted from the rows."""
    taken: Counter[tuple[object, ...]] = Counter()
    for one in turns(rota):
        taken[one.staff_id, one.day, one.begins] += 1
        assert rota.starts <= one.day <= rota.ends
        assert one.day.weekday() in rota.weekdays
    assert all(count <= rota.places for count in taken.values())

"""Small rota problems of every kind, as JSON, and what trying every rota finds."""

from collections.abc import Iterator
from datetime import date, timedelta
from typing import Any

from hypothesis import strategies as st

from terrace.engines.rota.check import check
from terrace.engines.rota.needs import Needs
from terrace.engines.rota.planner import changes
from terrace.engines.rota.problem import Problem
from terrace.engines.rota.rota import Need, Rota, Turn

MONDAY = date(2026, 9, 7)
ADULTS = ("li", "wang", "zhao")


def day(number: int) -> str:
    return (MONDAY + timedelta(days=number)).isoformat()


@st.composite
def problems(draw: st.DrawFn, *, rests: bool) -> dict[str, Any]:
    """At most 3 adults, 2 periods, 4 slots each, 4 children, one post."""
    adults = ADULTS[: draw(st.integers(1, 3))]
    some = st.lists(st.sampled_from(adults), unique=True, max_size=2)
    periods = [
        {"id": f"week {week}", "starts": day(7 * week), "ends": day(7 * week + 6)}
        for week in range(draw(st.integers(1, 2)))
    ]
    has_post = draw(st.booleans())
    slots = []
    for week, period in enumerate(periods):
        for number in range(draw(st.integers(1, 3))):
            slot: dict[str, Any] = {
                "id": f"{week}-{number}",
                "period": period["id"],
                "date": day(7 * week + draw(st.integers(0, 3))),
                "adults": draw(some),
                "places": draw(st.integers(1, 2)),
            }
            if has_post and draw(st.booleans()):
                slot["posts"] = ["dorm"]
            if rests and draw(st.booleans()):
                slot["rest_days"] = draw(st.integers(0, 2))
            if rests and draw(st.booleans()):
                slot |= {"begins": draw(st.sampled_from(["12:00", "12:30"])), "ends": "13:00"}
            slots.append(slot)
    limit = st.one_of(st.none(), st.integers(0, 3))
    absences = st.lists(st.integers(0, 13).map(day), max_size=2)
    return {
        "periods": periods,
        "adults": [
            {
                "id": name,
                "sex": draw(st.sampled_from(["f", "m", ""])),
                "most": draw(limit),
                "most_each_period": draw(limit),
                "absent": draw(absences),
                "already": draw(st.integers(0, 2)),
            }
            for name in adults
        ],
        "slots": slots,
        "children": [
            {
                "id": f"child {number}",
                "sex": "f",
                "only_by": draw(some),
                "not_with": draw(some) if draw(st.booleans()) else [],
                "absent": draw(absences),
                "prefers": {adults[0]: draw(st.integers(0, 9))},
            }
            for number in range(draw(st.integers(0, 3)))
        ],
        "posts": [{"id": "dorm", "adults": draw(st.integers(1, 2))}] if has_post else [],
        "weights": {"same_sex": draw(st.integers(0, 3))},
    }


def document(problem: Problem, rota: Rota) -> dict[str, Any]:
    return rota.to_json([one.id for one in problem.adults])


def lawful(value: dict[str, Any], problem: Problem, turns: tuple[Turn, ...]) -> bool:
    """Whether the checker finds no broken law in these turns (left out or not)."""
    allowed = {"left_out", "certificate", "unexplained"}
    found = check(value, document(problem, Rota(turns, (), ())))
    return all(reason["kind"] in allowed for reason in found["reasons"])


def every_rota(value: dict[str, Any], problem: Problem) -> Iterator[tuple[Turn, ...]]:
    """All lawful rotas of a small problem, by trying."""
    needs = Needs(problem)
    units = [need for need, count in needs.wanted.items() for _ in range(count)]
    options = {need: _options(needs, need) for need in units}

    def onward(place: int, turns: tuple[Turn, ...]) -> Iterator[tuple[Turn, ...]]:
        if place == len(units):
            yield turns
            return
        yield from onward(place + 1, turns)
        for turn in options[units[place]]:
            longer = (*turns, turn)
            if turn not in turns and lawful(value, problem, longer):
                yield from onward(place + 1, longer)

    return onward(0, ())


def _options(needs: Needs, need: Need) -> list[Turn]:
    return [
        Turn(need.served, need.period, slot.id, adult)
        for slot in needs.slots(need)
        for adult in needs.adults(need.served)
        if adult in needs.there[slot.id]
    ]


def squares(problem: Problem, turns: tuple[Turn, ...]) -> int:
    """How uneven loads are: what stands already counts."""
    return sum(
        (one.already + sum(turn.adult == one.id for turn in turns)) ** 2 for one in problem.adults
    )


def worth(problem: Problem, turns: tuple[Turn, ...]) -> int:
    needs = Needs(problem)
    return sum(needs.worth(turn.served, turn.adult) for turn in turns)


def count_changes(problem: Problem, old: tuple[Turn, ...], new: tuple[Turn, ...]) -> int:
    return len(changes(Needs(problem), old, new))

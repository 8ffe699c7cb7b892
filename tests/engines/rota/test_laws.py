"""The laws of a rota, on every kind of small problem, against trying every rota there is."""

import copy
import itertools
import random
from typing import Any

from hypothesis import HealthCheck, assume, given, settings
from hypothesis import strategies as st

from terrace.engines.rota.check import check
from terrace.engines.rota.planner import plan, replan
from terrace.engines.rota.reading import problem_from_json

from .worlds import (
    count_changes,
    day,
    document,
    every_rota,
    lawful,
    problems,
    squares,
    worth,
)

CALM = settings(
    max_examples=60,
    deadline=None,
    suppress_health_check=[HealthCheck.too_slow, HealthCheck.filter_too_much],
)


@CALM
@given(problems(rests=False))
def test_complete_or_a_true_and_exact_shortage(value: dict[str, Any]) -> None:
    problem = problem_from_json(value)
    rota = plan(problem)
    found = check(value, document(problem, rota))
    assert found["valid"] == (not rota.left_out)
    assert bool(rota.shortages) == bool(rota.left_out)
    assert {reason["kind"] for reason in found["reasons"]} <= {"left_out", "shortage_true"}
    most = max(len(turns) for turns in every_rota(value, problem))
    assert len(rota.turns) == most
    for shortage in rota.shortages:
        assert shortage.counted
        assert shortage.wanted > shortage.places


@CALM
@given(problems(rests=False))
def test_loads_are_the_fairest_and_then_preferences_the_best(value: dict[str, Any]) -> None:
    problem = problem_from_json(value)
    rota = plan(problem)
    all_rotas = [one for one in every_rota(value, problem) if len(one) == len(rota.turns)]
    best = min((squares(problem, one), -worth(problem, one)) for one in all_rotas)
    assert squares(problem, rota.turns) == best[0]
    if not rota.left_out:  # who is left out is not chosen by preference
        assert -worth(problem, rota.turns) == best[1]


@CALM
@given(problems(rests=True))
def test_with_rests_as_many_are_served_as_can_be(value: dict[str, Any]) -> None:
    problem = problem_from_json(value)
    rota = plan(problem)
    found = check(value, document(problem, rota))
    assert found["valid"] == (not rota.left_out)
    assert bool(rota.shortages) == bool(rota.left_out)
    kinds = {reason["kind"] for reason in found["reasons"]}
    assert kinds <= {"left_out", "shortage_true", "not_counted"}
    assert len(rota.turns) == max(len(turns) for turns in every_rota(value, problem))


@CALM
@given(problems(rests=False), st.sampled_from([0, 1, 2]), st.integers(0, 13))
def test_an_absence_changes_as_little_as_possible(
    value: dict[str, Any], who: int, when: int
) -> None:
    problem = problem_from_json(value)
    old = plan(problem).turns
    changed = copy.deepcopy(value)
    adult = changed["adults"][who % len(changed["adults"])]
    adult["absent"] = [*adult["absent"], day(when)]
    adult["most"] = None  # with a limit on the term, another period may have to change
    after = problem_from_json(changed)
    new = replan(after, old)
    assert lawful(changed, after, new.turns)
    assert check(changed, document(after, new))["valid"] == (not new.left_out)
    served = [one for one in every_rota(changed, after) if len(one) == len(new.turns)]
    if not any(one["most"] is not None for one in changed["adults"]):
        least = min(count_changes(after, old, one) for one in served)
        assert count_changes(after, old, new.turns) == least


@CALM
@given(problems(rests=True), st.integers(0, 99))
def test_the_same_seed_gives_the_same_rota(value: dict[str, Any], seed: int) -> None:
    problem = problem_from_json(value)
    assert plan(problem, seed=seed) == plan(problem, seed=seed)


@CALM
@given(problems(rests=True), st.integers(0, 13))
def test_what_has_happened_stays(value: dict[str, Any], when: int) -> None:
    problem = problem_from_json(value)
    old = plan(problem)
    fixed = problem.periods[0].starts.fromisoformat(day(when))
    changed = copy.deepcopy(value)
    changed["adults"][0]["absent"] = [{"from": day(when), "until": day(when + 3)}]
    after = problem_from_json(changed)
    new = replan(after, old.turns, fixed_before=fixed)
    happened = {one for one in old.turns if problem.slot[one.slot].date < fixed}
    assert {one for one in new.turns if problem.slot[one.slot].date < fixed} == happened


@CALM
@given(problems(rests=True), st.randoms(use_true_random=False))
def test_the_checker_sees_every_planted_fault(value: dict[str, Any], rng: random.Random) -> None:
    """A turn taken out, doubled, or handed to another is seen; if it is lawful, it is accepted."""
    problem = problem_from_json(value)
    rota = plan(problem)
    assume(rota.turns and not rota.left_out)
    told = document(problem, rota)
    without = copy.deepcopy(told)
    gone = without["turns"].pop(rng.randrange(len(told["turns"])))
    found = check(value, without)
    assert not found["valid"]
    assert gone["served"] in {one["served"] for one in found["left_out"]}
    doubled = copy.deepcopy(told)
    doubled["turns"].append(rng.choice(told["turns"]))
    assert not check(value, doubled)["valid"]
    moved = copy.deepcopy(told)
    turn = rng.choice(moved["turns"])
    turn["adult"] = rng.choice(value["adults"])["id"]
    turn["slot"] = rng.choice(value["slots"])["id"]
    loads = dict.fromkeys(moved["certificate"]["loads"], 0)
    for one in moved["turns"]:
        loads[one["adult"]] += 1
    moved["certificate"]["loads"] = loads
    right = any(sorted(one) == sorted(_turns(moved)) for one in every_rota(value, problem))
    assert check(value, moved)["valid"] == right


def _turns(told: dict[str, Any]) -> list[Any]:
    from terrace.engines.rota.rota import turns_from_json

    return list(turns_from_json(told))


@CALM
@given(st.integers(1, 4), st.integers(2, 6), st.integers(1, 3), st.data())
def test_turns_that_suit_any_day_are_spread_over_the_days(
    adults: int, days: int, times: int, data: st.DataObject
) -> None:
    children = data.draw(st.integers(1, adults * days * times))
    value = {
        "periods": [{"id": "w", "starts": day(0), "ends": day(days - 1)}],
        "adults": [{"id": f"a{k}"} for k in range(adults)],
        "slots": [
            {"id": f"{d}-{k}", "period": "w", "date": day(d), "begins": f"{12 + k}:00"}
            for d in range(days)
            for k in range(times)
        ],
        "children": [{"id": f"c{k}"} for k in range(children)],
    }
    rota = plan(problem_from_json(value))
    assert not rota.left_out
    for k in range(adults):
        own = [one.slot.split("-")[0] for one in rota.turns if one.adult == f"a{k}"]
        counts = [own.count(str(d)) for d in range(days)]
        assert max(counts) - min(counts) <= 1


@CALM
@given(st.integers(3, 5), st.integers(2, 4), st.integers(0, 1), st.integers(0, 5))
def test_nights_of_one_adult_lie_apart(adults: int, rounds: int, rest: int, seed: int) -> None:
    nights = adults * rounds
    value = {
        "periods": [{"id": "w", "starts": day(0), "ends": day(nights - 1)}],
        "adults": [{"id": f"a{k}"} for k in range(adults)],
        "slots": [
            {
                "id": f"n{d}",
                "period": "w",
                "date": day(d),
                "posts": ["dorm"],
                "begins": "21:30",
                "ends": "06:30",
                "rest_days": rest,
            }
            for d in range(nights)
        ],
        "posts": [{"id": "dorm"}],
    }
    problem = problem_from_json(value)
    rota = plan(problem, seed=seed)
    assert check(value, document(problem, rota))["valid"]
    for k in range(adults):
        own = [int(one.slot[1:]) for one in rota.turns if one.adult == f"a{k}"]
        assert len(own) == rounds
        assert all(b - a >= 2 for a, b in itertools.pairwise(own))

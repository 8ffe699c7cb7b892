"""The laws of sharing: fair by a proof, whole, refused when forged, the same in any order."""

import copy
import json
import random
from contextlib import suppress
from fractions import Fraction
from typing import Any

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from terrace.engines.allocation.check import check
from terrace.engines.allocation.planning import plan
from terrace.engines.allocation.problem import Money, Refused, read
from terrace.engines.allocation.water import fill


@st.composite
def goods(draw: st.DrawFn) -> dict[str, Any]:
    """Small, scarce, with limits of none and equal weights now and then."""
    things = draw(st.lists(st.integers(0, 12), min_size=1, max_size=4))
    count = draw(st.integers(1, 6))
    return {
        "kind": "goods",
        "goods": [
            {"id": f"g{at}", "amount": amount, "worth": draw(st.sampled_from([1, 1, 2, 3]))}
            for at, amount in enumerate(things)
        ],
        "receivers": [
            {
                "id": f"r{at}",
                "weight": draw(st.integers(1, 4)),
                "limits": {
                    f"g{good}": draw(st.sampled_from([0, 0, 1, 2, 5, 12]))
                    for good in range(len(things))
                    if draw(st.booleans())
                },
            }
            for at in range(count)
        ],
    }


def standing(problem: dict[str, Any], shares: dict[str, dict[str, Fraction]]) -> list[Fraction]:
    """What each has for its weight, the least first."""
    worth = {row["id"]: row["worth"] for row in problem["goods"]}
    return sorted(
        sum((unit * worth[good] for good, unit in shares[row["id"]].items()), Fraction(0))
        / row["weight"]
        for row in problem["receivers"]
    )


def exact_of(made: dict[str, Any]) -> dict[str, dict[str, Fraction]]:
    """The shares as fractions."""
    return {
        who: {good: Fraction(unit) for good, unit in row.items()}
        for who, row in made["exact"].items()
    }


@settings(max_examples=150, deadline=None)
@given(goods())
def test_every_plan_is_proven_by_the_other_program(problem: dict[str, Any]) -> None:
    made = json.loads(json.dumps(plan(read(problem))))
    assert check(problem, made) == []
    assert set(made["reasons"]) == {row["id"] for row in problem["receivers"]}


@settings(max_examples=100, deadline=None)
@given(goods(), st.integers(0, 2**31))
def test_no_other_sharing_is_fairer(problem: dict[str, Any], seed: int) -> None:
    """Random sharings, and transfers away from the plan, never come before it in leximin."""
    rng = random.Random(seed)
    mine = exact_of(plan(read(problem)))
    best = standing(problem, mine)
    amount = {row["id"]: row["amount"] for row in problem["goods"]}
    for _ in range(20):
        left = dict(amount)
        other: dict[str, dict[str, Fraction]] = {}
        rows = list(problem["receivers"])
        rng.shuffle(rows)
        for row in rows:
            other[row["id"]] = {}
            for good in amount:
                most = min(left[good], row["limits"].get(good, amount[good]))
                given_ = rng.randint(0, most)
                left[good] -= given_
                other[row["id"]][good] = Fraction(given_)
        assert standing(problem, other) <= best
        half = {
            who: {
                good: (mine[who].get(good, Fraction(0)) + other[who][good]) / 2 for good in amount
            }
            for who in other
        }
        assert standing(problem, half) <= best


@settings(max_examples=100, deadline=None)
@given(goods(), st.integers(0, 2**31))
def test_a_plan_that_was_tampered_with_is_refused(problem: dict[str, Any], seed: int) -> None:
    rng = random.Random(seed)
    made = json.loads(json.dumps(plan(read(problem))))
    forged = copy.deepcopy(made)
    who = rng.choice(problem["receivers"])["id"]
    good = rng.choice(problem["goods"])["id"]
    now = Fraction(forged["exact"][who].get(good, "0"))
    forged["exact"][who][good] = str(now + rng.choice([-1, 1, Fraction(1, 2)]))
    assert check(problem, forged)
    forged = copy.deepcopy(made)
    forged["shares"][who][good] = int(forged["shares"][who].get(good, 0)) + rng.choice([-2, 2])
    assert check(problem, forged)
    forged = copy.deepcopy(made)
    forged["levels"] = forged["levels"][1:]
    assert check(problem, forged)


@settings(max_examples=60, deadline=None)
@given(goods(), st.integers(0, 2**31))
def test_the_order_of_receivers_changes_nobodys_level(problem: dict[str, Any], seed: int) -> None:
    shuffled = copy.deepcopy(problem)
    random.Random(seed).shuffle(shuffled["receivers"])

    def levels(asked: dict[str, Any]) -> dict[str, str]:
        return {
            who: row["level"] for row in plan(read(asked))["levels"] for who in row["receivers"]
        }

    assert levels(problem) == levels(shuffled)


@st.composite
def money(draw: st.DrawFn) -> dict[str, Any]:
    """Needs, some of none; bounds, some that meet."""
    receivers = []
    for at in range(draw(st.integers(1, 7))):
        row: dict[str, Any] = {"id": f"r{at}", "need": {"children": draw(st.integers(0, 30))}}
        if draw(st.booleans()):
            row["need"]["boarders"] = draw(st.integers(0, 9))
        if draw(st.booleans()):
            row["least"] = draw(st.integers(0, 50))
        if draw(st.booleans()):
            row["most"] = row.get("least", 0) + draw(st.integers(0, 60))
        receivers.append(row)
    least = sum(row.get("least", 0) for row in receivers)
    return {
        "kind": "money",
        "amount": least + draw(st.integers(0, 500)),
        "formula": {"children": 1, "boarders": draw(st.sampled_from([1, 2, "0.5"]))},
        "receivers": receivers,
    }


@settings(max_examples=200, deadline=None)
@given(money())
def test_money_is_shared_to_the_last_fen_and_proven(problem: dict[str, Any]) -> None:
    asked = read(problem)
    assert isinstance(asked, Money)
    found = fill(asked)
    assert sum(found.shares) + found.left == problem["amount"]
    for share, low, high in zip(found.shares, asked.least, asked.most, strict=True):
        assert share >= low
        assert high is None or share <= high
    if found.left:
        assert all(
            need == 0 or share == high
            for share, need, high in zip(found.shares, asked.needs, asked.most, strict=True)
        )
    made = json.loads(json.dumps(plan(asked)))
    assert check(problem, made) == []
    made["shares"]["r0"] += 2
    assert check(problem, made)


@settings(max_examples=100, deadline=None)
@given(money(), st.integers(1, 300))
def test_more_money_takes_from_nobody(problem: dict[str, Any], more: int) -> None:
    first = read(problem)
    second = read(problem | {"amount": problem["amount"] + more})
    assert isinstance(first, Money)
    assert isinstance(second, Money)
    # Rounding may move one fen.
    for before, after in zip(fill(first).shares, fill(second).shares, strict=True):
        assert after >= before - 1


@pytest.mark.parametrize(
    ("change", "where"),
    [
        ({"kind": "love"}, "kind"),
        ({"receivers": []}, "receivers"),
        ({"receivers": [{"id": "a"}, {"id": "a"}]}, "receivers[1].id"),
        ({"receivers": [{"id": "a", "weight": 0}]}, "receivers[0].weight"),
        ({"receivers": [{"id": "a", "weight": True}]}, "receivers[0].weight"),
        ({"receivers": [{"id": "a", "limits": {"x": 1}}]}, "receivers[0].limits"),
        ({"goods": [{"id": "g", "amount": -1}]}, "goods[0].amount"),
        ({"goods": [{"id": "g", "amount": 1.5}]}, "goods[0].amount"),
        ({"goods": ["g"]}, "goods[0]"),
    ],
)
def test_a_bad_problem_is_answered_with_its_place(change: dict[str, Any], where: str) -> None:
    fine = {"kind": "goods", "goods": [{"id": "g", "amount": 3}], "receivers": [{"id": "a"}]}
    with pytest.raises(Refused) as refused:
        read(fine | change)
    assert refused.value.where == where
    assert refused.value.zh
    assert refused.value.en


JSON = st.recursive(
    st.none() | st.booleans() | st.integers(-5, 5) | st.text(max_size=4),
    lambda inner: st.lists(inner, max_size=3) | st.dictionaries(st.text(max_size=5), inner),
    max_leaves=8,
)


@settings(suppress_health_check=[HealthCheck.too_slow])
@given(st.dictionaries(st.sampled_from(["kind", "goods", "receivers", "amount", "formula"]), JSON))
def test_any_document_is_read_or_refused(told: dict[str, Any]) -> None:
    with suppress(Refused):
        plan(read({"kind": "goods"} | told))
    with suppress(Refused):
        plan(read({"kind": "money"} | told))

"""The documented examples, and what a broken document is answered with."""

import copy
import json
import re
from datetime import date, timedelta
from pathlib import Path
from typing import Any

import pytest

from terrace.engines.rota.check import check
from terrace.engines.rota.needs import Needs
from terrace.engines.rota.planner import changes, plan, replan
from terrace.engines.rota.reading import NotAProblem, problem_from_json
from terrace.engines.rota.words import sentences

from .worlds import MONDAY, day, document

DOCS = Path(__file__).parents[3] / "docs" / "reference"
PAGES = ["rota.md", "rota.zh.md"]


def examples(page: str) -> list[Any]:
    text = (DOCS / page).read_text(encoding="utf-8")
    return [json.loads(one) for one in re.findall(r"```json\n(.*?)```", text, re.DOTALL)]


@pytest.mark.parametrize("page", PAGES)
def test_the_documented_rota_is_what_the_documented_problem_gives(page: str) -> None:
    value, rota, certificate = examples(page)
    problem = problem_from_json(value)
    assert document(problem, plan(problem)) == rota
    assert check(value, rota) == {"valid": True, "left_out": [], "reasons": []}
    value["slots"] = [slot for slot in value["slots"] if slot["id"] not in ("tue", "wed")]
    problem = problem_from_json(value)
    assert document(problem, plan(problem))["certificate"] == certificate


@pytest.mark.parametrize("page", PAGES)
def test_every_kind_of_reason_is_documented(page: str) -> None:
    code = Path(check.__code__.co_filename).read_text(encoding="utf-8")
    kinds = set(re.findall(r'_say\(\s*"(\w+)"', code)) | set(re.findall(r'return "(\w+)"', code))
    text = (DOCS / page).read_text(encoding="utf-8")
    assert {kind for kind in kinds if f"`{kind}`" not in text} == set()


def crowded(adults: int, half_hours: int, children: int) -> dict[str, Any]:
    """One week in which so many children must be heard in so many half-hours an adult."""
    return {
        "periods": [{"id": "9", "name": "week 9", "starts": day(0), "ends": day(6)}],
        "adults": [{"id": f"adult {number}"} for number in range(adults)],
        "slots": [
            {"id": f"half-hour {number}", "period": "9", "date": day(number % 5)}
            for number in range(half_hours)
        ],
        "children": [{"id": f"child {number}"} for number in range(children)],
    }


def test_the_shortage_says_who_must_do_what_and_has_how_much() -> None:
    problem = problem_from_json(crowded(3, 12, 41))
    rota = plan(problem)
    assert sentences(problem, rota) == {
        "zh": ["week 9：3 位大人要听 41 个孩子，只有 36 个位置。"],
        "en": ["week 9: 3 adults must hear 41 children; they have 36 places."],
    }
    assert len(rota.left_out) == 5


def test_only_those_who_compete_are_named_in_a_shortage() -> None:
    value = crowded(3, 2, 5)
    for number in range(3):
        value["children"][number]["only_by"] = ["adult 0"]
    (shortage,) = plan(problem_from_json(value)).shortages
    assert shortage.adults == ("adult 0",)
    assert (shortage.wanted, shortage.places) == (3, 2)


def nights(adults: int, *, days: int, rest: int) -> dict[str, Any]:
    """Two dorms that need somebody every night; a rest after each."""
    slots = [
        {"id": f"{dorm} {number}", "period": "term", "date": day(number), "begins": "21:00",
         "ends": "06:30", "posts": [dorm], "rest_days": rest}
        for number in range(days)
        for dorm in ("girls", "boys")
    ]  # fmt: skip
    return {
        "periods": [{"id": "term", "starts": day(0), "ends": day(days)}],
        "adults": [{"id": f"adult {number}"} for number in range(adults)],
        "slots": slots,
        "posts": [{"id": "girls"}, {"id": "boys"}],
    }


def test_nights_are_shared_fairly_and_everybody_rests() -> None:
    value = nights(8, days=28, rest=2)
    problem = problem_from_json(value)
    rota = plan(problem)
    told = document(problem, rota)
    assert check(value, told)["valid"]
    assert set(told["certificate"]["loads"].values()) == {7}
    value["adults"][3]["absent"] = [{"from": day(7), "until": day(9)}]
    problem = problem_from_json(value)
    again = replan(problem, rota.turns, fixed_before=date.fromisoformat(day(7)))
    assert check(value, document(problem, again))["valid"]
    assert {change.need.slot for change in changes(Needs(problem), rota.turns, again.turns)}


def test_a_rest_that_makes_it_impossible_is_counted() -> None:
    value = nights(3, days=4, rest=1)
    problem = problem_from_json(value)
    rota = plan(problem)
    assert len(rota.left_out) == 2
    found = check(value, document(problem, rota))
    assert {one["kind"] for one in found["reasons"]} == {"left_out", "shortage_true"}


def test_a_new_child_changes_nobody_else_where_there_is_room() -> None:
    value = crowded(3, 12, 30)
    old = plan(problem_from_json(value)).turns
    value["children"].append({"id": "new"})
    problem = problem_from_json(value)
    changed = changes(Needs(problem), old, replan(problem, old).turns)
    assert [one.need.served for one in changed] == ["new"]


def test_a_whole_term_is_whole() -> None:
    """400 children, 20 adults, 18 weeks."""
    periods, slots = [], []
    for week in range(18):
        monday = MONDAY + timedelta(days=7 * week)
        periods.append({"id": f"{week}", "starts": day(7 * week), "ends": day(7 * week + 6)})
        slots += [
            {"id": f"{week} {number}", "period": f"{week}",
             "date": (monday + timedelta(days=number % 5)).isoformat()}
            for number in range(21)
        ]  # fmt: skip
    value = {
        "periods": periods,
        "slots": slots,
        "adults": [{"id": f"adult {number}"} for number in range(20)],
        "children": [{"id": f"child {number}"} for number in range(400)],
    }
    problem = problem_from_json(value)
    told = document(problem, plan(problem))
    assert check(value, told)["valid"]
    assert set(told["certificate"]["loads"].values()) == {360}


BROKEN: list[tuple[Any, str]] = [
    ([], ""),
    ({"periods": {}}, "periods"),
    ({"periods": [{"id": "a", "starts": "2026-9-1", "ends": day(1)}]}, "periods/0/starts"),
    ({"periods": [{"id": "a", "starts": day(2), "ends": day(1)}]}, "periods/0/ends"),
    ({"adults": [{"id": "a"}, {"id": "a"}]}, "adults/1/id"),
    ({"adults": [{"id": "a", "share": 0}]}, "adults/0/share"),
    ({"adults": [{"id": "a", "most": True}]}, "adults/0/most"),
    ({"adults": [{"id": "a", "moost": 1}]}, "adults/0/moost"),
    ({"adults": [{"id": "a", "absent": ["tomorrow"]}]}, "adults/0/absent/0/from"),
    ({"children": [{"id": "a", "only_by": ["b"]}]}, "children/0/only_by/0"),
    ({"children": [{"id": "a", "prefers": []}]}, "children/0/prefers"),
    ({"children": [{"id": "a"}], "posts": [{"id": "a"}]}, "posts/0/id"),
    ({"slots": [{"id": "a", "period": "b", "date": day(0)}]}, "slots/0/period"),
    ({"slots": [{"id": "a", "period": "b", "date": day(0), "begins": "25:00"}]}, "slots/0/begins"),
    ({"weights": {"same_sex": -1}}, "weights/same_sex"),
    ({"weights": 3}, "weights"),
]


@pytest.mark.parametrize(("value", "where"), BROKEN)
def test_a_broken_problem_is_answered_with_its_place(value: Any, where: str) -> None:
    with pytest.raises(NotAProblem) as refused:
        problem_from_json(value)
    assert refused.value.where == where
    assert refused.value.message_zh


@pytest.mark.parametrize(
    "rota",
    [None, [], {}, {"turns": 3}, {"turns": [1, {"served": []}]}, {"turns": [], "certificate": 1}],
)
def test_the_checker_takes_any_document(rota: Any) -> None:
    found = check(crowded(1, 2, 1), rota)
    assert not found["valid"]
    assert found["left_out"] == [{"served": "child 0", "period": "9"}]


def test_a_shortage_that_is_not_one_is_not_believed() -> None:
    value = crowded(1, 2, 2)
    problem = problem_from_json(value)
    told = document(problem, plan(problem))
    gone = told["turns"].pop()
    told["left_out"] = [{"served": gone["served"], "period": "9"}]
    told["certificate"] |= {
        "complete": False,
        "turns": 1,
        "loads": {"adult 0": 1},
        "shortages": [
            {"needs": [{"served": "child 0", "period": "9"}, {"served": "child 1", "period": "9"}],
             "adults": ["adult 0"], "wanted": 2, "places": 1, "counted": True}
        ],
    }  # fmt: skip
    kinds = {one["kind"] for one in check(value, told)["reasons"]}
    assert kinds == {"left_out", "shortage", "unexplained"}
    garbage = copy.deepcopy(told)
    garbage["certificate"]["shortages"] = [{"needs": [{"served": {}}]}, 7]
    assert "shortage" in {one["kind"] for one in check(value, garbage)["reasons"]}

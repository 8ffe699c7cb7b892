"""Shared sheets for a class that photocopies."""

import random

import pytest

from terrace.engines.learner.plan import Versions
from tests.engines.learner.worlds import CANDIDATES, LEARNER, TODAY, a_class

CLASS = a_class(40)


def shared(count: int, *, seed: int = 3, topics: frozenset[str] | None = None) -> Versions:
    return LEARNER.choose_versions(
        CLASS,
        candidates=CANDIDATES,
        length=12,
        day=TODAY,
        rng=random.Random(seed),
        versions=count,
        topics=topics,
    )


@pytest.mark.parametrize("count", range(1, 6))
def test_every_child_has_one_of_the_sheets_and_every_sheet_a_child(count: int) -> None:
    found = shared(count)
    assert set(found.assignment) == set(found.loss) == set(CLASS)
    assert set(found.assignment.values()) == set(range(len(found.sheets)))
    assert 1 <= len(found.sheets) <= count
    for plan in found.sheets:
        items = [one.candidate.item for one in plan.chosen]
        assert len(items) == len(set(items)) == 12
    assert all(0 <= loss <= 1 for loss in found.loss.values())


def test_more_versions_suit_the_class_better() -> None:
    def lost(count: int) -> float:
        return sum(shared(count).loss.values()) / len(CLASS)

    assert lost(5) < lost(2) < lost(1)
    assert lost(5) < 0.05


def test_children_who_need_alike_get_the_same_sheet() -> None:
    found = shared(3)
    by_sheet: dict[int, list[float]] = {}
    for name, number in found.assignment.items():
        by_sheet.setdefault(number, []).append(CLASS[name].general.mean)
    middles = sorted(sum(one) / len(one) for one in by_sheet.values())
    assert middles[-1] - middles[0] > 0.8


def test_the_same_seed_gives_the_same_sheets() -> None:
    assert shared(4) == shared(4)


def test_shared_sheets_keep_to_the_topics() -> None:
    wanted = frozenset({"s1", "s2"})
    for plan in shared(3, topics=wanted).sheets:
        assert {skill for one in plan.chosen for skill in one.candidate.skills} <= wanted


def test_a_class_of_nobody_has_no_sheets() -> None:
    found = LEARNER.choose_versions(
        {}, candidates=CANDIDATES, length=12, rng=random.Random(1), versions=3
    )
    assert found == Versions((), {}, {})


@pytest.mark.parametrize("count", [0, 6])
def test_other_numbers_of_versions_are_refused(count: int) -> None:
    with pytest.raises(ValueError, match="1 to 5"):
        shared(count)

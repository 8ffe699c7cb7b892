"""What comes before what."""

import pytest

from terrace.engines.learner.graph import CircularSkillsError, SkillGraph


def test_bases_come_before_what_rests_on_them() -> None:
    graph = SkillGraph({"times": ("plus",), "square": ("times",), "plus": ("count",)})
    assert graph.skills == ("count", "plus", "times", "square")
    assert graph.prerequisites("times") == ("plus",)


def test_an_unknown_skill_rests_on_nothing_and_comes_last() -> None:
    graph = SkillGraph({"b": ("a",)})
    assert graph.prerequisites("?") == ()
    assert graph.place("?") > graph.place("b") > graph.place("a")


def test_a_circle_is_named_in_the_order_of_need() -> None:
    with pytest.raises(CircularSkillsError) as error:
        SkillGraph({"a": ("b",), "b": ("c",), "c": ("a",), "d": ("a",)})
    circle = error.value.skills
    needs = {"a": "b", "b": "c", "c": "a"}
    assert [needs[skill] for skill in circle[:-1]] == list(circle[1:])


def test_a_skill_cannot_wait_for_itself() -> None:
    with pytest.raises(CircularSkillsError):
        SkillGraph({"a": ("a",)})

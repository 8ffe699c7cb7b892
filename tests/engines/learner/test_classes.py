"""Of whom to expect more, who works together, which questions mislead."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from terrace.engines.learner.attempt import Attempt
from terrace.engines.learner.classes import beyond, groups, misleading
from terrace.engines.learner.model import logistic
from tests.engines.learner.worlds import LEARNER, TODAY, a_class, practised

CLASS = a_class(23)


def test_a_child_above_her_grade_s_usual_path_is_named_with_her_numbers() -> None:
    strong = LEARNER.rebuild(
        Attempt(f"s{skill}/9", (f"s{skill}",), True, TODAY - 9 + place)
        for place in range(3)
        for skill in range(8)
    )
    usual = LEARNER.rebuild(
        Attempt(f"s{skill}/9", (f"s{skill}",), place == 0, TODAY - 9 + place)
        for place in range(3)
        for skill in range(8)
    )
    pupils = {"an": strong, "bo": usual, "chen": practised("s0", "+++++")}
    found = beyond(LEARNER, pupils, levels=dict.fromkeys(pupils, 0.0))
    assert [one.child for one in found] == ["an"], "five answers say nothing of chen"
    (an,) = found
    new = LEARNER.newcomer()
    again = sum(
        logistic(LEARNER.parts(new, item=f"s{skill}/9", skills=(f"s{skill}",)).logit)
        for skill in range(8)
    )
    assert (an.right, an.of) == (24, 24)
    assert an.usual == pytest.approx(3 * again)
    assert beyond(LEARNER, pupils, levels=dict.fromkeys(pupils, 4.0)) == ()


def test_chance_names_hardly_anyone() -> None:
    found = beyond(LEARNER, CLASS, levels={name: p.general.mean for name, p in CLASS.items()})
    assert len(found) <= 2


def test_a_question_misleads_where_those_who_know_the_skill_get_it_wrong() -> None:
    knows = LEARNER.rebuild(
        Attempt(f"s3/{9 if place % 6 == 5 else 4}", ("s3",), place % 6 != 5, TODAY - 20 + place)
        for place in range(18)
    )
    assert LEARNER.mastery(knows, skill="s3", day=TODAY).state == "known"
    learns = LEARNER.rebuild(Attempt("s3/8", ("s3",), False, TODAY) for _ in range(6))
    pupils = {**dict.fromkeys("abcde", knows), **dict.fromkeys("vwxyz", learns)}
    (found,) = misleading(LEARNER, pupils, day=TODAY)
    latest = knows.skills["s3"].recent
    shown = sum(item == "s3/9" for _, _, item in latest)
    assert (found.item, found.skill, found.right, found.of) == ("s3/9", "s3", 0, 5 * shown)
    assert misleading(LEARNER, {"a": knows}, day=TODAY) == (), "one child is no evidence"


@given(st.integers(1, 23), st.integers(2, 8), st.booleans())
def test_everyone_sits_in_one_group_of_about_one_size(number: int, size: int, mixed: bool) -> None:
    pupils = {name: CLASS[name] for name in sorted(CLASS)[:number]}
    found = groups(LEARNER, pupils, skill="s3", day=TODAY, size=size, mixed=mixed)
    seated = [name for group in found for name in group.children]
    assert sorted(seated) == sorted(pupils)
    sizes = [len(group.children) for group in found]
    assert max(sizes) <= size
    assert max(sizes) - min(sizes) <= 1
    assert all(set(group.helpers) <= set(group.children) for group in found)
    again = groups(
        LEARNER, dict(reversed(pupils.items())), skill="s3", day=TODAY, size=size, mixed=mixed
    )
    assert again == found


def test_mixed_groups_share_those_who_know_and_alike_groups_do_not() -> None:
    knows, learns = practised("s3", "+" * 10, start=TODAY - 28), practised("s3", "+---")
    pupils = {**dict.fromkeys("abc", knows), **dict.fromkeys("defghijkl", learns)}
    mixed = groups(LEARNER, pupils, skill="s3", day=TODAY, size=4, mixed=True)
    assert [len(group.helpers) for group in mixed] == [1, 1, 1]
    alike = groups(LEARNER, pupils, skill="s3", day=TODAY, size=3, mixed=False)
    assert sorted(len(group.helpers) for group in alike) == [0, 0, 0, 3]


def test_a_group_is_more_than_one_child() -> None:
    with pytest.raises(ValueError, match="at least 2"):
        groups(LEARNER, CLASS, skill="s3", day=TODAY, size=1, mixed=True)
    assert groups(LEARNER, {}, skill="s3", day=TODAY, size=4, mixed=True) == ()

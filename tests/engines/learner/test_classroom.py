"""What to teach again, and who could sit with whom."""

from terrace.engines.learner.attempt import Attempt
from terrace.engines.learner.plan import TeachAgain
from tests.engines.learner.worlds import LEARNER, TODAY, a_class, practised

KNOWS = practised("s3", "+" * 10, start=TODAY - 28)
LEARNS = practised("s3", "+---", start=TODAY - 12)
NEARLY = practised("s3", "+-+-", start=TODAY - 12)
FADES = practised("s3", "+" * 8, start=TODAY - 300)
NEW = LEARNER.newcomer()


def test_a_skill_that_several_need_is_named_with_its_evidence() -> None:
    pupils = {"an": LEARNS, "bo": LEARNS, "chen": LEARNS, "ding": KNOWS, "e": NEW, "fu": FADES}
    assert LEARNER.teach_again(pupils, day=TODAY, min_children=3) == (
        TeachAgain(
            "s3", children=("an", "bo", "chen"), fading=("fu",), practised=5, right=3, of=12
        ),
    )


def test_one_child_is_no_lesson() -> None:
    pupils = {"an": LEARNS, "bo": KNOWS, "chen": KNOWS}
    assert LEARNER.teach_again(pupils, day=TODAY, min_children=2) == ()


def test_the_base_comes_before_what_rests_on_it() -> None:
    both = LEARNER.rebuild(
        Attempt(f"{skill}/{place}", (skill,), False, TODAY - 9 + place)
        for place in range(4)
        for skill in ("s3", "s4")
    )
    found = LEARNER.teach_again(dict.fromkeys("abcd", both), day=TODAY)
    assert [one.skill for one in found] == ["s3"]


def test_the_list_is_short_and_ordered_by_need() -> None:
    found = LEARNER.teach_again(a_class(40), day=TODAY, min_children=2)
    assert 1 <= len(found) <= 5
    needs = [len(one.children) for one in found]
    assert needs == sorted(needs, reverse=True)
    for one in found:
        assert list(one.children) == sorted(one.children)
        assert not set(one.children) & set(one.fading)


def test_who_knows_sits_with_who_learns_each_once() -> None:
    pupils = {"a": KNOWS, "b": LEARNS, "c": NEARLY, "d": KNOWS, "e": NEW, "f": LEARNS}
    found = LEARNER.pairs(pupils, skill="s3", day=TODAY)
    together = [name for pair in found for name in (pair.helper, pair.helped)]
    assert len(together) == len(set(together)) == 4
    assert [pair.helper for pair in found] == ["a", "d"]
    assert "c" in together, "who is nearest to knowing it gets help first"
    assert "e" not in together


def test_nobody_helps_where_nobody_knows() -> None:
    assert LEARNER.pairs({"a": LEARNS, "b": NEARLY}, skill="s3", day=TODAY) == ()


def test_pairs_do_not_depend_on_the_order_of_the_class() -> None:
    pupils = a_class(30)
    other = dict(reversed(list(pupils.items())))
    assert LEARNER.pairs(pupils, skill="s2", day=TODAY) == LEARNER.pairs(
        other, skill="s2", day=TODAY
    )
    assert LEARNER.teach_again(pupils, day=TODAY) == LEARNER.teach_again(other, day=TODAY)

"""What practising a skill is worth: most where it is missing and its ground is there."""

from hypothesis import given
from hypothesis import strategies as st

from terrace.engines.learner.worth import carried, known_share, lately, read
from tests.engines.learner.worlds import LEARNER, TODAY, practised

shares = st.floats(0.0, 1.0)


@given(st.lists(st.booleans(), max_size=8), st.floats(0.05, 0.95))
def test_a_right_answer_more_never_makes_it_less_known(answers: list[bool], start: float) -> None:
    recent = [(one, None, "s0/1") for one in answers]
    after = read([*recent, (True, None, "s0/1")], start=start)
    assert 0.0 < read([*recent, (False, None, "s0/1")], start=start) < after < 1.0


@given(st.lists(shares, max_size=4), shares)
def test_ground_that_is_missing_never_carries_better(bases: list[float], one: float) -> None:
    assert 0.0 <= carried([*bases, one]) <= carried(bases) <= 1.0


def test_what_was_understood_at_last_is_noticed_at_once() -> None:
    before, after = practised("s3", "------"), practised("s3", "------++++")
    mastery = LEARNER.mastery(after, skill="s3", day=TODAY)
    assert known_share(mastery, before.skills["s3"]) < 0.35
    assert known_share(mastery, after.skills["s3"]) > 0.6
    assert mastery.chance < 0.6, "the belief alone is slower"


def test_a_question_missed_comes_before_one_just_managed() -> None:
    told = lately(practised("s3", "+-+").skills["s3"])
    assert told["s3/5"] > 0 > told["s3/4"]
    assert lately(None) == {}

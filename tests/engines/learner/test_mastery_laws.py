"""Laws of mastery, for any history: what gives it, what does not take it, what time does."""

from hypothesis import assume, given
from hypothesis import strategies as st

from terrace.engines.learner.attempt import Attempt
from terrace.engines.learner.pupil import Pupil
from tests.engines.learner.worlds import BANK, LEARNER, TODAY, attempts, histories

SKILL = "s3"
answers = st.lists(st.booleans(), max_size=25)
gaps = st.floats(0, 400)


def practise(pupil: Pupil, right: list[bool], *, day: float = TODAY) -> Pupil:
    for place, one in enumerate(right):
        item = f"{SKILL}/{4 + place % 3}"
        pupil = LEARNER.update(pupil, Attempt(item, (SKILL,), one, day + place))
    return pupil


def state(pupil: Pupil, day: float) -> str:
    return LEARNER.mastery(pupil, skill=SKILL, day=day).state


@given(histories, answers)
def test_one_slip_never_undoes_it(history: list[Attempt], right: list[bool]) -> None:
    pupil = practise(LEARNER.rebuild(history), [*right, *[True] * 9])
    day = TODAY + len(right) + 8
    assume(state(pupil, day) == "known")
    slipped = LEARNER.update(pupil, Attempt(f"{SKILL}/5", (SKILL,), False, day))
    assert state(slipped, day) == "known"


@given(answers)
def test_one_lucky_streak_after_failing_never_gives_it(right: list[bool]) -> None:
    pupil = LEARNER.newcomer()
    for end in range(len(right) + 1):
        pupil = practise(LEARNER.newcomer(), right[:end])
        assume(not pupil.skills or not pupil.skills[SKILL].secured)
    failed = practise(LEARNER.newcomer(), [*right, False, False, False])
    assert state(failed, TODAY + 60) == "learning"
    lucky = practise(failed, [True, True, True], day=TODAY + 60)
    low = LEARNER.mastery(lucky, skill=SKILL, day=TODAY + 62).low
    assert state(lucky, TODAY + 62) == "learning" or low >= LEARNER.settings.known_low


@given(st.lists(st.booleans(), max_size=2))
def test_a_new_child_never_has_it_after_three_answers(right: list[bool]) -> None:
    pupil = practise(LEARNER.newcomer(), [*right, True])
    assert state(pupil, TODAY + 3) == "learning"


@given(histories, attempts)
def test_it_is_given_by_the_lower_bound_alone(history: list[Attempt], last: Attempt) -> None:
    before = LEARNER.rebuild(history)
    after = LEARNER.update(before, last)
    for skill in last.skills:
        known, was = after.skills[skill], before.skills.get(skill)
        if known.secured and not (was and was.secured):
            found = LEARNER.mastery(after, skill=skill, day=known.last_day)
            assert found.low >= LEARNER.settings.known_low


@given(histories, gaps, gaps)
def test_it_only_fades_while_nothing_is_practised(
    history: list[Attempt], first: float, second: float
) -> None:
    pupil = LEARNER.rebuild(history)
    early, late = TODAY + min(first, second), TODAY + max(first, second)
    for skill in pupil.skills:
        soon = LEARNER.mastery(pupil, skill=skill, day=early)
        later = LEARNER.mastery(pupil, skill=skill, day=late)
        assert later.low <= soon.low + 1e-9
        if soon.state == "fading":
            assert later.state == "fading"


@given(histories)
def test_a_new_child_and_a_new_question_are_never_surer_than_known_ones(
    history: list[Attempt],
) -> None:
    pupil, new = LEARNER.rebuild(history), LEARNER.newcomer()
    for skill in ("s0", SKILL, "never-heard-of"):
        item = f"{skill}/1"
        known = LEARNER.parts(pupil, item=item, skills=(skill,)).variance
        assert known <= LEARNER.parts(new, item=item, skills=(skill,)).variance + 1e-12
        unseen = LEARNER.parts(pupil, item="new-item", skills=(skill,)).variance
        assert known <= unseen
    # From the item up to its skill, up to all: each step is no surer than the one below it.
    steps = [BANK.of("s3/1", ("s3",)), BANK.of("new", ("s3",)), BANK.of("new", ("never",))]
    assert steps[0].variance < steps[1].variance <= steps[2].variance

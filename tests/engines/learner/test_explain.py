"""Every reason shown has a number behind it that can be computed again from the answers."""

import random

import pytest
from hypothesis import given

from terrace.engines.learner.attempt import Attempt
from terrace.engines.learner.plan import Reason, ReasonCode
from tests.engines.learner.worlds import (
    CANDIDATES,
    LEARNER,
    TODAY,
    histories,
    practised,
    skills,
)


@given(histories, skills)
def test_the_numbers_of_a_skill_come_from_the_answers(history: list[Attempt], skill: str) -> None:
    pupil = LEARNER.rebuild(history)
    own = [one for one in history if skill in one.skills]
    dated = [one.day for one in own if one.day is not None]
    for reason in LEARNER.explain(pupil, skill=skill, day=TODAY):
        assert reason.skill == skill
        match reason.code:
            case ReasonCode.NOT_MET:
                assert own == []
            case ReasonCode.RECENT_RIGHT:
                assert reason.of == min(len(own), 4)
                assert reason.right == sum(one.correct for one in own[-4:])
            case ReasonCode.NOT_PRACTISED_SINCE:
                assert reason.days == int(TODAY) - int(max(dated))
                assert reason.days >= 14
            case ReasonCode.PREREQUISITE_READY | ReasonCode.PREREQUISITE_FIRST:
                assert reason.base in LEARNER.graph.prerequisites(skill)
                found = LEARNER.mastery(pupil, skill=reason.base or "", day=TODAY)
                assert reason.chance == found.chance
                ready = reason.code is ReasonCode.PREREQUISITE_READY
                assert ready == (found.chance >= LEARNER.settings.ready)
            case _:
                pytest.fail(f"{reason.code} does not explain a skill")


@given(histories)
def test_the_reason_of_a_chosen_question_is_true(history: list[Attempt]) -> None:
    pupil = LEARNER.rebuild(history)
    plan = LEARNER.choose(pupil, candidates=CANDIDATES, length=8, day=TODAY, rng=random.Random(2))
    for chosen in plan.chosen:
        first, *rest = LEARNER.explain(pupil, chosen=chosen, day=TODAY)
        assert first.code is chosen.reason
        (skill,) = chosen.candidate.skills
        assert first.skill == skill
        state = LEARNER.mastery(pupil, skill=skill, day=TODAY).state
        if first.chance is not None:
            asked = LEARNER.predict(pupil, item=chosen.candidate.item, skills=(skill,), day=TODAY)
            assert abs(first.chance - asked.chance) < 1e-12
            assert abs(chosen.prediction.chance - asked.chance) < 1e-12
        if first.code is ReasonCode.REVIEW:
            assert state == "fading"
        if first.code is ReasonCode.NEXT_STEP:
            assert state == "not_met"
        if first.code in (ReasonCode.CONFIDENT_START, ReasonCode.CONFIDENT_END):
            assert (first.chance or 0) >= LEARNER.settings.target
        assert rest == list(LEARNER.explain(pupil, skill=skill, day=TODAY))


def test_an_explanation_reads_like_a_sentence() -> None:
    pupil = practised("s3", "+-+-", start=TODAY - 40)
    assert LEARNER.explain(pupil, skill="s3", day=TODAY)[:2] == (
        Reason(ReasonCode.RECENT_RIGHT, skill="s3", right=2, of=4),
        Reason(ReasonCode.NOT_PRACTISED_SINCE, skill="s3", days=31),
    )


def test_one_thing_is_explained_at_a_time() -> None:
    with pytest.raises(ValueError, match="one skill or one chosen"):
        LEARNER.explain(LEARNER.newcomer())

"""Laws of what the learner believes: a fold over answers, moved the right way by each."""

import json
from math import isfinite

from hypothesis import given
from hypothesis import strategies as st

from terrace.engines.learner.attempt import Attempt
from terrace.engines.learner.bank import ItemBank
from terrace.engines.learner.learner import Learner
from terrace.engines.learner.model import Prediction
from terrace.engines.learner.pupil import RECENT, Pupil
from tests.engines.learner.worlds import (
    BANK,
    LEARNER,
    SKILLS,
    TODAY,
    attempts,
    days,
    histories,
    practised,
    skills,
)


def spread(pupil: Pupil, skill: str, day: float | None = None) -> float:
    return LEARNER.ability(pupil, skills=(skill,), day=day).variance


@given(histories, st.integers(0, 30))
def test_rebuilding_gives_the_same_child_bit_for_bit(history: list[Attempt], cut: int) -> None:
    pupil = LEARNER.rebuild(history[:cut])
    for attempt in history[cut:]:
        pupil = LEARNER.update(pupil, attempt)
    rebuilt = Learner(LEARNER.graph, BANK).rebuild(history)
    assert json.dumps(rebuilt.to_json()) == json.dumps(pupil.to_json())
    assert rebuilt == pupil


@given(histories)
def test_a_child_survives_json_bit_for_bit(history: list[Attempt]) -> None:
    pupil = LEARNER.rebuild(history)
    assert Pupil.from_json(json.loads(json.dumps(pupil.to_json()))) == pupil


@given(histories, attempts)
def test_an_update_leaves_the_child_before_it_as_she_was(
    history: list[Attempt], attempt: Attempt
) -> None:
    before = LEARNER.rebuild(history)
    written = json.dumps(before.to_json())
    LEARNER.update(before, attempt)
    assert json.dumps(before.to_json()) == written


@given(histories, attempts, skills)
def test_a_right_answer_never_lowers_and_a_wrong_one_never_raises(
    history: list[Attempt], attempt: Attempt, skill: str
) -> None:
    before = LEARNER.rebuild(history)
    after = LEARNER.update(before, attempt)
    day = attempt.day
    old = LEARNER.mastery(before, skill=skill, day=day)
    new = LEARNER.mastery(after, skill=skill, day=day)
    if attempt.correct:
        assert new.chance >= old.chance - 1e-12
        assert new.low >= old.low - 1e-12
    else:
        assert new.chance <= old.chance + 1e-12
        assert new.high <= old.high + 1e-12


@given(histories, attempts, skills)
def test_more_evidence_never_widens_what_we_believe(
    history: list[Attempt], attempt: Attempt, skill: str
) -> None:
    before = LEARNER.rebuild(history)
    after = LEARNER.update(before, attempt)
    assert spread(after, skill, attempt.day) <= spread(before, skill, attempt.day) + 1e-12


def test_evidence_narrows_the_interval_step_by_step() -> None:
    widths = []
    for answers in (0, 2, 6, 20):
        found = LEARNER.mastery(practised("s3", "+-" * (answers // 2)), skill="s3")
        widths.append(found.high - found.low)
    assert widths == sorted(widths, reverse=True)
    assert widths[-1] < 0.75 * widths[0]


@given(histories, st.text(max_size=8), st.lists(st.text(max_size=4), max_size=4), days)
def test_whatever_is_unknown_is_ordinary(
    history: list[Attempt], item: str, named: list[str], day: float | None
) -> None:
    found = LEARNER.predict(LEARNER.rebuild(history), item=item, skills=named, day=day)
    assert 0 < found.low <= found.chance <= found.high < 1


def test_nothing_known_is_wide() -> None:
    stranger = Learner()
    found = stranger.predict(stranger.newcomer(), item="?", skills=("?",), day=None)
    assert found.low < 0.15
    assert found.chance == 0.5
    assert found.high > 0.85


@given(histories, histories, attempts)
def test_later_answers_change_no_earlier_prediction(
    early: list[Attempt], late: list[Attempt], asked: Attempt
) -> None:
    def foreseen(history: list[Attempt]) -> list[Prediction]:
        pupil, found = LEARNER.newcomer(), []
        for one in history:
            found.append(LEARNER.predict(pupil, item=one.item, skills=one.skills, day=one.day))
            pupil = LEARNER.update(pupil, one)
        return found

    assert foreseen([*early, asked, *late])[: len(early) + 1] == foreseen([*early, asked])


@given(histories, attempts)
def test_the_parts_of_a_prediction_add_up(history: list[Attempt], asked: Attempt) -> None:
    pupil = LEARNER.rebuild(history)
    parts = LEARNER.parts(pupil, item=asked.item, skills=asked.skills, day=asked.day)
    assert isfinite(parts.logit)
    whole = parts.general + parts.skill + parts.prerequisites - parts.difficulty
    assert abs(whole - parts.logit) < 1e-12


@given(st.permutations(SKILLS[:3]))
def test_a_question_on_several_skills_is_one_answer_whatever_their_order(
    named: list[str],
) -> None:
    doubled = Attempt("s1/0", (*named, named[0]), True, 1.0)
    plain = Attempt("s1/0", SKILLS[:3], True, 1.0)
    assert doubled == plain
    after = LEARNER.rebuild([doubled])
    assert [after.skills[skill].right for skill in SKILLS[:3]] == [1, 1, 1]


def test_an_answer_says_a_little_of_the_skills_below() -> None:
    before, after = LEARNER.newcomer(), practised("s3", "++++")
    own = LEARNER.mastery(after, skill="s3").chance - LEARNER.mastery(before, skill="s3").chance
    base = after.skills["s2"].mean - 0.0
    assert 0 < base < after.skills["s3"].mean
    assert own > 0
    assert not after.skills["s2"].met


def test_only_the_latest_answers_are_kept_one_by_one() -> None:
    pupil = practised("s3", "-" * 20 + "+" * RECENT)
    assert [right for right, _, _ in pupil.skills["s3"].recent] == [True] * RECENT
    assert (pupil.skills["s3"].right, pupil.skills["s3"].wrong) == (RECENT, 20)


def test_a_harder_item_is_less_likely_to_succeed() -> None:
    pupil = practised("s3", "+-+")
    chances = [
        LEARNER.predict(pupil, item=f"s3/{variant}", skills=("s3",)).chance for variant in range(10)
    ]
    assert chances == sorted(chances, reverse=True)


def test_an_item_nobody_has_seen_takes_its_skills_difficulty_with_a_wider_doubt() -> None:
    new, old = BANK.of("new", ("s3",)), BANK.of("s3/0", ("s3",))
    assert new.mean == BANK.skills["s3"].mean
    assert new.variance > old.variance
    assert ItemBank().of("new", ("s3",)) == ItemBank().default


def test_time_before_the_last_answer_changes_nothing() -> None:
    pupil = practised("s3", "+++", start=TODAY)
    assert LEARNER.mastery(pupil, skill="s3", day=TODAY - 50) == LEARNER.mastery(
        pupil, skill="s3", day=None
    )

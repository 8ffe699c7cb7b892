"""When a skill is called known, learning, fading or not met."""

import random

from terrace.engines.learner.attempt import Attempt
from tests.engines.learner.worlds import LEARNER, practised

START = 20_000


def state(right: str, *, after_days: float = 0) -> str:
    pupil = practised("s3", right, start=START)
    day = START + 3 * (len(right) - 1) + after_days
    return LEARNER.mastery(pupil, skill="s3", day=day).state


def test_without_an_answer_a_skill_is_not_met() -> None:
    assert LEARNER.mastery(LEARNER.newcomer(), skill="s3").state == "not_met"
    # Though the skill after it says something of it.
    assert LEARNER.mastery(practised("s4", "++++++"), skill="s3").state == "not_met"


def test_steady_success_makes_a_skill_known() -> None:
    assert state("++++++++") == "known"


def test_a_short_lucky_streak_does_not() -> None:
    assert state("+++") == "learning"
    assert state("----+++") == "learning"


def test_guessing_hardly_ever_makes_a_skill_known() -> None:
    """Children who know half, or guess among four, over a term of fifteen questions."""
    for chance, at_most in ((0.5, 0.08), (0.25, 0.01)):
        rng = random.Random(7)
        known = 0
        for _ in range(400):
            pupil = LEARNER.newcomer()
            for place in range(15):
                attempt = Attempt("s3/5", ("s3",), rng.random() < chance, START + place)
                pupil = LEARNER.update(pupil, attempt)
                if LEARNER.mastery(pupil, skill="s3", day=START + place).state == "known":
                    known += 1
                    break
        assert known / 400 <= at_most


def test_who_knows_it_is_soon_called_so() -> None:
    rng = random.Random(8)
    needed = []
    for _ in range(200):
        pupil = LEARNER.newcomer()
        for place in range(20):
            pupil = LEARNER.update(
                pupil, Attempt("s3/5", ("s3",), rng.random() < 0.92, START + place)
            )
            if LEARNER.mastery(pupil, skill="s3", day=START + place).state == "known":
                break
        needed.append(place + 1)
    assert sorted(needed)[100] <= 8


def test_one_slip_does_not_undo_it() -> None:
    for length in range(8, 20):
        assert state("+" * length) == "known"
        assert state("+" * length + "-") == "known"


def test_several_wrong_answers_do() -> None:
    assert state("++++++++" + "----") == "learning"


def test_it_fades_without_practice_and_comes_back_with_it() -> None:
    assert state("++++++++", after_days=7) == "known"
    assert state("++++++++", after_days=150) == "fading"
    pupil = practised("s3", "++++++++", start=START)
    for day in (START + 200, START + 203):
        pupil = LEARNER.update(pupil, Attempt("s3/0", ("s3",), True, day))
    assert LEARNER.mastery(pupil, skill="s3", day=START + 203).state == "known"


def test_more_practice_fades_more_slowly() -> None:
    def first_faded(right: str) -> int:
        return next(days for days in range(0, 800, 5) if state(right, after_days=days) == "fading")

    assert first_faded("+" * 7) < first_faded("+" * 10) < first_faded("+" * 14)


def test_what_was_never_there_does_not_come_by_waiting() -> None:
    pupil = practised("s3", "-----", start=START)
    chances = [
        LEARNER.ability(pupil, skills=("s3",), day=START + 20 + days).mean
        for days in range(0, 400, 20)
    ]
    assert chances == sorted(chances, reverse=True)
    assert chances[-1] == chances[0]


def test_without_days_nothing_fades() -> None:
    pupil = LEARNER.rebuild(Attempt("s3/5", ("s3",), True) for _ in range(9))
    assert LEARNER.mastery(pupil, skill="s3", day=90_000).state == "known"

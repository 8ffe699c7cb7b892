"""Difficulties learnt from the answers of many children."""

import math
import random

from hypothesis import given, settings
from hypothesis import strategies as st

from terrace.engines.learner.attempt import Attempt
from terrace.engines.learner.bank import ItemBank
from terrace.engines.learner.calibrate import calibrate
from terrace.engines.learner.pupil import Estimate
from tests.engines.learner.worlds import histories


def answers_of(pupils: int, *, seed: int = 1) -> tuple[dict[str, list[Attempt]], dict[str, float]]:
    """Children who answer twenty of forty items whose difficulty is known."""
    rng = random.Random(seed)
    truth = {f"i{number:02d}": rng.gauss(-0.5, 1.0) for number in range(40)}
    found = {}
    for number in range(pupils):
        ability = rng.gauss(0.0, 1.0)
        found[f"p{number}"] = [
            Attempt(item, ("k",), rng.random() < 1 / (1 + math.exp(truth[item] - ability)))
            for item in rng.sample(sorted(truth), 20)
        ]
    return found, truth


def test_true_difficulties_are_found_and_lie_within_their_bounds() -> None:
    answers, truth = answers_of(400)
    bank = calibrate(answers)
    errors = [bank.difficulty[item].mean - truth[item] for item in truth]
    assert math.sqrt(sum(e * e for e in errors) / len(errors)) < 0.25
    inside = [
        abs(bank.difficulty[item].mean - truth[item])
        <= 2.0 * math.sqrt(bank.difficulty[item].variance) + 0.1
        for item in truth
    ]
    assert sum(inside) >= 36


def test_more_answers_make_surer() -> None:
    few, many = calibrate(answers_of(30)[0]), calibrate(answers_of(300)[0])
    for item, found in many.difficulty.items():
        assert found.variance < few.difficulty[item].variance


@settings(max_examples=30)
@given(st.dictionaries(st.sampled_from("abcd"), histories, max_size=4), st.randoms())
def test_the_order_of_children_and_answers_changes_no_bit(
    answers: dict[str, list[Attempt]], rng: random.Random
) -> None:
    shuffled = {}
    for pupil in rng.sample(sorted(answers), len(answers)):
        shuffled[pupil] = rng.sample(answers[pupil], len(answers[pupil]))
    assert calibrate(shuffled) == calibrate(answers)


def test_all_right_or_all_wrong_stays_finite() -> None:
    for right in (True, False):
        bank = calibrate({"p": [Attempt("i", ("k",), right)] * 500})
        assert abs(bank.difficulty["i"].mean) < 6


def test_without_answers_the_prior_stands() -> None:
    prior = ItemBank({"i": Estimate(1.0, 0.2)}, {"k": Estimate(0.5, 0.3)})
    assert calibrate({}, prior=prior) == prior
    assert calibrate({"p": []}, prior=prior) == prior


def test_a_few_answers_move_a_known_item_a_little() -> None:
    prior = ItemBank({"i": Estimate(-1.0, 0.3), "other": Estimate(2.0, 0.3)})
    bank = calibrate({"p": [Attempt("i", ("k",), False)] * 3}, prior=prior)
    assert -1.0 < bank.difficulty["i"].mean < 0.5
    assert bank.difficulty["other"] == prior.difficulty["other"]


def test_levels_keep_an_older_grades_items_from_looking_easy() -> None:
    """The same half right: of children who stand two logits higher, the items are harder."""
    answers = {f"p{n}": [Attempt("i", ("k",), n % 2 == 0)] for n in range(40)}
    plain = calibrate(answers).difficulty["i"].mean
    raised = calibrate(answers, levels=dict.fromkeys(answers, 2.0)).difficulty["i"].mean
    assert raised > plain + 0.5


def test_a_skill_of_an_upper_grade_is_not_drawn_to_the_middle_of_the_school() -> None:
    prior = ItemBank(
        {"low": Estimate(-1.0, 0.3), "high": Estimate(5.0, 0.3)},
        {"k1": Estimate(-1.0, 0.3), "k6": Estimate(5.0, 0.3)},
    )
    answers = {"p1": [Attempt("low", ("k1",), True)], "p6": [Attempt("high", ("k6",), True)]}
    bank = calibrate(answers, prior=prior, levels={"p1": 0.0, "p6": 6.0})
    assert abs(bank.skills["k6"].mean - 5.0) < 0.3
    assert abs(bank.skills["k1"].mean + 1.0) < 0.3

"""Pupils who are in the data twice are found, and nobody is taken for her own double."""

import numpy as np

from terrace.engines.learner.forecast.answers import Answers
from terrace.engines.learner.forecast.doubles import compare_all, doubles
from terrace.engines.learner.forecast.forecaster import fit
from terrace.engines.learner.forecast.scores import scores
from terrace.engines.learner.forecast.tables import counted
from tests.engines.learner.forecast.answering import SMALL, Row, gathered, world


def twice(found: list[Row], pupils: int) -> list[Row]:
    """The same answers, with the first pupils a second time under other names."""
    return found + [(f"again {row[0]}", *row[1:]) for row in found if int(row[0][1:]) < pupils]


def groups_of(answers: Answers) -> dict[str, int]:
    known = doubles(answers, counted(answers), np.random.default_rng(1))
    _, groups = compare_all(answers, known)
    return dict(zip(answers.pupils, groups.tolist(), strict=True))


def test_a_copy_is_found_and_others_are_not() -> None:
    groups = groups_of(gathered(twice(world(pupils=40), 5)))
    for number in range(5):
        assert groups[f"p{number}"] == groups[f"again p{number}"]
    alone = [groups[f"p{number}"] for number in range(40)]
    assert len(set(alone)) == 40


def test_able_pupils_who_get_all_right_are_not_doubles() -> None:
    found: list[Row] = [
        (f"p{pupil}", f"i{item}", ("add",), pupil < 10 or (item + pupil) % 3 == 0, None)
        for pupil in range(40)
        for item in range(40)
    ]
    groups = groups_of(gathered(found))
    assert len({groups[f"p{pupil}"] for pupil in range(10)}) == 10


def test_a_doubles_answers_are_known_before_they_come() -> None:
    everybody = world(pupils=90)
    again = [(f"again {row[0]}", *row[1:]) for row in everybody if 40 <= int(row[0][1:]) < 50]
    losses = []
    for kept in (range(90), [number for number in range(90) if not 40 <= number < 50]):
        others = [row for row in everybody if int(row[0][1:]) in kept]
        fitted = fit(gathered(twice(others, 30)), rng=np.random.default_rng(1), growth=SMALL)
        test = gathered(again, fitted.vocabulary.copy())
        late = np.arange(len(test)) % 40 >= 20
        losses.append(scores(test.correct[late], fitted.predict(test)[late]).log_loss)
    with_double, without = losses
    assert with_double < without - 0.1


def test_copies_do_not_spoil_the_rest() -> None:
    others = [(f"q{row[0][1:]}", *row[1:]) for row in world(pupils=150, seed=9)]
    losses = []
    for rows in (world(pupils=120), twice(world(pupils=120), 30)):
        fitted = fit(gathered(rows), rng=np.random.default_rng(1), growth=SMALL)
        test = gathered(others, fitted.vocabulary.copy())
        losses.append(scores(test.correct, fitted.predict(test)).log_loss)
    alone, copied = losses
    assert copied < alone + 0.02

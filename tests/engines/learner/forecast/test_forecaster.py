"""What the forecaster promises of any data."""

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from terrace.engines.learner.forecast.forecaster import NotEnough, fit
from terrace.engines.learner.forecast.live import Live
from terrace.engines.learner.forecast.scores import auc
from tests.engines.learner.forecast.answering import SMALL, Row, fitted, gathered, rows, world

FITTED = fitted()


@settings(deadline=None, max_examples=60)
@given(rows, st.data())
def test_a_later_answer_changes_no_earlier_probability(
    found: list[Row], data: st.DataObject
) -> None:
    place = data.draw(st.integers(0, len(found) - 1))
    changed = [
        (who, item, skills, not correct if number >= place else correct, seconds)
        for number, (who, item, skills, correct, seconds) in enumerate(found)
    ]
    words = FITTED.vocabulary
    one, other = (gathered(rows, words.copy()) for rows in (found, changed))
    before, after = FITTED.predict(one), FITTED.predict(other)
    same = one.place <= place
    assert before[same].tolist() == after[same].tolist()


@settings(deadline=None, max_examples=40)
@given(rows)
def test_another_pupils_answers_change_nothing(found: list[Row]) -> None:
    answers = gathered(found, FITTED.vocabulary.copy())
    together = FITTED.predict(answers)
    for number in range(len(answers.pupils)):
        alone = FITTED.predict(answers.of([number]))
        part = slice(answers.start[number], answers.start[number + 1])
        assert together[part].tolist() == alone.tolist()


@settings(deadline=None, max_examples=40)
@given(rows)
def test_one_by_one_is_the_same_as_all_at_once(found: list[Row]) -> None:
    answers = gathered(found, FITTED.vocabulary.copy())
    at_once = dict(zip(answers.place.tolist(), FITTED.predict(answers).tolist(), strict=True))
    pupils: dict[str, Live] = {}
    for place, (who, item, skills, correct, seconds) in enumerate(found):
        live = pupils.setdefault(who, Live(FITTED, pupil=who))
        foreseen = live.foresee(item=item, skills=skills, seconds=seconds)
        assert foreseen.chance == at_once[place]
        assert 0.0 < foreseen.low <= foreseen.chance <= foreseen.high < 1.0
        live.learn(item=item, skills=skills, correct=correct, seconds=seconds)


def test_the_same_seed_gives_the_same_forecaster() -> None:
    answers = gathered(world())
    one, other = (fit(answers, rng=np.random.default_rng(5), growth=SMALL) for _ in range(2))
    assert one.predict(answers).tolist() == other.predict(answers).tolist()


@pytest.mark.parametrize("times", [False, True])
def test_new_pupils_of_the_same_world_are_foreseen(times: bool) -> None:
    found = world(pupils=120, times=times)
    train = gathered([row for row in found if int(row[0][1:]) < 90])
    test = gathered([row for row in found if int(row[0][1:]) >= 90], train.vocabulary.copy())
    chance = fit(train, rng=np.random.default_rng(1), growth=SMALL).predict(test)
    of_item = np.bincount(train.item, train.correct) / np.bincount(train.item)
    by_item_alone = auc(test.correct, of_item[test.item])
    found_auc = auc(test.correct, chance)
    assert found_auc is not None
    assert by_item_alone is not None
    assert found_auc > by_item_alone + 0.04
    assert abs(chance.mean() - test.correct.mean()) < 0.05


def test_what_is_not_known_is_wide_and_narrows() -> None:
    live = Live(FITTED)
    known = live.foresee(item="i1", skills=("carry",))
    unknown = live.foresee(item="no such item", skills=("no such skill",))

    def width(seen) -> float:  # type: ignore[no-untyped-def]
        return float(np.log(seen.high / (1 - seen.high)) - np.log(seen.low / (1 - seen.low)))

    assert width(unknown) > width(known) > 0
    widths = [width(known)]
    for number in range(12):
        live.learn(item=f"i{4 * number + 1}", skills=("carry",), correct=number % 3 > 0)
        widths.append(width(live.foresee(item="i1", skills=("carry",))))
    assert widths == sorted(widths, reverse=True)
    assert widths[-1] < 0.8 * widths[0]


@pytest.mark.parametrize("right", [True, False])
def test_answers_that_are_all_alike_teach_nothing(right: bool) -> None:
    with pytest.raises(NotEnough):
        fit(gathered([("an", "i", (), right, None)] * 5), rng=np.random.default_rng(1))
    with pytest.raises(NotEnough):
        fit(gathered([]), rng=np.random.default_rng(1))


def test_two_answers_are_enough_not_to_fail() -> None:
    answers = gathered([("an", "i", (), True, None), ("an", "i", (), False, None)])
    chance = fit(answers, rng=np.random.default_rng(1)).predict(answers)
    assert np.isfinite(chance).all()
    assert ((chance > 0) & (chance < 1)).all()

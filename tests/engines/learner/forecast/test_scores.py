"""The measures, against slower and simpler ones."""

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from terrace.engines.learner.forecast.scores import auc, ece, gap, interval, scores

answered = st.lists(
    st.tuples(st.booleans(), st.sampled_from([0.1, 0.3, 0.5, 0.8, 0.95])), min_size=1, max_size=40
)


@given(answered)
def test_auc_counts_the_pairs(found: list[tuple[bool, float]]) -> None:
    correct = np.array([right for right, _ in found], np.int8)
    chance = np.array([one for _, one in found])
    pairs = [
        1.0 if high > low else 0.5 if high == low else 0.0
        for right, high in found
        if right
        for wrong, low in found
        if not wrong
    ]
    expected = sum(pairs) / len(pairs) if pairs else None
    assert auc(correct, chance) == pytest.approx(expected)


def test_a_sure_and_true_forecast_has_no_loss() -> None:
    correct = np.array([1, 0, 1, 1], np.int8)
    found = scores(correct, correct.astype(float))
    assert (found.auc, found.brier, found.ece, found.rows) == (1.0, 0.0, 0.0, 4)
    assert found.log_loss == pytest.approx(0.0, abs=1e-9)


def test_calibration_error_is_the_gap_in_each_tenth() -> None:
    correct = np.array([0, 1] * 50, np.int8)
    assert ece(correct, np.full(100, 0.7)) == pytest.approx(0.2)
    assert gap(correct, np.full(100, 0.7)) == pytest.approx(0.2)


def test_an_interval_of_many_pupils_is_narrower() -> None:
    rng = np.random.default_rng(1)

    def width(pupils: int) -> float:
        chance = rng.random(pupils * 10)
        correct = (rng.random(pupils * 10) < chance).astype(np.int8)
        pupil = np.repeat(np.arange(pupils), 10)
        found = interval(auc, correct, chance, pupil, rng=rng)
        assert found is not None
        assert found.low <= found.value <= found.high
        return found.high - found.low

    assert width(400) < width(25)


def test_one_class_has_no_interval() -> None:
    ones = np.ones(5, np.int8)
    found = interval(auc, ones, np.ones(5), np.arange(5), rng=np.random.default_rng(1))
    assert found is None

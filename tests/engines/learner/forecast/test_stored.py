"""A forecaster as a file."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from terrace.engines.learner.forecast.stored import NotAForecaster, from_bytes, to_bytes
from tests.engines.learner.forecast.answering import fitted, gathered, world

FITTED = fitted()
DATA = to_bytes(FITTED)


@pytest.mark.parametrize("with_doubles", [False, True])
def test_it_comes_back_the_same(with_doubles: bool) -> None:
    back = from_bytes(to_bytes(FITTED, with_doubles=with_doubles))
    answers = gathered(world(seed=8), FITTED.vocabulary.copy())
    one, other = FITTED.features(answers), back.features(answers)
    assert one[:, :-2].tolist() == other[:, :-2].tolist()
    if with_doubles:
        assert FITTED.predict(answers).tolist() == back.predict(answers).tolist()
    else:
        assert other[:, -2:].max() == 0


def test_without_doubles_no_pupil_is_in_the_file() -> None:
    assert from_bytes(DATA).doubles.numbers == {}
    assert len(from_bytes(DATA).doubles.compared.pupil) == 0


@given(st.binary(max_size=200) | st.integers(0, len(DATA) - 1).map(lambda end: DATA[:end]))
def test_anything_else_is_refused(data: bytes) -> None:
    with pytest.raises(NotAForecaster):
        from_bytes(data)

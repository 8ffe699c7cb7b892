"""What is sure is said; what is not waits for a person."""

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from terrace.engines.paper.layout import Area, Bubble, Rect
from terrace.engines.paper.reading import State
from terrace.engines.paper.vision.decide import choice, number
from terrace.engines.paper.vision.digits import BoxInk, Fill
from terrace.engines.paper.vision.settings import ReaderSettings

AREA = Area("q", Rect(0, 0, 80, 20))
SETTINGS = ReaderSettings()
PICTURE = np.zeros((28, 28), np.float32)
chances = st.lists(st.floats(0.001, 1), min_size=3, max_size=3).map(
    lambda parts: [part / sum(parts) for part in parts]
)


def options(count):
    return [Bubble("q", option, 10.0 + 15 * option, 10.0, 5.0) for option in range(count)]


@given(st.lists(chances, min_size=2, max_size=6))
def test_one_unsure_bubble_makes_the_answer_doubtful(rows):
    marks = np.array(rows, np.float32)
    answer = choice(AREA, options(len(rows)), marks, SETTINGS)
    assert set(answer.value) == {i for i, row in enumerate(marks) if row.argmax() == 1}
    if marks.max(axis=1).min() < SETTINGS.least_probability:
        assert answer.state is State.DOUBTFUL
    if not answer.doubtful:
        assert answer.probability >= SETTINGS.least_probability


@given(st.permutations(range(4)), st.lists(chances, min_size=4, max_size=4))
def test_the_order_of_bubbles_does_not_matter(order, rows):
    marks, bubbles = np.array(rows, np.float32), options(4)
    one = choice(AREA, bubbles, marks, SETTINGS)
    other = choice(AREA, [bubbles[i] for i in order], marks[list(order)], SETTINGS)
    assert (one.value, one.state) == (other.value, other.state)


@pytest.mark.parametrize("count", [3, 4, 5])
def test_all_marked_is_doubtful_however_sure(count):
    marks = np.tile(np.array([0.0, 1.0, 0.0], np.float32), (count, 1))
    assert choice(AREA, options(count), marks, SETTINGS).state is State.DOUBTFUL


def digit(value, sure=0.9999):
    chance = np.full(11, (1 - sure) / 10, np.float32)
    chance[value] = sure
    return BoxInk(Fill.WRITTEN, PICTURE, 5.0), chance


BLANK = (BoxInk(Fill.BLANK, None, 0.0), None)


@pytest.mark.parametrize(
    ("boxes", "value", "state"),
    [
        ((BLANK, BLANK, BLANK), "", State.EMPTY),
        ((BLANK, digit(4), digit(2)), "42", State.CLEAR),
        ((digit(4), digit(2), BLANK), "42", State.CLEAR),
        ((digit(0), digit(0), digit(7)), "007", State.CLEAR),
        ((digit(4), BLANK, digit(2)), "42", State.DOUBTFUL),
        ((digit(4), digit(2, 0.8), BLANK), "42", State.DOUBTFUL),
        ((BLANK, BLANK, (BoxInk(Fill.UNSURE, None, 0.1), None)), "", State.DOUBTFUL),
        ((BLANK, BLANK, (BoxInk(Fill.UNSURE, PICTURE, 1), digit(3)[1])), "3", State.DOUBTFUL),
        ((BLANK, BLANK, digit(10)), "0", State.DOUBTFUL),
    ],
)
def test_a_number_is_read_digit_by_digit(boxes, value, state):
    answer = number(AREA, boxes, SETTINGS)
    assert (answer.value, answer.state) == (value, state)

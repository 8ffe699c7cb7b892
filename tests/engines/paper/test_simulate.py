"""The world without paper is the same for the same seed, and says when it is asked nonsense."""

import cv2
import numpy as np
import pytest

from terrace.engines.paper.simulate.camera import LEVELS, photograph
from terrace.engines.paper.simulate.hand import fill
from terrace.engines.paper.simulate.raster import rasterise


@pytest.mark.parametrize("level", LEVELS)
def test_the_same_seed_gives_the_same_photograph(level, printed, pages):
    photos = []
    for _time in range(2):
        rng = np.random.default_rng(12)
        page = fill(pages[0], printed.layouts[0], {"near": (1,), "sum": "624"}, rng=rng)
        photos.append(photograph([page], level=level, rng=rng, megapixels=1.0))
    assert photos[0] == photos[1]


def test_a_photograph_has_the_size_that_was_asked(pages):
    photo = photograph(pages, level="careful", rng=np.random.default_rng(1), megapixels=3.0)
    picture = cv2.imdecode(np.frombuffer(photo, np.uint8), cv2.IMREAD_GRAYSCALE)
    assert picture.size == pytest.approx(3e6, rel=0.01)


def test_marks_only_darken_and_only_where_answers_are(printed, pages):
    layout = printed.layouts[0]
    filled = fill(pages[0], layout, {"near": (1,)}, rng=np.random.default_rng(1))
    assert (filled <= pages[0]).all()
    assert (filled < pages[0]).any()


def test_answers_to_what_is_not_asked_are_errors(printed, pages):
    rng = np.random.default_rng(1)
    with pytest.raises(KeyError, match="no field"):
        fill(pages[0], printed.layouts[0], {"nothing": (1,)}, rng=rng)
    with pytest.raises(ValueError, match="boxes"):
        fill(pages[0], printed.layouts[0], {"sum": "1234"}, rng=rng)
    with pytest.raises(ValueError, match="no page"):
        photograph([], level="careful", rng=rng)


def test_single_pages_can_be_rasterised(printed):
    (second,) = rasterise(printed.pdf, 100, pages=[1])
    assert np.array_equal(second, rasterise(printed.pdf, 100)[1])

"""Questions in two columns: all there, in order, none on another, none torn from its heading."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from terrace.engines.paper.typesetting.columns import GAP_MM, Height, Overflow, arrange

TOP, BOTTOM = 56.0, 268.0
blocks = st.lists(st.builds(Height, st.floats(4, 60), st.booleans()), min_size=1, max_size=18)


@given(blocks)
def test_blocks_keep_their_order_and_their_distance(heights):
    try:
        places = arrange(heights, top_mm=TOP, bottom_mm=BOTTOM)
    except Overflow as overflow:
        refused = overflow
    else:
        refused = None
    if refused is not None:
        assert sum(height.mm for height in heights) + GAP_MM * len(heights) > BOTTOM - TOP
        assert 0 <= refused.block < len(heights)
        return
    assert len(places) == len(heights)
    assert places == sorted(places)
    for height, place in zip(heights, places, strict=True):
        assert place.top_mm >= TOP
        assert place.top_mm + height.mm <= BOTTOM + 1e-6
    for height, place, below in zip(heights, places, places[1:], strict=False):
        if place.column == below.column:
            assert below.top_mm - place.top_mm - height.mm >= 2.5 - 1e-9


@given(blocks)
def test_text_before_questions_is_never_last_in_the_left_column(heights):
    try:
        places = arrange(heights, top_mm=TOP, bottom_mm=BOTTOM)
    except Overflow:
        return
    for height, place, below in zip(heights, places, places[1:], strict=False):
        assert not (height.leads and place.column != below.column)


def test_too_much_names_the_first_block_without_room():
    with pytest.raises(Overflow) as error:
        arrange([Height(100, False)] * 5, top_mm=TOP, bottom_mm=BOTTOM)
    assert error.value.block == 4
    assert error.value.missing_mm == pytest.approx(2 * (100 + GAP_MM) + 100 - (BOTTOM - TOP))

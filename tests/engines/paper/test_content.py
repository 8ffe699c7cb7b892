"""Words with mathematics."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from terrace.engines.paper.content import Figure, Math, Picture, as_text, from_json, to_json

formulas = st.text("0123456789+-=/() xtimes", min_size=1).filter(lambda s: s.strip()).map(Math)
figures = st.builds(
    Figure, st.just("chart"), st.lists(st.integers(0, 400), min_size=3, max_size=7).map(tuple)
) | st.builds(Figure, st.just("clock"), st.tuples(st.integers(1, 12), st.integers(0, 59)))
pictures = st.builds(Picture, st.sampled_from(("happy", "sun", "house", "drum")))
contents = st.lists(st.text() | formulas | figures | pictures).map(tuple)


@given(contents)
def test_content_survives_json(content):
    assert from_json(to_json(content)) == content


def test_content_is_plain_lists_and_dictionaries():
    content = ("算一算 ", Math("346 + 278"), "。")
    assert to_json(content) == ["算一算 ", {"math": "346 + 278"}, "。"]
    assert as_text(content) == "算一算 346 + 278。"


@pytest.mark.parametrize(
    "source", ["#panic()", "$x$", 'std.read("x")', "a@b", "\\u{41}", "`x`", "", "  "]
)
def test_a_formula_cannot_become_a_program(source):
    with pytest.raises(ValueError, match=r"mathematics"):
        Math(source)


@pytest.mark.parametrize("value", ["text", [1], [{"maths": "1"}], [{"math": 1}], None])
def test_anything_else_is_not_content(value):
    with pytest.raises(ValueError, match="content"):
        from_json(value)


@pytest.mark.parametrize(
    "value",
    [
        {"figure": "photo", "numbers": [1, 2]},
        {"figure": "clock", "numbers": [7]},
        {"figure": "clock", "numbers": [7, 40.5]},
        {"figure": "clock", "numbers": [True, 40]},
        {"figure": "clock", "numbers": [7, -1]},
        {"figure": "clock", "numbers": "ab"},
        {"figure": "grid", "numbers": [1, 10**9, 0, 0]},
    ],
)
def test_a_figure_is_drawn_from_few_small_numbers_only(value):
    with pytest.raises(ValueError, match=r"figure|clock|numbers"):
        from_json([value])


def test_a_figure_reads_as_its_numbers():
    content = ("几时？", Figure("clock", (7, 5)))
    assert to_json(content) == ["几时？", {"figure": "clock", "numbers": [7, 5]}]
    assert as_text(content) == "几时？[7:05]"


def test_a_picture_is_its_name_in_json_and_a_sign_on_a_screen():
    content = (Picture("sun"), "晴")
    assert to_json(content) == [{"picture": "sun"}, "晴"]
    assert as_text(content) == "☀晴"


@pytest.mark.parametrize("name", ["gun", "", 3, None, "sun()"])
def test_a_picture_that_is_not_ours_is_refused(name):
    with pytest.raises(ValueError, match="no picture"):
        from_json([{"picture": name}])

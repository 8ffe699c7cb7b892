"""Words with mathematics."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from terrace.engines.paper.content import Math, as_text, from_json, to_json

formulas = st.text("0123456789+-=/() xtimes", min_size=1).filter(lambda s: s.strip()).map(Math)
contents = st.lists(st.text() | formulas).map(tuple)


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

"""Forms and layouts as data."""

import json

import pytest
from hypothesis import given
from hypothesis import strategies as st

from terrace.engines.paper.form import Choice, Digits, Form, FormError, Passage, Sheet
from terrace.engines.paper.layout import SheetLayout
from tests.engines.paper.test_content import contents

names = st.text(min_size=1, max_size=6)
choices = st.builds(Choice, names, contents, st.lists(contents, min_size=2, max_size=8).map(tuple))
numbers = st.builds(Digits, names, contents, st.integers(1, 8))
passages = st.builds(Passage, contents)
fields = st.lists(
    choices | numbers | passages,
    max_size=6,
    unique_by=lambda field: field.name if not isinstance(field, Passage) else id(field),
)
forms = st.builds(
    Form,
    st.text(),
    st.text(),
    st.sampled_from(["zh", "en"]),
    fields.map(tuple),
    st.lists(contents, max_size=2).map(tuple),
)


@given(forms)
def test_a_form_survives_json(form):
    assert Form.from_json(json.loads(json.dumps(form.to_json()))) == form


def test_a_layout_survives_json(printed):
    for layout in printed.layouts:
        assert SheetLayout.from_json(json.loads(json.dumps(layout.to_json()))) == layout


@pytest.mark.parametrize(
    ("make", "reason"),
    [
        (lambda: Choice("a", (), (("1",),)), "options"),
        (lambda: Choice("", (), (("1",), ("2",))), "name"),
        (lambda: Digits("a", (), 0), "boxes"),
        (lambda: Digits("a", (), 9), "boxes"),
        (lambda: Form("k", "t", "fr", ()), "language"),
        (lambda: Form("k", "t", "en", (Digits("a", (), 1), Digits("a", (), 2))), "two fields"),
        (lambda: Sheet("123456789012", Form("k", "t", "en", ())), "number of a sheet"),
        (
            lambda: Form.from_json(
                {**Form("k", "t", "en", ()).to_json(), "fields": [{"field": "essay"}]}
            ),
            "no field",
        ),
    ],
)
def test_a_form_that_cannot_be_says_why(make, reason):
    with pytest.raises(FormError, match=reason):
        make()

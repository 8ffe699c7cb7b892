"""Laws of several readings of one sheet: order does not matter, twice is once."""

from itertools import permutations

from hypothesis import given
from hypothesis import strategies as st

from terrace.school.papers.agreement import (
    Mark,
    Marks,
    as_value,
    contradicts,
    marks_from_json,
    repeats,
    together,
)

FIELDS = ("q1", "q2", "n1")

marks = st.builds(
    Mark,
    field=st.just(""),
    value=st.sampled_from([(), (0,), (1,), (0, 1)]),
    sure=st.booleans(),
    probability=st.floats(0.5, 1.0),
    crop=st.sampled_from(["a", "b", "c"]),
)


@st.composite
def readings(draw: st.DrawFn) -> Marks:
    """What one photograph says of three fields."""
    found = {}
    for field in FIELDS:
        mark = draw(marks)
        found[field] = Mark(field, mark.value, mark.sure, mark.probability, mark.crop)
    return found


def said(marks: Marks) -> dict[str, tuple[object, bool]]:
    return {field: (mark.value, mark.sure) for field, mark in marks.items()}


@given(st.lists(readings(), min_size=1, max_size=4))
def test_the_order_of_readings_does_not_matter(found: list[Marks]) -> None:
    agreeing = [one for i, one in enumerate(found) if not contradicts(one, found[:i], {})]
    first = together(agreeing)
    for other in permutations(agreeing):
        assert said(together(other)) == said(first)


@given(st.lists(readings(), min_size=1, max_size=3))
def test_a_reading_that_comes_twice_changes_nothing(found: list[Marks]) -> None:
    assert together([*found, *found]) == together(found)


@given(readings(), readings())
def test_to_contradict_is_mutual(one: Marks, other: Marks) -> None:
    assert contradicts(one, [other], {}) == contradicts(other, [one], {})


@given(readings())
def test_a_reading_never_contradicts_or_misses_itself(one: Marks) -> None:
    assert not contradicts(one, [one], {})
    assert repeats(one, one)


@given(st.lists(readings(), min_size=1, max_size=4))
def test_what_is_sure_was_sure_in_a_reading_and_nobody_leaned_elsewhere(found: list[Marks]) -> None:
    agreeing = [one for i, one in enumerate(found) if not contradicts(one, found[:i], {})]
    for field, mark in together(agreeing).items():
        seen = [one[field] for one in agreeing]
        if mark.sure:
            assert any(one.sure and one.value == mark.value for one in seen)
            assert all(one.value == mark.value for one in seen)


@given(readings(), readings())
def test_what_a_person_saw_when_she_settled_is_nothing_new(first: Marks, second: Marks) -> None:
    settled = dict.fromkeys(FIELDS, (1,))
    seen = {field: {(1,), mark.value} for field, mark in first.items()}
    new = any(mark.value not in seen[field] for field, mark in second.items())
    assert contradicts(second, [first], settled) == new


@given(readings())
def test_marks_survive_being_stored(one: Marks) -> None:
    stored = [mark.to_json() for mark in one.values()]
    assert said(marks_from_json(stored)) == said(one)
    assert [as_value(mark["value"]) for mark in stored] == [mark.value for mark in one.values()]

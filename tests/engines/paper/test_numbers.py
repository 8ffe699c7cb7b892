"""Numbers of sheets find out their own mistakes."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from terrace.engines.paper.numbers import LARGEST_SERIAL, make_number, serial_of, valid

serials = st.integers(0, LARGEST_SERIAL)


@given(serials)
def test_a_number_is_twelve_digits_and_tells_its_serial(serial):
    number = make_number(serial)
    assert len(number) == 12
    assert valid(number)
    assert serial_of(number) == serial


@given(serials, st.integers(0, 11), st.integers(1, 9))
def test_one_wrong_digit_is_found(serial, place, more):
    number = make_number(serial)
    wrong = str((int(number[place]) + more) % 10)
    assert not valid(number[:place] + wrong + number[place + 1 :])


@given(serials, st.integers(0, 10))
def test_two_digits_swapped_are_found(serial, place):
    number = make_number(serial)
    swapped = number[:place] + number[place + 1] + number[place] + number[place + 2 :]
    assert swapped == number or not valid(swapped)


@given(st.text(max_size=14))
def test_other_text_is_no_number(text):
    assert not valid(text) or make_number(int(text[:10])) == text


@pytest.mark.parametrize("serial", [-1, LARGEST_SERIAL + 1])
def test_there_is_no_number_beyond_the_last(serial):
    with pytest.raises(ValueError, match="serial"):
        make_number(serial)


def test_full_width_digits_are_no_number():
    assert not valid("０００００００００００１")

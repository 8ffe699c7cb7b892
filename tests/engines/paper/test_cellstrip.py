"""The strip of cells: whatever five bytes are lost, the number comes back; never another one."""

from hypothesis import given
from hypothesis import strategies as st

from terrace.engines.paper.cellstrip import COLUMNS, MOST_MENDED, ROWS, cells, number_in
from terrace.engines.paper.numbers import LARGEST_SERIAL, make_number

numbers = st.integers(0, LARGEST_SERIAL).map(make_number)


def with_bytes_flipped(number: str, flips: dict[int, int]) -> list[list[bool]]:
    rows = [list(row) for row in cells(number)]
    for byte, bits in flips.items():
        for bit in range(8):
            if bits >> bit & 1:
                row, column = divmod(bit, 4)
                rows[row][4 * byte + column] ^= True
    return rows


@given(numbers)
def test_what_is_printed_is_read(number: str) -> None:
    rows = cells(number)
    assert [len(row) for row in rows] == [COLUMNS] * ROWS
    assert number_in(rows) == (number, 0)


@given(
    numbers,
    st.dictionaries(st.integers(0, 14), st.integers(1, 255), min_size=1, max_size=MOST_MENDED),
)
def test_five_lost_bytes_are_mended(number: str, flips: dict[int, int]) -> None:
    assert number_in(with_bytes_flipped(number, flips)) == (number, len(flips))


@given(numbers, st.dictionaries(st.integers(0, 14), st.integers(1, 255), min_size=6, max_size=15))
def test_what_cannot_be_mended_is_not_guessed(number: str, flips: dict[int, int]) -> None:
    """Two code words differ in eleven bytes at least: other words are read only when so near."""
    found = number_in(with_bytes_flipped(number, flips))
    assert found is None or (found.number != number and found.mended + len(flips) >= 11)


@given(numbers)
def test_a_strip_is_never_nearly_all_of_one_colour(number: str) -> None:
    black = sum(sum(row) for row in cells(number))
    assert 12 <= black <= 108


def test_plain_black_and_plain_white_hold_no_number() -> None:
    assert number_in([[False] * COLUMNS] * ROWS) is None
    assert number_in([[True] * COLUMNS] * ROWS) is None

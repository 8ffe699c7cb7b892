"""The number of a sheet as two rows of cells with error correction: its QR code must agree with it.

Five bytes of serial and ten check bytes: a Reed–Solomon code over GF(256), polynomial 0x11D, that
mends any five wrong bytes (Reed and Solomon 1960; decoded after Peterson, Gorenstein and Zierler).
A byte is four columns of two cells: a thumb on the strip costs few bytes. A fixed mask keeps black
and white mixed, whatever the number.
"""

from collections.abc import Sequence
from typing import NamedTuple

from terrace.engines.paper.numbers import LARGEST_SERIAL, make_number, serial_of

ROWS, COLUMNS = 2, 60
_DATA, _CHECKS = 5, 10
_LENGTH = _DATA + _CHECKS
MOST_MENDED = _CHECKS // 2
_MASK = bytes.fromhex("a6392d5cc953b41e87d26a35e14b98")

_POWERS = [1]
for _ in range(254):
    _next = _POWERS[-1] << 1
    _POWERS.append(_next ^ 0x11D if _next > 255 else _next)
_LOGS = {power: place for place, power in enumerate(_POWERS)}


class Decoded(NamedTuple):
    """What a strip says, and how many of its fifteen bytes had to be mended for it."""

    number: str
    mended: int


def cells(number: str) -> tuple[tuple[bool, ...], ...]:
    """Two rows of sixty cells, True is black; `ValueError` for what is not a sheet's number."""
    word = _encoded(serial_of(number).to_bytes(_DATA, "big"))
    rows: list[list[bool]] = [[], []]
    for byte, mask in zip(word, _MASK, strict=True):
        bits = [bool((byte ^ mask) >> (7 - place) & 1) for place in range(8)]
        rows[0].extend(bits[:4])
        rows[1].extend(bits[4:])
    return tuple(tuple(row) for row in rows)


def number_in(rows: Sequence[Sequence[bool]]) -> Decoded | None:
    """The number that cells as seen (2 × 60) hold; None when more than five bytes are wrong."""
    word = []
    for byte, mask in enumerate(_MASK):
        value = 0
        for row in rows:
            for cell in row[4 * byte : 4 * byte + 4]:
                value = value << 1 | bool(cell)
        word.append(value ^ mask)
    mended = _mended(word)
    if mended is None:
        return None
    serial = int.from_bytes(bytes(mended[:_DATA]), "big")
    if serial > LARGEST_SERIAL:
        return None
    return Decoded(make_number(serial), sum(a != b for a, b in zip(word, mended, strict=True)))


def _times(one: int, other: int) -> int:
    return _POWERS[(_LOGS[one] + _LOGS[other]) % 255] if one and other else 0


def _over(one: int, other: int) -> int:
    return _POWERS[(_LOGS[one] - _LOGS[other]) % 255] if one else 0


def _at(polynomial: Sequence[int], x: int) -> int:
    """The value of a polynomial, highest power first."""
    value = 0
    for part in polynomial:
        value = _times(value, x) ^ part
    return value


def _generator() -> list[int]:
    made = [1]
    for place in range(_CHECKS):
        longer = [*made, 0]
        for at, part in enumerate(made):
            longer[at + 1] ^= _times(part, _POWERS[place])
        made = longer
    return made


_GENERATOR = _generator()


def _encoded(data: bytes) -> list[int]:
    rest = [*data, *[0] * _CHECKS]
    for at in range(_DATA):
        lead = rest[at]
        for place, part in enumerate(_GENERATOR):
            rest[at + place] ^= _times(part, lead)
    return [*data, *rest[_DATA:]]


def _mended(word: Sequence[int]) -> list[int] | None:
    """The code word nearest to this one, if it is within five bytes."""
    signs = [_at(word, power) for power in _POWERS[:_CHECKS]]
    if not any(signs):
        return list(word)
    for errors in range(MOST_MENDED, 0, -1):
        matrix = [[*signs[row : row + errors], signs[row + errors]] for row in range(errors)]
        locator = _solved(matrix)
        if locator is None:
            continue
        # locator[k] stands before x**(errors - k) of the product of (1 - x * place).
        polynomial = [*locator, 1]
        wrong = [
            at for at in range(_LENGTH) if _at(polynomial, _POWERS[-(_LENGTH - 1 - at) % 255]) == 0
        ]
        if len(wrong) != errors:
            return None
        powers = [
            [
                *(_POWERS[(_LENGTH - 1 - at) * row % 255] for at in wrong),
                signs[row],
            ]
            for row in range(errors)
        ]
        values = _solved(powers)
        if values is None:
            return None
        mended = list(word)
        for at, value in zip(wrong, values, strict=True):
            mended[at] ^= value
        if any(_at(mended, power) for power in _POWERS[:_CHECKS]):
            return None
        return mended
    return None


def _solved(matrix: list[list[int]]) -> list[int] | None:
    """Gauss and Jordan in GF(256) on n × (n + 1); None where there is no single solution."""
    rows = [list(row) for row in matrix]
    for at in range(len(rows)):
        pivot = next((row for row in range(at, len(rows)) if rows[row][at]), None)
        if pivot is None:
            return None
        rows[at], rows[pivot] = rows[pivot], rows[at]
        lead = rows[at][at]
        rows[at] = [_over(part, lead) for part in rows[at]]
        for row in range(len(rows)):
            if row != at and rows[row][at]:
                share = rows[row][at]
                rows[row] = [a ^ _times(share, b) for a, b in zip(rows[row], rows[at], strict=True)]
    return [row[-1] for row in rows]

"""Procedures that children really follow when a rule is half learnt: the numbers they arrive at."""


def _digits(number: int, length: int) -> list[int]:
    """Units first, filled with noughts."""
    return [number // 10**place % 10 for place in range(length)]


def _number(digits: list[int]) -> int:
    return int("".join(map(str, reversed(digits))))


def add_without_carry(a: int, b: int) -> int:
    """Adds each column and drops what is over ten."""
    length = max(len(str(a)), len(str(b)))
    columns = zip(_digits(a, length), _digits(b, length), strict=True)
    return _number([(x + y) % 10 for x, y in columns])


def smaller_from_larger(a: int, b: int) -> int:
    """In each column takes the smaller digit from the larger, whichever stands above."""
    length = max(len(str(a)), len(str(b)))
    columns = zip(_digits(a, length), _digits(b, length), strict=True)
    return _number([abs(x - y) for x, y in columns])


def borrow_not_paid(a: int, b: int) -> int:
    """Borrows ten where it must but never takes one from the next column."""
    length = max(len(str(a)), len(str(b)))
    columns = zip(_digits(a, length), _digits(b, length), strict=True)
    return _number([(x - y) % 10 for x, y in columns])


def borrow_across_nought(a: int, b: int) -> int:
    """Borrows from beyond a nought and leaves the nought a ten instead of a nine: ten too many for
    each.
    """
    noughts = sum(
        int(10**place) for place, digit in enumerate(str(a)[::-1]) if digit == "0" and place
    )
    return a - b + noughts


def times_without_carry(a: int, b: int) -> int:
    """Multiplies each digit by a one-digit number and drops what is over ten."""
    return _number([x * b % 10 for x in _digits(a, len(str(a)))])


def times_units_only(a: int, b: int) -> int:
    """Multiplies the units and copies the other digits."""
    return a // 10 * 10 + a % 10 * b


def second_row_not_moved(a: int, b: int) -> int:
    """Writes the second row of a long multiplication without moving it one place."""
    return a * (b % 10) + a * (b // 10)


def nought_left_out(number: int) -> int:
    """Drops the noughts inside a number."""
    text = str(number)
    return int(text[0] + text[1:].replace("0", "") if "0" in text else text)


def swapped(number: int) -> int:
    """Reads or writes the digits in the opposite order."""
    return int(str(number)[::-1])

"""The number of a sheet: twelve digits, the last two of which check the others.

The check is ISO/IEC 7064, MOD 97-10: every single wrong digit and every swap of two neighbours is
found, and of all other errors 96 in 97. The number says nothing about a child.
"""

DIGITS = 12
LARGEST_SERIAL = 10 ** (DIGITS - 2) - 1


def make_number(serial: int) -> str:
    """The number of the sheet with this serial (0 to 9,999,999,999); `ValueError` beyond."""
    if not 0 <= serial <= LARGEST_SERIAL:
        raise ValueError(f"serial {serial} is not between 0 and {LARGEST_SERIAL}")
    return f"{serial:010d}{98 - serial * 100 % 97:02d}"


def valid(number: str) -> bool:
    """Whether the twelve digits agree with each other."""
    return (
        len(number) == DIGITS
        and number.isascii()
        and number.isdecimal()
        and number == make_number(int(number[:-2]))
    )


def serial_of(number: str) -> int:
    """The serial of a valid number; `ValueError` for another."""
    if not valid(number):
        raise ValueError(f"{number!r} is not the number of a sheet")
    return int(number[:-2])

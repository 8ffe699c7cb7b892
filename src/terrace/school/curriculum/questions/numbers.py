"""Numbers as people type them into answers."""

import re
from decimal import Decimal, InvalidOperation

_WIDE = str.maketrans("０１２３４５６７８９．，－＋％：～", "0123456789.,-+%:~")
_NUMBER = re.compile(r"[+-]?(\d+(\.\d*)?|\.\d+)([eE][+-]?\d{1,3})?")
_MOST_LETTERS = 60


def number(text: str) -> Decimal | None:
    """The number that stands in a text; None where it is none. `3,5` is three and a half."""
    text = text.strip().translate(_WIDE).replace("\u2212", "-")
    if len(text) > _MOST_LETTERS:
        return None
    if re.fullmatch(r"[+-]?\d{1,3}(,\d{3})+(\.\d+)?", text):
        text = text.replace(",", "")
    elif text.count(",") == 1 and "." not in text:
        text = text.replace(",", ".")
    if not _NUMBER.fullmatch(text):
        return None
    try:
        return Decimal(text)
    except InvalidOperation:
        return None


def middle(low: Decimal, high: Decimal) -> tuple[str, float]:
    """A range as its middle and how far it reaches to both sides."""
    return plain((low + high) / 2), float(abs(high - low) / 2)


def plain(value: Decimal) -> str:
    """The number without an exponent and without noughts at its end: 2.50 is 2.5."""
    text = f"{value:f}"
    return text.rstrip("0").rstrip(".") if "." in text else text


def percentage(text: str) -> float | None:
    """`33.33333`, `-50`, `33,3` or `50%` as a number from -100 to 100; None for anything else."""
    found = number(text.strip().translate(_WIDE).removesuffix("%"))
    if found is None or abs(found) > 100:
        return None
    return float(found)

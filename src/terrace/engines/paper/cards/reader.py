"""A picture of somebody else's card in, its answers out. Never an exception for a bad picture."""

from collections.abc import Mapping
from dataclasses import dataclass
from itertools import islice

from terrace.engines.paper.cards import fill, grid, locate
from terrace.engines.paper.cards.card import Card, Number
from terrace.engines.paper.cards.fill import Row
from terrace.engines.paper.cards.webp import webp
from terrace.engines.paper.refusal import Refusal, RefusalCode
from terrace.engines.paper.vision.settings import ReaderSettings
from terrace.engines.paper.vision.source import Decoded, Grey, Refused, pictures

_CLEARLY = 1.1
_LEAST = 0.012
"""Below this there are no bubbles of this card."""
_LEAST_ALIKE = 0.3
"""Agreement of the bubbles with each other below which they are not this card's."""
_LEAST_ALIKE_TURNED = 0.65
"""A card that lies sideways or on its head must show it more clearly."""
_MOST_TRIES = 24


@dataclass(frozen=True, slots=True)
class Value:
    """A number of several columns, as filled in."""

    name: str
    value: str
    doubtful: bool


@dataclass(frozen=True, slots=True)
class CardReading:
    """What one picture says; refused, it says why and holds nothing else."""

    answers: tuple[tuple[str, Row], ...] = ()
    numbers: tuple[Value, ...] = ()
    sheet: str | None = None
    refusal: Refusal | None = None
    agreement: float = 0.0


def read_card(
    image: bytes, card: Card, *, settings: ReaderSettings | None = None
) -> tuple[CardReading, ...]:
    """Read a JPEG, PNG, WebP or PDF: one reading a picture or page; same bytes, same reading."""
    settings = settings or ReaderSettings(least_megapixels=0.05)
    try:
        found = webp(image, settings)
        sources = pictures(image, settings) if found is None else (Decoded(found),)
        return tuple(_read(source.decode(settings.detail_megapixels), card) for source in sources)
    except Refused as refused:
        return (CardReading(refusal=refused.refusal),)


def _read(picture: Grey, card: Card) -> CardReading:
    view = _best_view(picture, card)
    if view is None:
        return CardReading(refusal=Refusal(RefusalCode.NO_SHEET, what="card"))
    sheet = grid.settle(view, card)
    if sheet.agreement < (_LEAST_ALIKE if view.upright else _LEAST_ALIKE_TURNED):
        return CardReading(
            refusal=Refusal(RefusalCode.NO_SHEET, what="card"), agreement=sheet.agreement
        )
    rows = fill.answers(sheet)
    numbers = tuple(_number(number, rows, card) for number in card.numbers)
    whose = next((one for one in numbers if one.name == card.sheet), None)
    return CardReading(
        answers=tuple((question, rows[question]) for question in card.questions),
        numbers=numbers,
        sheet=whose.value if whose is not None and whose.value and not whose.doubtful else None,
        agreement=sheet.agreement,
    )


def _best_view(picture: Grey, card: Card) -> grid.View | None:
    """The plane in which the printed bubbles fit best; of two that fit alike, the earlier."""
    best: tuple[float, grid.View] | None = None
    for plane in islice(locate.planes(picture, card), _MOST_TRIES):
        view = grid.flatten(picture, plane, card)
        like = grid.likeness(view, card)
        if best is None or like > best[0] * _CLEARLY:
            best = (like, view)
    return best[1] if best is not None and best[0] >= _LEAST else None


def _number(number: Number, rows: Mapping[str, Row], card: Card) -> Value:
    parts, doubtful = [], False
    digits = {
        question
        for group in card.groups
        if all(option.isdecimal() for option in group.options)
        for question in group.questions
    }
    gaps = "".join("1" if rows[c].marked else "0" for c in number.columns if c in digits)
    for column in number.columns:
        row = rows[column]
        doubtful = doubtful or row.doubtful or len(row.marked) > 1
        parts.append("".join(row.marked) or number.empty)
    # A hole within a number is a digit forgotten or not seen; before or after it is not.
    doubtful = doubtful or "0" in gaps.strip("0")
    filled = any(rows[column].marked for column in number.columns)
    return Value(number.name, "".join(parts) if filled else "", doubtful)

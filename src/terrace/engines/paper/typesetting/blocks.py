"""One field of a form as a block of a column: its texts to be measured, then its marks placed."""

from collections.abc import Iterator
from dataclasses import dataclass
from math import ceil

from terrace.engines.paper.form import Choice, Digits, Field, Language, Passage, Writing
from terrace.engines.paper.layout import Bubble, DigitBox
from terrace.engines.paper.typesetting import drawing
from terrace.engines.paper.typesetting.drawing import Job, Sizes, Words
from terrace.engines.paper.typesetting.frame import COLUMN_MM

TEXT_PT = 12.5
INDENT_MM = 8.6
WIDTH_MM = COLUMN_MM - INDENT_MM

BUBBLE_MM = 5.0
CLEAR_MM = 1.9
"""Free paper around a bubble: here the arms of a cancelling cross are looked for."""
_LETTER_MM = 4.4
_ROW_MM = 9.0
_CELL_GAP_MM = 2.0
_MOST_PICTURES = 4
"""In one row: a picture of 16 mm and the gap to the next."""
_PICTURE_GAP_MM = 1.5

BOX_WIDTH_MM, BOX_HEIGHT_MM = 8.5, 10.5
_BOX_PITCH_MM = 9.7
_BEFORE_BOXES_MM = 2.5
_LINE_MM = 9.0
"""Between two lines to write on."""


@dataclass(frozen=True, slots=True)
class Piece:
    """A field whose texts are known and not yet measured."""

    field: Field
    label: Words | None
    statement: Words
    """Broken into lines of the column's width."""
    line: Words | None
    """The same on one line, where boxes may stand beside it."""
    options: tuple[tuple[Words, Words, Words], ...] = ()
    """Letter, content on one line, content broken into lines, of each option."""

    def texts(self) -> Iterator[Words]:
        """Everything to measure."""
        if self.label is not None:
            yield self.label
        yield self.statement
        if self.line is not None:
            yield self.line
        for texts in self.options:
            yield from texts


@dataclass(frozen=True, slots=True)
class Drawn:
    """What a block puts on the page."""

    jobs: list[Job]
    bubbles: list[Bubble]
    boxes: list[DigitBox]


def piece(field: Field, *, question: int, language: Language) -> Piece:
    """The texts of a field; `question` is its printed number, from 1."""
    if isinstance(field, Passage):
        whole = Words(field.content, language, TEXT_PT, COLUMN_MM)
        return Piece(field, None, whole, None)
    label = Words((f"{question}.",), language, TEXT_PT)
    statement = Words(field.statement, language, TEXT_PT, WIDTH_MM)
    if isinstance(field, Writing):
        return Piece(field, label, statement, None)
    if isinstance(field, Digits):
        return Piece(field, label, statement, Words(field.statement, language, TEXT_PT))
    if field.pictured:
        return Piece(field, label, statement, None, _pictures(field, language))
    options = tuple(
        (
            Words((chr(ord("A") + place),), language, TEXT_PT - 2, grey=25),
            Words(option, language, TEXT_PT),
            Words(option, language, TEXT_PT, WIDTH_MM - _beside_bubble()),
        )
        for place, option in enumerate(field.options)
    )
    return Piece(field, label, statement, None, options)


def height_mm(piece: Piece, sizes: Sizes) -> float:
    """How high the block is, without the gap below it."""
    if isinstance(piece.field, Choice):
        rows_of = _picture_rows if piece.field.pictured else _option_rows
        heights = [height for height, _cells in rows_of(piece, sizes)]
        return _statement_height(piece, sizes) + 1.6 + sum(heights)
    if isinstance(piece.field, Digits):
        if _beside(piece, piece.field, sizes) is not None:
            return BOX_HEIGHT_MM
        return _statement_height(piece, sizes) + 2.0 + BOX_HEIGHT_MM
    if isinstance(piece.field, Writing):
        return _statement_height(piece, sizes) + piece.field.lines * _LINE_MM
    return sizes[piece.statement].height


def draw(piece: Piece, sizes: Sizes, *, x_mm: float, y_mm: float) -> Drawn:
    """The block with its upper left corner placed."""
    drawn = Drawn([], [], [])
    if isinstance(piece.field, Choice) and piece.field.pictured:
        _draw_pictures(drawn, piece, piece.field, sizes, x_mm, y_mm)
    elif isinstance(piece.field, Choice):
        _draw_choice(drawn, piece, piece.field, sizes, x_mm, y_mm)
    elif isinstance(piece.field, Digits):
        _draw_digits(drawn, piece, piece.field, sizes, x_mm, y_mm)
    elif isinstance(piece.field, Writing):
        _draw_statement(drawn, piece, x_mm, y_mm)
        below = y_mm + _statement_height(piece, sizes)
        drawn.jobs.extend(
            drawing.line(x_mm, below + row * _LINE_MM, COLUMN_MM, 0, stroke_mm=0.2, grey=55)
            for row in range(1, piece.field.lines + 1)
        )
    else:
        drawn.jobs.append(piece.statement.placed(x_mm, y_mm))
    return drawn


def _beside_bubble() -> float:
    """From the left of a bubble to its content."""
    return BUBBLE_MM / 2 + _LETTER_MM + 4.2


def _statement_height(piece: Piece, sizes: Sizes) -> float:
    return sizes[piece.statement].height if piece.statement.content else 0.0


def _option_rows(piece: Piece, sizes: Sizes) -> list[tuple[float, list[tuple[Words, Words]]]]:
    """Rows of options, each with its height; as few rows as the widest option allows."""
    count = len(piece.options)
    widest = max(sizes[line].width for _letter, line, _broken in piece.options)
    for columns in sorted({ceil(count / rows) for rows in range(1, count + 1)}, reverse=True):
        if _beside_bubble() + widest + _CELL_GAP_MM <= WIDTH_MM / columns or columns == 1:
            break
    fits = _beside_bubble() + widest <= WIDTH_MM
    cells = [(letter, line if fits else broken) for letter, line, broken in piece.options]
    rows = [cells[start : start + columns] for start in range(0, count, columns)]
    return [(max(_ROW_MM, *(sizes[text].height + 2.4 for _l, text in row)), row) for row in rows]


def _pictures(field: Choice, language: Language) -> tuple[tuple[Words, Words, Words], ...]:
    """Picture and caption, centred above a bubble, as wide as a column of pictures."""
    wide = WIDTH_MM / _pictures_a_row(len(field.options)) - _PICTURE_GAP_MM
    found = []
    for place, option in enumerate(field.options):
        letter = Words((chr(ord("A") + place),), language, TEXT_PT - 2, grey=25)
        content = Words(option, language, TEXT_PT - 1, wide, centred=True)
        found.append((letter, content, content))
    return tuple(found)


def _pictures_a_row(count: int) -> int:
    """Up to four in one row, more in two rows."""
    return count if count <= _MOST_PICTURES else ceil(count / 2)


def _picture_rows(piece: Piece, sizes: Sizes) -> list[tuple[float, list[tuple[Words, Words]]]]:
    """Rows of letters and pictures, each with its height, the bubbles below included."""
    columns = _pictures_a_row(len(piece.options))
    cells = [(letter, content) for letter, content, _same in piece.options]
    rows = [cells[start : start + columns] for start in range(0, len(cells), columns)]
    below = BUBBLE_MM + 2 * CLEAR_MM
    return [(max(sizes[content].height for _l, content in row) + below, row) for row in rows]


def _draw_pictures(
    drawn: Drawn, piece: Piece, field: Choice, sizes: Sizes, x_mm: float, y_mm: float
) -> None:
    _draw_statement(drawn, piece, x_mm, y_mm)
    top = y_mm + _statement_height(piece, sizes) + 1.6
    wide = WIDTH_MM / _pictures_a_row(len(piece.options))
    option = 0
    for height, cells in _picture_rows(piece, sizes):
        middle = top + height - CLEAR_MM - BUBBLE_MM / 2
        for column, (letter, content) in enumerate(cells):
            left = x_mm + INDENT_MM + column * wide
            centre = left + (wide - _PICTURE_GAP_MM) / 2
            drawn.jobs.append(content.placed(left, top))
            drawn.jobs.append(drawing.ring(centre, middle, BUBBLE_MM))
            drawn.jobs.append(letter.placed(centre + _LETTER_MM, middle - sizes[letter].height / 2))
            drawn.bubbles.append(Bubble(field.name, option, centre, middle, BUBBLE_MM))
            option += 1
        top += height


def _beside(piece: Piece, field: Digits, sizes: Sizes) -> Words | None:
    """The statement on one line, if its boxes find room beside it."""
    if piece.line is None:
        return None
    width, height = sizes[piece.line]
    needed = width + _BEFORE_BOXES_MM + field.boxes * _BOX_PITCH_MM
    return piece.line if needed <= WIDTH_MM and height <= BOX_HEIGHT_MM else None


def _draw_choice(
    drawn: Drawn, piece: Piece, field: Choice, sizes: Sizes, x_mm: float, y_mm: float
) -> None:
    _draw_statement(drawn, piece, x_mm, y_mm)
    left, top = x_mm + INDENT_MM, y_mm + _statement_height(piece, sizes) + 1.6
    rows = _option_rows(piece, sizes)
    columns = len(rows[0][1])
    option = 0
    for height, cells in rows:
        middle = top + height / 2
        for column, (letter, text) in enumerate(cells):
            centre = left + BUBBLE_MM / 2 + column * WIDTH_MM / columns
            drawn.jobs.append(drawing.ring(centre, middle, BUBBLE_MM))
            drawn.jobs.append(letter.placed(centre + _LETTER_MM, middle - sizes[letter].height / 2))
            content = centre + _beside_bubble() - BUBBLE_MM / 2
            drawn.jobs.append(text.placed(content, middle - sizes[text].height / 2))
            drawn.bubbles.append(Bubble(field.name, option, centre, middle, BUBBLE_MM))
            option += 1
        top += height


def _draw_digits(
    drawn: Drawn, piece: Piece, field: Digits, sizes: Sizes, x_mm: float, y_mm: float
) -> None:
    left = x_mm + INDENT_MM
    line = _beside(piece, field, sizes)
    if line is not None:
        middle = y_mm + BOX_HEIGHT_MM / 2
        if piece.label is not None:
            label = piece.label.placed(x_mm, middle - sizes[piece.label].height / 2)
            drawn.jobs.append(label)
        drawn.jobs.append(line.placed(left, middle - sizes[line].height / 2))
        start = left + sizes[line].width + _BEFORE_BOXES_MM
    else:
        _draw_statement(drawn, piece, x_mm, y_mm)
        middle = y_mm + _statement_height(piece, sizes) + 2.0 + BOX_HEIGHT_MM / 2
        start = left
    for place in range(field.boxes):
        centre = start + BOX_WIDTH_MM / 2 + place * _BOX_PITCH_MM
        box = DigitBox(field.name, place, centre, middle, BOX_WIDTH_MM, BOX_HEIGHT_MM)
        drawn.jobs.append(drawing.box(centre, middle, BOX_WIDTH_MM, BOX_HEIGHT_MM))
        drawn.boxes.append(box)


def _draw_statement(drawn: Drawn, piece: Piece, x_mm: float, y_mm: float) -> None:
    if piece.label is not None:
        drawn.jobs.append(piece.label.placed(x_mm, y_mm))
    drawn.jobs.append(piece.statement.placed(x_mm + INDENT_MM, y_mm))

"""What stands on every page: corner markers, code, dots. All in millimetres from the top left.

The rules: nothing within 8 mm of the edges (printers cut it), markers of 16 mm in the corners, a
QR code of version 1 and 30 mm, and free paper of at least 1.4 mm around whatever is read.
"""

from terrace.engines.paper.layout import (
    PAGE_HEIGHT_MM,
    PAGE_WIDTH_MM,
    Code,
    Dot,
    Marker,
    Rect,
    Strip,
)
from terrace.engines.paper.numbers import serial_of

MARKER_MM = 16.0
EDGE_MM = 9.0
CODE_MM = 30.0
DOT_MM = 2.0
FAMILIES = 12
"""4X4_50 has 50 markers: twelve families of four, so that neighbours seldom share one."""

LEFT_MM, RIGHT_MM = 22.0, 190.0
"""Edges of what is written; a hole punch takes up to 16 mm on the left."""
GUTTER_MM = 8.0
COLUMN_MM = (RIGHT_MM - LEFT_MM - GUTTER_MM) / 2
COLUMN_LEFTS_MM = (LEFT_MM, LEFT_MM + COLUMN_MM + GUTTER_MM)
TOP_MM, BOTTOM_MM = 56.0, 258.0
"""Between these lines stand the questions."""

NAME = Rect(30.0, 9.0, 142.0, 24.0)
_NEAR = EDGE_MM + MARKER_MM / 2
_CENTRES = (
    (_NEAR, _NEAR),
    (PAGE_WIDTH_MM - _NEAR, _NEAR),
    (PAGE_WIDTH_MM - _NEAR, PAGE_HEIGHT_MM - _NEAR),
    (_NEAR, PAGE_HEIGHT_MM - _NEAR),
)
_DOT_COLUMNS_MM = (_NEAR, LEFT_MM + COLUMN_MM + GUTTER_MM / 2, PAGE_WIDTH_MM - _NEAR)
_DOT_ROWS_MM = tuple(62.0 + 28.0 * row for row in range(8))


def family_of(number: str) -> int:
    """Which family of markers the sheet with this number wears, 0 to 11."""
    return serial_of(number) % FAMILIES


def markers(number: str) -> tuple[Marker, ...]:
    """Its four markers in the order of `refusal.CORNERS`: upper left, then clockwise."""
    first = 4 * family_of(number)
    return tuple(Marker(first + corner, x, y, MARKER_MM) for corner, (x, y) in enumerate(_CENTRES))


def code() -> Code:
    """The QR code: at the top, left of the marker on the right."""
    return Code(163.0, 24.0, CODE_MM)


def strip() -> Strip:
    """The strip of cells: at the foot, between the lower markers."""
    return Strip(105.0, 285.75, 150.0, 4.5)


def dots() -> tuple[Dot, ...]:
    """Three columns of dots: at both edges and between the two columns of questions."""
    return tuple(Dot(x, y, DOT_MM) for y in _DOT_ROWS_MM for x in _DOT_COLUMNS_MM)

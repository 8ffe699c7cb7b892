"""Blocks into two columns: as even as can be, then air between them for working things out."""

from collections.abc import Sequence
from typing import NamedTuple

GAP_MM = 4.5
"""At least this much below a block."""
AFTER_PASSAGE_MM = 2.5
MOST_AIR_MM = 22.0
"""At most this much more than the least gap: a short sheet should not look torn apart."""


class Height(NamedTuple):
    """A block as the columns see it."""

    mm: float
    leads: bool
    """Whether it must stand above the next block, as the text before questions does."""


class Place(NamedTuple):
    """Where a block goes."""

    column: int
    top_mm: float


class Overflow(ValueError):
    """The first block that finds no room, and how many millimetres it lacks."""

    def __init__(self, block: int, missing_mm: float) -> None:
        super().__init__(f"block {block} lacks {missing_mm:.1f} mm")
        self.block = block
        self.missing_mm = missing_mm


def arrange(blocks: Sequence[Height], *, top_mm: float, bottom_mm: float) -> list[Place]:
    """Places of all blocks in order, left column first; `Overflow` when the page is too short."""
    room = bottom_mm - top_mm
    split = _split(blocks)
    if max(_length(blocks[:split]), _length(blocks[split:])) > room:
        raise _overflow(blocks, room)
    halves = ((0, blocks[:split]), (1, blocks[split:]))
    return [Place(column, top) for column, half in halves for top in _tops(half, top_mm, room)]


def _split(blocks: Sequence[Height]) -> int:
    """How many blocks go left, so that the longer column is as short as can be."""
    allowed = [
        count
        for count in range(len(blocks), -1, -1)
        if count in (0, len(blocks)) or not blocks[count - 1].leads
    ]
    return min(allowed, key=lambda n: max(_length(blocks[:n]), _length(blocks[n:])))


def _gap(block: Height) -> float:
    return AFTER_PASSAGE_MM if block.leads else GAP_MM


def _length(blocks: Sequence[Height]) -> float:
    return sum(block.mm for block in blocks) + sum(_gap(block) for block in blocks[:-1])


def _tops(blocks: Sequence[Height], top_mm: float, room_mm: float) -> list[float]:
    breathing = sum(not block.leads for block in blocks)
    air = min(MOST_AIR_MM, (room_mm - _length(blocks)) / breathing) if breathing else 0.0
    tops = []
    for block in blocks:
        tops.append(top_mm)
        top_mm += block.mm + _gap(block) + (0.0 if block.leads else air)
    return tops


def _overflow(blocks: Sequence[Height], room_mm: float) -> Overflow:
    column, used = 0, 0.0
    for place, block in enumerate(blocks):
        if used + block.mm > room_mm and column == 0:
            column, used = 1, 0.0
        if used + block.mm > room_mm:
            return Overflow(place, used + block.mm - room_mm)
        used += block.mm + _gap(block)
    # All would fit if text could be torn from its question: then the last is in the way.
    return Overflow(len(blocks) - 1, 0.0)

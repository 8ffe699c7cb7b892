"""From probabilities to answers: what is sure is said, what is not goes to a person."""

from collections.abc import Sequence
from dataclasses import replace
from math import prod

import numpy as np

from terrace.engines.paper.layout import Area, Bubble, DigitBox, SheetLayout
from terrace.engines.paper.reading import AnswerReading, State
from terrace.engines.paper.vision import bubbles as bubble_reader
from terrace.engines.paper.vision import digits as digit_reader
from terrace.engines.paper.vision.bubbles import Mark
from terrace.engines.paper.vision.digits import NOT_A_DIGIT, BoxInk, Fill
from terrace.engines.paper.vision.ink import Ink
from terrace.engines.paper.vision.network import Floats
from terrace.engines.paper.vision.settings import PIXELS_PER_MM, ReaderSettings

_EDGE_MM, _BEYOND_MM = 0.6, 1.4
"""Ink this far above or below a box is no longer its printed edge, and not yet another line's."""
_BEYOND_SHARE = 0.5
"""Of the darkness of the digit: as dark as that is the pen."""


def answers(ink: Ink, layout: SheetLayout, settings: ReaderSettings) -> tuple[AnswerReading, ...]:
    """All fields of a sheet, in the order of its form."""
    marks = bubble_reader.judge(ink, layout.bubbles)
    boxes = [_written(ink, box) for box in layout.digits]
    written = [place for place, box in enumerate(boxes) if box.picture is not None]
    pictures = [box.picture for box in boxes if box.picture is not None]
    read = digit_reader.probabilities(np.stack(pictures)) if pictures else np.zeros((0, 11))
    guesses = dict(zip(written, read, strict=True))
    result = []
    for area in layout.areas:
        own = [i for i, bubble in enumerate(layout.bubbles) if bubble.field == area.field]
        if own:
            options = [layout.bubbles[i] for i in own]
            result.append(choice(area, options, marks[own], settings))
            continue
        own = [i for i, box in enumerate(layout.digits) if box.field == area.field]
        found = [(boxes[i], guesses.get(i)) for i in own]
        result.append(number(area, found, settings))
    return tuple(result)


def choice(
    area: Area, options: Sequence[Bubble], marks: Floats, settings: ReaderSettings
) -> AnswerReading:
    """A choice from the probabilities of its bubbles (options × `Mark`)."""
    likeliest = marks.argmax(axis=1)
    probability = float(prod(marks.max(axis=1).tolist()))
    marked = tuple(
        sorted(
            option.option
            for option, mark in zip(options, likeliest, strict=True)
            if mark == Mark.MARKED
        )
    )
    if probability < settings.least_probability:
        state = State.DOUBTFUL
    elif len(marked) > 2 and len(marked) == len(options):
        # Nobody marks everything: something lies on the row, or it is not where we think.
        state = State.DOUBTFUL
    elif marked:
        state = State.CLEAR
    else:
        state = State.CANCELLED if Mark.CANCELLED in likeliest else State.EMPTY
    return AnswerReading(area.field, marked, state, probability, area.rect)


def number(
    area: Area, boxes: Sequence[tuple[BoxInk, Floats | None]], settings: ReaderSettings
) -> AnswerReading:
    """A number from its boxes, left to right, each with the probabilities of its digit."""
    text, probability, sure = "", 1.0, True
    for box, guess in boxes:
        if box.fill is Fill.BLANK:
            text += " "
            continue
        if guess is None:
            text, sure = text + " ", False
            continue
        digit = int(guess[:NOT_A_DIGIT].argmax())
        text += str(digit)
        probability *= float(guess[digit])
        sure &= box.fill is Fill.WRITTEN and guess[digit] >= settings.least_digit_probability
    if " " in text.strip():
        # A gap between digits: a digit too faint, or a number that is none.
        sure = False
    value = text.replace(" ", "")
    if not sure:
        state = State.DOUBTFUL
        probability = min(probability, settings.least_digit_probability)
    else:
        state = State.CLEAR if value else State.EMPTY
    return AnswerReading(area.field, value, state, probability, area.rect)


def _written(ink: Ink, box: DigitBox) -> BoxInk:
    """What is in a box; unsure where the digit goes on above or below it.

    Without the part beyond, a 7 whose bar stands above its box would be a 1.
    """
    found = digit_reader.normalise(_part(ink, box), pixels_per_mm=PIXELS_PER_MM)
    if found.fill is not Fill.WRITTEN:
        return found
    pen = float(np.quantile(_part(ink, box, inset_mm=_EDGE_MM), 0.98))
    reach = (_BEYOND_MM - _EDGE_MM) * PIXELS_PER_MM
    for off_mm in (-_BEYOND_MM, box.height_mm + _EDGE_MM):
        top = (box.y_mm - box.height_mm / 2 + off_mm) * PIXELS_PER_MM
        left = (box.x_mm - box.width_mm / 2 + _EDGE_MM) * PIXELS_PER_MM
        wide = (box.width_mm - 2 * _EDGE_MM) * PIXELS_PER_MM
        beyond = ink.dark[
            max(round(top), 0) : round(top + reach),
            round(left) : round(left + wide),
        ]
        if float(beyond.max(initial=0.0)) > _BEYOND_SHARE * pen:
            return replace(found, fill=Fill.UNSURE)
    return found


def _part(ink: Ink, box: DigitBox, *, inset_mm: float = 0.0) -> Floats:
    inset = round(inset_mm * PIXELS_PER_MM)
    left = round((box.x_mm - box.width_mm / 2) * PIXELS_PER_MM)
    top = round((box.y_mm - box.height_mm / 2) * PIXELS_PER_MM)
    right = left + round(box.width_mm * PIXELS_PER_MM)
    bottom = top + round(box.height_mm * PIXELS_PER_MM)
    return ink.dark[top + inset : bottom - inset, left + inset : right - inset]

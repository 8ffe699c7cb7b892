"""What stands around the questions: for whom, how to mark, what comes next, ruler and marks."""

from collections.abc import Iterator
from dataclasses import dataclass

from terrace.engines.paper.cellstrip import cells
from terrace.engines.paper.form import Language, Sheet
from terrace.engines.paper.layout import Rect
from terrace.engines.paper.typesetting import drawing, frame, marks
from terrace.engines.paper.typesetting.blocks import BUBBLE_MM
from terrace.engines.paper.typesetting.drawing import Job, Sizes, Words

NAME_STRIP = Rect(28.0, 8.0, 145.0, 31.0)
"""What a person is shown to tell whose sheet it is."""
_NAME_PT, _LEAST_NAME_PT = 30.0, 11.0
_HEAD_LEFT_MM, _HEAD_WIDTH_MM = 30.0, 112.0
_EXAMPLE_MM = 46.5
_RULE_MM = 52.5
_FOOT_LEFT_MM, _FOOT_WIDTH_MM, _FOOT_BOTTOM_MM = 30.0, 150.0, 280.2
_FOOT_GAP_MM = 0.6
_LEAST_BOTTOM_MM = 268.0
_RULER_MM = 282.4
_A4_RULER, _A5_RULER = (100.0, "100 mm"), (50.0 * 2**0.5, "50 mm")
"""As long as drawn on a whole sheet, and what that is on the paper it is printed on."""

_SAY = {
    "zh": {
        "name": "姓名",
        "fill": "涂满圆圈",
        "cancel": "要改：打个大叉，再涂别的",
        "digits": "一格写一个数字",
    },
    "en": {
        "name": "Name",
        "fill": "Fill the circle",
        "cancel": "To change: cross it out, fill another",
        "digits": "One digit in each box",
    },
}


@dataclass(frozen=True, slots=True)
class Head:
    """The texts around the questions of a sheet, not yet measured."""

    sheet: Sheet
    name: Words
    subtitle: Words
    title: Words
    footer: tuple[Words, ...]

    def texts(self) -> Iterator[Words]:
        """Everything to measure."""
        yield from (self.name, self.subtitle, self.title, *self.footer)
        yield from _examples(self.sheet.form.language)


def head(sheet: Sheet) -> Head:
    """The texts around a sheet's questions."""
    language = sheet.form.language
    return Head(
        sheet,
        Words((sheet.name,), language, _NAME_PT),
        Words((sheet.subtitle,), language, 11.0),
        Words((sheet.form.title,), language, 13.0),
        tuple(Words(line, language, 10.5, _FOOT_WIDTH_MM) for line in sheet.form.footer),
    )


def bottom_mm(head: Head, sizes: Sizes) -> float:
    """Down to where questions may stand."""
    return min(_LEAST_BOTTOM_MM, _footer_top(head, sizes) - 4.0)


def draw(head: Head, sizes: Sizes, *, halves: bool = False) -> list[Job]:
    """Everything of the page but its questions; `halves` when it will be printed as A5."""
    number, language = head.sheet.number, head.sheet.form.language
    code = frame.code()
    jobs = [
        drawing.cells(mark.x_mm, mark.y_mm, mark.size_mm, marks.aruco(mark.id))
        for mark in frame.markers(number)
    ]
    jobs.append(drawing.cells(code.x_mm, code.y_mm, code.size_mm, marks.qr(number)))
    strip = frame.strip()
    jobs.append(
        drawing.grid(strip.x_mm, strip.y_mm, strip.width_mm, strip.height_mm, cells(number))
    )
    jobs.extend(drawing.disc(dot.x_mm, dot.y_mm, dot.diameter_mm) for dot in frame.dots())
    jobs.extend(_name(head, sizes))
    jobs.append(_shrunk(head.subtitle, sizes).placed(_HEAD_LEFT_MM, 24.5))
    jobs.append(_shrunk(head.title, sizes).placed(_HEAD_LEFT_MM, 31.5))
    jobs.extend(_howto(language, sizes))
    top = _footer_top(head, sizes)
    for line in head.footer:
        jobs.append(line.placed(_FOOT_LEFT_MM, top))
        top += sizes[line].height + _FOOT_GAP_MM
    jobs.extend(_ruler(number, language, *_A5_RULER if halves else _A4_RULER))
    return jobs


def _footer_top(head: Head, sizes: Sizes) -> float:
    return _FOOT_BOTTOM_MM - sum(sizes[line].height + _FOOT_GAP_MM for line in head.footer)


def _shrunk(text: Words, sizes: Sizes) -> Words:
    """The text at a size at which it fits one line; at the least size it is broken into lines."""
    width = sizes[text].width
    if width <= _HEAD_WIDTH_MM:
        return text
    size = text.size_pt * _HEAD_WIDTH_MM / width * 0.99
    if size >= _LEAST_NAME_PT * text.size_pt / _NAME_PT:
        return Words(text.content, text.language, round(size, 2))
    least = _LEAST_NAME_PT * text.size_pt / _NAME_PT
    return Words(text.content, text.language, round(least, 2), _HEAD_WIDTH_MM)


def _name(head: Head, sizes: Sizes) -> Iterator[Job]:
    if not (head.sheet.name or head.sheet.form.named):
        return
    if head.sheet.name:
        name = _shrunk(head.name, sizes)
        # A smaller name keeps the base line of a large one.
        down = (_NAME_PT - name.size_pt) * 0.33 if name.width_mm is None else 0.0
        yield name.placed(_HEAD_LEFT_MM, 9.5 + down)
        return
    label = Words((_SAY[head.sheet.form.language]["name"],), head.sheet.form.language, 12.0)
    yield label.placed(_HEAD_LEFT_MM, 16.0)
    yield drawing.line(_HEAD_LEFT_MM + 14, 21.5, 84, 0, stroke_mm=0.3, grey=30)


def _examples(language: Language) -> tuple[Words, Words, Words]:
    say = _SAY[language]
    fill, cancel, digits = (
        Words((say[key],), language, 9.5, grey=15) for key in ("fill", "cancel", "digits")
    )
    return fill, cancel, digits


def _howto(language: Language, sizes: Sizes) -> Iterator[Job]:
    """How to mark, how to cancel, how to write digits: each drawn as it should look."""
    fill, cancel, digits = _examples(language)
    pictures = (BUBBLE_MM, 2 * BUBBLE_MM + 3.5, 18.0)
    texts = [sizes[text].width for text in (fill, cancel, digits)]
    room = frame.RIGHT_MM - frame.LEFT_MM - sum(pictures) - sum(texts) - 3 * 2.5
    x, y, gap = frame.LEFT_MM, _EXAMPLE_MM, room / 2

    yield from _filled(x + BUBBLE_MM / 2, y)
    x += pictures[0] + 2.5
    yield fill.placed(x, y - sizes[fill].height / 2)
    x += texts[0] + gap

    wrong = x + BUBBLE_MM / 2
    yield from _filled(wrong, y)
    for direction in (1, -1):
        start = y - 3.6 * direction
        yield drawing.line(wrong - 3.6, start, 7.2, 7.2 * direction, stroke_mm=0.55, grey=0)
    yield from _filled(wrong + BUBBLE_MM + 3.5, y)
    x += pictures[1] + 2.5
    yield cancel.placed(x, y - sizes[cancel].height / 2)
    x += texts[1] + gap

    for place, digit in enumerate("407"):
        centre = x + 3.0 + 6.0 * place
        yield drawing.box(centre, y, 5.2, 6.6)
        shape = Words((digit,), language, 13.0, 5.2, centred=True)
        yield shape.placed(centre - 2.6, y - 2.75)
    x += pictures[2] + 2.5
    yield digits.placed(x, y - sizes[digits].height / 2)
    yield drawing.line(
        frame.LEFT_MM, _RULE_MM, frame.RIGHT_MM - frame.LEFT_MM, 0, stroke_mm=0.15, grey=55
    )


def _filled(x_mm: float, y_mm: float) -> Iterator[Job]:
    yield drawing.ring(x_mm, y_mm, BUBBLE_MM)
    yield drawing.disc(x_mm, y_mm, BUBBLE_MM - 0.5, grey=18)


def _ruler(number: str, language: Language, long_mm: float, says: str) -> Iterator[Job]:
    """A known length, to see whether the printer kept the size; the number for people."""
    left = frame.LEFT_MM + 33.0
    yield drawing.line(left, _RULER_MM, long_mm, 0, stroke_mm=0.15, grey=35)
    for tick in range(11):
        length = 1.8 if tick % 5 == 0 else 1.1
        yield drawing.line(
            left + long_mm / 10 * tick, _RULER_MM, 0, -length, stroke_mm=0.15, grey=35
        )
    label = Words((says,), language, 6.5, grey=35)
    yield label.placed(left + long_mm + 1.5, _RULER_MM - 2.2)
    grouped = " ".join((number[:4], number[4:8], number[8:]))
    yield Words((grouped,), language, 6.5, grey=35).placed(30.0, _RULER_MM - 2.2)

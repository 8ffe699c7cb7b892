"""The layout as other programs may read and write it: `layout.json` of `terrace paper sample`.

Only what is asked stands in it: numbers of sheets, and millimetres of bubbles and boxes. Markers,
code and dots are the same on every sheet of a family, so the reader knows them without being told.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any, TypeAlias

from terrace.engines.paper.layout import (
    PAGE_HEIGHT_MM,
    PAGE_WIDTH_MM,
    Area,
    Bubble,
    DigitBox,
    Rect,
    SheetLayout,
)
from terrace.engines.paper.numbers import valid
from terrace.engines.paper.reading import SheetReading
from terrace.engines.paper.typesetting import frame, head

Key: TypeAlias = str | int | float | bool | None
"""A question or an option as a layout names it: given back equal in type and value."""

_AROUND_MM = 1.0


class LayoutError(ValueError):
    """A layout that is none: says where."""


@dataclass(frozen=True, slots=True)
class Known:
    """One sheet of a layout: where its fields are, and how the layout names them."""

    layout: SheetLayout
    questions: tuple[Key, ...]
    """Of the fields "0", "1", … that are answered by bubbles, then by digits, as listed."""
    options: Mapping[str, tuple[Key, ...]]
    """By field, in the order of its bubbles."""


def layouts_to_json(layouts: Sequence[SheetLayout]) -> dict[str, Any]:
    """The layouts of one PDF; options are letters from A."""
    return {
        "page": {"width_mm": PAGE_WIDTH_MM, "height_mm": PAGE_HEIGHT_MM},
        "sheets": [_sheet_to_json(layout) for layout in layouts],
    }


def layouts_from_json(value: Any) -> dict[str, Known]:
    """The sheets of a `layout.json` by number; `LayoutError` when it is not one."""
    try:
        return {str(sheet["sheet"]): _known(sheet) for sheet in value["sheets"]}
    except (KeyError, TypeError, ValueError, AttributeError) as error:
        raise LayoutError(f"not a layout of sheets ({type(error).__name__}: {error})") from error


def answers_to_json(sheet: SheetReading, known: Known) -> dict[str, Any]:
    """`answers` and `digits` of one sheet that was read, named as its layout names them."""
    answers, digits = [], []
    for answer in sheet.answers:
        question = known.questions[int(answer.field)]
        if isinstance(answer.value, str):
            row = {"question": question, "value": answer.value, "doubtful": answer.doubtful}
            digits.append(row)
            continue
        options = known.options[answer.field]
        marked = [options[place] for place in answer.value]
        answers.append({"question": question, "marked": marked, "doubtful": answer.doubtful})
    return {"answers": answers, "digits": digits}


def _sheet_to_json(layout: SheetLayout) -> dict[str, Any]:
    return {
        "sheet": layout.number,
        "page": layout.page,
        "bubbles": [
            {
                "question": bubble.field,
                "option": chr(ord("A") + bubble.option),
                "x_mm": round(bubble.x_mm, 4),
                "y_mm": round(bubble.y_mm, 4),
                "diameter_mm": bubble.diameter_mm,
            }
            for bubble in layout.bubbles
        ],
        "digits": [
            {
                "question": box.field,
                "position": box.position,
                "x_mm": round(box.x_mm, 4),
                "y_mm": round(box.y_mm, 4),
                "width_mm": box.width_mm,
                "height_mm": box.height_mm,
            }
            for box in layout.digits
        ],
    }


def _known(sheet: Mapping[str, Any]) -> Known:
    number = str(sheet["sheet"])
    if not valid(number):
        raise ValueError(f"{number!r} is not the number of a sheet")
    fields: dict[tuple[str, type, Key], str] = {}
    options: dict[str, list[Key]] = {}
    bubbles, boxes = [], []
    for bubble in sheet["bubbles"]:
        field = _field(fields, "bubbles", bubble["question"])
        own = options.setdefault(field, [])
        place = (float(bubble["x_mm"]), float(bubble["y_mm"]), float(bubble["diameter_mm"]))
        bubbles.append(Bubble(field, len(own), *place))
        own.append(bubble["option"])
    for box in sheet["digits"]:
        field = _field(fields, "digits", box["question"])
        where = [float(box[key]) for key in ("x_mm", "y_mm", "width_mm", "height_mm")]
        boxes.append(DigitBox(field, int(box["position"]), *where))
    layout = SheetLayout(
        number=number,
        page=int(sheet["page"]),
        width_mm=PAGE_WIDTH_MM,
        height_mm=PAGE_HEIGHT_MM,
        markers=frame.markers(number),
        code=frame.code(),
        dots=frame.dots(),
        bubbles=tuple(bubbles),
        digits=tuple(sorted(boxes, key=lambda box: (int(box.field), box.position))),
        areas=tuple(_area(field, bubbles, boxes) for field in fields.values()),
        name=head.NAME_STRIP,
    )
    return Known(
        layout,
        tuple(question for _kind, _type, question in fields),
        {field: tuple(own) for field, own in options.items()},
    )


def _field(fields: dict[tuple[str, type, Key], str], kind: str, question: Key) -> str:
    return fields.setdefault((kind, type(question), question), str(len(fields)))


def _area(field: str, bubbles: Sequence[Bubble], boxes: Sequence[DigitBox]) -> Area:
    """All that is marked for a field, and a little around it."""
    rects = [
        _around(one.x_mm, one.y_mm, one.diameter_mm, one.diameter_mm)
        for one in bubbles
        if one.field == field
    ]
    rects += [
        _around(one.x_mm, one.y_mm, one.width_mm, one.height_mm)
        for one in boxes
        if one.field == field
    ]
    whole = rects[0]
    for rect in rects[1:]:
        whole = whole.around(rect)
    return Area(field, whole)


def _around(x_mm: float, y_mm: float, width_mm: float, height_mm: float) -> Rect:
    across, high = width_mm / 2 + _AROUND_MM, height_mm / 2 + _AROUND_MM
    return Rect(x_mm - across, y_mm - high, x_mm + across, y_mm + high)

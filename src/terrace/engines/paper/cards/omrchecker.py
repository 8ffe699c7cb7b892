"""OMRChecker's `template.json` made into a card. Written from its documentation and samples.

There the origin of a field block is the upper left of its first bubble's box, labels follow each
other across the direction of the bubbles, and the markers' centres become the page's corners.
"""

import re
from collections.abc import Callable, Mapping, Sequence
from typing import Any, TypeAlias

from terrace.engines.paper.cards.card import (
    Anchor,
    Card,
    CardError,
    Corners,
    Features,
    Group,
    Number,
    Picture,
    Point,
    names,
    number,
    part,
    point,
)

ReadFile: TypeAlias = Callable[[str], bytes]
"""The bytes of a file named in the template, by its path relative to the template."""

_DIGITS = tuple("0123456789")
_TYPES: Mapping[str, tuple[tuple[str, ...], str]] = {
    "QTYPE_INT": (_DIGITS, "vertical"),
    "QTYPE_INT_FROM_1": ((*_DIGITS[1:], "0"), "vertical"),
    "QTYPE_MCQ4": (tuple("ABCD"), "horizontal"),
    "QTYPE_MCQ5": (tuple("ABCDE"), "horizontal"),
    "QTYPE_MCQ4_RTL": (tuple("DCBA"), "horizontal"),
    "QTYPE_MCQ5_RTL": (tuple("EDCBA"), "horizontal"),
}
_RANGE = re.compile(r"^(.*?)(\d+)\.{2,3}(\d+)$", re.DOTALL)
_MOST_IN_A_RANGE = 2000
_MARKER_RATIO = 17.0
"""Width of the sheet by that of a marker, where the template does not say."""


def convert(template: Mapping[str, Any], *, read: ReadFile, name: str = "") -> Card:
    """The card that the template describes; `CardError` names what cannot be converted."""
    if not isinstance(template, Mapping):
        raise CardError("", "a template is a JSON object")
    width, height = point(part(template, "pageDimensions", ""), "pageDimensions")
    bubble = point(part(template, "bubbleDimensions", ""), "bubbleDimensions")
    empty = str(template.get("emptyValue", template.get("emptyVal", "")))
    blocks = part(template, "fieldBlocks", "")
    groups, empties = [], {}
    for block, value in blocks.items():
        group = _group(block, value, bubble)
        groups.append(group)
        own = str(value.get("emptyValue", value.get("emptyVal", empty)))
        empties.update(dict.fromkeys(group.questions, own))
    numbers = tuple(
        _number(label, columns, empties)
        for label, columns in template.get("customLabels", {}).items()
    )
    return Card(
        name=name,
        width=width,
        height=height,
        anchors=_anchors(template.get("preProcessors", ()), (width, height), read),
        groups=tuple(groups),
        numbers=numbers,
        sheet=_sheet(numbers, groups),
    )


def labels(parts: Sequence[str]) -> tuple[str, ...]:
    """`["q1..3", "q9"]` written out: q1, q2, q3, q9."""
    out: list[str] = []
    for one in parts:
        found = _RANGE.match(one)
        if found is None:
            out.append(one)
            continue
        start, end = int(found[2]), int(found[3])
        if not start <= end < start + _MOST_IN_A_RANGE:
            raise CardError("fieldLabels", f"{one!r} is not a range")
        out.extend(f"{found[1]}{at}" for at in range(start, end + 1))
    return tuple(out)


def _group(block: str, value: Mapping[str, Any], default_bubble: Point) -> Group:
    where = f"fieldBlocks/{block}"
    kind = value.get("fieldType", value.get("bubbleFieldType"))
    if kind is None:
        options = names(part(value, "bubbleValues", where), f"{where}/bubbleValues")
        direction = str(value.get("direction", "vertical"))
    elif kind in _TYPES:
        options, direction = _TYPES[kind]
        if "bubbleValues" in value:
            options = names(value["bubbleValues"], f"{where}/bubbleValues")
        direction = str(value.get("direction", direction))
    else:
        raise CardError(f"{where}/fieldType", f"there is no field type {kind!r}")
    questions = labels(names(part(value, "fieldLabels", where), f"{where}/fieldLabels"))
    bubble = point(value.get("bubbleDimensions", default_bubble), f"{where}/bubbleDimensions")
    origin = point(part(value, "origin", where), f"{where}/origin")
    between = number(value.get("bubblesGap", 0), f"{where}/bubblesGap")
    apart = number(value.get("labelsGap", 0), f"{where}/labelsGap")
    if direction not in ("horizontal", "vertical"):
        raise CardError(f"{where}/direction", f"there is no direction {direction!r}")
    across = direction == "horizontal"
    return Group(
        name=block,
        questions=questions,
        options=options,
        first=(origin[0] + bubble[0] / 2, origin[1] + bubble[1] / 2),
        option_step=(between, 0.0) if across else (0.0, between),
        question_step=(0.0, apart) if across else (apart, 0.0),
        bubble=bubble,
    )


def _number(label: str, columns: object, empties: Mapping[str, str]) -> Number:
    parts = labels(names(columns, f"customLabels/{label}"))
    return Number(label, parts, next((empties[one] for one in parts if one in empties), ""))


def _sheet(numbers: Sequence[Number], groups: Sequence[Group]) -> str | None:
    """The longest number that has digit columns tells whose sheet it is."""
    digits = {q for group in groups if set(group.options) == set(_DIGITS) for q in group.questions}
    best = max(
        (one for one in numbers if any(column in digits for column in one.columns)),
        key=lambda one: len(one.columns),
        default=None,
    )
    return None if best is None else best.name


def _anchors(steps: Sequence[Mapping[str, Any]], page: Point, read: ReadFile) -> tuple[Anchor, ...]:
    """What places the page; steps that only change the picture's tones the reader does not need."""
    anchors: list[Anchor] = []
    for step in steps:
        options = step.get("options", {})
        match step.get("name"):
            case "CropPage":
                anchors.append(Corners())
            case "CropOnMarkers" | "CropOnCustomMarkers":
                path = options.get("relativePath", options.get("referenceImage"))
                if path is None:
                    raise CardError("preProcessors/CropOnMarkers", "no picture of the marker")
                ratio = number(options.get("sheetToMarkerWidthRatio", _MARKER_RATIO), "ratio")
                width, height = page
                corners = ((0.0, 0.0), (width, 0.0), (width, height), (0.0, height))
                anchors.append(Picture(read(str(path)), width / ratio, corners))
            case "FeatureBasedAlignment":
                path = part(options, "reference", "preProcessors/FeatureBasedAlignment")
                anchors.append(Features(read(str(path))))
            case "Levels" | "GaussianBlur" | "MedianBlur" | "Contrast" | "AutoRotate":
                pass
            case other:
                raise CardError("preProcessors", f"there is no step {other!r}")
    return tuple(anchors)

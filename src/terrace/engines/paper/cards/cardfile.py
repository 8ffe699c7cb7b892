"""`card.json`: a card as text and back. Light: standard library only."""

import base64
import binascii
import json
from collections.abc import Mapping
from typing import Any

from terrace.engines.paper.cards.card import (
    VERSION,
    Anchor,
    Aruco,
    ArucoMarker,
    Card,
    CardError,
    Corners,
    Features,
    Group,
    Mark,
    Marks,
    Number,
    Picture,
    names,
    number,
    part,
    point,
)


def dumps(card: Card) -> str:
    """The card as the text of a `card.json`."""
    return json.dumps(to_json(card), ensure_ascii=False, indent=1) + "\n"


def loads(text: str) -> Card:
    """The card in the text of a `card.json`; `CardError` says what is wrong with it."""
    try:
        value = json.loads(text)
    except ValueError as error:
        raise CardError("", f"not JSON: {error}") from error
    if not isinstance(value, dict):
        raise CardError("", "a card is a JSON object")
    return from_json(value)


def to_json(card: Card) -> dict[str, Any]:
    """The card as plain JSON."""
    return {
        "version": VERSION,
        "name": card.name,
        "page": {"width": card.width, "height": card.height},
        "anchors": [_anchor_to_json(anchor) for anchor in card.anchors],
        "groups": [
            {
                "name": group.name,
                "questions": list(group.questions),
                "options": list(group.options),
                "first": list(group.first),
                "option_step": list(group.option_step),
                "question_step": list(group.question_step),
                "bubble": list(group.bubble),
            }
            for group in card.groups
        ],
        "numbers": [
            {"name": one.name, "columns": list(one.columns), "empty": one.empty}
            for one in card.numbers
        ],
        "sheet": card.sheet,
    }


def from_json(value: Mapping[str, Any]) -> Card:
    """The card that `to_json` wrote, or a person; `CardError` for anything else."""
    if value.get("version") != VERSION:
        raise CardError("version", f"{VERSION!r} is needed, not {value.get('version')!r}")
    page = part(value, "page", "")
    sheet = value.get("sheet")
    return Card(
        name=str(value.get("name", "")),
        width=number(part(page, "width", "page"), "page/width"),
        height=number(part(page, "height", "page"), "page/height"),
        anchors=tuple(
            _anchor(one, f"anchors/{at}") for at, one in enumerate(value.get("anchors", ()))
        ),
        groups=tuple(
            _group(one, f"groups/{at}") for at, one in enumerate(part(value, "groups", ""))
        ),
        numbers=tuple(
            Number(
                str(part(one, "name", f"numbers/{at}")),
                names(part(one, "columns", f"numbers/{at}"), f"numbers/{at}/columns"),
                str(one.get("empty", "")),
            )
            for at, one in enumerate(value.get("numbers", ()))
        ),
        sheet=None if sheet is None else str(sheet),
    )


def _group(value: Mapping[str, Any], where: str) -> Group:
    questions = names(part(value, "questions", where), f"{where}/questions")
    options = names(part(value, "options", where), f"{where}/options")
    nowhere = [0, 0]
    return Group(
        name=str(value.get("name", where)),
        questions=questions,
        options=options,
        first=point(part(value, "first", where), f"{where}/first"),
        option_step=point(
            part(value, "option_step", where) if len(options) > 1 else nowhere,
            f"{where}/option_step",
        ),
        question_step=point(
            part(value, "question_step", where) if len(questions) > 1 else nowhere,
            f"{where}/question_step",
        ),
        bubble=point(part(value, "bubble", where), f"{where}/bubble"),
    )


def _anchor_to_json(anchor: Anchor) -> dict[str, Any]:
    match anchor:
        case Corners():
            return {"kind": "corners"}
        case Marks(marks):
            return {
                "kind": "marks",
                "marks": [
                    {
                        "x": mark.x,
                        "y": mark.y,
                        "width": mark.width,
                        "height": mark.height,
                        "shape": mark.shape,
                    }
                    for mark in marks
                ],
            }
        case Picture(image, width, places):
            return {
                "kind": "picture",
                "image": base64.b64encode(image).decode(),
                "width": width,
                "places": [list(place) for place in places],
            }
        case Aruco(dictionary, markers):
            return {
                "kind": "aruco",
                "dictionary": dictionary,
                "markers": [
                    {"id": one.id, "x": one.x, "y": one.y, "size": one.size} for one in markers
                ],
            }
        case Features(image):
            return {"kind": "features", "image": base64.b64encode(image).decode()}


def _anchor(value: Mapping[str, Any], where: str) -> Anchor:
    match part(value, "kind", where):
        case "corners":
            return Corners()
        case "marks":
            marks = tuple(
                _mark(one, f"{where}/marks/{at}")
                for at, one in enumerate(part(value, "marks", where))
            )
            if len(marks) != 4:
                raise CardError(f"{where}/marks", f"{len(marks)} marks, not 4")
            return Marks(marks)
        case "picture":
            places = tuple(point(one, f"{where}/places") for one in part(value, "places", where))
            if len(places) != 4:
                raise CardError(f"{where}/places", f"{len(places)} places, not 4")
            return Picture(
                _image(value, where),
                number(part(value, "width", where), f"{where}/width"),
                places,
            )
        case "aruco":
            markers = tuple(
                ArucoMarker(
                    int(number(part(one, "id", where), where)),
                    number(part(one, "x", where), where),
                    number(part(one, "y", where), where),
                    number(part(one, "size", where), where),
                )
                for one in part(value, "markers", where)
            )
            return Aruco(str(part(value, "dictionary", where)), markers)
        case "features":
            return Features(_image(value, where))
        case other:
            raise CardError(f"{where}/kind", f"there is no anchor {other!r}")


def _mark(value: Mapping[str, Any], where: str) -> Mark:
    shape = value.get("shape", "square")
    if shape not in ("square", "corner", "angle"):
        raise CardError(f"{where}/shape", f"there is no shape {shape!r}")
    return Mark(
        number(part(value, "x", where), f"{where}/x"),
        number(part(value, "y", where), f"{where}/y"),
        number(part(value, "width", where), f"{where}/width"),
        number(part(value, "height", where), f"{where}/height"),
        shape,
    )


def _image(value: Mapping[str, Any], where: str) -> bytes:
    try:
        return base64.b64decode(str(part(value, "image", where)), validate=True)
    except binascii.Error as error:
        raise CardError(f"{where}/image", "not base64") from error

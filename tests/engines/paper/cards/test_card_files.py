"""`card.json`: written and read back, refused with the place of the fault; templates converted."""

import pytest

from terrace.engines.paper.cards.card import CardError, Corners, Features, Picture
from terrace.engines.paper.cards.cardfile import dumps, from_json, loads, to_json
from terrace.engines.paper.cards.omrchecker import convert, labels
from tests.engines.paper.cards.drawing import plain_card

TEMPLATE = {
    "pageDimensions": [300, 400],
    "bubbleDimensions": [20, 10],
    "emptyValue": "-",
    "preProcessors": [
        {"name": "Levels", "options": {"low": 0.7}},
        {"name": "CropPage", "options": {"morphKernel": [10, 10]}},
        {
            "name": "CropOnMarkers",
            "options": {"relativePath": "mark.jpg", "sheetToMarkerWidthRatio": 15},
        },
    ],
    "customLabels": {"Roll": ["Medium", "roll1..2"]},
    "fieldBlocks": {
        "Medium": {
            "bubbleValues": ["E", "H"],
            "direction": "vertical",
            "fieldLabels": ["Medium"],
            "origin": [10, 20],
            "bubblesGap": 30,
            "labelsGap": 0,
        },
        "Roll": {
            "fieldType": "QTYPE_INT",
            "fieldLabels": ["roll1..2"],
            "origin": [50, 20],
            "bubblesGap": 30,
            "labelsGap": 40,
        },
        "Answers": {
            "fieldType": "QTYPE_MCQ4",
            "fieldLabels": ["q1..3", "extra"],
            "origin": [150, 20],
            "bubblesGap": 25,
            "labelsGap": 50,
        },
    },
}


def test_a_card_comes_back_from_its_file() -> None:
    card = convert(TEMPLATE, read=lambda _name: b"picture", name="x")
    assert loads(dumps(card)) == card
    assert loads(dumps(plain_card((Corners(), Features(b"page"))))) == plain_card(
        (Corners(), Features(b"page"))
    )


def test_a_template_becomes_a_card() -> None:
    card = convert(TEMPLATE, read=lambda name: name.encode(), name="x")
    assert card.questions == ("Medium", "roll1", "roll2", "q1", "q2", "q3", "extra")
    assert card.groups[1].centre(1, 9) == (50 + 10 + 40, 20 + 5 + 9 * 30)
    assert card.groups[2].centre(3, 2) == (150 + 10 + 2 * 25, 20 + 5 + 3 * 50)
    assert card.anchors == (
        Corners(),
        Picture(b"mark.jpg", 20.0, ((0, 0), (300, 0), (300, 400), (0, 400))),
    )
    assert (card.sheet, card.numbers[0].columns) == ("Roll", ("Medium", "roll1", "roll2"))
    assert card.numbers[0].empty == "-"


def test_ranges_of_labels_are_written_out() -> None:
    assert labels(["q9..11", "Name", "a1...2"]) == ("q9", "q10", "q11", "Name", "a1", "a2")
    with pytest.raises(CardError):
        labels(["q1..999999"])


@pytest.mark.parametrize(
    ("change", "where"),
    [
        ({"version": "card/9"}, "version"),
        ({"page": {"width": 0, "height": 10}}, "page"),
        ({"page": {"width": "wide", "height": 10}}, "page/width"),
        ({"groups": []}, "groups"),
        ({"sheet": "nobody"}, "sheet"),
        ({"anchors": [{"kind": "thread"}]}, "anchors/0/kind"),
        ({"anchors": [{"kind": "marks", "marks": []}]}, "anchors/0/marks"),
        ({"anchors": [{"kind": "features", "image": "%"}]}, "anchors/0/image"),
        ({"numbers": [{"name": "n", "columns": ["none"]}]}, "numbers/n"),
    ],
)
def test_a_fault_in_a_card_is_named_with_its_place(change: dict[str, object], where: str) -> None:
    with pytest.raises(CardError) as told:
        from_json({**to_json(plain_card()), **change})
    assert told.value.where == where


def test_a_bubble_outside_the_page_is_refused() -> None:
    far = {**TEMPLATE, "pageDimensions": [300, 150]}
    with pytest.raises(CardError, match="outside the page"):
        convert(far, read=lambda _name: b"")

"""`terrace paper card convert` and `terrace paper read --card`, as a person types them."""

import json
from pathlib import Path

from typer.testing import CliRunner

from terrace.cli.app import app
from terrace.engines.paper.cards.cardfile import dumps
from tests.engines.paper.cards.drawing import drawn, plain_card, png

MARKS = {"q1": "A", "q2": "BD", "r1": "2", "r2": "0", "r3": "7", "r4": "1"}


def test_every_file_is_answered_with_one_line(tmp_path: Path) -> None:
    card = plain_card()
    (tmp_path / "card.json").write_text(dumps(card))
    (tmp_path / "scan.png").write_bytes(png(drawn(card, MARKS)))
    (tmp_path / "broken.png").write_bytes(b"nothing")
    files = [str(tmp_path / name) for name in ("scan.png", "broken.png", "missing.png")]
    done = CliRunner().invoke(
        app, ["paper", "read", "--card", str(tmp_path / "card.json"), *files, "--json"]
    )
    assert done.exit_code == 0
    scan, broken, missing = [json.loads(line) for line in done.stdout.splitlines()]
    assert (scan["file"], scan["sheet"], scan["rejected"]) == (files[0], "2071", None)
    assert [one["question"] for one in scan["answers"]] == list(card.questions)
    assert {
        one["question"]: "".join(one["marked"]) for one in scan["answers"] if one["marked"]
    } == (MARKS)
    assert scan["digits"] == [{"question": "roll", "value": "2071", "doubtful": False}]
    assert (broken["sheet"], broken["answers"], broken["rejected"]) == (None, [], "not_an_image")
    assert missing["rejected"].startswith("unreadable")


def test_a_template_names_its_fault(tmp_path: Path) -> None:
    (tmp_path / "template.json").write_text('{"pageDimensions": [10, 10]}')
    done = CliRunner().invoke(app, ["paper", "card", "convert", str(tmp_path / "template.json")])
    assert done.exit_code == 2
    assert "bubbleDimensions" in done.output


def test_a_picture_is_taken_only_from_beside_the_template(tmp_path: Path) -> None:
    template = {
        "pageDimensions": [100, 100],
        "bubbleDimensions": [5, 5],
        "preProcessors": [
            {"name": "FeatureBasedAlignment", "options": {"reference": "../../etc/hostname"}}
        ],
        "fieldBlocks": {
            "a": {
                "fieldType": "QTYPE_MCQ4",
                "fieldLabels": ["q1"],
                "origin": [5, 5],
                "bubblesGap": 9,
            }
        },
    }
    (tmp_path / "template.json").write_text(json.dumps(template))
    done = CliRunner().invoke(app, ["paper", "card", "convert", str(tmp_path / "template.json")])
    assert done.exit_code == 2

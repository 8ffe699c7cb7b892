"""Moodle XML as Moodle and other programs write it, and as nobody should."""

from typing import Any

import pytest

from terrace.school.curriculum.questions.reading import read_questions

BANK = """<?xml version="1.0" encoding="UTF-8"?>
<quiz>
<!-- question: 0  -->
<question type="category"><category><text>$course$/top/Science</text></category></question>
<question type="multichoice">
  <name><text>Water</text></name>
  <questiontext format="html"><text><![CDATA[<p>H<sub>2</sub>O is&nbsp;…</p><p><img
   src="@@PLUGINFILE@@/drop.png" alt="a drop"/></p>]]></text>
   <file name="drop.png" path="/" encoding="base64">iVBORw0KGgo=</file></questiontext>
  <generalfeedback format="html"><text>&lt;p&gt;Water.&lt;/p&gt;</text></generalfeedback>
  <defaultgrade>2.0</defaultgrade><penalty>0.3333333</penalty><hidden>0</hidden>
  <idnumber>w-1</idnumber><single>false</single><shuffleanswers>true</shuffleanswers>
  <answer fraction="50" format="html"><text><![CDATA[<p>wet</p>]]></text>
    <feedback format="html"><text>yes</text></feedback></answer>
  <answer fraction="50"><text>clear</text></answer>
  <answer fraction="-100" format="html"><text>dry</text><feedback><text></text></feedback></answer>
  <hint format="html"><text><![CDATA[<p>Drink.</p>]]></text></hint>
  <tags><tag><text>liquid</text></tag></tags>
</question>
<question type="numerical">
  <name><text>Pi</text></name>
  <questiontext format="moodle_auto_format"><text>π?</text></questiontext>
  <answer fraction="100"><text>3.1416</text><tolerance>0.01</tolerance></answer>
  <answer fraction="0"><text>*</text><feedback><text>No.</text></feedback></answer>
  <units><unit><multiplier>1</multiplier><unit_name>m</unit_name></unit></units>
</question>
<question type="matching">
  <name><text>Pairs</text></name><questiontext format="html"><text>Match</text></questiontext>
  <subquestion format="html"><text><![CDATA[<p>cat</p>]]></text><answer><text>mouse</text></answer>
  </subquestion>
  <subquestion><text></text><answer><text>stone</text></answer></subquestion>
</question>
<question type="cloze"><name><text>Holes</text></name><questiontext><text>{1:SA:=a}</text>
</questiontext></question>
<question type="ddwtos"><name><text>Drag</text></name></question>
<question type="essay"><questiontext><text>Write.</text></questiontext></question>
<question type="numerical"><name><text>No number</text></name><questiontext><text>?</text>
</questiontext><answer fraction="100"><text>many</text></answer></question>
<question type="shortanswer"><name><text>Empty</text></name></question>
</quiz>"""


def read(text: str | bytes, name: str = "a.xml") -> dict[str, Any]:
    raw = text.encode() if isinstance(text, str) else text
    return read_questions(raw, name=name).to_json()


def test_a_bank_is_read_with_everything_it_says() -> None:
    told = read(BANK)
    water, pi, pairs = told["questions"]
    assert water == {
        "id": "w-1",
        "type": "multichoice",
        "text": "H₂O is …\n[a drop]",
        "single": False,
        "answers": [
            {"text": "wet", "fraction": 50, "feedback": "yes"},
            {"text": "clear", "fraction": 50},
            {"text": "dry", "fraction": -100},
        ],
        "name": "Water",
        "category": "Science",
        "feedback": "Water.",
        "files": ["drop.png"],
        "points": 2.0,
        "penalty": 0.3333333,
        "hints": ["Drink."],
        "tags": ["liquid"],
        "line": 5,
    }
    assert pi["answers"] == [
        {"text": "3.1416", "fraction": 100, "tolerance": 0.01},
        {"text": "*", "fraction": 0, "feedback": "No."},
    ]
    assert pi["units"] == [{"unit": "m", "multiplier": "1"}]
    assert [(one["prompt"], one["text"]) for one in pairs["answers"]] == [
        ("cat", "mouse"),
        ("", "stone"),
    ]


def test_what_cannot_be_used_is_named() -> None:
    told = read(BANK)
    assert [(one["id"], one["type"]) for one in told["unsupported"]] == [
        ("Holes", "cloze"),
        ("Drag", "ddwtos"),
        ("q6", "essay"),
        ("No number", "numerical"),
        ("Empty", "shortanswer"),
    ]
    assert all(isinstance(one["line"], int) and one["reason"] for one in told["unsupported"])


@pytest.mark.parametrize(
    ("text", "line", "word"),
    [
        ("<quiz>\n<question type='essay'>\n</quiz>", 3, "mismatched"),
        ("<?xml version='1.0'?>\n<quiz>", 2, "no element found"),
        ("<assessment/>", 1, "quiz"),
        ("", 1, "empty"),
        (
            '<!DOCTYPE q [\n<!ENTITY a "ha"><!ENTITY b "&a;&a;">]>\n<quiz>&b;</quiz>',
            2,
            "entity",
        ),
        (
            '<!DOCTYPE q [\n\n<!ENTITY x SYSTEM "file:///etc/passwd">]>\n<quiz>&x;</quiz>',
            3,
            "entity",
        ),
        ("<quiz>" + "<a>" * 100, 1, "deeply"),
        ("<?xml version='1.0' encoding='zip'?><quiz/>", 1, "encoding"),
    ],
)
def test_a_broken_or_hostile_file_is_refused_with_its_line(text: str, line: int, word: str) -> None:
    told = read(text)
    assert told["questions"] == []
    (refused,) = told["unsupported"]
    assert (refused["id"], refused["type"], refused["line"]) == ("a.xml", "file", line)
    assert word in refused["reason"]


def test_a_chinese_encoding_that_is_declared_is_followed() -> None:
    text = BANK.replace('encoding="UTF-8"', 'encoding="gb2312"').replace("clear", "透明")
    text = text.replace("π", "圆周率").replace("…", "水")
    told = read(text.encode("gb18030"))
    assert told["questions"][0]["answers"][1]["text"] == "透明"

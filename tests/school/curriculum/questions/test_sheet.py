"""Questions in spreadsheets, as teachers and quiz programs lay them out."""

from io import BytesIO
from typing import Any

from openpyxl import Workbook

from terrace.school.curriculum.questions.reading import read_questions

CHINESE = """题型,题目,选项A,选项B,选项C,选项D,答案,解析,分值
单选题,春天后面是？,夏,秋,冬,,A,四季,2
多选题,哪些是偶数？,1,2,3,4,BD,,3
判断题,太阳从西边升起。,,,,,错,,1
填空题,“床前明月光”的作者,,,,,李白|李太白,,2
数值题,圆周率（两位小数）,,,,,3.14±0.01,,2
连线题,配对,猫->鱼,牛->草,,,,,2
论述题,说说家乡,,,,,略,,5
单选题,没有这个选项,甲,乙,,,E,,1
"""


def read(raw: bytes, name: str) -> dict[str, Any]:
    return read_questions(raw, name=name).to_json()


def check(told: dict[str, Any]) -> None:
    kinds = [(one["type"], one.get("single")) for one in told["questions"]]
    assert kinds == [
        ("multichoice", True),
        ("multichoice", False),
        ("truefalse", None),
        ("shortanswer", None),
        ("numerical", None),
        ("matching", None),
    ]
    season, even, sun, poet, pi, pairs = told["questions"]
    assert season["answers"][0] == {"text": "夏", "fraction": 100}
    assert season["feedback"] == "四季"
    assert [one["fraction"] for one in even["answers"]] == [0, 50, 0, 50]
    assert [one["fraction"] for one in sun["answers"]] == [0, 100]
    assert [one["text"] for one in poet["answers"]] == ["李白", "李太白"]
    assert pi["answers"] == [{"text": "3.14", "fraction": 100, "tolerance": 0.01}]
    assert [(one["prompt"], one["text"]) for one in pairs["answers"]] == [
        ("猫", "鱼"),
        ("牛", "草"),
    ]
    assert [(one["type"], one["line"]) for one in told["unsupported"]] == [
        ("论述题", 8),
        ("单选题", 9),
    ]


def test_a_chinese_text_table_in_any_encoding() -> None:
    for encoding in ("utf-8", "utf-8-sig", "gb18030", "utf-16"):
        check(read(CHINESE.replace("\n", "\r\n").encode(encoding), "题库.csv"))


def test_the_same_in_a_workbook() -> None:
    book = Workbook()
    sheet = book.active
    assert sheet is not None
    for line in CHINESE.splitlines():
        sheet.append(line.split(","))
    stream = BytesIO()
    book.save(stream)
    check(read(stream.getvalue(), "题库.xlsx"))


def test_a_quiz_template_with_headings_further_down_and_figures_for_options() -> None:
    told = read(
        b"My quiz,,,,,,\n,,,,,,\n,Question - max 120 characters,Answer 1 - max 75 characters,"
        b"Answer 2 - max 75 characters,Answer 3 - max 75 characters,Time limit (sec),"
        b'Correct answer(s) - choose at least one\n1,2+2?,3,4,5,20,2\n2,Even?,2,3,4,20,"1,3"\n',
        "quiz.csv",
    )
    assert [[one["fraction"] for one in q["answers"]] for q in told["questions"]] == [
        [0, 100, 0],
        [50, 0, 50],
    ]


def test_without_headings_the_file_is_refused() -> None:
    told = read(b"a,b\n1,2\n", "x.csv")
    assert told["unsupported"][0]["type"] == "file"
    assert "headings" in told["unsupported"][0]["reason"]


def test_what_is_no_workbook_is_refused() -> None:
    for raw in (b"PK\x03\x04nothing", b"\xd0\xcf\x11\xe0old", b"text"):
        told = read(raw, "x.xlsx")
        assert (told["questions"], told["unsupported"][0]["type"]) == ([], "file")

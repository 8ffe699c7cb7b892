"""A teacher's own questions become an exam: on the sheet, in the key, in the points."""

import re
from dataclasses import replace
from io import BytesIO
from pathlib import Path

import pytest
from django.test import Client
from django.urls import reverse

from terrace.engines.paper.form import Choice, Digits, Form
from terrace.engines.paper.scoring import ChoiceKey, NumberKey
from terrace.school.curriculum.questions.reading import read_questions
from terrace.school.learning import own_questions
from terrace.school.papers import actions
from terrace.school.papers.actions import NewAnswers
from terrace.school.papers.models import Copy, Exam
from terrace.school.papers.queries.exams import exam_page
from tests.school.papers import paper
from tests.school.papers.phone import signed_in

BANK = """::season::春天后面是？ {~春 =夏 ~秋}

::even::哪些是偶数？ {~%50%2 ~%-50%3 ~%50%4}

::true::太阳从东边升起。{T}

::months::一年有几个月？ {#12}

::about::一棵树大约多高（米）？ {#9:1.5}

::pi::圆周率？ {#3.14:0.001}

::poet::谁写的？ {=李白}

::pairs::配一配 {=猫 -> 鱼 =牛 -> 草}

::essay::说说家乡 {}
"""


@pytest.fixture
def village(db: None, home: Path) -> paper.Village:
    """A school with two classes of three."""
    return paper.village()


@pytest.fixture
def teacher(village: paper.Village) -> Client:
    """The phone of 3A's class teacher."""
    return signed_in(village.teacher_a)


def placed(bank: str = BANK) -> own_questions.Placed:
    found = read_questions(bank.encode(), name="x.gift")
    return own_questions.place(found, title="语文", language="zh")


def test_choices_come_first_and_every_question_has_its_key() -> None:
    got = placed()
    fields, keys = got.form.questions, got.keys
    assert [type(field) for field in fields] == [Choice] * 5 + [Digits] * 2
    assert [field.name for field in fields] == [key.name for key in keys]
    assert keys == (
        ChoiceKey("q1", 3, frozenset({1})),
        ChoiceKey("q2", 3, frozenset({0, 2})),
        ChoiceKey("q3", 2, frozenset({0})),
        ChoiceKey("q4", 2, frozenset({0}), 0.5),
        ChoiceKey("q5", 2, frozenset({1}), 0.5),
        NumberKey("q6", frozenset({"12"})),
        NumberKey("q7", frozenset({"8", "9", "10"})),
    )


def test_nothing_is_left_out_in_silence() -> None:
    left = placed().left_out
    assert [(one.text, one.code) for one in left] == [
        ("圆周率？", "number"),
        ("谁写的？", "words"),
        ("essay", ""),
    ]
    assert left[-1].zh
    picture = placed('[html]<img src\\="x.png"> {T}').left_out
    assert [one.code for one in picture] == ["picture"]
    assert [one.code for one in placed("x {~a ~b}").left_out] == ["no_right"]


def test_typed_questions_become_an_exam_with_points(
    village: paper.Village, teacher: Client, monkeypatch: pytest.MonkeyPatch
) -> None:
    address = reverse("own_questions", args=[village.class_a.pk])
    # The child process cannot see this test's transaction; the same function runs here.
    monkeypatch.setattr(
        "terrace.school.learning.own_views.run_in_child",
        lambda action, **said: own_questions.look(**said),
    )
    assert teacher.get(address).status_code == 200
    assert teacher.post(address, {"title": "小测"}).status_code == 422
    stream = BytesIO(BANK.encode())
    stream.name = "bank.gift"
    page = teacher.post(address, {"title": "小测", "file": stream})
    words = page.content.decode()
    assert "圆周率" in words
    (sealed,) = re.findall(r'name="sealed" value="([^"]+)"', words)
    done = teacher.post(address, {"sealed": sealed})
    exam = Exam.objects.get()
    assert done.headers["Location"] == reverse("run", args=[exam.run_id])
    sheet = exam.run.sheets.first()
    assert sheet is not None
    assert Form.from_json(sheet.description) == replace(placed().form, title="小测")
    copy = Copy.objects.filter(sheet__run=exam.run).order_by("sheet__place").first()
    assert copy is not None
    said: dict[str, object] = {"q1": (1,), "q2": (0, 2), "q3": (1,), "q6": "12", "q7": "8"}
    actions.record_answers([NewAnswers(copy, said)], by=None)  # type: ignore[arg-type]
    (line,) = exam_page(exam).lines
    assert line.total.points == 4
    again = teacher.post(
        reverse("exam_key", args=[exam.pk]),
        {
            "choices": "B(AC)BAB",
            "rule": "all",
            "choice_points": "1",
            "numbers": "12 8/9/10",
            "number_points": "1",
        },
    )
    assert again.status_code == 302
    exam.refresh_from_db()
    (line,) = exam_page(exam).lines
    assert line.total.points == 5
    beyond = {"choices": "B(AC)CAB", "rule": "all", "choice_points": "1"}
    numbers = {"numbers": "12 8", "number_points": "1"}
    refused = teacher.post(reverse("exam_key", args=[exam.pk]), beyond | numbers)
    assert refused.status_code == 422


def test_what_was_sealed_for_one_class_opens_no_other(
    village: paper.Village, teacher: Client
) -> None:
    address = reverse("own_questions", args=[village.class_a.pk])
    answer = teacher.post(address, {"sealed": "forged"})
    assert answer.headers["Location"] == address
    assert not Exam.objects.exists()

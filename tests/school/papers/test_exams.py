"""An exam: answer sheets printed, answers counted, points by the key, questions looked at."""

import base64
import io

import pytest
from django.test import Client
from django.urls import reverse
from openpyxl import load_workbook

from terrace.engines.paper.simulate.raster import rasterise
from terrace.school.papers import actions, examkey, exporting, files
from terrace.school.papers.actions import NewAnswers
from terrace.school.papers.models import Copy, Exam, PrintRun
from terrace.school.papers.queries.exams import exam_page
from terrace.school.papers.queries.questions import questions_of
from tests.school.papers import paper
from tests.school.papers.phone import signed_in

FORM = {
    "title": "期中考试",
    "options": "4",
    "choices": "AB(AC)",
    "rule": "part",
    "choice_points": "2",
    "numbers": "407 12/13",
    "number_points": "5",
}


@pytest.fixture
def exam(village: paper.Village, teacher: Client) -> Exam:
    answer = teacher.post(reverse("new_exam", args=[village.class_a.pk]), FORM)
    exam = Exam.objects.get()
    assert answer.headers["Location"] == reverse("run", args=[exam.run_id])
    return exam


def answered(exam: Exam, *rows: dict[str, object]) -> None:
    copies = Copy.objects.filter(sheet__run=exam.run).order_by("sheet__place")
    actions.record_answers(
        [NewAnswers(copy, row) for copy, row in zip(copies, rows, strict=False)],  # type: ignore[arg-type]
        by=None,
    )


ALL = {"q1": (0,), "q2": (1,), "q3": (0, 2), "q4": "407", "q5": "13"}
SOME = {"q1": (1,), "q2": (1,), "q3": (0,), "q4": "0407", "q5": ""}


def test_a_sheet_for_every_child_is_printed_and_read_like_any_other(
    exam: Exam, village: paper.Village, desk: paper.Desk, home: object
) -> None:
    assert actions.make_pdf(exam.run_id) == PrintRun.State.READY
    layout = exam.run.sheets.first().layout
    assert len(layout["bubbles"]) == 12
    assert len({box["field"] for box in layout["digits"]}) == 2
    assert exam.run.sheets.count() == len(village.children_a)


def test_points_follow_the_key_and_the_class_list(exam: Exam, teacher: Client) -> None:
    answered(exam, SOME, ALL)
    page = exam_page(exam)
    assert [(line.total.points, line.total.out_of) for line in page.lines] == [(8, 16), (16, 16)]
    assert len(page.missing) == 1
    shown = teacher.get(reverse("exam", args=[exam.pk])).content.decode()
    assert all(line.child.name in shown for line in page.lines)
    assert page.missing[0].name in shown


def test_a_corrected_key_changes_the_points_at_once(exam: Exam, teacher: Client) -> None:
    answered(exam, SOME)
    key = {name: FORM[name] for name in FORM if name not in ("title", "options")}
    url = reverse("exam_key", args=[exam.pk])
    assert teacher.post(url, {**key, "choices": "BB(AC)"}).status_code == 302
    exam.refresh_from_db()
    assert exam_page(exam).lines[0].total.points == 10
    other = teacher.post(url, {**key, "choices": "BB"})
    assert other.status_code == 422
    exam.refresh_from_db()
    assert exam_page(exam).lines[0].total.points == 10


def test_tables_can_be_taken_along_and_run_nothing(exam: Exam, teacher: Client) -> None:
    answered(exam, SOME, ALL)
    child = exam_page(exam).lines[0].child
    child.name = '=HYPERLINK("x")'
    child.save()
    sent = teacher.get(reverse("exam_csv", args=[exam.pk, "children"]))
    rows = sent.content.decode("utf-8-sig").splitlines()
    assert len(rows) == 3
    assert "'=HYPERLINK" in rows[1]
    assert ",=HYPERLINK" not in rows[1]
    assert ',"=HYPERLINK' not in rows[1]
    made = base64.b64decode(exporting.workbook(exporting.tables(exam_page(exam))))
    book = load_workbook(io.BytesIO(made))
    assert len(book.worksheets) == 3
    cell = book.worksheets[0]["B2"]
    assert (cell.value, cell.data_type) == ('=HYPERLINK("x")', "s")
    assert book.worksheets[0].max_row == 3


def test_only_who_marks_for_the_class_sees_it(exam: Exam, village: paper.Village) -> None:
    stranger = signed_in(village.teacher_b)
    for name in ("exam", "exam_key", "exam_xlsx"):
        assert stranger.get(reverse(name, args=[exam.pk])).status_code in (403, 404)


@pytest.mark.parametrize(
    ("change", "said"),
    [
        ({"choices": "ABE"}, "E"),
        ({"choices": "A1B"}, "1"),
        ({"numbers": "4x7"}, "4x7"),
        ({"choices": "", "numbers": ""}, ""),
        ({"choices": "A" * 120}, ""),
    ],
)
def test_a_key_that_cannot_be_is_said_and_nothing_is_printed(
    village: paper.Village, teacher: Client, change: dict[str, str], said: str
) -> None:
    answer = teacher.post(reverse("new_exam", args=[village.class_a.pk]), {**FORM, **change})
    assert answer.status_code == 422
    assert said in answer.content.decode()
    assert not Exam.objects.exists()


def test_a_key_may_be_typed_as_on_paper() -> None:
    typed = examkey.typed_choices("1.A 2.b 3、（AC）；D", 4)
    assert typed == [frozenset({0}), frozenset({1}), frozenset({0, 2}), frozenset({3})]


def test_an_exam_of_two_pages_is_photographed_page_by_page(
    village: paper.Village, teacher: Client, desk: paper.Desk, home: object
) -> None:
    """From the key that is typed to the points, through photographs; half an exam has no points."""
    key = "ABCD" * 8
    asked = {**FORM, "choices": key, "numbers": "", "choice_points": "1"}
    answer = teacher.post(reverse("new_exam", args=[village.class_a.pk]), asked)
    assert answer.status_code == 302
    exam = Exam.objects.get()
    assert actions.make_pdf(exam.run_id) == PrintRun.State.READY
    exam.run.refresh_from_db()
    sheets = list(exam.run.sheets.order_by("place"))
    assert len(sheets) == 2 * len(village.children_a)
    pages = rasterise(files.path_of(exam.run.pdf).read_bytes(), paper.DPI)
    child = village.children_a[0]
    own = [sheet for sheet in sheets if sheet.copies.filter(child=child).exists()]
    assert [question.number for question in questions_of(own[1].description).values()] == [
        29,
        30,
        31,
        32,
    ]
    right = {f"q{at}": ("ABCD".index(letter),) for at, letter in enumerate(key, 1)}
    right["q30"] = (3,)
    stack = actions.open_stack(school_class=village.class_a, by=village.teacher_a)
    for read, sheet in enumerate(own):
        fields = set(questions_of(sheet.description))
        said = {field: value for field, value in right.items() if field in fields}
        shot = desk.sure(pages[sheet.place], sheet, said)
        paper.send(stack, shot, village.teacher_a, name=f"IMG_{read}.jpg")
        paper.read(stack)
        page = exam_page(exam)
        whole = read + 1 == len(own)
        assert [line.child for line in page.lines] == ([child] if whole else [])
        assert (child in page.missing) is not whole
        shown = teacher.get(reverse("stack", args=[stack.pk])).content.decode()
        assert (f"{child.name}</span></li>" in shown) is not whole
    (line,) = exam_page(exam).lines
    assert (line.total.points, line.total.out_of) == (31, 32)
    shown = teacher.get(reverse("exam", args=[exam.pk])).content.decode()
    assert "31" in shown
    assert child.name in shown

"""Settling and correcting, on a phone without scripts; and how many queries pages take."""

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext

from terrace.school.papers import actions, queries
from terrace.school.papers.models import Answer, Reading
from terrace.school.people.actions import add_child, name_class_teacher

from . import paper
from .phone import signed_in, text
from .rehearsal import concluded


@pytest.fixture
def doubts(village: paper.Village, printed: paper.Printed, desk: paper.Desk) -> list[Answer]:
    """Three sheets with a doubtful mark each: twice q1, once q3."""
    stack = actions.open_stack(school_class=village.class_a, by=village.teacher_a)
    for sheet, field in zip(printed.sheets, ("q1", "q3", "q1"), strict=True):
        photo = desk.unsure(printed.page_of(sheet), sheet, desk.answers(sheet), field=field)
        paper.send(stack, photo, village.teacher_a)
    paper.read(stack)
    return list(Answer.objects.filter(state="doubtful").select_related("copy__child"))


def test_doubts_are_settled_one_tap_after_another(
    village: paper.Village, doubts: list[Answer], teacher: Client
) -> None:
    page = queries.doubts_page(village.teacher_a, school_class=None)
    assert [doubt.question.field for doubt in page.marks] == ["q1", "q1", "q3"]
    shown = text(teacher.get("/doubts/"))
    assert "还有3处等您看一眼。" in shown
    assert shown.count('class="doubt-card"') == 3
    first = page.marks[0].answer
    crop = teacher.get(f"/answers/{first.pk}/crop/")
    assert crop.headers["Content-Type"] == "image/jpeg"
    assert crop.headers["Cache-Control"] == "private, no-store"
    assert crop.headers["X-Content-Type-Options"] == "nosniff"
    assert crop.content.startswith(b"\xff\xd8\xff")
    settled = teacher.post(f"/answers/{first.pk}/settle/", {"value": "1"}, follow=True)
    assert "还有2处等您看一眼。" in text(settled)
    assert "杨小雨第1题：B。" in text(settled)
    # With scripts the list alone comes back.
    second = page.marks[1].answer
    part = teacher.post(
        f"/answers/{second.pk}/settle/", {"value": ""}, headers={"HX-Request": "true"}
    )
    assert text(part).lstrip().startswith('<div class="stack" id="doubts"')
    assert "没有填" in text(part)
    third = page.marks[2].answer
    teacher.post(f"/answers/{third.pk}/settle/", {"value": "many", "option": ["3", "0"]})
    third.refresh_from_db()
    assert third.value == [0, 3]
    shown = text(teacher.get("/doubts/"))
    assert "没有要您看的。" in shown
    assert "A、D" in shown
    teacher.post(f"/answers/{third.pk}/reopen/")
    third.refresh_from_db()
    assert third.state == "doubtful"


def test_a_doubtful_number_is_typed_or_left_empty(doubts: list[Answer], teacher: Client) -> None:
    numbers = Answer.objects.filter(field="n1").order_by("pk")
    numbers.update(state="doubtful")
    first, second, third = numbers
    page = text(teacher.get("/doubts/"))
    assert 'inputmode="numeric"' in page
    assert f'value="{first.value}"' in page
    teacher.post(f"/answers/{first.pk}/settle/", {"value": first.value})
    teacher.post(f"/answers/{second.pk}/settle/", {"value": "typed", "typed": " 407 "})
    teacher.post(f"/answers/{third.pk}/settle/", {"value": ""})
    settled = [Answer.objects.get(pk=one.pk) for one in (first, second, third)]
    assert [(one.state, one.value) for one in settled] == [
        ("settled", first.value),
        ("settled", "407"),
        ("settled", ""),
    ]


def test_the_second_teacher_sees_what_the_first_did(
    village: paper.Village, doubts: list[Answer], teacher: Client
) -> None:
    doubt = doubts[0]
    signed_in(village.principal).post(f"/answers/{doubt.pk}/settle/", {"value": "2"})
    late = teacher.post(f"/answers/{doubt.pk}/settle/", {"value": "0"}, follow=True)
    assert "和校长已经定过了：C。" in text(late)
    doubt.refresh_from_db()
    assert doubt.value == [2]


@pytest.mark.parametrize("sent", [{}, {"value": "9"}, {"value": "x"}, {"value": "1,y"}])
def test_what_no_button_sends_changes_nothing(
    doubts: list[Answer], teacher: Client, sent: dict[str, str]
) -> None:
    page = text(teacher.post(f"/answers/{doubts[0].pk}/settle/", sent, follow=True))
    assert "这道题没有这个答案，请选纸上印的。" in page
    assert Answer.objects.filter(state="doubtful").count() == 3


def test_a_mark_is_corrected_on_the_childs_sheet(
    village: paper.Village, doubts: list[Answer], teacher: Client
) -> None:
    copy = doubts[0].copy
    page = text(teacher.get(f"/copies/{copy.pk}/"))
    assert "第6题" in page
    answer = copy.answers.get(field="n1")
    sent = {"value": "typed", "typed": "7", "stood": answer.value}
    done = teacher.post(f"/answers/{answer.pk}/correct/", sent)
    assert done.headers["Location"] == f"/copies/{copy.pk}/#q5"
    assert (concluded(copy) or {})["n1"] == "7"
    stale = teacher.post(f"/answers/{answer.pk}/correct/", {**sent, "typed": "8"}, follow=True)
    assert "李秀英已经定过了：7。" in text(stale)
    assert (concluded(copy) or {})["n1"] == "7"
    reading = Reading.objects.get(copy=copy)
    photo = teacher.get(f"/photos/{reading.photo_id}/")
    assert photo.headers["Content-Type"] == "image/jpeg"
    assert photo.headers["Cache-Control"] == "private, no-store"
    photo.close()


def test_whose_a_photocopied_sheet_is_is_said_with_one_tap(
    village: paper.Village, desk: paper.Desk, teacher: Client
) -> None:
    shared = paper.printed(village.class_a, village.children_a, village.teacher_a, shared=True)
    (sheet,) = shared.sheets
    stack = actions.open_stack(school_class=village.class_a, by=village.teacher_a)
    for number in (2, 3):
        answers = desk.answers(sheet, number=number)
        photo = desk.sure(shared.page_of(sheet), sheet, answers)
        paper.send(stack, photo, village.teacher_a)
    paper.read(stack)
    page = text(teacher.get("/doubts/"))
    assert "这张是谁的？三年级甲班" in page
    assert "2 和丽花" in page
    reading = Reading.objects.filter(outcome="who").order_by("made_at").first()
    assert reading is not None
    for address in ("crop/", "crop/class_number/"):
        crop = teacher.get(f"/readings/{reading.pk}/{address}")
        assert crop.content.startswith(b"\xff\xd8\xff")
    child = village.children_a[1]
    teacher.post(f"/readings/{reading.pk}/who/", {"child": str(child.pk)})
    assert concluded(paper.copy_of(child, sheet))
    # A child of a class that she does not mark for is not hers to name.
    other = Reading.objects.get(outcome="who")
    stranger = {"child": str(village.children_b[0].pk)}
    assert teacher.post(f"/readings/{other.pk}/who/", stranger).status_code == 403
    page = text(teacher.post(f"/readings/{other.pk}/aside/", follow=True))
    assert "放在一边了，不算。" in page
    other.refresh_from_db()
    assert other.outcome == "set_aside"
    assert f"/readings/{other.pk}/reopen/" in page
    teacher.post(f"/readings/{other.pk}/reopen/")
    other.refresh_from_db()
    assert other.outcome == "who"


def test_two_photographs_that_differ_are_shown_side_by_side(
    village: paper.Village, printed: paper.Printed, desk: paper.Desk, teacher: Client
) -> None:
    sheet = printed.sheets[0]
    stack = actions.open_stack(school_class=village.class_a, by=village.teacher_a)
    first = {**desk.answers(sheet), "q1": (0,)}
    for answers in (first, {**first, "q1": (1,)}):
        paper.send(stack, desk.sure(printed.page_of(sheet), sheet, answers), village.teacher_a)
    paper.read(stack)
    page = text(teacher.get("/doubts/"))
    assert "第1题，第一次：A" in page
    assert "第1题，第二次：B" in page
    reading = Reading.objects.get(outcome="differs")
    crop = teacher.get(f"/readings/{reading.pk}/crop/q1/")
    assert crop.content.startswith(b"\xff\xd8\xff")
    teacher.post(f"/readings/{reading.pk}/differs/", {"take": "second"})
    assert (concluded(sheet.copies.get()) or {})["q1"] == [1]


def test_a_sheet_in_a_colleagues_stack_is_counted_with_one_tap(
    village: paper.Village, printed: paper.Printed, desk: paper.Desk, teacher: Client
) -> None:
    sheet = printed.sheets[0]
    stack = actions.open_stack(school_class=village.class_b, by=village.teacher_b)
    photo = desk.sure(printed.page_of(sheet), sheet, desk.answers(sheet))
    paper.send(stack, photo, village.teacher_b)
    paper.read(stack)
    theirs = text(signed_in(village.teacher_b).get(f"/stacks/{stack.pk}/"))
    assert "杨小雨" not in theirs.replace("杨小雨乙", "")
    assert "王建国拍别的班时拍到了三年级甲班杨小雨的这张。算不算？" in text(teacher.get("/doubts/"))
    reading = Reading.objects.get()
    teacher.post(f"/readings/{reading.pk}/accept/")
    assert concluded(sheet.copies.get())


def test_parts_of_the_class_page_and_the_childs_page(
    village: paper.Village, doubts: list[Answer], teacher: Client
) -> None:
    page = text(teacher.get(f"/classes/{village.class_a.pk}/"))
    assert f"/classes/{village.class_a.pk}/photograph/" in page
    assert f"/doubts/?class={village.class_a.pk}" in page
    child = village.children_a[0]
    assert f"/copies/{doubts[0].copy_id}/" in text(teacher.get(f"/children/{child.pk}/"))


def test_queries_do_not_grow_with_the_class(
    village: paper.Village, desk: paper.Desk, teacher: Client
) -> None:
    name_class_teacher(school_class=village.class_b, staff=village.teacher_a.staff, by=None)

    def pages(children: int) -> dict[str, int]:
        class_, own = (
            (village.class_a, village.children_a)
            if children == 3
            else (village.class_b, village.children_b)
        )
        for number in range(len(own), children):
            add_child(
                school=village.school,
                name=f"孩子{number}",
                school_class=class_,
                class_number=number + 1,
                by=None,
            )
        everyone = list(class_.children.order_by("class_number"))
        printed = paper.printed(class_, everyone, village.teacher_a)
        shared = paper.printed(class_, everyone, village.teacher_a, shared=True)
        stack = actions.open_stack(school_class=class_, by=village.teacher_a)
        for sheet in printed.sheets:
            answers, page = desk.answers(sheet), printed.page_of(sheet)
            photo = (
                desk.unsure(page, sheet, answers, field="q1")
                if sheet.place < 2
                else desk.sure(page, sheet, answers)
            )
            paper.send(stack, photo, village.teacher_a)
        (version,) = shared.sheets
        for child in everyone:
            answers = desk.answers(version, number=child.class_number)
            photo = desk.sure(shared.page_of(version), version, answers)
            paper.send(stack, photo, village.teacher_a)
        paper.read(stack)
        copy = printed.sheets[0].copies.get()
        counts = {}
        for name, address in {
            "run": f"/runs/{printed.run.pk}/",
            "photocopies": f"/runs/{shared.run.pk}/",
            "stack": f"/stacks/{stack.pk}/",
            "doubts": f"/doubts/?class={class_.pk}",
            "copy": f"/copies/{copy.pk}/",
            "class": f"/classes/{class_.pk}/",
        }.items():
            with CaptureQueriesContext(
                connection,
            ) as captured:
                text(teacher.get(address))
            counts[name] = len(captured)
        return counts

    text(teacher.get("/"))  # the first page of the day notes that the phone is in use
    few, many = pages(3), pages(9)
    assert many == few
    assert max(few.values()) <= 25, few

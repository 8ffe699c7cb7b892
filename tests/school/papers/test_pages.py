"""The pages of paper, as a phone without scripts sees them."""

from contextlib import suppress

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.db import OperationalError, connection, transaction
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django_tasks_db.models import DBTaskResult
from pytest_django import Settings

from terrace.engines.paper.font import missing_glyphs
from terrace.school.papers import actions, files, queries
from terrace.school.papers.models import Answer, Photo, PrintRun, Reading, Stack
from terrace.school.people.actions import add_child, name_class_teacher
from terrace.school.people.models import Account

from . import paper
from .full_disk import full_disk
from .rehearsal import concluded

BACKEND = "terrace.school.people.backend.AccountBackend"


def signed_in(account: Account) -> Client:
    client = Client()
    client.force_login(account, backend=BACKEND)
    return client


@pytest.fixture
def teacher(village: paper.Village) -> Client:
    """The phone of 3A's class teacher."""
    return signed_in(village.teacher_a)


def jpeg(data: bytes, name: str = "IMG_0001.jpg") -> SimpleUploadedFile:
    return SimpleUploadedFile(name, data, content_type="image/jpeg")


def text(response: object) -> str:
    assert response.status_code == 200, response.status_code  # type: ignore[attr-defined]
    return str(response.content.decode())  # type: ignore[attr-defined]


def tasks(name: str) -> list[str]:
    rows = DBTaskResult.objects.ready().filter(task_path=f"terrace.school.papers.jobs.{name}")
    return [str(row.args_kwargs["kwargs"]) for row in rows]


# Printing.


def test_a_run_shows_that_it_is_made_then_how_to_print_it(
    village: paper.Village, teacher: Client
) -> None:
    run = paper.started(village.class_a, village.children_a, village.teacher_a)
    waiting = text(teacher.get(f"/runs/{run.pk}/"))
    assert "正在排版" in waiting
    assert '<meta http-equiv="refresh"' in waiting
    assert teacher.get(f"/runs/{run.pk}/sheets.pdf").status_code == 404
    part = teacher.get(f"/runs/{run.pk}/", headers={"HX-Request": "true"})
    assert text(part).lstrip().startswith('<div id="progress"')
    actions.make_pdf(run.pk)
    part = teacher.get(f"/runs/{run.pk}/", headers={"HX-Request": "true"})
    assert part.headers["HX-Refresh"] == "true"
    ready = text(teacher.get(f"/runs/{run.pk}/"))
    assert "<strong>3</strong> 页" in ready
    assert "<strong>0.24</strong> 元" in ready
    assert "按 100% 打印" in ready
    assert f"/classes/{village.class_a.pk}/photograph/" in ready
    pdf = teacher.get(f"/runs/{run.pk}/sheets.pdf")
    assert pdf.headers["Content-Type"] == "application/pdf"
    assert pdf.headers["Content-Disposition"] == 'inline; filename="sheets.pdf"'
    assert pdf.headers["X-Content-Type-Options"] == "nosniff"
    assert b"".join(pdf.streaming_content).startswith(b"%PDF-")
    saved = teacher.get(f"/runs/{run.pk}/sheets.pdf?save")
    assert saved.headers["Content-Disposition"].startswith("attachment")
    saved.close()


def test_versions_to_photocopy_say_how_many_copies(village: paper.Village, teacher: Client) -> None:
    shared = paper.printed(village.class_a, village.children_a, village.teacher_a, shared=True)
    page = text(teacher.get(f"/runs/{shared.run.pk}/"))
    assert "第1页" in page
    assert "3份" in page
    assert shared.run.pages == 3


def test_names_that_the_font_lacks_are_named_before_printing(
    village: paper.Village, teacher: Client
) -> None:
    lacking = next(chr(code) for code in range(0x4E00, 0x31350) if missing_glyphs(chr(code)))
    rare = add_child(
        school=village.school,
        name=f"王{lacking}",
        school_class=village.class_a,
        class_number=9,
        by=None,
    )
    printed = paper.printed(village.class_a, [rare, *village.children_a], village.teacher_a)
    assert printed.run.missing == {printed.sheets[0].number: lacking}
    page = text(teacher.get(f"/runs/{printed.run.pk}/"))
    assert "这几个字请手写补上" in page
    assert f"王{lacking}: {lacking}" in page


def test_a_run_that_cannot_be_printed_says_why_and_can_be_tried_again(
    village: paper.Village, teacher: Client
) -> None:
    run = paper.started(village.class_a, village.children_a, village.teacher_a)
    # On the same full disk SQLite cannot say so either: then the worker says it later.
    with full_disk(), suppress(OperationalError), transaction.atomic():
        actions.make_pdf(run.pk)
    run.refresh_from_db()
    if run.state != PrintRun.State.FAILED:
        actions.fail_run(run.pk, problem="no_room")
    assert files.listed("runs") == []
    page = text(teacher.get(f"/runs/{run.pk}/"))
    assert "盒子里没有地方放 PDF 了。请人腾出地方，再试一次。" in page
    teacher.post(f"/runs/{run.pk}/again/")
    assert tasks("make_pdf") == [str({"run_id": str(run.pk)})]
    assert actions.make_pdf(run.pk) == PrintRun.State.READY


def test_a_sheet_too_long_for_its_page_is_named(village: paper.Village, teacher: Client) -> None:
    run = actions.start_run(
        kind="rehearsal",
        title="太长",
        school=village.school,
        school_class=village.class_a,
        by=village.teacher_a,
    )
    child = village.children_a[0]
    actions.add_sheets(run, [actions.NewSheet(paper.form(40, 30), child.name, "", [child])])
    assert actions.make_pdf(run.pk) == PrintRun.State.FAILED
    assert "杨小雨的这张一页放不下" in text(teacher.get(f"/runs/{run.pk}/"))


def test_sheet_numbers_are_one_of_a_kind(village: paper.Village) -> None:
    runs = [paper.started(village.class_a, village.children_a, village.teacher_a) for _ in range(3)]
    numbers = [n for run in runs for n in run.sheets.values_list("number", flat=True)]
    assert len(set(numbers)) == 9


# Photographing.


def test_a_stack_is_photographed_without_scripts(
    village: paper.Village, printed: paper.Printed, desk: paper.Desk, teacher: Client
) -> None:
    address = f"/classes/{village.class_a.pk}/photograph/"
    empty = text(teacher.get(address))
    assert 'capture="environment"' in empty
    assert "还差3张" in empty
    assert not Stack.objects.exists()
    photos = []
    for sheet in printed.sheets[:2]:
        photos.append(
            jpeg(desk.sure(printed.page_of(sheet), sheet, desk.answers(sheet)), f"{sheet.pk}.jpg")
        )
    sent = teacher.post(address, {"photos": photos}, follow=True)
    stack = Stack.objects.get()
    assert sent.redirect_chain == [(f"/stacks/{stack.pk}/", 302)]
    page = text(sent)
    assert "2张照片已经存好。" in page
    assert "正在读照片" in page
    assert '<meta http-equiv="refresh"' in page
    assert len(tasks("read_stack")) == 2
    paper.read(stack)
    page = text(teacher.get(f"/stacks/{stack.pk}/"))
    assert "读好了2张。" in page
    assert "还差1张" in page
    assert "欧阳春燕" in page
    assert '<meta http-equiv="refresh"' not in page
    # She goes on with it later; what she sends twice is here before.
    assert teacher.get(address).headers["Location"] == f"/stacks/{stack.pk}/"
    photos[0].seek(0)
    again = teacher.post(f"/stacks/{stack.pk}/", {"photos": photos[:1]}, follow=True)
    assert "1张以前就收过了。" in text(again)
    assert Photo.objects.count() == 2


def test_the_summary_says_what_needs_a_look(
    village: paper.Village, printed: paper.Printed, desk: paper.Desk, teacher: Client
) -> None:
    stack = actions.open_stack(school_class=village.class_a, by=village.teacher_a)
    for sheet, faint in zip(printed.sheets, (False, True, True), strict=True):
        answers, page = desk.answers(sheet), printed.page_of(sheet)
        photo = (
            desk.unsure(page, sheet, answers, field="q1")
            if faint
            else desk.sure(page, sheet, answers)
        )
        paper.send(stack, photo, village.teacher_a)
    paper.read(stack)
    page = text(teacher.get(f"/stacks/{stack.pk}/"))
    assert "读好了3张。" in page
    assert "2张要您看一眼。" in page
    assert "都齐了" in page
    assert "读好了，有1处要您看一眼。" in page
    teacher.cookies.load({"django_language": "en"})
    page = text(teacher.get(f"/stacks/{stack.pk}/", headers={"Accept-Language": "en"}))
    assert "3 sheets read." in page
    assert "2 need a look." in page


def test_nothing_chosen_too_large_and_no_room(
    village: paper.Village, teacher: Client, monkeypatch: pytest.MonkeyPatch
) -> None:
    address = f"/classes/{village.class_a.pk}/photograph/"
    assert "没有选照片。" in text(teacher.post(address, follow=True))
    assert not Stack.objects.exists()
    monkeypatch.setattr(files, "MOST_BYTES", 2 * 1024**2)
    big = jpeg(b"\xff\xd8\xff" + bytes(3 * 1024**2), "big.jpg")
    small = jpeg(b"\xff\xd8\xff tiny", "small.jpg")
    page = text(teacher.post(address, {"photos": [big, small]}, follow=True))
    assert "big.jpg: 这个文件超过 2 MB。请用手机平常的设置拍。" in page
    assert "1张照片已经存好。" in page
    assert [photo.name for photo in Photo.objects.all()] == ["small.jpg"]
    monkeypatch.setattr(files, "RESERVE_BYTES", 10**18)
    page = text(teacher.post(address, {"photos": [jpeg(b"\xff\xd8\xff more")]}, follow=True))
    assert "IMG_0001.jpg: 盒子里没有地方了，这张照片没收下。请人腾出地方，再送一次。" in page
    assert Photo.objects.count() == 1
    assert len(files.listed("photos")) == 1


def test_a_disk_that_is_full_in_the_middle_of_a_photograph_keeps_nothing_of_it(
    village: paper.Village, teacher: Client
) -> None:
    stack = actions.open_stack(school_class=village.class_a, by=village.teacher_a)
    photo = jpeg(b"\xff\xd8\xff" + bytes(24 * 1024**2), "half.jpg")
    with full_disk(after_bytes=12 * 1024**2):
        page = text(teacher.post(f"/stacks/{stack.pk}/", {"photos": [photo]}, follow=True))
    assert "half.jpg: 盒子里没有地方了，这张照片没收下。" in page
    assert not Photo.objects.exists()
    assert files.listed("photos") == []
    assert files.listed("") == []


def test_too_many_at_once(village: paper.Village, teacher: Client, settings: Settings) -> None:
    settings.DATA_UPLOAD_MAX_NUMBER_FILES = 3
    address = f"/classes/{village.class_a.pk}/photograph/"
    four = [jpeg(b"\xff\xd8\xff" + bytes([n]), f"{n}.jpg") for n in range(4)]
    assert "一次送得太多了，请分几次送。" in text(
        teacher.post(address, {"photos": four}, follow=True)
    )
    assert not Photo.objects.exists()


def test_a_page_that_waits_says_when_nobody_works(
    village: paper.Village, teacher: Client, desk: paper.Desk
) -> None:
    stack = actions.open_stack(school_class=village.class_a, by=village.teacher_a)
    paper.send(stack, desk.dog(), village.teacher_a)
    assert "盒子现在没有在干活。" in text(teacher.get(f"/stacks/{stack.pk}/"))
    paper.read(stack)
    assert "盒子现在没有在干活。" not in text(teacher.get(f"/stacks/{stack.pk}/"))


def test_who_may_not_photograph_sends_nothing(village: paper.Village) -> None:
    stranger = signed_in(village.teacher_b)
    address = f"/classes/{village.class_a.pk}/photograph/"
    assert stranger.post(address, {"photos": [jpeg(b"x")]}).status_code == 403
    assert files.listed("photos") == []
    nobody = Client()
    assert nobody.post(address, {"photos": [jpeg(b"x")]}).status_code == 302
    forged = Client(enforce_csrf_checks=True)
    forged.force_login(village.teacher_a, backend=BACKEND)
    assert forged.post(address, {"photos": [jpeg(b"x")]}).status_code == 403
    assert not Photo.objects.exists()


# Settling.


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

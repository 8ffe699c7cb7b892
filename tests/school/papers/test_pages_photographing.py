"""Photographing a stack, on a phone without scripts."""

import pytest
from django.test import Client
from pytest_django import Settings

from terrace.school.papers import actions, files
from terrace.school.papers.models import Photo, Stack

from . import paper
from .full_disk import full_disk
from .phone import BACKEND, jpeg, signed_in, tasks, text


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

"""A photograph becomes answers: once, whatever comes twice, and the rest of the stack goes on."""

import struct
import zlib
from io import BytesIO

import cv2
import numpy as np
import pytest
from django.db import connection

from terrace.engines.paper.simulate.camera import encode
from terrace.school.journal.queries import verify
from terrace.school.papers import actions, files, queries
from terrace.school.papers.models import Answer, Copy, Photo, Reading, Stack
from terrace.school.people.models import Account, Child

from . import paper
from .full_disk import full_disk
from .rehearsal import concluded


@pytest.fixture
def stack(village: paper.Village) -> Stack:
    """The stack of class 3A."""
    return actions.open_stack(school_class=village.class_a, by=village.teacher_a)


def outcomes(stack: Stack) -> list[str]:
    rows = Reading.objects.filter(photo__stack=stack).order_by("made_at", "pk")
    return list(rows.values_list("outcome", flat=True))


def says(stack: Stack, account: Account) -> list[str]:
    return [line.words for line in queries.stack_page(stack, account).lines]


def as_json(answers: dict[str, paper.Value]) -> dict[str, object]:
    return {name: v if isinstance(v, str) else list(v) for name, v in answers.items()}


def test_a_class_is_photographed_and_every_child_has_her_answers(
    village: paper.Village, printed: paper.Printed, desk: paper.Desk, stack: Stack
) -> None:
    truth = {}
    for child in village.children_a:
        sheet = printed.sheet_of(child)
        truth[child.pk] = desk.answers(sheet)
        page = desk.filled(printed.page_of(sheet), sheet, truth[child.pk])
        paper.send(stack, desk.photo(page), village.teacher_a)
    paper.read(stack)
    assert outcomes(stack) == ["counted"] * 3
    for child in village.children_a:
        copy = paper.copy_of(child, printed.sheet_of(child))
        assert copy.read_at is not None
        for answer in copy.answers.filter(state=Answer.State.DOUBTFUL):
            value = truth[child.pk][answer.field]
            actions.settle_answer(
                answer, value=value, by=village.teacher_a, expected_state="doubtful"
            )
        assert paper.values(copy) == truth[child.pk]
        assert concluded(copy) == as_json(truth[child.pk])
    assert queries.stack_page(stack, village.teacher_a).missing == []
    assert verify().ok


def test_several_sheets_in_one_photograph_each_count(
    village: paper.Village, printed: paper.Printed, desk: paper.Desk, stack: Stack
) -> None:
    pages = []
    for child in village.children_a:
        sheet = printed.sheet_of(child)
        pages.append(desk.filled(printed.page_of(sheet), sheet, desk.answers(sheet)))
    paper.send(stack, desk.photo(*pages, megapixels=9.0), village.teacher_a)
    paper.read(stack)
    assert outcomes(stack) == ["counted"] * 3
    assert Copy.objects.filter(read_at__isnull=False).count() == 3


def test_the_same_file_twice_is_one_photograph(
    village: paper.Village, printed: paper.Printed, desk: paper.Desk, stack: Stack
) -> None:
    sheet = printed.sheets[0]
    photo = desk.sure(printed.page_of(sheet), sheet, desk.answers(sheet))
    first = actions.receive_photo(
        stack=stack, name="a.jpg", stream=BytesIO(photo), by=village.teacher_a
    )
    second = actions.receive_photo(
        stack=stack, name="b.jpg", stream=BytesIO(photo), by=village.teacher_a
    )
    assert (first.is_new, second.is_new) == (True, False)
    assert first.photo == second.photo
    paper.read(stack)
    paper.read(stack)
    assert outcomes(stack) == ["counted"]


def test_a_sheet_photographed_twice_says_that_nothing_changed(
    village: paper.Village, printed: paper.Printed, desk: paper.Desk, stack: Stack
) -> None:
    sheet = printed.sheets[0]
    answers = desk.answers(sheet)
    for _time in range(2):
        paper.send(stack, desk.sure(printed.page_of(sheet), sheet, answers), village.teacher_a)
    paper.read(stack)
    assert outcomes(stack) == ["counted", "same_again"]
    copy = sheet.copies.get()
    assert paper.values(copy) == answers
    assert concluded(copy) == as_json(answers)


def test_a_second_photograph_makes_a_doubtful_mark_sure(
    village: paper.Village, printed: paper.Printed, desk: paper.Desk, stack: Stack
) -> None:
    sheet = printed.sheets[0]
    answers = desk.answers(sheet)
    faint = desk.unsure(printed.page_of(sheet), sheet, answers, field="q2")
    paper.send(stack, faint, village.teacher_a)
    paper.read(stack)
    copy = sheet.copies.get()
    assert queries.open_doubts(village.class_a) == 1
    assert "q2" not in (concluded(copy) or {})
    paper.send(stack, desk.sure(printed.page_of(sheet), sheet, answers), village.teacher_a)
    paper.read(stack)
    assert queries.open_doubts(village.class_a) == 0
    assert concluded(copy) == as_json(answers)


def test_a_sheet_that_says_something_else_the_second_time_waits_for_a_person(
    village: paper.Village, printed: paper.Printed, desk: paper.Desk, stack: Stack
) -> None:
    sheet = printed.sheets[0]
    first, second = desk.answers(sheet), desk.answers(sheet)
    second = {**first, "q1": ((first["q1"][0] + 1) % 4,)}  # type: ignore[operator]
    for answers in (first, second, second):
        paper.send(stack, desk.sure(printed.page_of(sheet), sheet, answers), village.teacher_a)
    paper.read(stack)
    assert outcomes(stack) == ["counted", "differs", "same_again"]
    copy = sheet.copies.get()
    assert paper.values(copy) == first
    assert queries.open_doubts(village.class_a) == 1


def test_a_sheet_of_another_class_counts_there_when_she_may_mark_for_it(
    village: paper.Village, desk: paper.Desk
) -> None:
    other = paper.printed(village.class_b, village.children_b[:1], village.teacher_b)
    sheet = other.sheets[0]
    answers = desk.answers(sheet)
    stack = actions.open_stack(school_class=village.class_a, by=village.principal)
    paper.send(stack, desk.sure(other.page_of(sheet), sheet, answers), village.principal)
    paper.read(stack)
    assert outcomes(stack) == ["other_class"]
    assert paper.values(sheet.copies.get()) == answers
    assert says(stack, village.principal) == ["读好了，记在它自己的班：三年级乙班。"]


def test_a_sheet_of_another_class_waits_for_its_teacher_otherwise(
    village: paper.Village, desk: paper.Desk, stack: Stack
) -> None:
    other = paper.printed(village.class_b, village.children_b[:1], village.teacher_b)
    sheet = other.sheets[0]
    answers = desk.answers(sheet)
    paper.send(stack, desk.sure(other.page_of(sheet), sheet, answers), village.teacher_a)
    paper.read(stack)
    assert outcomes(stack) == ["its_teacher"]
    copy = sheet.copies.get()
    assert (copy.read_at, concluded(copy)) == (None, None)
    (line,) = queries.stack_page(stack, village.teacher_a).lines
    assert (line.title, line.words) == ("三年级乙班的一张", "读好了，等它自己班的老师来看。")
    assert queries.doubts_page(village.teacher_a, school_class=None).count == 0
    (doubt,) = queries.doubts_page(village.teacher_b, school_class=None).sheets
    actions.accept_reading(doubt.reading, by=village.teacher_b)
    assert concluded(copy) == as_json(answers)


def test_a_sheet_of_another_school_is_unknown_here(
    village: paper.Village, desk: paper.Desk, stack: Stack
) -> None:
    valley = paper.village(name="山谷小学", tag="2")
    theirs = paper.printed(valley.class_a, valley.children_a[:1], valley.teacher_a)
    sheet = theirs.sheets[0]
    photo = desk.sure(theirs.page_of(sheet), sheet, desk.answers(sheet))
    paper.send(stack, photo, village.teacher_a)
    paper.read(stack)
    (reading,) = Reading.objects.filter(photo__stack=stack)
    assert (reading.outcome, reading.sheet, reading.copy) == ("unknown", None, None)
    assert reading.answers == []
    assert sheet.copies.get().read_at is None


def _bomb() -> bytes:
    """A PNG of a few kilobytes that claims 200 million pixels."""

    def chunk(kind: bytes, data: bytes) -> bytes:
        body = kind + data
        return struct.pack(">I", len(data)) + body + struct.pack(">I", zlib.crc32(body))

    head = struct.pack(">IIBBBBB", 20000, 10000, 8, 0, 0, 0, 0)
    rows = zlib.compress(bytes(20001) * 50)
    return b"\x89PNG\r\n\x1a\n" + chunk(b"IHDR", head) + chunk(b"IDAT", rows) + chunk(b"IEND", b"")


def test_whatever_lies_in_the_stack_the_rest_goes_on(
    village: paper.Village, printed: paper.Printed, desk: paper.Desk, stack: Stack
) -> None:
    sheet = printed.sheets[0]
    answers = desk.answers(sheet)
    good = desk.sure(printed.page_of(sheet), sheet, answers)
    heic = b"\x00\x00\x00\x18ftypheic\x00\x00\x00\x00mif1heic" + bytes(500)
    large = np.full((10500, 20000), 200, np.uint8)
    for name, photo in (
        ("empty.jpg", b""),
        ("dog.jpg", desk.dog()),
        ("half.jpg", good[: len(good) // 2]),
        ("bomb.png", _bomb()),
        ("huge.jpg", encode(large, quality=30)),
        ("list.jpg", b"%PDF-1.7 and then nothing"),
        ("iphone.heic", heic),
        ("words.txt", "不是照片".encode()),
        ("good.jpg", good),
    ):
        paper.send(stack, photo, village.teacher_a, name=name)
    paper.read(stack)
    photos = {photo.name: photo for photo in Photo.objects.filter(stack=stack)}
    assert {name: photo.refusal for name, photo in photos.items()} == {
        "empty.jpg": "empty_file",
        "dog.jpg": "no_sheet",
        "half.jpg": "damaged_file",
        "bomb.png": "too_large",
        "huge.jpg": "no_sheet",
        "list.jpg": "damaged_file",
        "iphone.heic": "not_an_image",
        "words.txt": "not_an_image",
        "good.jpg": "",
    }
    assert {photo.state for photo in photos.values()} == {"refused", "read"}
    assert paper.values(sheet.copies.get()) == answers
    said = says(stack, village.teacher_a)
    assert (
        "手机把照片存成了 HEIC，盒子读不了。请在相机设置里选 JPEG（“兼容性最佳”），再拍一张。"
        in said
    )
    assert "没有找到要读的纸。请把纸放在深色的桌面上，四个角都拍进去。" in said


def test_a_pdf_named_jpg_is_read_as_the_scan_that_it_is(
    village: paper.Village, printed: paper.Printed, stack: Stack
) -> None:
    blank = files.path_of(printed.run.pdf).read_bytes()
    paper.send(stack, blank, village.teacher_a, name="scan.jpg")
    paper.read(stack)
    assert outcomes(stack) == ["counted"] * 3
    for sheet in printed.sheets:
        assert set(paper.values(sheet.copies.get()).values()) == {(), ""}


def test_a_corner_that_is_missing_is_named(
    village: paper.Village, printed: paper.Printed, desk: paper.Desk, stack: Stack
) -> None:
    sheet = printed.sheets[0]
    page = desk.filled(printed.page_of(sheet), sheet, desk.answers(sheet))
    # The phone is held askew: the sheet hangs out of the upper edge of the picture by one corner.
    height, width = page.shape
    turn = cv2.getRotationMatrix2D((width / 2, height / 2), -25, 1.0)
    turn[:, 2] += 300
    table = cv2.warpAffine(page, turn, (width + 600, height + 600), borderValue=60)
    top = (turn @ (0, 0, 1))[1]
    cut = np.ascontiguousarray(table[round(top + 0.25 * height) :], np.uint8)
    paper.send(stack, encode(cut), village.teacher_a)
    paper.read(stack)
    assert outcomes(stack) == ["refused"]
    (line,) = queries.stack_page(stack, village.teacher_a).lines
    assert line.words == "左上角没拍全，请把手机放平再拍一张。"


def test_a_photocopied_sheet_counts_for_nobody_until_a_person_says_whose_it_is(
    village: paper.Village, desk: paper.Desk, stack: Stack
) -> None:
    shared = paper.printed(village.class_a, village.children_a, village.teacher_a, shared=True)
    (sheet,) = shared.sheets
    truth: dict[str, dict[str, paper.Value]] = {}
    for child in village.children_a:
        answers = desk.answers(sheet, number=child.class_number)
        truth[child.name] = answers
        paper.send(stack, desk.sure(shared.page_of(sheet), sheet, answers), village.teacher_a)
    paper.read(stack)
    assert outcomes(stack) == ["who"] * 3
    assert not Copy.objects.filter(read_at__isnull=False).exists()
    page = queries.doubts_page(village.teacher_a, school_class=None)
    assert [doubt.child for doubt in page.sheets] == village.children_a
    for doubt in page.sheets:
        assert isinstance(doubt.child, Child)
        actions.settle_who(doubt.reading, child=doubt.child, by=village.teacher_a)
    for child in village.children_a:
        expected = {k: v for k, v in truth[child.name].items() if k != queries.WHO_FIELD}
        assert paper.values(paper.copy_of(child, sheet)) == expected
    assert queries.stack_page(stack, village.teacher_a).missing == []


def test_a_full_disk_leaves_the_photograph_waiting_and_says_so(
    village: paper.Village, printed: paper.Printed, desk: paper.Desk, stack: Stack
) -> None:
    sheet = printed.sheets[0]
    answers = desk.answers(sheet)
    photo = paper.send(stack, desk.sure(printed.page_of(sheet), sheet, answers), village.teacher_a)
    with full_disk():
        told = actions.read_stack(stack.pk)
    assert (told["read"], told["trouble"]) == (0, "no_room")
    photo.refresh_from_db()
    assert photo.state == "waiting"
    assert not Reading.objects.exists()
    assert files.listed("crops") == []
    if connection.vendor == "postgresql":  # SQLite could not write on the same disk either
        assert "没有地方了" in queries.stack_page(stack, village.teacher_a).trouble
    paper.read(stack)
    assert paper.values(sheet.copies.get()) == answers
    photo.refresh_from_db()
    assert photo.trouble == ""

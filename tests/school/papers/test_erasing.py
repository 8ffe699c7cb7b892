"""What is done with goes: photographs first, then crops, then PDFs; what waits stays."""

import os
import time
from datetime import timedelta

from terrace.school.journal import clock
from terrace.school.papers import actions, files
from terrace.school.papers.models import Answer, Photo, Reading, Sheet

from . import paper

LONG = timedelta(days=400)


def photographed(
    village: paper.Village, printed: paper.Printed, desk: paper.Desk, *, faint: bool
) -> Photo:
    stack = actions.open_stack(school_class=village.class_a, by=village.teacher_a)
    sheet = printed.sheets[1 if faint else 0]
    answers, page = desk.answers(sheet), printed.page_of(sheet)
    scan = (
        desk.unsure(page, sheet, answers, field="q1") if faint else desk.sure(page, sheet, answers)
    )
    photo = paper.send(stack, scan, village.teacher_a)
    paper.read(stack)
    return photo


def kept(photo: Photo) -> tuple[bool, bool]:
    """Whether the photograph is there, and whether its crops are."""
    crops = files.path_of(files.crops_name(photo.pk, 0))
    return files.path_of(files.photo_name(photo.pk)).exists(), crops.exists()


def test_photographs_go_a_week_after_all_is_settled_and_crops_later(
    village: paper.Village, printed: paper.Printed, desk: paper.Desk
) -> None:
    photo = photographed(village, printed, desk, faint=False)
    now = clock.now()
    assert actions.erase_done(now=now + timedelta(days=6)) == 0
    assert kept(photo) == (True, True)
    assert actions.erase_done(now=now + timedelta(days=8)) == 1
    assert kept(photo) == (False, True)
    assert actions.erase_done(now=now + timedelta(days=8)) == 0
    actions.erase_done(now=now + timedelta(days=61))
    assert kept(photo) == (False, False)
    assert set(Answer.objects.values_list("crop", flat=True)) == {""}
    photo.refresh_from_db()
    assert (photo.state, photo.file) == ("read", "")


def test_what_waits_for_a_person_stays_until_a_week_after(
    village: paper.Village, printed: paper.Printed, desk: paper.Desk
) -> None:
    photo = photographed(village, printed, desk, faint=True)
    now = clock.now()
    assert actions.erase_done(now=now + timedelta(days=50)) == 0
    assert kept(photo) == (True, True)
    (doubt,) = Answer.objects.filter(state="doubtful")
    with clock.pretend(now + timedelta(days=50)):
        actions.settle_answer(doubt, value=(0,), by=village.teacher_a, expected_state="doubtful")
    assert actions.erase_done(now=now + timedelta(days=56)) == 0
    assert actions.erase_done(now=now + timedelta(days=58)) == 1
    assert kept(photo) == (False, True)


def test_an_undecided_sheet_keeps_its_photograph(
    village: paper.Village, printed: paper.Printed, desk: paper.Desk
) -> None:
    photo = photographed(village, printed, desk, faint=False)
    Reading.objects.filter(photo=photo).update(outcome="differs")
    actions.erase_done(now=clock.now() + LONG)
    assert kept(photo) == (True, True)


def test_a_photograph_that_waits_to_be_read_is_never_erased(
    village: paper.Village, desk: paper.Desk
) -> None:
    stack = actions.open_stack(school_class=village.class_a, by=village.teacher_a)
    photo = paper.send(stack, desk.dog(), village.teacher_a)
    actions.erase_done(now=clock.now() + LONG)
    assert kept(photo)[0]
    paper.read(stack)
    actions.erase_done(now=clock.now() + LONG)
    assert not kept(photo)[0]


def test_a_pdf_goes_after_two_months_and_the_names_on_its_sheets_with_it(
    village: paper.Village, printed: paper.Printed
) -> None:
    path = files.path_of(printed.run.pdf)
    now = clock.now()
    actions.erase_done(now=now + timedelta(days=59))
    assert path.exists()
    assert actions.erase_done(now=now + timedelta(days=61)) == 1
    assert not path.exists()
    assert set(Sheet.objects.values_list("name", flat=True)) == {""}


def test_a_child_who_is_erased_leaves_no_crop_and_no_name(
    village: paper.Village, printed: paper.Printed, desk: paper.Desk
) -> None:
    photo = photographed(village, printed, desk, faint=False)
    village.children_a[0].delete()
    crops = files.path_of(files.crops_name(photo.pk, 0))
    yesterday = time.time() - 2 * 24 * 3600
    os.utime(crops, (yesterday, yesterday))
    actions.erase_done()
    assert not crops.exists()
    assert printed.sheets[0].name == "杨小雨"
    printed.sheets[0].refresh_from_db()
    assert printed.sheets[0].name == ""


def test_what_an_interrupted_upload_has_left_goes_after_a_day(village: paper.Village) -> None:
    for name, hours in ((".x.part", 25), ("without-row", 25), ("just-arriving", 1)):
        files.write(f"photos/{name}", [b"half"])
        path = files.path_of(f"photos/{name}")
        os.utime(path, (time.time() - hours * 3600,) * 2)
    assert actions.erase_done() == 2
    assert [path.name for path in files.listed("photos")] == ["just-arriving"]

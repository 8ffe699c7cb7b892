"""A print run's page, as a phone without scripts sees it."""

from contextlib import suppress

from django.db import OperationalError, transaction
from django.test import Client

from terrace.engines.paper.font import missing_glyphs
from terrace.school.papers import actions, files
from terrace.school.papers.models import PrintRun
from terrace.school.people.actions import add_child

from . import paper
from .full_disk import full_disk
from .phone import tasks, text


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

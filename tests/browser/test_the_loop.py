"""From an Excel list to next week's PDF, as a teacher does it: real pages, paper and pictures."""

import json
import os
import re
import subprocess
import sys
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING

import numpy as np
import pytest
from numpy.typing import NDArray
from openpyxl import Workbook

from terrace.engines.paper.layout import SheetLayout
from terrace.engines.paper.simulate.camera import photograph
from terrace.engines.paper.simulate.hand import fill
from terrace.engines.paper.simulate.raster import rasterise
from terrace.school.learning.models import Attempt, WeekPlan, Worksheet
from terrace.school.learning.worksheets import Marked, OptionKey, Question, questions
from terrace.school.papers.models import Answer, Copy, Sheet
from tests.browsing import OpenPage
from tests.processes import Site, until

if TYPE_CHECKING:
    from playwright.sync_api import Page

pytestmark = pytest.mark.browser

CHILDREN = ("杨玥珺", "欧阳堃", "李喆", "张嘉祎", "王小满", "陈石头")
PASSWORD = "一层又一层的梯田"
READ_SECONDS = 120


@dataclass(frozen=True, slots=True)
class OnTheTable:
    """A child's sheet as printed, and what she is to write on it."""

    child: str
    page: NDArray[np.uint8]
    layout: SheetLayout
    answers: dict[str, Marked]


def test_from_an_excel_list_to_next_week_s_sheets(
    site: Site, open_page: OpenPage, tmp_path: Path
) -> None:
    login = bring_the_list(class_list(tmp_path))
    page = open_page(site.url + "/")
    choose_password(page, site, login)

    # Monday: the class, its sheets, one PDF.
    page.locator("a[href='/classes/']").first.click()
    page.get_by_role("link", name=re.compile("三年级1班")).first.click()
    for name in CHILDREN:
        page.get_by_role("link", name=name).first.wait_for()
    class_url = page.url
    first_pdf = print_sheets(page, class_url, tmp_path / "first.pdf")
    plan = WeekPlan.objects.get()

    # The first child answers all right, the second all wrong, the third leaves one out.
    table = on_the_table(first_pdf, plan)
    assert sorted(one.child for one in table) == sorted(CHILDREN)
    photos = photographs(table, tmp_path)

    # Friday: the stack, some now and some later; one photograph twice, and one of something else.
    page.goto(class_url + "photograph/")
    page.set_input_files("input[multiple]", [*photos[:3], photos[0], not_a_sheet(tmp_path)])
    until(lambda: read_copies(plan) == 3, "the first photographs are read", seconds=READ_SECONDS)
    page.goto(class_url)  # she closes the page and comes back
    page.goto(class_url + "photograph/")
    page.set_input_files("input[multiple]", photos[3:])
    until(lambda: read_copies(plan) == 6, "all sheets are read", seconds=READ_SECONDS)

    settle_what_is_doubtful(page, site, table)
    written = {(one.child, field): value for one in table for field, value in one.answers.items()}
    assert {
        (answer.copy.child.name, answer.field): as_marked(answer.value)
        for answer in Answer.objects.select_related("copy__child")
    } == written

    # What it says of the children: the first can do what the second is still practising.
    first, second = table[0], table[1]
    assert set(
        Attempt.objects.filter(child__name=first.child).values_list("correct", flat=True)
    ) == {True}
    assert set(
        Attempt.objects.filter(child__name=second.child).values_list("correct", flat=True)
    ) == {False}
    page.goto(class_url)
    page.get_by_role("link", name=first.child).first.click()
    assert page.locator("h2#learning").is_visible()

    # A mark that was wrong is corrected, and what was concluded from it with it.
    correct_one(page, site, first)
    assert not Attempt.objects.get(child__name=first.child, order=0).correct

    # The next sheets are others, and easier for the second than for the first.
    second_pdf = print_sheets(page, class_url, tmp_path / "second.pdf")
    assert second_pdf.read_bytes() != first_pdf.read_bytes()
    again = WeekPlan.objects.exclude(pk=plan.pk).get()
    assert asked(plan).isdisjoint(asked(again))
    assert Copy.objects.filter(sheet__run_id=again.run_id).count() == len(CHILDREN)


def class_list(folder: Path) -> Path:
    """The list as the school keeps it."""
    book = Workbook()
    sheet = book.active
    assert sheet is not None
    sheet.append(["班级", "姓名", "性别", "出生日期"])
    for number, name in enumerate(CHILDREN):
        sheet.append(
            ["三年级1班", name, "女" if number % 2 == 0 else "男", f"2017-0{number + 1}-15"]
        )
    path = folder / "三年级.xlsx"
    book.save(path)
    return path


def bring_the_list(path: Path) -> dict[str, str]:
    """`terrace import` on a box without a school; the principal's first login."""
    words = [sys.executable, "-m", "terrace.cli", "import", str(path)]
    done = subprocess.run(
        [*words, "--school", "石桥小学", "--json"],
        env=os.environ.copy(),
        check=True,
        capture_output=True,
    )
    answer = json.loads(done.stdout)
    assert answer["problems"] == []
    assert answer["created"]["children"] == len(CHILDREN)
    said = done.stderr.decode().split()
    return {"username": said[said.index("name") + 1], "code": " ".join(said[-3:])}


def choose_password(page: "Page", site: Site, login: dict[str, str]) -> None:
    """The principal's first sign-in, with the code that the box printed."""
    page.get_by_role("link", name="我有重设码").or_(
        page.locator("a[href='/new-password/']")
    ).click()
    page.fill("input[name=username]", login["username"])
    page.fill("input[name=code]", login["code"])
    page.fill("input[name=new_password]", PASSWORD)
    page.locator("main form button").first.click()
    page.wait_for_url(site.url + "/")


def print_sheets(page: "Page", class_url: str, path: Path) -> Path:
    """Press print, wait until the sheets are made, and keep the PDF."""
    page.goto(class_url + "print/")
    page.locator("button[form=print]").click()
    page.wait_for_url(re.compile("/runs/"))
    link = page.locator("a.button.main[href$='sheets.pdf']")
    link.wait_for(timeout=READ_SECONDS * 1000)
    answer = page.request.get(page.url + "sheets.pdf")
    assert answer.headers["content-type"] == "application/pdf"
    path.write_bytes(answer.body())
    return path


def on_the_table(pdf: Path, plan: WeekPlan) -> list[OnTheTable]:
    """Each printed page, with the answers that its child is to give."""
    pages = rasterise(pdf.read_bytes(), 200)
    found = []
    for sheet in Sheet.objects.filter(run_id=plan.run_id).order_by("place"):
        child = sheet.copies.get().child.name
        asked_here = questions(Worksheet.objects.get(sheet=sheet).items)
        wrong = child == CHILDREN[1]
        answers = {
            one.field: wrong_answer(one) if wrong else right_answer(one) for one in asked_here
        }
        if child == CHILDREN[2]:
            answers[asked_here[1].field] = (
                "" if isinstance(answers[asked_here[1].field], str) else ()
            )
        assert sheet.layout is not None
        layout = SheetLayout.from_json(sheet.layout)
        found.append(OnTheTable(child, pages[sheet.place], layout, answers))
    return sorted(found, key=lambda one: CHILDREN.index(one.child))


def right_answer(asked: Question) -> Marked:
    """What the key says."""
    return (asked.key.key,) if isinstance(asked.key, OptionKey) else str(asked.key.value)


def wrong_answer(asked: Question) -> Marked:
    """Another option, or another number that fits the boxes."""
    if isinstance(asked.key, OptionKey):
        return ((asked.key.key + 1) % asked.key.options,)
    return str(asked.key.value - 1 if asked.key.value else 1)


def photographs(table: Sequence[OnTheTable], folder: Path) -> list[Path]:
    """The stack, sheet by sheet; the last two together in one picture."""
    rng = np.random.default_rng(11)
    filled = [fill(one.page, one.layout, one.answers, rng=rng) for one in table]
    paths = []
    for number, pages in enumerate([[page] for page in filled[:-2]] + [filled[-2:]]):
        path = folder / f"IMG_{number:04d}.jpg"
        path.write_bytes(photograph(pages, level="careful", rng=rng))
        paths.append(path)
    return paths


def not_a_sheet(folder: Path) -> Path:
    """A picture without any sheet on it."""
    rng = np.random.default_rng(12)
    path = folder / "dog.jpg"
    blank = rng.integers(90, 160, (900, 700), dtype=np.uint8)
    path.write_bytes(photograph([blank], level="careful", rng=rng))
    return path


def read_copies(plan: WeekPlan) -> int:
    """How many children's sheets of the plan have been read."""
    return Copy.objects.filter(sheet__run_id=plan.run_id).exclude(read_at=None).count()


def settle_what_is_doubtful(page: "Page", site: Site, table: Sequence[OnTheTable]) -> None:
    """Go through the doubts as she does: look at the crop, press what it says."""
    truth = {one.child: one.answers for one in table}
    for _ in range(60):
        doubtful = Answer.objects.filter(state=Answer.State.DOUBTFUL).select_related("copy__child")
        answer = doubtful.first()
        if answer is None:
            return
        page.goto(site.url + "/doubts/")
        card = page.locator(f"#doubt-{answer.pk}")
        says = truth[answer.copy.child.name][answer.field]
        if isinstance(says, tuple) and len(says) == 1:
            card.locator(f"button[name=value][value='{says[0]}']").click()
        elif says:
            card.locator("input[name=typed]").fill(str(says))
            card.locator("button[value=typed]").click()
        else:
            card.locator("button[name=value][value='']").click()
        until(
            lambda pk=answer.pk: Answer.objects.get(pk=pk).state == Answer.State.SETTLED,  # type: ignore[misc]
            "the doubt is settled",
        )
    raise AssertionError("more than sixty doubts on six careful sheets")


def correct_one(page: "Page", site: Site, one: OnTheTable) -> None:
    """On the child's copy: the first answer was not what the box says."""
    copy = Copy.objects.get(child__name=one.child, read_at__isnull=False)
    first = Worksheet.objects.get(sheet_id=copy.sheet_id)
    asked_first = questions(first.items)[0]
    answer = Answer.objects.get(copy=copy, field=asked_first.field)
    page.goto(f"{site.url}/copies/{copy.pk}/")
    form = page.locator(f"form[action$='/answers/{answer.pk}/correct/']")
    fold = page.locator("details", has=form)
    if fold.count():
        fold.first.locator("summary").first.click()
    other = wrong_answer(asked_first)
    if isinstance(other, tuple):
        form.locator(f"button[name=value][value='{other[0]}']").click()
    else:
        form.locator("input[name=typed]").fill(other)
        form.locator("button[value=typed]").click()
    until(
        lambda: as_marked(Answer.objects.get(pk=answer.pk).value) == other,
        "the mark is corrected",
    )


def as_marked(value: object) -> Marked:
    """An answer's value as the learning app compares it."""
    return value if isinstance(value, str) else tuple(value)  # type: ignore[arg-type]


def asked(plan: WeekPlan) -> set[tuple[str, str, int]]:
    """Who was asked which item."""
    return {
        (str(child), item["template"], item["seed"])
        for worksheet in plan.worksheets.all()
        for child in worksheet.sheet.copies.values_list("child_id", flat=True)
        for item in worksheet.items
    }

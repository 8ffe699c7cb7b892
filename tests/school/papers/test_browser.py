"""What a teacher does with paper on a phone, with and without scripts, in a real browser."""

from pathlib import Path
from typing import TYPE_CHECKING

import pytest

from terrace.school.papers import actions
from terrace.school.papers.models import Answer, Photo
from tests.browsing import OpenPage
from tests.processes import Site, until

from . import paper

if TYPE_CHECKING:
    from playwright.sync_api import Browser, Page, Route

pytestmark = pytest.mark.browser


def opened(page: "Page", url: str) -> "Page":
    page.goto(url)
    return page


def sign_in(open_page: OpenPage, site: Site, *, javascript: bool = True) -> "Page":
    page = open_page(f"{site.url}/sign-in/", javascript=javascript)
    page.fill("input[name=username]", "李秀英")
    page.fill("input[name=password]", "ink and paper")
    page.get_by_role("button", name="登录").click()
    page.wait_for_selector("nav.places")
    return page


@pytest.fixture
def village(paper_site: Site) -> paper.Village:
    """A school with two classes of four."""
    return paper.village(children=4)


@pytest.fixture
def printed(village: paper.Village) -> paper.Printed:
    """Class 3A's sheets on the table."""
    return paper.printed(village.class_a, village.children_a, village.teacher_a)


@pytest.mark.parametrize("javascript", [True, False])
def test_a_stack_is_photographed_read_and_settled(
    paper_site: Site,
    open_page: OpenPage,
    village: paper.Village,
    printed: paper.Printed,
    desk: paper.Desk,
    tmp_path: Path,
    javascript: bool,
) -> None:
    album = []
    for sheet in printed.sheets[:3]:
        answers, blank = desk.answers(sheet), printed.page_of(sheet)
        photo = (
            desk.sure(blank, sheet, answers)
            if sheet.place == 0
            else desk.unsure(blank, sheet, answers, field="q2")
        )
        album.append(tmp_path / f"IMG_{sheet.place}.jpg")
        album[-1].write_bytes(photo)
    page = sign_in(open_page, paper_site, javascript=javascript)
    page.goto(f"{paper_site.url}/classes/{village.class_a.pk}/photograph/")
    many = page.locator("input[type=file][multiple]")
    many.set_input_files(album)
    if not javascript:
        page.get_by_role("button", name="送去读").click()
    # The page renews itself while the worker reads.
    page.get_by_text("读好了3张").wait_for(timeout=60_000)
    page.get_by_text("2张要您看一眼").wait_for()
    page.get_by_text("还差1张").wait_for()
    page.get_by_role("link", name="去看").click()
    page.get_by_text("还有2处等您看一眼").wait_for()
    if javascript:
        page.wait_for_load_state("networkidle")  # the keys work once their script is there
        page.keyboard.press("c")
    else:
        page.locator(".doubt-card").first.get_by_role("button", name="C", exact=True).click()
    page.get_by_text("还有1处等您看一眼").wait_for(timeout=90_000)
    page.get_by_text("和丽花第2题：C。").wait_for()
    page.get_by_role("button", name="撤回").click()
    page.get_by_text("还有2处等您看一眼").wait_for()
    for left in ("还有1处等您看一眼", "没有要您看的"):
        page.locator(".doubt-card .likely").first.click()
        page.get_by_text(left).wait_for()
    assert not Answer.objects.filter(state="doubtful").exists()
    assert Answer.objects.filter(state="settled").count() == 2


def test_thirty_doubts_take_two_minutes(
    paper_site: Site,
    open_page: OpenPage,
    village: paper.Village,
    printed: paper.Printed,
    desk: paper.Desk,
) -> None:
    stack = actions.open_stack(school_class=village.class_a, by=village.teacher_a)
    for sheet in printed.sheets:
        photo = desk.sure(printed.page_of(sheet), sheet, desk.answers(sheet))
        paper.send(stack, photo, village.teacher_a)
    actions.read_stack(stack.pk)
    # Every mark of every sheet is doubted: more than any class will ever see.
    Answer.objects.filter(copy__sheet__run=printed.run).update(state="doubtful")
    doubts = Answer.objects.filter(state="doubtful").count()
    assert doubts == 24
    page = sign_in(open_page, paper_site)
    page.goto(f"{paper_site.url}/doubts/")
    requests: list[str] = []
    page.on("request", lambda request: requests.append(request.url))
    swapped: list[float] = []
    for left in range(doubts - 1, -1, -1):
        before = page.evaluate("performance.now()")
        page.locator(".doubt-card .likely").first.click()
        page.get_by_text(f"还有{left}处等您看一眼" if left else "没有要您看的").wait_for()
        swapped.append(float(page.evaluate("performance.now()")) - before)
        # What is to be settled now is seen at once: its picture is there already.
        page.wait_for_function(
            "!document.querySelector('.crop') || document.querySelector('.crop').complete"
        )
    assert Answer.objects.filter(state="settled").count() == doubts
    # The machine takes less than a second of each; four are the teacher's.
    assert sorted(swapped)[len(swapped) // 2] < 1000, swapped
    posts = [url for url in requests if url.endswith("/settle/")]
    assert len(posts) == doubts


def test_a_photograph_taken_now_is_one_tap(
    paper_site: Site,
    open_page: OpenPage,
    village: paper.Village,
    printed: paper.Printed,
    desk: paper.Desk,
    tmp_path: Path,
) -> None:
    sheet = printed.sheets[0]
    shot = tmp_path / "shot.jpg"
    shot.write_bytes(desk.sure(printed.page_of(sheet), sheet, desk.answers(sheet)))
    page = sign_in(open_page, paper_site)
    page.goto(f"{paper_site.url}/classes/{village.class_a.pk}/photograph/")
    camera = page.locator("input[type=file][capture=environment]")
    assert camera.get_attribute("multiple") is None
    camera.set_input_files(shot)
    page.get_by_text("读好了1张").wait_for(timeout=60_000)
    assert Photo.objects.count() == 1


def test_a_connection_that_breaks_off_loses_nothing_and_doubles_nothing(
    paper_site: Site,
    browser: "Browser",
    village: paper.Village,
    printed: paper.Printed,
    desk: paper.Desk,
    tmp_path: Path,
) -> None:
    album = []
    for sheet in printed.sheets:
        album.append(tmp_path / f"IMG_{sheet.place}.jpg")
        album[-1].write_bytes(desk.sure(printed.page_of(sheet), sheet, desk.answers(sheet)))
    album.append(tmp_path / "too-large.jpg")
    album[-1].write_bytes(b"\xff\xd8\xff" + bytes(31 * 1024**2))
    # A phone of its own: this one's browser has something to complain about.
    phone = browser.new_context(locale="zh-CN")
    page = sign_in(lambda url, **_how: opened(phone.new_page(), url), paper_site)
    page.goto(f"{paper_site.url}/classes/{village.class_a.pk}/photograph/")
    posts = 0

    def now_and_then(route: "Route") -> None:
        nonlocal posts
        if route.request.method != "POST":
            route.continue_()
            return
        posts += 1
        if posts in (2, 3):  # the phone leaves the Wi-Fi for a moment
            route.abort("connectionfailed")
        else:
            route.continue_()

    page.route("**/stacks/**", now_and_then)
    page.route("**/photograph/", now_and_then)
    page.set_input_files("input[multiple]", album)
    page.get_by_text("too-large.jpg: 这个文件超过 30 MB。").wait_for(timeout=60_000)
    until(lambda: Photo.objects.filter(state="read").count() == 4, "all are read", seconds=60)
    assert posts == 7
    # She is not sure, and chooses all of them once more.
    page.unroute("**/photograph/")
    page.set_input_files("input[multiple]", album[:4])
    page.get_by_text("都齐了").wait_for(timeout=60_000)
    assert Photo.objects.count() == 4
    phone.close()

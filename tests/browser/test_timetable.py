"""A week planned at a press, a lesson moved by keys alone, two taps when somebody is ill."""

from typing import TYPE_CHECKING

import pytest

from terrace.school.calendar.actions import set_hours
from terrace.school.calendar.days import USUAL_HOURS
from terrace.school.people.models import Account
from terrace.school.timetable import queries
from terrace.school.timetable.models import Cover, Lesson, Timetable
from tests.browsing import OpenPage
from tests.processes import Site, until
from tests.school.people.village import PASSWORD, village
from tests.school.timetable.term import Term, a_term

if TYPE_CHECKING:
    from playwright.sync_api import Page

pytestmark = pytest.mark.browser


def sign_in(page: "Page", site: Site, account: Account) -> None:
    """With name and password."""
    page.goto(site.url + "/sign-in/")
    page.fill("input[name=username]", account.username)
    page.fill("input[name=password]", PASSWORD)
    page.press("input[name=password]", "Enter")
    page.wait_for_url(site.url + "/")


def places(term: Term) -> dict[str, tuple[int | None, int | None]]:
    """Where each lesson stands."""
    rows = Lesson.objects.filter(course__timetable=term.timetable)
    return {str(one.pk): (one.weekday, one.period) for one in rows}


def test_a_week_is_planned_moved_and_covered(site: Site, open_page: OpenPage) -> None:
    here = village()
    every_day = dict.fromkeys(range(7), USUAL_HOURS[0])  # school on whatever day this is
    set_hours(school=here.school, hours=every_day, by=None)
    term = a_term(here)
    page = open_page(site.url + "/")
    sign_in(page, site, here.accounts["office"])

    # One press, and the worker finds a plan.
    page.goto(f"{site.url}/timetable/{term.timetable.pk}/")
    page.locator(".action-bar button").click()
    until(lambda: not Lesson.objects.filter(weekday=None).exists(), "a plan is found", seconds=120)
    page.locator("#taught").wait_for(timeout=30_000)

    # By keys alone: choose a lesson, choose a place, take it back.
    before = places(term)
    page.goto(f"{site.url}/timetable/{term.timetable.pk}/grid/")
    page.locator("table.week td a").first.focus()
    page.keyboard.press("Enter")
    page.locator("td.here").first.wait_for()
    page.locator("td.free button, td.swap button").first.focus()
    page.keyboard.press("Enter")
    undo = page.locator("button[value=undo]")
    undo.wait_for()
    assert places(term) != before, "a lesson has moved"
    undo.focus()
    page.keyboard.press("Enter")
    page.locator(".notice").first.wait_for()  # the answer is there, not only the change
    assert places(term) == before, "it stands where it stood"

    # In force from today.
    page.goto(f"{site.url}/timetable/{term.timetable.pk}/")
    page.locator("form[action$='in-force/'] button").click()
    page.wait_for_url(site.url + "/timetable/")
    assert Timetable.objects.get(state="in_force").pk == term.timetable.pk

    # Two taps: who is ill, and agreed.
    page.goto(site.url + "/timetable/day/")
    page.locator("a[href*='/timetable/ill/']").first.click()
    page.locator(".action-bar button").click()
    page.locator("#covers").wait_for()
    assert Cover.objects.exists()
    notice = page.locator(".action-bar a").get_attribute("href") or ""
    answer = page.request.get(site.url + notice)
    assert answer.body().startswith(b"%PDF")

    # Whoever takes the lesson finds it on Today.
    taken = Cover.objects.exclude(by=None).first()
    if taken is not None and taken.by is not None:
        colleague = open_page(site.url + "/")
        sign_in(colleague, site, Account.objects.get(staff=taken.by))
        assert taken.absent.name in colleague.content()
    assert queries.in_force(here.school) == term.timetable

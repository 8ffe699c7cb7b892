"""Talks set up in one page, nobody left out; who is away says so once, and her turns move."""

from typing import TYPE_CHECKING

import pytest

from terrace.school.calendar.actions import set_hours
from terrace.school.calendar.days import USUAL_HOURS
from terrace.school.calendar.queries import today
from terrace.school.people.models import Account
from terrace.school.rota.models import Rota, Turn
from tests.browsing import OpenPage
from tests.processes import Site, until
from tests.school.people.village import PASSWORD, fill, village

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


def test_talks_are_planned_and_handed_on(site: Site, open_page: OpenPage) -> None:
    here = village()
    every_day = dict.fromkeys(range(7), USUAL_HOURS[0])  # school on whatever day this is
    set_hours(school=here.school, hours=every_day, by=None)
    fill(here.own_class, 9)
    page = open_page(site.url + "/")
    sign_in(page, site, here.accounts["office"])

    # One page: what for, who, which children.
    page.goto(site.url + "/rotas/")
    page.locator(".action-bar a").click()
    page.select_option("select[name=kind]", "talks")
    for who in ("class teacher", "mentor", "boarding"):
        page.locator(f"label:has-text('{here.mark}村{who}')").click()
    page.locator(f"label:has-text('{here.own_class.name}')").click()
    page.locator(".action-bar button").click()
    page.wait_for_url("**/rotas/*-*/")
    rota = Rota.objects.get()
    until(lambda: Turn.objects.filter(rota=rota).exists(), "the turns are planned", seconds=60)
    page.locator("table.week td small").first.wait_for(timeout=30_000)
    assert "没有漏下任何人" in page.content()
    assert page.request.get(f"{page.url}rota.pdf").body().startswith(b"%PDF")

    # She is away from today on, says so herself, and her turns are somebody else's.
    teacher = here.accounts["class teacher"]
    hers = Turn.objects.filter(rota=rota, staff=teacher.staff, day__gte=today(here.school))
    assert hers.exists()
    last = max(one.day for one in hers)
    phone = open_page(site.url + "/")
    sign_in(phone, site, teacher)
    phone.goto(site.url + "/rotas/mine/")
    phone.locator(".action-bar a").click()
    phone.fill("input[name=last]", last.isoformat())
    phone.locator(".action-bar button").click()
    phone.locator("#known").wait_for()
    until(lambda: not hers.filter(day__gt=today(here.school)).exists(), "they move", seconds=60)
    served = Turn.objects.filter(rota=rota, period=0).values_list("child", flat=True)
    assert len(set(served)) == 10

    # What happened is ticked off with one press, by whoever's turn it was.
    turn = Turn.objects.filter(rota=rota, day__gt=today(here.school)).earliest("day")
    turn.day = today(here.school)
    turn.save()
    other = open_page(site.url + "/")
    sign_in(other, site, Account.objects.get(staff=turn.staff))
    other.goto(site.url + "/rotas/mine/")
    other.locator(f"form[action*='{turn.pk}'] button[name=done]").click()
    other.locator(f"form[action*='{turn.pk}']").wait_for(state="detached")
    turn.refresh_from_db()
    assert turn.state == Turn.State.DONE

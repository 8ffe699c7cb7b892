"""A day of talks: ten notes, three taps and the words each; what was agreed is ticked off."""

from typing import TYPE_CHECKING

import pytest

from terrace.school.calendar.actions import set_hours
from terrace.school.calendar.days import USUAL_HOURS
from terrace.school.calendar.queries import today
from terrace.school.care import actions
from terrace.school.care.models import FollowUp, Talk
from terrace.school.care.talking import Said, said_in
from terrace.school.journal import clock
from terrace.school.people.models import Account
from terrace.school.rota.models import Rota, Turn
from tests.browsing import OpenPage
from tests.processes import Site
from tests.school.people.village import PASSWORD, fill, village

if TYPE_CHECKING:
    from playwright.sync_api import Locator, Page

pytestmark = pytest.mark.browser

TALKS = 10
MOST_TAPS = 3


class Taps:
    """Every tap that a person makes, counted."""

    def __init__(self) -> None:
        self.count = 0

    def on(self, what: "Locator") -> None:
        """Tap it."""
        what.click()
        self.count += 1


def sign_in(page: "Page", site: Site, account: Account) -> None:
    """With name and password."""
    page.goto(site.url + "/sign-in/")
    page.fill("input[name=username]", account.username)
    page.fill("input[name=password]", PASSWORD)
    page.press("input[name=password]", "Enter")
    page.wait_for_url(site.url + "/")


def test_ten_talks_are_noted(site: Site, open_page: OpenPage) -> None:
    here = village()
    every_day = dict.fromkeys(range(7), USUAL_HOURS[0])  # school on whatever day this is
    set_hours(school=here.school, hours=every_day, by=None)
    children = [here.own_child, *fill(here.own_class, TALKS - 1)]
    mentor, day = here.accounts["mentor"], today(here.school)
    rota = Rota.objects.create(
        school=here.school,
        kind="talks",
        name="谈心",
        starts=day,
        ends=day,
        weekdays=[day.weekday()],
        times=[["12:30", "13:00"]],
        made_at=clock.now(),
    )
    for child in children:
        Turn.objects.create(
            school=here.school,
            rota=rota,
            staff=mentor.staff,
            child=child,
            day=day,
            begins="12:30",
            ends="13:00",
            period=0,
        )
    page = open_page(site.url + "/")
    sign_in(page, site, mentor)
    page.goto(site.url + "/talks/")
    waiting = page.locator("section[aria-labelledby=turns] li a")
    for number in range(TALKS):
        assert waiting.count() == TALKS - number
        taps = Taps()
        taps.on(waiting.first)
        taps.on(page.locator(".faces label").nth(number % 5))
        page.locator("textarea[name=note]").press_sequentially(f"第{number}个")
        taps.on(page.locator("button[form=note]"))
        page.wait_for_url("**/talks/")
        assert taps.count <= MOST_TAPS
    assert set(Turn.objects.values_list("state", flat=True)) == {Turn.State.DONE}
    told = {said_in(one) for one in Talk.objects.all()}
    assert told == {Said(f"第{number}个", number % 5 + 1) for number in range(TALKS)}

    # What was agreed is ticked off with whether it helped.
    made = actions.agree(
        child=here.own_child, what="寄画给奶奶", staff=mentor.staff, due=day, by=mentor
    )
    page.goto(site.url + "/")
    page.locator(f"a[href$='/agreed/{made.pk}/']").click()
    page.locator("input[name=helped][value=yes]").check()
    page.locator("button[form=done]").click()
    page.wait_for_url("**/talks/")
    assert FollowUp.objects.get(pk=made.pk).helped == "yes"

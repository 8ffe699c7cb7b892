"""Every page of the demo school: a phone's width and a desk's, both languages, light and dark.

Pages are found by walking along links; an address that nobody came to must be named below with the
reason, so a new page cannot be forgotten.
"""

import json
import os
import subprocess
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import TYPE_CHECKING

import pytest
from axe_playwright_python.sync_playwright import Axe

from tests.browser.walking import Seen, walk
from tests.browsing import DESK, PHONE
from tests.processes import Site, serving
from tests.school.people.addresses import addresses

if TYPE_CHECKING:
    from playwright.sync_api import Browser, BrowserContext, Page

pytestmark = pytest.mark.browser

STRANGER = ""
# Who sees most goes first; whoever comes later looks at what no one before came to, and at Today.
PEOPLE = ("principal", "teacher", "office", "dorm", "mentor", "listener", STRANGER)
LANGUAGES = {"zh": "zh-CN", "en": "en-GB"}

# Presses that change something and answer with another page.
PRESSES = {
    *("answer_correct", "answer_reopen", "answer_settle", "away_back", "family", "give_classes"),
    *("rota_plan", "turn_settle"),
    *("give_code", "give_roles", "message_withdraw", "outbox_printed", "photo", "reading_accept"),
    *("reading_aside", "reading_differs", "reading_reopen", "reading_who", "reading_who_again"),
    *("run_again", "set_language", "sign_out", "sign_out_everywhere", "sign_out_phone"),
    *("practice_report_sign", "practice_sign", "practice_step", "practice_withdraw"),
    *("stack_again", "timetable_in_force", "timetable_move", "timetable_rooms"),
    *("timetable_search", "todo_done"),
}
# Pictures, PDFs and answers for programs.
NOT_LOOKED_AT = {"answer_crop", "health", "outbox_slips", "poster", "reading_crop"} | {
    *("cover_notice", "exam_csv", "exam_xlsx", "reading_field_crop", "run_pdf"),
    *("practice_bundle", "practice_picture", "rota_pdf", "talk_cards"),
    *("timetable_feed", "timetable_fet", "timetable_pdf"),
}

MOST_BYTES = 60_000
MOST_REQUESTS = 6
TAP = 44

TOO_SMALL = """(least) => {
  const found = [];
  const seen = (element) => element.checkVisibility({visibilityProperty: true});
  const inText = (element) => {
    if (element.tagName !== 'A' || getComputedStyle(element).display !== 'inline') return false;
    const around = element.parentElement;
    return around.textContent.trim().length > element.textContent.trim().length;
  };
  const target = (element) =>
    (/^(checkbox|radio|file)$/.test(element.type) && element.closest('label')) || element;
  for (const element of document.querySelectorAll(
      'a[href], button, input:not([type=hidden]), select, textarea, summary')) {
    if (!seen(element) || inText(element) || element.matches('.skip')) continue;
    const box = target(element).getBoundingClientRect();
    if (box.width === 0 && box.height === 0) continue;
    if (box.height < least - 0.5 || box.width < least - 0.5)
      found.push(`${element.outerHTML.slice(0, 120)} is ${box.width} by ${box.height}`);
  }
  return found;
}"""


@pytest.fixture(scope="module")
def yunling(
    browser: "Browser", tmp_path_factory: pytest.TempPathFactory
) -> Iterator[tuple[Site, dict[str, str]]]:
    """The demo school as `make demo` shows it, a stack begun in it, and a password a login."""
    home = tmp_path_factory.mktemp("yunling")
    environment = {"TERRACE_HOME": str(home), "DATABASE_URL": "", "TERRACE_LOG": "WARNING"}
    with serving(demo=True, environment=environment) as site:
        logins = passwords(home)
        with signed_in(browser, site, "teacher", logins["teacher"], "zh") as context:
            send_photographs(context, site, take_photographs(home, environment)[:2])
            set_an_exam(context, site)
        with signed_in(browser, site, "principal", logins["principal"], "zh") as context:
            begin_a_timetable(context, site)
        yield site, logins


def set_an_exam(context: "BrowserContext", site: Site) -> None:
    """Answer sheets for class 3A, by the teacher's own way there."""
    page = context.new_page()
    page.goto(f"{site.url}/")
    beside = page.locator("a[href$='/photograph/']").first.get_attribute("href") or ""
    page.goto(site.url + beside.replace("/photograph/", "/exams/new/"))
    page.fill("input[name=title]", "期中考试")
    page.fill("textarea[name=choices]", "ABDC(AC)")
    page.fill("input[name=numbers]", "407")
    page.locator("button[form=exam]").click()
    page.wait_for_url("**/runs/**")
    page.close()


def begin_a_timetable(context: "BrowserContext", site: Site) -> None:
    """Next term's timetable, a copy of this one, in the making."""
    page = context.new_page()
    page.goto(f"{site.url}/timetable/new/")
    page.fill("input[name=name]", "下学期")
    page.locator("button[form=new]").click()
    page.locator("#taught").wait_for()
    page.close()


def passwords(home: Path) -> dict[str, str]:
    """Login and password, as they stand in the demo school's folder."""
    logins = json.loads((home / "demo-logins.json").read_text())
    return {login["username"]: login["password"] for login in logins}


def take_photographs(home: Path, environment: dict[str, str]) -> list[str]:
    """This week's sheets of class 3A, filled in and photographed."""
    words = ["demo", "photos", "--class", "3A", "--out", str(home / "photos"), "--json"]
    done = subprocess.run(
        [sys.executable, "-m", "terrace.cli", *words],
        env=os.environ | environment,
        check=True,
        capture_output=True,
    )
    photos: list[str] = json.loads(done.stdout)["photos"]
    return photos


def send_photographs(context: "BrowserContext", site: Site, photos: list[str]) -> None:
    """Send some of the stack, and wait until they have been read."""
    page = context.new_page()
    page.goto(f"{site.url}/classes/")
    page.get_by_role("link", name="三年级").first.click()
    page.locator("a[href$='/photograph/']").first.click()
    page.set_input_files("input[multiple]", photos)
    page.wait_for_url("**/stacks/**")
    page.locator("#found .notice").wait_for(timeout=60_000)
    page.close()


@contextmanager
def signed_in(
    browser: "Browser", site: Site, who: str, password: str, language: str
) -> Iterator["BrowserContext"]:
    """A phone on which somebody has signed in; a stranger's has not."""
    context = browser.new_context(locale=LANGUAGES[language], reduced_motion="reduce")
    context.set_default_timeout(15_000)
    if who != STRANGER:
        page = context.new_page()
        page.goto(f"{site.url}/sign-in/")
        page.fill("input[name=username]", who)
        page.fill("input[name=password]", password)
        page.press("input[name=password]", "Enter")
        page.wait_for_url(f"{site.url}/")
        page.close()
    yield context
    context.close()


def test_every_page_in_both_languages_and_sizes(
    browser: "Browser", yunling: tuple[Site, dict[str, str]]
) -> None:
    site, logins = yunling
    looked_at: set[str] = set()
    faults: list[str] = []
    for who in PEOPLE:
        with signed_in(browser, site, who, logins.get(who, ""), "zh") as context:
            found = walk(context, site.url, "/" if who else "/sign-in/")
            new = [seen for seen in found if seen.name not in looked_at or seen.name == "today"]
            faults += look_at_all(context, site, who, "zh", new)
        with signed_in(browser, site, who, logins.get(who, ""), "en") as context:
            faults += look_at_all(context, site, who, "en", new)
        looked_at |= {seen.name for seen in new}
    assert not faults, "\n".join(["", *faults])
    there = {address.name for address in addresses()}
    assert there - looked_at - PRESSES - NOT_LOOKED_AT == set(), "no link led to these pages"
    assert (PRESSES | NOT_LOOKED_AT) - there == set(), "these addresses are gone"


def look_at_all(
    context: "BrowserContext", site: Site, who: str, language: str, pages: list[Seen]
) -> list[str]:
    """What is wrong with these pages, a line a fault."""
    faults = []
    page = context.new_page()
    for seen in pages:
        where = f"{who or 'stranger'}, {language}, {seen.path}"
        faults += [f"{where}: {fault}" for fault in look_at(page, site.url + seen.path, language)]
    page.close()
    return faults


def look_at(page: "Page", url: str, language: str) -> Iterator[str]:
    """What is wrong with one page on a phone and on a desk, light and dark."""
    page.emulate_media(color_scheme="light")
    page.set_viewport_size({"width": PHONE, "height": 740})
    yield from weighed(page, url)
    told = page.locator("html").get_attribute("lang")
    if told != {"zh": "zh-hans", "en": "en"}[language]:
        yield f"is in {told}"
    for width in (PHONE, DESK):
        page.set_viewport_size({"width": width, "height": 800})
        if (over := page.evaluate("document.documentElement.scrollWidth")) > width:
            yield f"at {width}: {over} pixels wide"
        for small in page.evaluate(TOO_SMALL, TAP):
            yield f"at {width}: {small}"
        yield from (f"at {width}: {fault}" for fault in axe(page))
    page.emulate_media(color_scheme="dark")
    yield from (f"in the dark: {fault}" for fault in axe(page, rules=["color-contrast"]))


def weighed(page: "Page", url: str) -> Iterator[str]:
    """Open the page with nothing kept from before: bytes as sent and requests, pictures apart."""
    sent: dict[str, float] = {}
    asked: list[str] = []
    network = page.context.new_cdp_session(page)
    network.send("Network.enable")
    network.send("Network.setCacheDisabled", {"cacheDisabled": True})
    pictures: set[str] = set()
    network.on(
        "Network.requestWillBeSent",
        lambda event: (
            pictures.add(event["requestId"])
            if event.get("type") == "Image"
            else asked.append(event["request"]["url"])
        ),
    )
    network.on(
        "Network.loadingFinished",
        lambda event: sent.update({event["requestId"]: event["encodedDataLength"]}),
    )
    answer = page.goto(url, wait_until="load")
    network.detach()
    if answer is None or answer.status != 200:
        yield f"answered {answer and answer.status}"
    weight = sum(size for request, size in sent.items() if request not in pictures)
    if weight > MOST_BYTES:
        yield f"{weight:.0f} bytes"
    if len(asked) > MOST_REQUESTS:
        yield f"{len(asked)} requests: {asked}"


def axe(page: "Page", rules: list[str] | None = None) -> Iterator[str]:
    """What axe finds: the rule, and the first place that breaks it."""
    options: dict[str, object] = {"resultTypes": ["violations"]}
    if rules:
        options["runOnly"] = {"type": "rule", "values": rules}
    for violation in Axe().run(page, options=options).response["violations"]:
        nodes = violation["nodes"]
        yield f"axe {violation['id']} ({len(nodes)}): {nodes[0]['html'][:160]}"

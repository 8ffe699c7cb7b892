"""Somebody who opens the box's address for the first time."""

import pytest

from tests.browsing import DESK, PHONE, OpenPage
from tests.processes import Site

pytestmark = pytest.mark.browser


@pytest.mark.parametrize("language", ["zh", "en"])
@pytest.mark.parametrize("width", [PHONE, DESK])
def test_a_stranger_is_asked_to_sign_in_in_her_own_language(
    site: Site, open_page: OpenPage, width: int, language: str
) -> None:
    page = open_page(f"{site.url}/", width=width, language=language)
    assert page.url.startswith(f"{site.url}/sign-in/")
    assert page.locator("input[type=password]").count() == 1
    assert page.locator("html").get_attribute("lang") == {"zh": "zh-hans", "en": "en"}[language]
    # Nothing hangs over the edge of a narrow screen.
    assert page.evaluate("document.documentElement.scrollWidth <= window.innerWidth")


def test_signing_in_needs_no_javascript(site: Site, open_page: OpenPage) -> None:
    page = open_page(f"{site.url}/", javascript=False)
    assert page.locator("form[method=post]").count() >= 1

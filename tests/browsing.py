"""A real Chromium for tests: at a phone's width and at a desk's, in Chinese and in English."""

import os
import shutil
from collections.abc import Callable, Iterator
from typing import TYPE_CHECKING

import pytest

if TYPE_CHECKING:
    from playwright.sync_api import Browser, BrowserContext, Page

PHONE = 360
DESK = 1280

CHROMIUM_NAMES = ("chromium", "chromium-browser", "google-chrome")

QUIET = (
    # Nothing is asked of the internet: not by pages (no other name resolves), not by the browser.
    "--host-resolver-rules=MAP * ~NOTFOUND, EXCLUDE 127.0.0.1, EXCLUDE localhost",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
    "--disable-quic",
    "--disable-gpu",
    "--no-first-run",
)

OpenPage = Callable[..., "Page"]


@pytest.fixture(scope="session")
def browser() -> Iterator["Browser"]:
    """The system's Chromium, started once."""
    path = next(filter(None, map(shutil.which, CHROMIUM_NAMES)), None)
    if path is None:
        pytest.skip("no Chromium on this machine: `make system` installs it or says how")
    from playwright.sync_api import sync_playwright

    # Chromium's sandbox refuses root.
    arguments = [*QUIET, "--no-sandbox"] if os.geteuid() == 0 else [*QUIET]
    with sync_playwright() as playwright:
        chromium = playwright.chromium.launch(executable_path=path, args=arguments)
        yield chromium
        chromium.close()


@pytest.fixture
def open_page(browser: "Browser") -> Iterator[OpenPage]:
    """Open a page of one's own: `open_page(url, width=360, language="zh", dark=False)`.

    Each call is another person's phone (its own cookies). What a page complains about in the
    browser's console (a blocked script, an error) fails the test when it ends.
    """
    contexts: list[BrowserContext] = []
    complaints: list[str] = []

    def open_one(
        url: str = "",
        *,
        width: int = PHONE,
        language: str = "zh",
        dark: bool = False,
        javascript: bool = True,
    ) -> "Page":
        context = browser.new_context(
            viewport={"width": width, "height": 740 if width < 600 else 800},
            device_scale_factor=1,
            is_mobile=width < 600,
            has_touch=width < 600,
            locale={"zh": "zh-CN", "en": "en-GB"}[language],
            timezone_id="Asia/Shanghai",
            color_scheme="dark" if dark else "light",
            java_script_enabled=javascript,
            reduced_motion="reduce",
        )
        contexts.append(context)
        context.set_default_timeout(15_000)
        page = context.new_page()
        page.on("pageerror", lambda error: complaints.append(f"{page.url}: {error}"))
        page.on(
            "console",
            lambda message: (
                complaints.append(f"{page.url}: {message.text}")
                if message.type == "error" and "status of 4" not in message.text
                else None
            ),
        )
        if url:
            page.goto(url)
        return page

    yield open_one
    for context in contexts:
        context.close()
    assert complaints == []

"""What a phone downloads on its first visit: Chromium at 360 px, empty cache.

python bench/first_page.py [--without-kolibri] [--json]
"""

import argparse
import tempfile
from pathlib import Path

from playwright.sync_api import Browser, sync_playwright

import kolibri
from running import make_school, served
from table import show

CHROMIUM = "/usr/bin/chromium"


def weigh(browser: Browser, url: str, *, then: dict[str, str] | None = None) -> tuple[int, float]:
    """Requests and kilobytes of a first visit to `url`; with `then`, of signing in after it."""
    context = browser.new_context(viewport={"width": 360, "height": 740}, locale="zh-CN")
    page = context.new_page()
    wire = context.new_cdp_session(page)
    wire.send("Network.enable")
    sizes: list[float] = []
    wire.on("Network.loadingFinished", lambda event: sizes.append(event["encodedDataLength"]))
    page.goto(url, wait_until="networkidle")
    if then is not None:
        sizes.clear()
        page.fill("input[name=username]", then["username"])
        page.fill("input[name=password]", then["password"])
        page.press("input[name=password]", "Enter")
        page.wait_for_load_state("networkidle")
    context.close()
    return len(sizes), sum(sizes) / 1024


def main() -> None:
    """Measure and print."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--without-kolibri", action="store_true")
    parser.add_argument("--json", action="store_true")
    asked = parser.parse_args()
    rows = []
    with tempfile.TemporaryDirectory() as folder, sync_playwright() as playwright:
        home = Path(folder)
        browser = playwright.chromium.launch(
            executable_path=CHROMIUM, args=["--no-sandbox", "--disable-background-networking"]
        )
        logins = {login["role"]: login for login in make_school(home / "terrace")}
        with served(home / "terrace") as school:
            for what, then in (
                ("Terrace, first page (sign in)", None),
                ("Terrace, signing in and Today", logins["class_teacher"]),
            ):
                requests, kilobytes = weigh(browser, school.url + "/", then=then)
                rows.append(
                    {"what": what, "requests": requests, "KB on the wire": round(kilobytes, 1)}
                )
        command = None if asked.without_kolibri else kolibri.install(home / "kolibri-env")
        if command is not None:
            with kolibri.served(command, home / "kolibri") as peer:
                requests, kilobytes = weigh(browser, peer.url)
            rows.append(
                {
                    "what": f"Kolibri {kolibri.VERSION}, first page",
                    "requests": requests,
                    "KB on the wire": round(kilobytes, 1),
                }
            )
        elif not asked.without_kolibri:
            rows.append({"what": "Kolibri did not install", "requests": "–", "KB on the wire": "–"})
        browser.close()
    show("First visit, 360 px, empty cache", rows, as_json=asked.json)


if __name__ == "__main__":
    main()

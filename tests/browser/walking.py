"""Walking through the site as a person does: from Today along every link that a page shows."""

import re
from collections import deque
from collections.abc import Iterator
from dataclasses import dataclass
from html import unescape
from typing import TYPE_CHECKING
from urllib.parse import urldefrag, urljoin, urlsplit

from django.urls import Resolver404, resolve

if TYPE_CHECKING:
    from playwright.sync_api import APIResponse, BrowserContext

# What is fetched, not looked at: it ends in a file.
FILES = re.compile(r"\.(pdf|xlsx|csv|jpg|png|svg|ics|zip|fet)$")
HREF = re.compile(r"""<a\b[^>]*?\bhref=["']([^"'#][^"']*)""")


@dataclass(frozen=True, slots=True)
class Seen:
    """A page that somebody came to: its address's name, and one path that leads there."""

    name: str
    path: str


class DeadLinkError(AssertionError):
    """A page shows a link that leads nowhere."""


def walk(context: "BrowserContext", site: str, start: str = "/") -> list[Seen]:
    """Every kind of page that links lead to from `start`, with one path for each.

    Pages of a kind (each child's) are opened twice at most: the first found, and one that was
    linked from elsewhere, so that what only some rows have is come upon, too.
    """
    waiting, asked = deque([(start, "")]), set[str]()
    found: dict[str, list[str]] = {}
    while waiting:
        path, source = waiting.popleft()
        bare = urlsplit(path).path
        if bare in asked or FILES.search(bare) or not (name := name_of(bare)):
            continue
        asked.add(bare)
        if len(found.setdefault(name, [])) >= 2:
            continue
        answer = context.request.get(site + path)
        if not answer.ok:
            raise DeadLinkError(f"{source or 'the address bar'} leads to {path}: {answer.status}")
        if "text/html" in answer.headers.get("content-type", ""):
            found[name].append(path)
            led_to = urlsplit(answer.url).path
            found.setdefault(name_of(led_to), []).append(led_to)
            waiting.extend((link, path) for link in links_of(answer, site))
    return [Seen(name, paths[0]) for name, paths in found.items() if paths]


def name_of(path: str) -> str:
    """The name of an address of the site; "" where there is none."""
    try:
        return resolve(path).url_name or ""
    except Resolver404:
        return ""


def links_of(answer: "APIResponse", site: str) -> Iterator[str]:
    """The paths on this site that a page links to."""
    for href in HREF.findall(answer.text()):
        address = urldefrag(urljoin(answer.url, unescape(href))).url
        if address.startswith(site + "/"):
            yield address.removeprefix(site)

"""Phones that go away without a word, or never come to the point: the site answers the others."""

import os
import socket
import subprocess
import sys
import time
import urllib.request
from collections.abc import Iterator
from contextlib import ExitStack, contextmanager, suppress

import pytest

from tests.processes import Site, free_port, stop, wait_until_it_answers

PHONES = 9
"""More than twice as many as the site under test has threads."""

SITE = """
import sys
from terrace.web import patience, server
seconds = int(sys.argv[2])
patience.SILENCE_SECONDS = patience.HEAD_SECONDS = patience.BODY_SECONDS = seconds
patience.SLOWEST_BYTES = 10**6
server.WORKERS = 1  # else all might come to one, and the other answer
server.Site("127.0.0.1", int(sys.argv[1])).run()
"""

HEAD = b"GET /health HTTP/1.1\r\nHost: localhost\r\nX-Slow: "
UPLOAD = (
    b"POST /sign-in/ HTTP/1.1\r\nHost: localhost\r\nCookie: csrftoken=" + b"a" * 32 + b"\r\n"
    b"Content-Type: multipart/form-data; boundary=x\r\nContent-Length: 90000\r\n\r\n--x\r\n"
)


@pytest.fixture
def hasty_site(shared_database: str) -> Iterator[Site]:
    """A site that waits one second, so that a test need not wait as long as a school."""
    with gunicorn(patience_seconds=1) as site:
        yield site


@contextmanager
def gunicorn(*, patience_seconds: int) -> Iterator[Site]:
    """The site as gunicorn serves it, with one worker and this much patience."""
    port = free_port()
    process = subprocess.Popen(
        [sys.executable, "-c", SITE, str(port), str(patience_seconds)],
        env=os.environ | {"DJANGO_SETTINGS_MODULE": "terrace.web.settings"},
    )
    site = Site(f"http://127.0.0.1:{port}", process)
    try:
        wait_until_it_answers(site)
        yield site
    finally:
        stop(process)


@contextmanager
def phones(site: Site, *, saying: bytes) -> Iterator[list[socket.socket]]:
    """As many phones as there are threads and more, each of which says this and no more."""
    port = int(site.url.rpartition(":")[2])
    with ExitStack() as stack:
        found = []
        for _ in range(PHONES):
            found.append(stack.enter_context(socket.create_connection(("127.0.0.1", port))))
            if saying:
                found[-1].sendall(saying)
        time.sleep(0.3)  # until they have reached it
        yield found


def answers(site: Site, *, within: float) -> bool:
    """Whether somebody else is answered within so many seconds."""
    try:
        with urllib.request.urlopen(f"{site.url}/health", timeout=within) as answer:
            return bool(answer.status == 200)
    except OSError:
        return False


@pytest.mark.parametrize("saying", [HEAD, UPLOAD], ids=["head", "upload"])
def test_phones_that_go_away_in_the_middle_stop_nobody(hasty_site: Site, saying: bytes) -> None:
    with phones(hasty_site, saying=saying):
        assert answers(hasty_site, within=20)


@pytest.mark.parametrize("saying", [HEAD, UPLOAD], ids=["head", "upload"])
def test_phones_that_never_come_to_the_point_stop_nobody(hasty_site: Site, saying: bytes) -> None:
    with phones(hasty_site, saying=saying) as dripping:
        until = time.monotonic() + 20
        answered = False
        while not answered and time.monotonic() < until:
            for phone in dripping:
                with suppress(OSError):  # the site may have hung up
                    phone.sendall(b"x")
            answered = answers(hasty_site, within=1)
        assert answered


def test_connections_that_a_browser_opens_in_advance_keep_nobody_waiting(hasty_site: Site) -> None:
    with phones(hasty_site, saying=b""):
        assert answers(hasty_site, within=2)


def test_one_phone_cannot_have_all_threads(shared_database: str) -> None:
    with gunicorn(patience_seconds=60) as site, phones(site, saying=UPLOAD):
        port = int(site.url.rpartition(":")[2])
        with socket.create_connection(("127.0.0.1", port), 3, ("127.0.0.2", 0)) as other:
            other.sendall(b"GET /health HTTP/1.1\r\nHost: localhost\r\n\r\n")
            assert other.recv(12) == b"HTTP/1.1 200"

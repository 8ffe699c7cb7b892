"""A full disk and a database that is in use are said in words, and nothing is half stored."""

import sqlite3
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from pathlib import Path

import pytest
from django.db import OperationalError, connection
from django.test import Client
from pytest_django import Settings

from terrace.web.trouble import Trouble, trouble_of
from tests.school.people.village import PASSWORD, village

pytestmark = pytest.mark.django_db


def chained(error: Exception, cause: Exception) -> Exception:
    """An error as it reaches the frame: raised from another."""
    error.__cause__ = cause
    return error


@pytest.mark.parametrize(
    ("error", "trouble"),
    [
        (OSError(28, "No space left on device"), Trouble.FULL),
        (chained(RuntimeError("photo"), OSError(122, "Disk quota exceeded")), Trouble.FULL),
        (OperationalError("database or disk is full"), Trouble.FULL),
        (OperationalError("database is locked"), Trouble.BUSY),
        (OSError(2, "No such file"), Trouble.FAULT),
        (ValueError("a bug"), Trouble.FAULT),
        (None, Trouble.FAULT),
    ],
)
def test_each_trouble_has_its_page(error: Exception | None, trouble: Trouble) -> None:
    assert trouble_of(error) is trouble


@pytest.mark.parametrize(("language", "words"), [("zh", "磁盘满了"), ("en", "disk of this box")])
def test_signing_in_on_a_full_disk_says_so(shared_database: str, language: str, words: str) -> None:
    if connection.vendor != "sqlite":
        pytest.skip("SQLite can be told how large it may become; PostgreSQL's disk is its own")
    here = village()
    known = {"username": here.accounts["class teacher"].username, "password": PASSWORD}
    with no_more_room():
        for _phone in range(60):  # until the pages that the tables have are full, too
            client = Client(raise_request_exception=False, headers={"accept-language": language})
            answer = client.post("/sign-in/", known)
            if answer.status_code != 302:
                break
    assert answer.status_code == 507
    assert words in answer.content.decode()


@contextmanager
def no_more_room() -> Iterator[None]:
    """Let the database not grow by a page, and use up the pages that it keeps free."""
    with connection.cursor() as cursor:
        cursor.execute("CREATE TABLE filling (words TEXT)")
        (pages,) = cursor.execute("PRAGMA page_count").fetchone()
        cursor.execute(f"PRAGMA max_page_count={pages}")
        with suppress(OperationalError):
            while True:
                cursor.execute("INSERT INTO filling VALUES (%s)", ["x" * 3000])
        try:
            yield
        finally:
            cursor.execute("PRAGMA max_page_count=1073741823")
            cursor.execute("DROP TABLE filling")


def test_a_database_that_is_in_use_asks_for_patience(shared_database: str) -> None:
    if connection.vendor != "sqlite":
        pytest.skip("PostgreSQL lets several write at once")
    client = Client(raise_request_exception=False, headers={"accept-language": "en"})
    with connection.cursor() as cursor:
        cursor.execute("PRAGMA busy_timeout=100")
    other = sqlite3.connect(connection.settings_dict["NAME"], isolation_level=None)
    try:
        other.execute("BEGIN IMMEDIATE")
        answer = client.post("/sign-in/", {"username": "x", "password": "y" * 60})
    finally:
        other.close()
        with connection.cursor() as cursor:
            cursor.execute("PRAGMA busy_timeout=20000")
    assert answer.status_code == 503
    assert answer.headers["Retry-After"] == "10"
    assert "very busy" in answer.content.decode()


def test_health_tells_of_a_full_disk(
    client: Client, settings: Settings, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("terrace.web.trouble.LEAST_FREE_BYTES", 2**62)
    answer = client.get("/health")
    assert (answer.status_code, answer.json()["status"]) == (503, "disk full")


@pytest.mark.parametrize("host", ["a b", "a/b", "[::1", "évil.example"])
def test_a_host_that_is_no_name_is_refused_without_ado(
    client: Client, host: str, caplog: pytest.LogCaptureFixture
) -> None:
    answer = client.get("/", headers={"host": host})
    assert answer.status_code == 400
    assert "Traceback" not in caplog.text

"""What every test stands on: a data folder of its own, the database, real processes."""

import os
from collections.abc import Iterator
from pathlib import Path

import pytest
from django.conf import settings
from django.db import connection
from pytest_django import Settings

from tests.processes import Site, running, serving

# Processes that a test starts run the real settings; the folder and the database reach them by
# TERRACE_HOME and DATABASE_URL.
os.environ["DJANGO_SETTINGS_MODULE"] = "terrace.web.settings"

pytest_plugins = ["tests.browsing"]


ON_DATABASE = {"db", "transactional_db"}
IN_BROWSER = {"browser", "open_page"}


@pytest.hookimpl(tryfirst=True)
def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    """Mark what touches the database (run on PostgreSQL too) and what needs a browser."""
    for item in items:
        fixtures = set(getattr(item, "fixturenames", ()))
        if item.get_closest_marker("django_db") or fixtures & ON_DATABASE:
            item.add_marker(pytest.mark.on_database)
        if fixtures & IN_BROWSER:
            item.add_marker(pytest.mark.browser)


@pytest.fixture(scope="session", autouse=True)
def _prepared() -> None:
    """Translations and static files, as `terrace serve` prepares them."""
    from terrace.web.prepare import collect_static
    from terrace.web.translations import compile_changed

    compile_changed()
    collect_static(Path(settings.STATIC_ROOT))


@pytest.fixture
def home(tmp_path: Path, settings: Settings, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A data folder for this test alone, here and in processes that it starts."""
    folder = tmp_path / "home"
    folder.mkdir()
    monkeypatch.setenv("TERRACE_HOME", str(folder))
    settings.TERRACE_HOME = folder
    settings.TERRACE_FILES = folder / "files"
    storages = settings.STORAGES
    files = storages["default"] | {"OPTIONS": {"location": folder / "files"}}
    settings.STORAGES = storages | {"default": files}
    return folder


def database_url() -> str:
    """The address of the database that the tests use now, for another process."""
    found = connection.settings_dict
    if connection.vendor == "sqlite":
        return f"sqlite:///{found['NAME']}"
    from urllib.parse import quote

    who = quote(found["USER"] or "", safe="")
    if found["PASSWORD"]:
        who += ":" + quote(found["PASSWORD"], safe="")
    where = quote(found["HOST"] or "", safe="")
    port = f":{found['PORT']}" if found["PORT"] else ""
    return f"postgres://{who}@{where}{port}/{quote(found['NAME'], safe='')}"


@pytest.fixture
def shared_database(
    transactional_db: None, home: Path, monkeypatch: pytest.MonkeyPatch
) -> Iterator[str]:
    """The test's database, seen by processes too (`DATABASE_URL`); what is written is committed."""
    url = database_url()
    monkeypatch.setenv("DATABASE_URL", url)
    yield url
    connection.close()


@pytest.fixture
def worker(shared_database: str) -> Iterator[None]:
    """A real worker on the test's database."""
    with running("terrace.school.jobs.process"):
        yield


@pytest.fixture
def site(shared_database: str) -> Iterator[Site]:
    """The real site with its worker, on the test's database."""
    with serving() as site:
        yield site

"""Which database: SQLite in the school's data folder, or PostgreSQL by `DATABASE_URL`."""

from collections.abc import Mapping
from pathlib import Path
from typing import Any

import dj_database_url

SQLITE_START = (
    "PRAGMA journal_mode=WAL;"
    # Every commit reaches the disk before it is acknowledged: the power may go at any moment.
    "PRAGMA synchronous=FULL;"
    "PRAGMA temp_store=MEMORY;"
    "PRAGMA journal_size_limit=33554432;"
)

PERSISTENT_SECONDS = 600
"""How long a thread keeps its connection; a connection a request would cost more than the page."""


def databases(environment: Mapping[str, str], folder: Path) -> dict[str, dict[str, Any]]:
    """Django's `DATABASES` for this environment; SQLite lies in `folder`."""
    url = environment.get("DATABASE_URL", "")
    if url:
        settings = dict(
            dj_database_url.parse(url, conn_max_age=PERSISTENT_SECONDS, conn_health_checks=True)
        )
        if settings["ENGINE"] != "django.db.backends.sqlite3":
            return {"default": settings}
        name = str(settings["NAME"])
    else:
        name = str(folder / "school.db")
    return {
        "default": {
            "ENGINE": "django.db.backends.sqlite3",
            "NAME": name,
            "CONN_MAX_AGE": PERSISTENT_SECONDS,
            "OPTIONS": {
                "timeout": 20,
                # A transaction takes its place in the queue when it begins. One that begins as a
                # reader and then wants to write is refused at once when another wrote in between.
                "transaction_mode": "IMMEDIATE",
                "init_command": SQLITE_START,
            },
            # A file, not memory: live servers and jobs in other processes see the same school.
            "TEST": {"NAME": str(folder / "test.db")},
        }
    }

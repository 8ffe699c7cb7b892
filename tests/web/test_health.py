"""The page for machines that ask whether the box is well."""

import json
import os
import urllib.request

import pytest
from django.test import Client
from django.urls import reverse

from terrace import __version__
from tests.processes import Site, until


@pytest.mark.django_db
def test_health_tells_database_worker_and_version(client: Client) -> None:
    answer = client.get(reverse("health"))
    expected = "postgresql" if "postgres" in os.environ.get("DATABASE_URL", "") else "sqlite"
    assert answer.status_code == 200
    assert answer.json() == {
        "status": "ok",
        "database": expected,
        "worker": False,
        "version": __version__,
    }


def test_health_sees_the_worker_of_a_running_site(site: Site) -> None:
    def worker_is_there() -> bool:
        with urllib.request.urlopen(f"{site.url}/health") as answer:
            told: bool = json.load(answer)["worker"]
            return told

    until(worker_is_there, "the worker is there")

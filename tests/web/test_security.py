"""Whom the box answers, and what a browser may do on its pages."""

import pytest
from django.test import Client

from terrace.web.security import is_near

NEAR = [
    "192.168.1.20",
    "10.0.0.2",
    "172.16.0.9",
    "127.0.0.1",
    "169.254.10.1",
    "[fe80::1]",
    "[fd00::17]",
    "localhost",
    "yunling",
    "yunling.local",
    "YUNLING.LOCAL.",
    "box.lan",
    "box.home.arpa",
]
FAR = [
    "8.8.8.8",
    "[2001:4860:4860::8888]",
    "example.com",
    "local.example.com",
    "10.0.0.2.nip.io",
    "",
]


@pytest.mark.parametrize("host", NEAR)
def test_names_and_addresses_of_this_network_are_near(host: str) -> None:
    assert is_near(host)


@pytest.mark.parametrize("host", FAR)
def test_everything_else_is_far(host: str) -> None:
    assert not is_near(host)


@pytest.mark.django_db
def test_the_box_does_not_answer_to_a_public_name(client: Client) -> None:
    assert client.get("/health", headers={"host": "192.168.1.20:8000"}).status_code == 200
    refused = client.get("/health", headers={"host": "evil.example.com"})
    assert refused.status_code == 400
    assert "地址" in refused.content.decode() or "address" in refused.content.decode()


@pytest.mark.django_db
def test_a_county_names_its_public_name(client: Client, settings: object) -> None:
    settings.TERRACE_HOSTS = frozenset({"terrace.county.example"})  # type: ignore[attr-defined]
    assert client.get("/health", headers={"host": "terrace.county.example"}).status_code == 200


@pytest.mark.django_db
def test_pages_load_nothing_from_elsewhere_and_run_nothing_inline(client: Client) -> None:
    answer = client.get("/health")
    policy = answer.headers["Content-Security-Policy"]
    assert "default-src 'none'" in policy
    assert "unsafe" not in policy
    assert "http" not in policy
    assert answer.headers["X-Frame-Options"] == "DENY"
    assert answer.headers["X-Content-Type-Options"] == "nosniff"
    assert answer.headers["Cache-Control"] == "no-store"

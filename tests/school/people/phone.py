"""What an adult does with a phone: sign in, and what somebody else tries."""

from django.http import HttpResponse
from django.test import Client
from django.urls import reverse

from terrace.school.people import actions
from terrace.school.people.models import Account
from tests.school.people.village import PASSWORD, Village

ANDROID = "Mozilla/5.0 (Linux; Android 13; V2207A) Chrome/120.0 Mobile Safari/537"


def teacher(here: Village) -> Account:
    """The account that these tests are about."""
    return here.accounts["class teacher"]


def sign_in(client: Client, username: str, password: str = PASSWORD, **extra: str) -> HttpResponse:
    """Fill in the sign-in page."""
    return client.post(
        reverse("sign_in"),
        {"username": username, "password": password},
        headers={"User-Agent": ANDROID},
        **extra,  # type: ignore[arg-type]
    )


def is_in(client: Client) -> bool:
    """Whether this phone is signed in."""
    return client.get(reverse("settings")).status_code == 200


def guess(username: str, *, password: str = "wrong-wrong", address: str = "192.0.2.1") -> bool:
    """Try once; whether the try was judged at all."""
    found = actions.check_password(username=username, password=password, address=address)
    return found.wait_until is None

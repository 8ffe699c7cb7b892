"""What a request says of who asks: the account, the network address, the phone."""

from uuid import UUID

from django.conf import settings
from django.core import signing
from django.http import HttpRequest, HttpResponse

from .models import Account

PHONES_COOKIE = "terrace_phones"
_SALT = "people.phones"
_COOKIE_AGE = 2 * 365 * 24 * 3600
_MOST_PHONES = 8


def account_of(request: HttpRequest) -> Account:
    """Who is signed in; for views that only somebody signed in can reach."""
    assert isinstance(request.user, Account)
    return request.user


def address_of(request: HttpRequest) -> str:
    """The network address that the request came from."""
    return str(request.META.get("REMOTE_ADDR", ""))


def phone_ids(request: HttpRequest) -> list[UUID]:
    """Which known phones this one says that it is: one for each adult who signs in on it."""
    try:
        kept = signing.loads(request.COOKIES.get(PHONES_COOKIE, ""), salt=_SALT)
        return [UUID(text) for text in kept]
    except (signing.BadSignature, ValueError, TypeError):
        return []


def remember_phone_id(request: HttpRequest, response: HttpResponse, phone_id: UUID) -> None:
    """Let this phone say from now on that it is also this known phone."""
    known = [phone_id, *(kept for kept in phone_ids(request) if kept != phone_id)]
    response.set_cookie(
        PHONES_COOKIE,
        signing.dumps([str(kept) for kept in known[:_MOST_PHONES]], salt=_SALT),
        max_age=_COOKIE_AGE,
        httponly=True,
        samesite="Lax",
        secure=settings.SESSION_COOKIE_SECURE,
    )

"""What is done to sign in and out, on phones that the box remembers."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from importlib import import_module
from uuid import UUID

from django.conf import settings
from django.contrib.auth.hashers import make_password
from django.db import transaction
from django.db.models import QuerySet

from terrace.school.journal import clock
from terrace.school.journal.actions import record
from terrace.school.journal.registry import Verb

from .. import guessing, verbs
from ..models import Account, KnownPhone
from ..standing import is_present


@dataclass(frozen=True, slots=True)
class SignIn:
    """Who it is; or nobody, and until when to wait before the next try."""

    account: Account | None
    wait_until: datetime | None = None


def check_password(
    *, username: str, password: str, address: str, phone_ids: Sequence[UUID] = ()
) -> SignIn:
    """Whose username and password these are, behind the lock on guessing.

    `address` is the network address, `phone_ids` what the phone's own cookie says it is. An unknown
    username takes as long as a known one with a wrong password.
    """
    account = account_called(username)
    ticket = guessing.take(_budgets(username, account, address, phone_ids))
    if ticket.wait_until is not None:
        return SignIn(None, ticket.wait_until)
    if account is None:
        make_password(password)
        return SignIn(None)
    if not account.check_password(password) or not may_sign_in(account):
        return SignIn(None)
    guessing.was_right(ticket)
    return SignIn(account)


def account_called(username: str) -> Account | None:
    """The account of this username, however it is typed."""
    found = Account.objects.select_related("staff", "school")
    return found.filter(username=guessing.folded(username)).first()


def may_sign_in(account: Account) -> bool:
    """Not closed, and its adult has not left."""
    return account.is_active and is_present(account.staff.left_on)


def remember_phone(
    *, account: Account, session_key: str, label: str, phone_ids: Sequence[UUID] = ()
) -> KnownPhone:
    """Note that this phone is signed in; one known from before keeps its row."""
    now = clock.now()
    with transaction.atomic():
        known = KnownPhone.objects.filter(id__in=phone_ids, account=account, lost=False).first()
        if known is None:
            known = KnownPhone(school_id=account.school_id, account=account, first_seen=now)
        elif known.session_key != session_key:
            _session(known.session_key).delete()
        known.label, known.session_key, known.last_seen = label, session_key, now
        known.signed_out_at = None
        known.save()
        _note(verbs.SIGNED_IN, known, by=account)
    return known


def phone_goes_on(*, old_key: str, session_key: str) -> None:
    """Note that a phone's session got a new key, as it does with a new password."""
    KnownPhone.objects.filter(session_key=old_key).update(session_key=session_key)


def seen(*, session_key: str) -> None:
    """Note that a phone has been in use just now."""
    KnownPhone.objects.filter(session_key=session_key).update(last_seen=clock.now())


def sign_out_phone(*, phone: KnownPhone, lost: bool, by: Account | None) -> None:
    """Sign a phone out, at once. `lost` means from elsewhere: it is then no known phone."""
    with transaction.atomic():
        end_sessions(KnownPhone.objects.filter(pk=phone.pk), lost=lost)
        _note(verbs.SIGNED_OUT, phone, by=by)


def sign_out_others(*, account: Account, keep: str | None, by: Account | None) -> int:
    """Sign out all phones of an account but the one with session key `keep`; how many it was."""
    with transaction.atomic():
        others = KnownPhone.objects.filter(account=account, signed_out_at=None)
        if keep is not None:
            others = others.exclude(session_key=keep)
        phones = list(others)
        end_sessions(others, lost=True)
        for phone in phones:
            _note(verbs.SIGNED_OUT, phone, by=by)
    return len(phones)


def end_sessions(phones: QuerySet[KnownPhone], *, lost: bool = True) -> None:
    """End the sessions of these phones; the caller notes why."""
    for key in list(phones.filter(signed_out_at=None).values_list("session_key", flat=True)):
        _session(key).delete()
    phones.update(signed_out_at=clock.now(), lost=lost)


def _session(key: str):  # type: ignore[no-untyped-def]  # Django's session stores have no common type
    return import_module(settings.SESSION_ENGINE).SessionStore(key)


def _budgets(
    username: str, account: Account | None, address: str, phone_ids: Sequence[UUID]
) -> list[guessing.Budget]:
    if account is not None:
        known = KnownPhone.objects.filter(id__in=phone_ids, account=account, lost=False).first()
        if known is not None:
            return [guessing.of_phone(known.id)]
    return [guessing.of_username(username), guessing.of_address(address)]


def _note(verb: Verb, phone: KnownPhone, *, by: Account | None) -> None:
    record(
        verb,
        school_id=phone.school_id,
        by_id=by.id if by else None,
        about_id=phone.account.staff_id,
        subject_id=phone.id,
        payload={"phone": phone.label},
    )

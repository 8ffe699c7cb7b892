"""What is done about accounts: opened, closed, given a code, a new password, a language."""

from datetime import timedelta

from django.contrib.auth.hashers import check_password as matches
from django.contrib.auth.hashers import make_password
from django.contrib.auth.password_validation import validate_password
from django.core.exceptions import PermissionDenied, ValidationError
from django.db import transaction
from django.utils.translation import gettext_lazy as _

from terrace.school.journal import clock
from terrace.school.journal.actions import record
from terrace.school.journal.payload import JSON
from terrace.school.journal.registry import Verb

from .. import guessing, verbs
from ..models import Account, KnownPhone, ResetCode, Staff
from ..passwords import code_digits, fresh_code
from ..rules import issues_code_for
from .signing_in import SignIn, account_called, end_sessions, may_sign_in, sign_out_others

CODE_LIVES = timedelta(days=7)


def open_account(
    *,
    staff: Staff,
    username: str = "",
    password: str | None = None,
    must_change_password: bool = False,
    by: Account | None,
) -> Account:
    """Open an adult's account. Without `username` it is the adult's name; without `password` a code
    (`issue_reset_code`) is needed to choose one. Usernames are one of a kind on a box: where one is
    taken, a number is put behind it. The password is not checked here: the demo's are simple.
    """
    wanted = guessing.folded(username or staff.name)[:50]
    with transaction.atomic():
        taken = set(
            Account.objects.filter(username__startswith=wanted).values_list("username", flat=True)
        )
        free = wanted
        number = 2
        while free in taken:
            free, number = f"{wanted}{number}", number + 1
        account = Account.objects.create(
            school_id=staff.school_id,
            staff=staff,
            username=free,
            password=make_password(password),
            must_change_password=must_change_password,
            made_at=clock.now(),
        )
        _note(verbs.ACCOUNT_OPENED, account, by)
    return account


def close_account(*, account: Account, by: Account | None) -> None:
    """Close an account, and sign all its phones out."""
    with transaction.atomic():
        account.is_active = False
        account.save(update_fields=["is_active"])
        end_sessions(KnownPhone.objects.filter(account=account))
        _note(verbs.ACCOUNT_CLOSED, account, by)


def issue_reset_code(*, account: Account, by: Account | None) -> str:
    """Give a code, shown once, with which the adult chooses a new password within `CODE_LIVES`.

    Codes given before are void. `by` is the principal or the office (`issues_code_for`), `None` for
    the box's own keyboard. Raises `PermissionDenied`.
    """
    if by is not None and not issues_code_for(by, account):
        raise PermissionDenied
    code, now = fresh_code(), clock.now()
    hashed = make_password(code_digits(code))
    with transaction.atomic():
        ResetCode.objects.filter(account=account, used_at=None).delete()
        ResetCode.objects.create(
            school_id=account.school_id,
            account=account,
            code_hash=hashed,
            made_by=by,
            made_at=now,
            expires_at=now + CODE_LIVES,
        )
        _note(verbs.CODE_ISSUED, account, by)
    return code


def use_reset_code(*, username: str, code: str, new_password: str, address: str) -> SignIn:
    """Choose a new password with a code; it works once, and signs the account out everywhere.

    Tries draw on the network address's budget only: guesses at a password must not keep a teacher
    from using her code. Raises `ValidationError` when the code is right and the password is not
    good enough; the code can then be used again.
    """
    ticket = guessing.take([guessing.of_address(address)])
    if ticket.wait_until is not None:
        return SignIn(None, ticket.wait_until)
    account = account_called(username)
    usable = ResetCode.objects.filter(account=account, used_at=None, expires_at__gt=clock.now())
    known = usable.first() if account is not None else None
    kept = known.code_hash if known else make_password(None)
    right = matches(code_digits(code), kept)
    if not right or account is None or known is None or not may_sign_in(account):
        return SignIn(None)
    guessing.was_right(ticket)
    validate_password(new_password, account)
    hashed = make_password(new_password)
    with transaction.atomic():
        if not ResetCode.objects.filter(pk=known.pk, used_at=None).update(used_at=clock.now()):
            return SignIn(None)
        _set_password(account, hashed, by=account)
        sign_out_others(account=account, keep=None, by=account)
        guessing.forget(account.username)
    return SignIn(account)


def change_password(
    *, account: Account, old_password: str, new_password: str, session_key: str | None
) -> None:
    """Change one's own password; every other phone is signed out.

    Raises `ValidationError` for a wrong old password or a new one that is not good enough, as a
    mapping from the form's field (`old_password`, `new_password`) to what to mend.
    """
    ticket = guessing.take([guessing.of_phone(account.id)])
    if ticket.wait_until is not None:
        raise ValidationError({"old_password": _("Too many tries in a row. Wait a few minutes.")})
    if not account.check_password(old_password):
        raise ValidationError({"old_password": _("This is not your password now.")})
    guessing.was_right(ticket)
    try:
        validate_password(new_password, account)
    except ValidationError as error:
        raise ValidationError({"new_password": error.messages}) from error
    hashed = make_password(new_password)
    with transaction.atomic():
        _set_password(account, hashed, by=account)
        sign_out_others(account=account, keep=session_key, by=account)


def choose_language(*, account: Account, language: str) -> None:
    """Remember the language in which an adult reads."""
    if account.language == language:
        return
    with transaction.atomic():
        account.language = language
        account.save(update_fields=["language"])
        _note(verbs.LANGUAGE_SET, account, account, {"language": language})


def _set_password(account: Account, hashed: str, *, by: Account) -> None:
    account.password, account.must_change_password = hashed, False
    account.save(update_fields=["password", "must_change_password"])
    _note(verbs.PASSWORD_SET, account, by)


def _note(
    verb: Verb, account: Account, by: Account | None, payload: dict[str, JSON] | None = None
) -> None:
    record(
        verb,
        school_id=account.school_id,
        by_id=by.id if by else None,
        about_id=account.staff_id,
        subject_id=account.id,
        payload=payload,
    )

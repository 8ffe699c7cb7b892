"""The lock on guessing: wrong tries make the next ones wait, longer each time, never for ever.

Three budgets. A phone that the account knows has its own, so that nobody else's guesses keep a
teacher out of her own phone. Any other phone draws on the username's budget and on that of its
network address. A try is counted before it is judged, so that many at once are not free.
"""

import ipaddress
import unicodedata
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from hashlib import sha256
from uuid import UUID

from django.db import transaction
from django.db.models import F

from terrace.school.journal import clock

from .models import Guesses

FIRST_WAIT = timedelta(seconds=30)
LONGEST_WAIT = timedelta(minutes=15)
FORGOTTEN_AFTER = timedelta(hours=24)


@dataclass(frozen=True, slots=True)
class Budget:
    """Whose tries are counted, and how many are free before the first wait."""

    key: str
    free: int


def of_username(username: str) -> Budget:
    """For a username, known or not. It is hashed: people type passwords into that field."""
    return Budget("name:" + sha256(folded(username).encode()).hexdigest(), free=5)


def of_phone(phone_id: UUID) -> Budget:
    """For a phone that the account knows."""
    return Budget(f"phone:{phone_id}", free=10)


def of_address(address: str) -> Budget:
    """For a network address; a whole /64 of IPv6 is one."""
    try:
        found = ipaddress.ip_address(address)
    except ValueError:
        return Budget("address:unknown", free=30)
    if found.version == 6:
        found = ipaddress.ip_network((found, 64), strict=False).network_address
    return Budget(f"address:{found}", free=30)


def folded(username: str) -> str:
    """A username as it is compared: full-width letters made narrow, case and spaces dropped."""
    return "".join(unicodedata.normalize("NFKC", username).casefold().split())


@dataclass(frozen=True, slots=True)
class Ticket:
    """A counted try. `wait_until` is set when it may not be judged yet."""

    budgets: tuple[Budget, ...]
    wait_until: datetime | None = None


def take(budgets: Sequence[Budget]) -> Ticket:
    """Count a try, or say until when to wait; a try that must wait is not counted."""
    now = clock.now()
    with transaction.atomic():
        Guesses.objects.bulk_create(
            [Guesses(key=budget.key, last_at=now) for budget in budgets], ignore_conflicts=True
        )
        rows = {
            row.key: row
            for row in Guesses.objects.select_for_update()
            .filter(key__in=[budget.key for budget in budgets])
            .order_by("key")
        }
        locked = [until for row in rows.values() if (until := _locked_until(row, now)) is not None]
        if locked:
            return Ticket(tuple(budgets), wait_until=max(locked))
        for budget in budgets:
            row = rows[budget.key]
            stale = not timedelta(0) <= now - row.last_at < FORGOTTEN_AFTER
            row.wrong = 1 if stale else row.wrong + 1
            row.last_at = now
            row.locked_until = (
                now + _wait(row.wrong - budget.free) if row.wrong >= budget.free else None
            )
            row.save(update_fields=["wrong", "last_at", "locked_until"])
    return Ticket(tuple(budgets))


def was_right(ticket: Ticket) -> None:
    """Give back what a right try has taken: all of its name or phone, one of its address."""
    with transaction.atomic():
        for budget in sorted(ticket.budgets, key=lambda one: one.key):
            rows = Guesses.objects.filter(key=budget.key)
            if budget.key.startswith("address:"):
                rows.filter(wrong__gt=0).update(wrong=F("wrong") - 1, locked_until=None)
            else:
                rows.delete()


def forget(username: str) -> None:
    """Forget the wrong tries for a username: it has a new password."""
    Guesses.objects.filter(key=of_username(username).key).delete()


def _wait(over: int) -> timedelta:
    doublings: int = 2 ** min(over, 10)
    return min(FIRST_WAIT * doublings, LONGEST_WAIT)


def _locked_until(row: Guesses, now: datetime) -> datetime | None:
    # A lock set while the clock stood in the future would hold for years.
    if row.locked_until is None or not now < row.locked_until <= now + LONGEST_WAIT:
        return None
    return row.locked_until

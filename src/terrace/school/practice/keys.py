"""The key with which a school signs: made when it is first needed, revoked when it is lost."""

from terrace.engines.bundles.signing import public_key
from terrace.school.journal import clock
from terrace.school.journal.actions import record
from terrace.school.people.models import Account, School

from . import verbs
from .models import Signer


def signer_of(school: School, *, by: Account | None) -> Signer:
    """The school's key in use; inside a transaction, since it may have to be made."""
    found = Signer.objects.filter(school=school, revoked_at=None).first()
    if found is not None:
        return found
    from nacl.utils import random

    seed = random(32)
    made = Signer.objects.create(
        school=school, seed=seed, public=public_key(seed), made_at=clock.now()
    )
    record(
        verbs.KEY_MADE,
        school_id=school.pk,
        by_id=by.pk if by else None,
        subject_id=made.pk,
        payload={"key": made.public},
    )
    return made


def public_of(school: School) -> str:
    """The public key in use; empty while the school has signed nothing yet."""
    found = Signer.objects.filter(school=school, revoked_at=None).first()
    return found.public if found else ""


def shown(key: str) -> str:
    """A key as people read it to each other over the telephone: its first sixteen signs."""
    return " ".join(key[place : place + 4] for place in range(0, 16, 4)).strip()

"""A key that may be in other hands: revoked for ever, and what the school wrote signed anew."""

from typing import Any

from django.db import transaction

from terrace.engines.bundles.library import Library
from terrace.engines.bundles.signing import parse_line
from terrace.school.journal import clock
from terrace.school.journal.actions import record
from terrace.school.journal.ids import new_id
from terrace.school.people.models import Account, School

from . import verbs
from .carrying import library_of, send
from .keys import signer_of
from .models import SignedRecord, Signer, Trial, Trust


def revoke(school: School, *, why: str, by: Account | None) -> Signer:
    """Revoke the school's own key, make a new one, and sign what stood under the old one again."""
    with transaction.atomic():
        old = signer_of(school, by=by)
        rows = SignedRecord.objects.filter(school=school, key=old.public).exclude(kind="revocation")
        own = [parse_line(line.encode()).record for line in rows.values_list("line", flat=True)]
        body: dict[str, Any] = {"revoked": old.public, "why": {"zh": why}}
        send(school, kind="revocation", thing=new_id(), body=body, by=by)
        old.revoked_at = clock.now()
        old.save(update_fields=["revoked_at"])
        record(
            verbs.KEY_REVOKED,
            school_id=school.pk,
            by_id=by.pk if by else None,
            subject_id=old.pk,
            payload={"key": old.public},
        )
        new = signer_of(school, by=by)
        Trial.objects.filter(school=school, key=old.public).update(key=new.public)
        for one in own:
            body = dict(one.body)
            if body.get("practice", {}).get("key") == old.public:
                body["practice"] = body["practice"] | {"key": new.public}
            send(school, kind=one.kind, thing=one.id, body=body, by=by)
    return new


def revoke_other(school: School, *, key: str, why: str, by: Account | None) -> Library:
    """Revoke another school's key, as an office does whose word counts in its schools."""
    with transaction.atomic():
        own = signer_of(school, by=by)
        Trust.objects.get_or_create(school=school, key=own.public, defaults={"name": school.name})
        body = {"revoked": key, "why": {"zh": why}}
        send(school, kind="revocation", thing=new_id(), body=body, by=by)
        return library_of(school)


def trust(school: School, *, key: str, name: str) -> Trust:
    """Let an office's word count here when it revokes a key."""
    made, _ = Trust.objects.update_or_create(school=school, key=key, defaults={"name": name})
    return made

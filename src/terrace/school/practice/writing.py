"""Writing a practice down: a draft, the principal's name under it, and taking it back."""

import hashlib
from collections.abc import Mapping
from typing import Any

from django.core.exceptions import ValidationError
from django.db import transaction
from django.utils.translation import get_language

from terrace.engines.bundles.body import NotABody, check_body
from terrace.engines.bundles.records import LARGEST_RECORD
from terrace.school.journal import clock
from terrace.school.journal.actions import record
from terrace.school.people.models import Account
from terrace.school.people.rules import is_principal
from terrace.school.today.actions import finish

from . import todos, verbs
from .carrying import send
from .models import Draft, Photo


def write(*, draft: Draft | None, body: Mapping[str, Any], by: Account) -> Draft:
    """Keep what was written; the principal is asked to read it. Raises `ValidationError`."""
    told = dict(body)
    _check(told)
    with transaction.atomic():
        if draft is None:
            draft = Draft(school=by.school, by=by.staff)
        else:
            draft = Draft.objects.select_for_update().get(pk=draft.pk)
        draft.body = told
        draft.changed_at = clock.now()
        draft.signed_at = draft.withdrawn_at = None
        draft.save()
        _record(verbs.WRITTEN, draft, by)
        if not is_principal(by):
            todos.ask_to_sign_draft(draft)
    return draft


def sign_draft(*, draft: Draft, by: Account) -> None:
    """Sign a practice: from now on it is in the library and in the school's bundles."""
    with transaction.atomic():
        draft = Draft.objects.select_for_update().get(pk=draft.pk)
        if draft.signed_at is None:
            _check(draft.body)
            send(draft.school, kind="practice", thing=draft.thing, body=draft.body, by=by)
            draft.signed_at, draft.withdrawn_at = clock.now(), None
            draft.save(update_fields=["signed_at", "withdrawn_at"])
            _record(verbs.SIGNED, draft, by)
        finish(todos.SIGN_DRAFT, key=str(draft.pk), school=draft.school, by=by)


def withdraw(*, draft: Draft, why: str, by: Account) -> None:
    """Take a signed practice back: other libraries drop it when the next bundle reaches them."""
    with transaction.atomic():
        draft = Draft.objects.select_for_update().get(pk=draft.pk)
        if draft.withdrawn_at is not None:
            return
        body = {"withdrawn": True, "why": {_language(): why}}
        send(draft.school, kind="practice", thing=draft.thing, body=body, by=by)
        draft.withdrawn_at, draft.signed_at = clock.now(), None
        draft.save(update_fields=["withdrawn_at", "signed_at"])
        _record(verbs.WITHDRAWN, draft, by)


def add_photo(*, draft: Draft, data: bytes, caption: str, released_by: str, by: Account) -> Draft:
    """Add a photograph that `redraw` has made; who released it stands beside it, in words."""
    digest = hashlib.sha256(data).hexdigest()
    with transaction.atomic():
        draft = Draft.objects.select_for_update().get(pk=draft.pk)
        kept = [one for one in draft.body.get("photos", []) if one["sha256"] != digest]
        photo = {
            "sha256": digest,
            "caption": {_language(): caption},
            "released_by": released_by,
        }
        body = draft.body | {"photos": [*kept, photo]}
        _check(body)
        Photo.objects.get_or_create(
            school=draft.school,
            sha256=digest,
            defaults={"data": data, "made_at": clock.now()},
        )
        return _changed(draft, body, verbs.PHOTO_ADDED, by)


def remove_photo(*, draft: Draft, sha256: str, by: Account) -> Draft:
    """Take a photograph out; other libraries lose it with the next signed version."""
    with transaction.atomic():
        draft = Draft.objects.select_for_update().get(pk=draft.pk)
        kept = [one for one in draft.body.get("photos", []) if one["sha256"] != sha256]
        if len(kept) == len(draft.body.get("photos", [])):
            return draft
        return _changed(draft, draft.body | {"photos": kept}, verbs.PHOTO_REMOVED, by)


def _changed(draft: Draft, body: dict[str, Any], verb: Any, by: Account) -> Draft:
    draft.body = body
    draft.changed_at, draft.signed_at = clock.now(), None
    draft.save()
    _record(verb, draft, by)
    if not is_principal(by):
        todos.ask_to_sign_draft(draft)
    return draft


def _check(body: Mapping[str, Any]) -> None:
    from terrace.engines.bundles.canonical import encode

    try:
        check_body("practice", body)
    except NotABody as broken:
        chinese = _language() == "zh"
        words = broken.message_zh if chinese else broken.message_en
        raise ValidationError(words, code="not_a_practice") from broken
    if len(encode(dict(body))) > LARGEST_RECORD - 2000:
        raise ValidationError("too long", code="too_long")


def _language() -> str:
    return "zh" if (get_language() or "zh").startswith("zh") else "en"


def _record(verb: Any, draft: Draft, by: Account) -> None:
    record(
        verb,
        school_id=draft.school_id,
        by_id=by.pk,
        subject_id=draft.pk,
        payload={"thing": str(draft.thing)},
    )

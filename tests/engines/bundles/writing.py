"""Schools that write practices, tries and reports, for these tests."""

import hashlib
from dataclasses import replace
from datetime import date
from typing import Any
from uuid import UUID

from terrace.engines.bundles.records import Record
from terrace.engines.bundles.signing import Signed, public_key, sign

DAY = date(2026, 11, 24)


def seed_of(school: int) -> bytes:
    """The secret of the school with this number."""
    return hashlib.sha256(f"school {school}".encode()).digest()


def key_of(school: int) -> str:
    return public_key(seed_of(school))


def practice_body(title: str = "心里话", **changes: Any) -> dict[str, Any]:
    body = {
        "title": {"zh": title, "en": "Heart-to-heart talks"},
        "need": {"zh": "孩子有话没处说"},
        "steps": [{"zh": "每天听一个孩子说十分钟"}],
        "needs": ["heard"],
        "evidence": "told",
        "cost_fen": 0,
        "minutes_a_week": 100,
    }
    return body | changes


def record_of(
    school: int,
    *,
    kind: str = "practice",
    number: int = 1,
    revision: int = 1,
    body: dict[str, Any] | None = None,
) -> Record:
    return Record(
        kind=kind,
        key=key_of(school),
        id=UUID(int=number),
        revision=revision,
        school=f"第{school}小学",
        school_en=f"School {school}",
        on=DAY,
        simulated=True,
        body=practice_body() if body is None else body,
    )


def signed_by(school: int, **told: Any) -> Signed:
    return sign(record_of(school, **told), seed_of(school))


def report_by(school: int, of: int, *, number: int = 1, outcome: str = "kept") -> Signed:
    body = {
        "practice": {"key": key_of(of), "id": str(UUID(int=1))},
        "try": str(UUID(int=7)),
        "outcome": outcome,
        "why": {"zh": "孩子愿意说了"},
    }
    return signed_by(school, kind="report", number=number, body=body)


def revocation_by(school: int, of: int, *, number: int = 9, revision: int = 1) -> Signed:
    body = {"revoked": key_of(of), "why": {"zh": "电脑丢了"}}
    return signed_by(school, kind="revocation", number=number, revision=revision, body=body)


def tampered(one: Signed) -> Signed:
    """The same signature under other words."""
    words = one.record.body | {"cost_fen": 1}
    return Signed(replace(one.record, body=words), one.signature)

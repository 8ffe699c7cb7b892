"""What travels: a record of one practice, try, report or revocation, as its school last wrote it.

A record is addressed by (kind, author's key, id): nobody can write over what another school wrote.
A later revision takes the place of an earlier one.
"""

import re
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from typing import Any
from uuid import UUID

from .body import NotABody, check_body, name_of
from .canonical import NotCanonical, encode

FORMAT = 1
LARGEST_RECORD = 64 * 1024
"""Bytes of a record as it is signed: some thirty pages of Chinese."""
LAST_REVISION = 1_000_000
KEY = re.compile(r"[0-9a-f]{64}")


class NotARecord(Exception):
    """What is wrong with something that should be a record: where, and why in both languages."""

    def __init__(self, zh: str, en: str) -> None:
        self.message_zh, self.message_en = zh, en
        super().__init__(en)


@dataclass(frozen=True, slots=True)
class Record:
    """One version of one thing. `key` is the author's public key, 64 hexadecimal digits."""

    kind: str
    key: str
    id: UUID
    revision: int
    school: str
    school_en: str
    on: date
    simulated: bool
    body: Mapping[str, Any]

    @property
    def address(self) -> tuple[str, str, str]:
        """Which thing this is a version of; of revocations, who revokes whom, whatever their id.

        So no later version of a revocation can give a key back.
        """
        if self.kind == "revocation":
            return (self.kind, self.key, str(self.body["revoked"]))
        return (self.kind, self.key, str(self.id))

    @property
    def name(self) -> str:
        """What people call it."""
        return name_of(self.kind, self.body)

    def to_json(self) -> dict[str, Any]:
        """As it is signed."""
        return {
            "format": FORMAT,
            "kind": self.kind,
            "key": self.key,
            "id": str(self.id),
            "revision": self.revision,
            "school": self.school,
            "school_en": self.school_en,
            "on": self.on.isoformat(),
            "simulated": self.simulated,
            "body": dict(self.body),
        }

    def to_bytes(self) -> bytes:
        """What is signed. Raises `NotCanonical`."""
        return encode(self.to_json())


FIELDS = {"format", "kind", "key", "id", "revision", "school", "school_en", "on", "simulated"}


def from_json(told: Any) -> Record:
    """A record, checked through and through. Raises `NotARecord`."""
    if not isinstance(told, dict) or set(told) != FIELDS | {"body"}:
        raise NotARecord("字段不齐或多了", "fields are missing or too many")
    if told["format"] != FORMAT:
        raise NotARecord(
            f"格式 {told['format']!r} 本机不认识", f"unknown format {told['format']!r}"
        )
    key, revision = told["key"], told["revision"]
    if not isinstance(key, str) or not KEY.fullmatch(key):
        raise NotARecord("钥匙不对", "key is no public key")
    if type(revision) is not int or not 1 <= revision <= LAST_REVISION:
        raise NotARecord("版本号不对", "revision is no whole number from 1")
    for field in ("school", "school_en"):
        text = told[field]
        if not isinstance(text, str) or len(text) > 80 or "\n" in text:
            raise NotARecord("学校名不对", f"{field} is no name of a school")
    if not told["school"].strip():
        raise NotARecord("没有学校名", "school has no name")
    if type(told["simulated"]) is not bool:
        raise NotARecord("simulated 只能是 true 或 false", "simulated is true or false")
    try:
        check_body(told["kind"], told["body"])
    except NotABody as broken:
        raise NotARecord(broken.message_zh, broken.message_en) from broken
    record = Record(
        kind=told["kind"],
        key=key,
        id=_uuid(told["id"]),
        revision=revision,
        school=told["school"],
        school_en=told["school_en"],
        on=_day(told["on"]),
        simulated=told["simulated"],
        body=told["body"],
    )
    try:
        size = len(record.to_bytes())
    except NotCanonical as broken:
        raise NotARecord(broken.message_zh, broken.message_en) from broken
    if size > LARGEST_RECORD:
        raise NotARecord(f"超过 {LARGEST_RECORD} 字节", f"more than {LARGEST_RECORD} bytes")
    return record


def _uuid(text: Any) -> UUID:
    try:
        found = UUID(text)
    except (ValueError, AttributeError, TypeError) as broken:
        raise NotARecord("编号不对", "id is no UUID") from broken
    if str(found) != text:
        raise NotARecord("编号要小写带横线", "id is not written in lower case with hyphens")
    return found


def _day(text: Any) -> date:
    try:
        found = date.fromisoformat(text)
    except (ValueError, TypeError) as broken:
        raise NotARecord("日期写成 2026-11-24", "on is no day such as 2026-11-24") from broken
    if found.isoformat() != text:
        raise NotARecord("日期写成 2026-11-24", "on is no day such as 2026-11-24")
    return found

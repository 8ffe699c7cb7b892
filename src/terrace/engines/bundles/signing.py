"""A record with its school's signature (Ed25519, RFC 8032): who wrote it, unchanged since."""

import hashlib
from dataclasses import dataclass
from typing import Any

from nacl.exceptions import BadSignatureError
from nacl.signing import SigningKey, VerifyKey

from .canonical import NotCanonical, decode, encode
from .records import NotARecord, Record, from_json
from .refusal import Refusal

PURPOSE = b"terrace practice 1\n"
"""Signed in front of each record: a signature made for something else is worth nothing here."""


@dataclass(frozen=True, slots=True)
class Signed:
    """A record and 64 bytes that only the holder of its author's key can make."""

    record: Record
    signature: bytes

    @property
    def digest(self) -> str:
        """SHA-256 of record and signature: two versions with one revision are told apart by it."""
        return hashlib.sha256(self.record.to_bytes() + self.signature).hexdigest()

    @property
    def rank(self) -> tuple[int, str]:
        """Of two versions of one thing the one with the greater rank stays."""
        return (self.record.revision, self.digest)

    def is_genuine(self) -> bool:
        """Whether the author's key made this signature for this record."""
        try:
            key = VerifyKey(bytes.fromhex(self.record.key))
            key.verify(PURPOSE + self.record.to_bytes(), self.signature)
        except (BadSignatureError, ValueError):
            return False
        return True

    def to_line(self) -> bytes:
        """One line of a bundle, without its end."""
        told = {"record": self.record.to_json(), "signature": self.signature.hex()}
        return encode(told)


def public_key(seed: bytes) -> str:
    """The public key, 64 hexadecimal digits, of a secret seed of 32 bytes."""
    return SigningKey(seed).verify_key.encode().hex()


def sign(record: Record, seed: bytes) -> Signed:
    """Sign a record with its author's seed. Raises `ValueError` for another one's seed."""
    if public_key(seed) != record.key:
        raise ValueError("this seed is not the author's")
    return Signed(record, SigningKey(seed).sign(PURPOSE + record.to_bytes()).signature)


def parse_line(line: bytes) -> Signed:
    """A signed record, its form checked but not its signature: for one that was verified before.

    Raises `NotCanonical` or `NotARecord`.
    """
    return _signed(decode(line))


def read_line(line: bytes, *, where: str) -> Signed | Refusal:
    """A signed record, its form checked and its signature verified; or why it is not taken."""
    told: Any = None
    try:
        told = decode(line)
        signed = _signed(told)
    except (NotCanonical, NotARecord) as broken:
        name, school = _said(told)
        zh, en = broken.message_zh, broken.message_en
        return Refusal("not_a_record", name or where, where, school, detail_zh=zh, detail_en=en)
    if not signed.is_genuine():
        record = signed.record
        return Refusal("forged", record.name, where, record.school, record.key)
    return signed


def _signed(told: Any) -> Signed:
    if not isinstance(told, dict) or set(told) != {"record", "signature"}:
        raise NotARecord("不是签了名的记录", "no signed record")
    record = from_json(told["record"])
    try:
        signature = bytes.fromhex(told["signature"])
    except (ValueError, TypeError):
        signature = b""  # a signature that no key made
    return Signed(record, signature)


def _said(told: Any) -> tuple[str, str]:
    """What something that is no record says of its title and school, if anything."""
    record = told.get("record") if isinstance(told, dict) else None
    if not isinstance(record, dict):
        return "", ""
    body = record.get("body")
    title = body.get("title") if isinstance(body, dict) else None
    names = (
        [one for one in title.values() if isinstance(one, str)] if isinstance(title, dict) else []
    )
    school = record.get("school")
    return (names[0][:120] if names else ""), (school[:80] if isinstance(school, str) else "")

"""What an entry says besides its verb: canonical JSON, in the open or under a person's key."""

import json
from collections.abc import Mapping, Sequence
from typing import TypeAlias, cast

from nacl.exceptions import CryptoError
from nacl.secret import SecretBox
from nacl.utils import random as random_bytes

JSON: TypeAlias = "bool | int | float | str | Sequence[JSON] | Mapping[str, JSON] | None"


def written(payload: Mapping[str, JSON]) -> bytes:
    """Canonical JSON: sorted keys, no spaces, UTF-8.

    Raises `TypeError` for what is not JSON, `ValueError` for NaN.
    """
    text = json.dumps(
        payload, sort_keys=True, separators=(",", ":"), ensure_ascii=False, allow_nan=False
    )
    return text.encode()


def read(stored: bytes) -> dict[str, JSON]:
    """The payload that canonical JSON says; an empty one for no bytes."""
    return cast(dict[str, JSON], json.loads(stored)) if stored else {}


def fresh_key() -> bytes:
    """A new key of a person (32 bytes)."""
    return random_bytes(SecretBox.KEY_SIZE)


def locked(payload: Mapping[str, JSON], key: bytes) -> bytes:
    """The payload under a person's key (XSalsa20-Poly1305 with a random nonce in front)."""
    return bytes(SecretBox(key).encrypt(written(payload)))


def unlocked(stored: bytes, key: bytes) -> dict[str, JSON] | None:
    """The payload that was put under this key; `None` when it was not, or was changed since."""
    try:
        return read(SecretBox(key).decrypt(stored))
    except (CryptoError, ValueError):
        return None

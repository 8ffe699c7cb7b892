"""A file that only its passphrase opens, and in which nothing can be changed or cut off unseen.

Chunks of 1 MiB go through libsodium's secretstream (XChaCha20-Poly1305), each bound to its place;
the last one is marked, so that a file cut short is found. The key comes from the passphrase by
Argon2id (RFC 9106) with the salt at the file's start.
"""

from collections.abc import Iterator
from typing import IO

from nacl import bindings, pwhash, utils

MAGIC = b"TERRACE BACKUP 1\n"
CHUNK = 2**20
SHORTEST_PASSPHRASE = 12
_MESSAGE = bindings.crypto_secretstream_xchacha20poly1305_TAG_MESSAGE
_FINAL = bindings.crypto_secretstream_xchacha20poly1305_TAG_FINAL
_HEADER = bindings.crypto_secretstream_xchacha20poly1305_HEADERBYTES
_MORE = bindings.crypto_secretstream_xchacha20poly1305_ABYTES


class NotOpened(ValueError):
    """The passphrase is another one, or the file is no backup, was changed or cut short."""


class Lock:
    """A file to write to; `close` puts the last chunk, without which nothing opens."""

    def __init__(self, out: IO[bytes], *, passphrase: str) -> None:
        salt = utils.random(pwhash.argon2id.SALTBYTES)
        self._out = out
        self._waiting = bytearray()
        self._state = bindings.crypto_secretstream_xchacha20poly1305_state()
        header = bindings.crypto_secretstream_xchacha20poly1305_init_push(
            self._state, _key(passphrase, salt)
        )
        out.write(MAGIC + salt + header)

    def write(self, data: bytes) -> int:
        """Add to the file."""
        self._waiting += data
        while len(self._waiting) > CHUNK:
            self._put(bytes(self._waiting[:CHUNK]), _MESSAGE)
            del self._waiting[:CHUNK]
        return len(data)

    def close(self) -> None:
        """Put what is left, marked as the end."""
        self._put(bytes(self._waiting), _FINAL)
        self._waiting.clear()

    def _put(self, chunk: bytes, tag: int) -> None:
        self._out.write(
            bindings.crypto_secretstream_xchacha20poly1305_push(
                self._state, chunk, ad=None, tag=tag
            )
        )


def opened(source: IO[bytes], *, passphrase: str) -> Iterator[bytes]:
    """The chunks of what was locked. Raises `NotOpened`, at the latest after the last chunk."""
    start = source.read(len(MAGIC) + pwhash.argon2id.SALTBYTES + _HEADER)
    if not start.startswith(MAGIC) or len(start) < len(MAGIC) + pwhash.argon2id.SALTBYTES + _HEADER:
        raise NotOpened("this is no backup of a school")
    salt = start[len(MAGIC) : -_HEADER]
    state = bindings.crypto_secretstream_xchacha20poly1305_state()
    bindings.crypto_secretstream_xchacha20poly1305_init_pull(
        state, start[-_HEADER:], _key(passphrase, salt)
    )
    tag = _MESSAGE
    while tag != _FINAL:
        chunk = source.read(CHUNK + _MORE)
        if len(chunk) < _MORE:
            raise NotOpened("the file was cut short")
        try:
            plain, tag = bindings.crypto_secretstream_xchacha20poly1305_pull(state, chunk, ad=None)
        except Exception as error:  # PyNaCl raises its own kinds of RuntimeError and ValueError
            raise NotOpened("another passphrase, or a changed file") from error
        yield plain
    if source.read(1):
        raise NotOpened("something was added to the file")


def _key(passphrase: str, salt: bytes) -> bytes:
    return bytes(
        pwhash.argon2id.kdf(
            bindings.crypto_secretstream_xchacha20poly1305_KEYBYTES,
            passphrase.encode(),
            salt,
            opslimit=pwhash.argon2id.OPSLIMIT_MODERATE,
            memlimit=64 * 2**20,
        )
    )

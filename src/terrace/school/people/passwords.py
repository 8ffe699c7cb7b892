"""How passwords and codes are kept: Argon2id, with memory that a cheap box can spare."""

import secrets
import threading

from django.contrib.auth.hashers import Argon2PasswordHasher

CODE_DIGITS = 12
_GROUP = 4

_AT_ONCE = threading.BoundedSemaphore(2)


class SmallBoxArgon2Hasher(Argon2PasswordHasher):
    """Argon2id with 19 MiB, two passes, one lane (OWASP's first choice), two at once in a process.

    Django's own choice takes 100 MiB for each sign-in: a handful of teachers at eight o'clock would
    take the memory of the whole box.
    """

    time_cost = 2
    memory_cost = 19 * 1024
    parallelism = 1

    def encode(self, password: str, salt: str) -> str:
        """As in Django, but waiting while two others are at it."""
        with _AT_ONCE:
            return super().encode(password, salt)

    def verify(self, password: str, encoded: str) -> bool:
        """As in Django, but waiting while two others are at it."""
        with _AT_ONCE:
            return super().verify(password, encoded)


def fresh_code() -> str:
    """A code for a new password: twelve random digits, as on paper in groups of four."""
    digits = f"{secrets.randbelow(10**CODE_DIGITS):0{CODE_DIGITS}}"
    return " ".join(digits[start : start + _GROUP] for start in range(0, CODE_DIGITS, _GROUP))


def code_digits(typed: str) -> str:
    """The digits of a code as somebody typed it: full-width digits, spaces and hyphens allowed."""
    return "".join(str(int(sign)) for sign in typed if sign.isdecimal())

"""Argon2 at its lowest cost, for tests that make many accounts."""

from django.contrib.auth.hashers import Argon2PasswordHasher


class QuickArgon2PasswordHasher(Argon2PasswordHasher):
    """The same algorithm, checked by the same code, in a millisecond."""

    time_cost = 1
    memory_cost = 8
    parallelism = 1

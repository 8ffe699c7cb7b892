"""Argon2 at its lowest cost, for tests that make many accounts."""

from terrace.school.people.passwords import SmallBoxArgon2Hasher


class QuickArgon2PasswordHasher(SmallBoxArgon2Hasher):
    """The same algorithm, checked by the same code, in a millisecond."""

    time_cost = 1
    memory_cost = 8

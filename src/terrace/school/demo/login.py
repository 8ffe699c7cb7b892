"""Who can sign in to the demo school."""

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Login:
    """One login for each role; the passwords of a simulated school are no secret."""

    role: str
    username: str
    password: str
    name: str

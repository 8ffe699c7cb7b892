"""How other programs write names and numbers, understood as ours."""

from contextlib import suppress

from . import values
from .problem import Unreadable
from .zipped import TableRow


def full_name(row: TableRow) -> str:
    """Family name first and without a space where it is Chinese."""
    family, given = values.words(row["familyName"]), values.words(row["givenName"])
    if (family + given).isascii():
        return f"{given} {family}".strip()
    return family + given


def phone_number(row: TableRow) -> str:
    """A number as it is written, if it looks like one."""
    for heading in ("sms", "phone"):
        with suppress(Unreadable):
            if written := values.phone(row[heading]):
                return written
    return ""

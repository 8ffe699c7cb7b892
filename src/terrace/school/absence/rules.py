"""Who says that an adult is away, and who sees it."""

from terrace.school.people.models import Account, Staff
from terrace.school.people.rules import is_office, is_principal, predicate
from terrace.school.people.standing import standing

from .models import Absence

plans_around = is_principal | is_office
"""Sees who is away, and says it of others."""


@predicate
def says_away(account: object, who: Staff | Absence) -> bool:
    """Of herself; those who plan around it, of everybody at their school."""
    if standing(account) is None or not isinstance(account, Account):
        return False
    if account.school_id != who.school_id:
        return False
    own = who.pk if isinstance(who, Staff) else who.staff_id
    return account.staff_id == own or bool(plans_around(account))

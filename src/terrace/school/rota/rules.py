"""Who makes rotas, and whose turns somebody sees."""

from terrace.school.people.models import Account
from terrace.school.people.rules import (
    is_hers,
    is_office,
    is_office_here,
    is_principal,
    is_principal_here,
    predicate,
    works_here,
)

from .models import Rota

makes_rotas = is_principal | is_office
"""Sets rotas up, says who serves, sees every adult's load and the proof."""

makes_rotas_here = is_principal_here | is_office_here
"""The same, of the school that this belongs to."""


settles = is_hers | makes_rotas_here
"""Says that a turn took place, or did not."""


@predicate
def sees_rota(account: object, rota: Rota) -> bool:
    """Posts are known to all staff; who is with which child, to those who make rotas alone."""
    if not isinstance(account, Account) or account.school_id != rota.school_id:
        return False
    if rota.serves_children:
        return bool(makes_rotas(account))
    return bool(works_here(account))

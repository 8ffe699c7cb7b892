"""Who may do what with a to-do: it belongs to one adult; the principal may pass it on."""

from terrace.school.people.models import Account
from terrace.school.people.rules import is_principal, predicate

from .models import Todo


@predicate
def is_theirs(account: Account, todo: Todo) -> bool:
    """The to-do stands on this adult's list."""
    return todo.school_id == account.school_id and todo.staff_id == account.staff_id


@predicate
def may_hand_over(account: Account, todo: Todo) -> bool:
    """Its adult may pass it on, and the principal may: nothing waits for one who is away."""
    if todo.school_id != account.school_id:
        return False
    return todo.staff_id == account.staff_id or bool(is_principal(account))


may_open = may_hand_over
may_snooze = is_theirs
may_tick_off = is_theirs

"""Who makes the timetable, and who sees a teacher's load. The week itself is open to all staff."""

from terrace.school.people.models import Account, Staff
from terrace.school.people.rules import is_office, is_principal, predicate

plans_lessons = is_principal | is_office
"""Makes the timetable, and finds cover when somebody is ill."""


@predicate
def sees_load_of(account: Account, staff: Staff) -> bool:
    """Her own load of the term, and for those who plan, everybody's."""
    if account.school_id != staff.school_id:
        return False
    return account.staff_id == staff.pk or bool(plans_lessons(account))

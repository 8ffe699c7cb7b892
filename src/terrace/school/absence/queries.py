"""What people and plans ask: who is away, and when."""

from datetime import date

from terrace.school.calendar.queries import today
from terrace.school.people.models import School, Staff

from .models import Absence


def absences(school: School, *, of: Staff | None = None) -> list[Absence]:
    """Who is or will be away, the next first; of one adult where `of` says so."""
    rows = Absence.objects.filter(school=school, last__gte=today(school))
    if of is not None:
        rows = rows.filter(staff=of)
    return list(rows.select_related("staff").order_by("first", "staff__name", "id"))


def absences_between(school: School, first: date, last: date) -> list[Absence]:
    """Every absence that has a day from `first` to `last`, in order."""
    rows = Absence.objects.filter(school=school, first__lte=last, last__gte=first)
    return list(rows.select_related("staff").order_by("first", "staff__name", "id"))


def is_away(staff: Staff, day: date) -> bool:
    """Whether she is away on this day."""
    return Absence.objects.filter(staff=staff, first__lte=day, last__gte=day).exists()

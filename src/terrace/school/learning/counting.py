"""How many of a week's sheets have come back."""

from dataclasses import dataclass

from django.db.models import Count, Q

from terrace.school.papers.models import Copy

from .models import WeekPlan


@dataclass(frozen=True, slots=True)
class Sheets:
    """Of so many children who have a sheet, a sheet of so many has been read."""

    read: int
    of: int


def sheets_of(plan: WeekPlan) -> Sheets:
    """How a plan's sheets stand; a child who answered another version than hers counts once."""
    copies = Copy.objects.filter(sheet__run_id=plan.run_id)
    found = copies.aggregate(
        read=Count("child", distinct=True, filter=Q(read_at__isnull=False)),
        of=Count("child", distinct=True),
    )
    return Sheets(found["read"], found["of"])

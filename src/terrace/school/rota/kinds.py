"""What a rota of each kind begins with: sensible for a village school, each to be changed."""

from dataclasses import dataclass

from .models import Kind

SCHOOL_WEEK = (0, 1, 2, 3, 4)
BEFORE_SCHOOL_DAYS = (6, 0, 1, 2, 3)
"""The nights, Sunday first, after which there is school."""


@dataclass(frozen=True, slots=True)
class Usual:
    """Where a new rota begins; `nights`: its days are those before a day of school."""

    times: tuple[tuple[str, str], ...]
    weeks: int = 1
    places: int = 1
    rest_days: int = 0
    most_each_period: int | None = None
    for_children: bool = True
    nights: bool = False

    @property
    def weekdays(self) -> tuple[int, ...]:
        """Days of school, or the evenings before them."""
        return BEFORE_SCHOOL_DAYS if self.nights else SCHOOL_WEEK


USUAL: dict[str, Usual] = {
    Kind.TALKS: Usual((("12:30", "13:00"), ("13:00", "13:30"), ("16:30", "17:00")), weeks=2),
    Kind.DORM: Usual((("20:00", "21:30"),), for_children=False, nights=True),
    Kind.NIGHT: Usual((("21:30", "06:30"),), rest_days=1, for_children=False, nights=True),
    Kind.CANTEEN: Usual((("11:50", "12:30"),), for_children=False),
    Kind.MENTORS: Usual((("16:30", "17:00"),), places=3),
    Kind.PHONE: Usual((("18:30", "19:00"), ("19:00", "19:30")), places=2, nights=True),
    Kind.VISITS: Usual((("16:30", "17:30"),), weeks=4),
}

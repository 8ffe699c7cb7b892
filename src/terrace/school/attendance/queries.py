"""What people see of attendance: a day's roll, a child's days."""

from dataclasses import dataclass
from datetime import date, timedelta

from terrace.school.calendar.queries import school_days, term_on, today
from terrace.school.people.models import Child, School, SchoolClass
from terrace.school.people.queries import children_of

from .models import Mark, Roll, State

LOOK_BACK = timedelta(days=60)
"""How far back the latest day of school is looked for, and patterns too."""


@dataclass(frozen=True, slots=True)
class Line:
    """A child on a roll; here, until somebody says otherwise."""

    child: Child
    state: str

    @property
    def label(self) -> str:
        """The state, in words."""
        return str(State(self.state).label)


@dataclass(frozen=True, slots=True)
class Share:
    """A child's days from the first to the last asked about; `by_state` names only what occurs."""

    of: int
    here: int
    by_state: dict[str, int]

    @property
    def reasons(self) -> list[tuple[str, int]]:
        """What to say besides being here: (word, days), in the order of `State`."""
        return [
            (str(state.label), self.by_state[state])
            for state in State
            if state != State.HERE and self.by_state.get(state)
        ]


def latest_day(school: School) -> date | None:
    """Today, when there is school; else the latest day of school. `None` in long holidays."""
    now = today(school)
    days = school_days(school, now - LOOK_BACK, now)
    return days[-1] if days else None


def roll_of(school_class: SchoolClass, day: date) -> Roll | None:
    """The roll of this day, if it has been taken."""
    return Roll.objects.filter(school_class=school_class, day=day).first()


def lines_of(school_class: SchoolClass, day: date) -> list[Line]:
    """Every child now in the class, as she stands on this day's roll."""
    known = dict(
        Mark.objects.filter(roll__school_class=school_class, roll__day=day).values_list(
            "child_id", "state"
        )
    )
    return [
        Line(child, known.get(child.pk, State.HERE.value)) for child in children_of(school_class)
    ]


def days_of(child: Child, first: date, last: date) -> dict[date, str]:
    """How the child stood on each roll from `first` to `last`, both included.

    Where two classes have her on one day (she moved), the roll that was taken later counts.
    """
    rows = Mark.objects.filter(child=child, roll__day__range=(first, last))
    return dict(rows.order_by("roll__taken_at", "id").values_list("roll__day", "state"))


def share_of(child: Child, first: date, last: date) -> Share:
    """How many of the days on a roll the child was at school, and what else was said."""
    by_state: dict[str, int] = {}
    for state in days_of(child, first, last).values():
        by_state[state] = by_state.get(state, 0) + 1
    here = by_state.get(State.HERE, 0) + by_state.get(State.LATE, 0)
    return Share(of=sum(by_state.values()), here=here, by_state=by_state)


def this_term(child: Child) -> Share:
    """The child's days of this term so far; of the last sixty days where no term is entered."""
    now = today(child.school)
    term = term_on(child.school, now)
    return share_of(child, term.starts if term else now - LOOK_BACK, now)

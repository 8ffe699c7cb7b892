"""What an adult sees of the to-dos: one short list, and what else there is."""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import datetime, timedelta

from django.db.models import Q, QuerySet
from django.utils import timezone

from terrace.school.calendar.queries import school_days
from terrace.school.journal import clock
from terrace.school.people.models import Account, Staff
from terrace.school.people.rules import sees_child, sees_class

from .models import Todo, Urgency
from .registry import TodoKind
from .registry import kind as kind_called

MORNING = 7
"""The hour at which what was put off to a day comes back."""


@dataclass(frozen=True, slots=True)
class Line:
    """A to-do as it stands on the list, in the language now active."""

    todo: Todo
    kind: TodoKind
    sentence: str
    url: str
    overdue: bool

    @property
    def can_wait(self) -> bool:
        """There is something else that one may do with it: put it off, hand it over."""
        return self.kind.can_snooze or self.kind.can_hand_over


@dataclass(frozen=True, slots=True)
class Group:
    """Lines that are equally urgent. `urgency` is None for those over their time."""

    urgency: Urgency | None
    lines: tuple[Line, ...]


@dataclass(frozen=True, slots=True)
class Today:
    """An adult's list: groups in order of urgency, and what she has put off."""

    groups: tuple[Group, ...]
    put_off: tuple[Line, ...]

    @property
    def count(self) -> int:
        """How many things wait now."""
        return sum(len(group.lines) for group in self.groups)


def today_of(staff: Staff, *, now: datetime | None = None) -> Today:
    """Everything that is open on this adult's list, in one query."""
    now = now or clock.now()
    open_ones = list(_lines(_open().filter(staff=staff), now=now))
    here = [line for line in open_ones if not _is_put_off(line.todo, now)]
    put_off = [line for line in open_ones if _is_put_off(line.todo, now)]
    late = tuple(line for line in here if line.overdue)
    groups = [Group(None, late)] if late else []
    for urgency in Urgency:
        lines = tuple(line for line in here if line.todo.urgency == urgency and not line.overdue)
        if lines:
            groups.append(Group(urgency, lines))
    return Today(groups=tuple(groups), put_off=tuple(put_off))


def overdue_in_school(account: Account, *, now: datetime | None = None) -> tuple[Line, ...]:
    """What is over its time with the other adults of the school, longest first; one query."""
    now = now or clock.now()
    late = (
        _open()
        .filter(school_id=account.school_id, due_at__lt=now)
        .filter(Q(snoozed_until=None) | Q(snoozed_until__lte=now))
        .exclude(staff_id=account.staff_id)
        .select_related("staff")
    )
    return tuple(_lines(late, now=now))


def line_of(todo: Todo, *, now: datetime | None = None) -> Line:
    """One to-do as it stands on the list."""
    return next(_lines([todo], now=now or clock.now()))


def who_could_take(todo: Todo) -> list[Staff]:
    """Adults of the school who may see what it is about, and sign in to find it on their list."""
    accounts = (
        Account.objects.filter(school_id=todo.school_id, is_active=True, staff__left_on=None)
        .exclude(staff_id=todo.staff_id)
        .select_related("staff")
        .order_by("staff__name")
    )
    return [
        account.staff
        for account in accounts
        if (todo.child is None or sees_child(account, todo.child))
        and (todo.school_class is None or sees_class(account, todo.school_class))
    ]


def moments_to_wait_for(todo: Todo, *, now: datetime | None = None) -> list[datetime]:
    """Mornings to which it may be put off: the next three school days, and next week's first."""
    now = now or clock.now()
    today = timezone.localtime(now).date()
    days = school_days(todo.school, today + timedelta(days=1), today + timedelta(days=21))
    next_monday = today + timedelta(days=7 - today.weekday())
    chosen = [*days[:3], *[day for day in days if day >= next_monday][:1]]
    if not chosen:  # holidays, or no term entered yet
        chosen = [today + timedelta(days=1), next_monday]
    zone = timezone.get_current_timezone()
    return [
        datetime(day.year, day.month, day.day, MORNING, tzinfo=zone) for day in sorted(set(chosen))
    ]


def _open() -> QuerySet[Todo]:
    return Todo.objects.filter(done_at=None).select_related("child", "school_class")


def _lines(todos: Iterable[Todo], *, now: datetime) -> Iterator[Line]:
    """In order: the more urgent first, then the sooner due; those without a time after them."""
    for todo in sorted(todos, key=_order):
        kind = kind_called(todo.kind)
        yield Line(
            todo=todo,
            kind=kind,
            sentence=kind.sentence(todo),
            url=kind.url(todo),
            overdue=todo.due_at is not None and todo.due_at < now,
        )


def _order(todo: Todo) -> tuple[int, bool, float, datetime]:
    due = todo.due_at.timestamp() if todo.due_at else 0.0
    return (todo.urgency, todo.due_at is None, due, todo.made_at)


def _is_put_off(todo: Todo, now: datetime) -> bool:
    return todo.snoozed_until is not None and todo.snoozed_until > now

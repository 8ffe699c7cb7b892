"""A kind of to-do for tests of the list itself, and how to ask for one."""

from datetime import datetime
from typing import Any

from terrace.school.today import actions
from terrace.school.today.models import Todo, Urgency
from terrace.school.today.registry import TodoKind, register
from tests.school.people.village import Village

ERRAND = register(
    TodoKind(
        "test.carry", sentence=lambda todo: f"搬{todo.key}", url=lambda todo: "/", by_hand=True
    )
)
# Nobody else can do it, it cannot wait, and it ends when something happens.
OWN = register(
    TodoKind(
        "test.own",
        sentence=lambda todo: todo.key,
        url=lambda todo: "/",
        can_hand_over=False,
        can_snooze=False,
    )
)


def ask(
    here: Village,
    key: str = "书",
    *,
    kind: TodoKind = ERRAND,
    of: str = "class teacher",
    urgency: int = Urgency.THIS_WEEK,
    due_at: datetime | None = None,
    **more: Any,
) -> Todo:
    """Ask this adult of the school to carry something."""
    return actions.ask(
        kind,
        key=key,
        staff=here.accounts[of].staff,
        school=here.school,
        urgency=urgency,
        due_at=due_at,
        **more,
    )

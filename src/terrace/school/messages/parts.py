"""What the child's page shows of messages: a way to write home."""

from collections.abc import Mapping
from typing import Any

from terrace.school.people.models import Account, Child
from terrace.school.people.registry import ChildPart, register_child_part

from . import queries, rules


def load(viewer: Account, child: Child) -> Mapping[str, Any] | None:
    """For her class teacher: the way to write, and what still waits in the outbox."""
    if not rules.may_write_home(viewer, child):
        return None
    return {"waiting": queries.waiting_for_child(child)}


WRITE_HOME = register_child_part(
    ChildPart(name="messages.write_home", order=80, template="messages/child_part.html", load=load)
)

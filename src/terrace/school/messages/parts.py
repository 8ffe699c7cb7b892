"""What the child's page shows of messages: a way to write home."""

from collections.abc import Mapping
from typing import Any

from terrace.school.people.models import Account, Child
from terrace.school.people.registry import (
    ChildPart,
    SettingsPart,
    register_child_part,
    register_settings_part,
)

from . import queries, rules


def load(viewer: Account, child: Child) -> Mapping[str, Any] | None:
    """For her class teacher: the way to write, and what still waits in the outbox."""
    if not rules.may_write_home(viewer, child):
        return None
    return {"waiting": queries.waiting_for_child(child)}


WRITE_HOME = register_child_part(
    ChildPart(name="messages.write_home", order=80, template="messages/child_part.html", load=load)
)


def load_outbox(viewer: Account) -> Mapping[str, Any] | None:
    """For principal and office: the way to the outbox."""
    return {} if rules.opens_outbox(viewer) else None


OUTBOX = register_settings_part(
    SettingsPart(
        name="messages.outbox", order=10, template="messages/settings_part.html", load=load_outbox
    )
)

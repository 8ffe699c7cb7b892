"""What rotas show on the child's page and among the settings."""

from collections.abc import Mapping
from typing import Any

from terrace.school.calendar.queries import today
from terrace.school.people.models import Account, Child
from terrace.school.people.registry import (
    ChildPart,
    SettingsPart,
    Shows,
    register_child_part,
    register_settings_part,
)
from terrace.school.people.rules import works_here

from .models import Turn
from .rules import makes_rotas


def _of_child(viewer: Account, child: Child) -> Mapping[str, Any] | None:
    rows = Turn.objects.filter(
        child=child, day__gte=today(child.school), state=Turn.State.PLANNED, rota__ended_at=None
    )
    nearest: dict[Any, Turn] = {}
    for turn in rows.select_related("staff", "rota").order_by("day", "begins", "id"):
        nearest.setdefault(turn.rota_id, turn)
    return {"next_turns": list(nearest.values())} if nearest else None


def _of_settings(viewer: Account) -> Mapping[str, Any] | None:
    return {"makes_rotas": makes_rotas(viewer)} if works_here(viewer) else None


CHILD = register_child_part(
    ChildPart("rota", order=70, template="rota/child_part.html", load=_of_child, shows=Shows.LIST)
)
SETTINGS = register_settings_part(
    SettingsPart("rota", order=6, template="rota/settings_part.html", load=_of_settings)
)

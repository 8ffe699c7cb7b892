"""Absences among the settings."""

from collections.abc import Mapping
from typing import Any

from terrace.school.people.models import Account
from terrace.school.people.registry import SettingsPart, register_settings_part
from terrace.school.people.rules import works_here

from .queries import absences
from .rules import plans_around


def _of_settings(viewer: Account) -> Mapping[str, Any] | None:
    if not works_here(viewer):
        return None
    plans = plans_around(viewer)
    return {"plans": plans, "away": absences(viewer.school) if plans else []}


SETTINGS = register_settings_part(
    SettingsPart("absence", order=7, template="absence/settings_part.html", load=_of_settings)
)

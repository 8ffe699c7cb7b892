"""Where practices are found: a row of the settings page."""

from collections.abc import Mapping
from typing import Any

from terrace.school.people.models import Account
from terrace.school.people.registry import SettingsPart, register_settings_part

from .rules import reads_library


def _of(viewer: Account) -> Mapping[str, Any] | None:
    return {} if reads_library(viewer) else None


SETTINGS = register_settings_part(
    SettingsPart("practice.library", order=5, template="practice/settings_part.html", load=_of)
)

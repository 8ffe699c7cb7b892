"""What the timetable shows on the class page and among the settings."""

from collections.abc import Mapping
from typing import Any

from terrace.school.people.models import Account, SchoolClass
from terrace.school.people.registry import (
    ClassPart,
    SettingsPart,
    Shows,
    register_class_part,
    register_settings_part,
)
from terrace.school.people.rules import works_here

from . import queries
from .rules import plans_lessons


def _of_class(viewer: Account, school_class: SchoolClass) -> Mapping[str, Any] | None:
    timetable = queries.in_force(school_class.school)
    return {"timetable": timetable} if timetable else None


def _of_settings(viewer: Account) -> Mapping[str, Any] | None:
    if not works_here(viewer):
        return None
    return {"plans": plans_lessons(viewer)}


CLASS = register_class_part(
    ClassPart(
        "timetable",
        order=80,
        template="timetable/class_part.html",
        load=_of_class,
        shows=Shows.LIST,
    )
)
SETTINGS = register_settings_part(
    SettingsPart("timetable", order=5, template="timetable/settings_part.html", load=_of_settings)
)

"""What care shows on the child's page, on the class page and among the settings."""

from collections.abc import Mapping
from typing import Any

from terrace.school.people.models import Account, Child, SchoolClass
from terrace.school.people.registry import (
    ChildPart,
    ClassPart,
    SettingsPart,
    Shows,
    register_child_part,
    register_class_part,
    register_settings_part,
)
from terrace.school.people.rules import works_here

from . import queries
from .models import Wish
from .rules import knows, talks_with


def _of_child(viewer: Account, child: Child) -> Mapping[str, Any] | None:
    if not talks_with(viewer, child):
        return None
    return {
        "last": queries.last_heard([child]).get(child.pk),
        "wish": Wish.objects.filter(child=child, ended_at=None).select_related("staff").first(),
        "knows": knows(viewer, child),
        "talks": queries.talks_of(child, viewer),
        "agreed": queries.agreed_with(child, viewer),
    }


def _of_class(viewer: Account, school_class: SchoolClass) -> Mapping[str, Any] | None:
    found = queries.heard_now(school_class.school, school_class=school_class)
    return None if found is None else {"heard": found}


def _of_settings(viewer: Account) -> Mapping[str, Any] | None:
    return {} if works_here(viewer) else None


CHILD = register_child_part(
    ChildPart("care", order=65, template="care/child_part.html", load=_of_child, shows=Shows.LIST)
)
CLASS = register_class_part(
    ClassPart("care", order=1, template="care/class_part.html", load=_of_class)
)
SETTINGS = register_settings_part(
    SettingsPart("care", order=5, template="care/settings_part.html", load=_of_settings)
)

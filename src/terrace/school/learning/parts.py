"""What learning shows on the child's page and on the class page."""

from collections.abc import Mapping
from typing import Any

from terrace.school.people.models import Account, Child, SchoolClass
from terrace.school.people.registry import (
    ChildPart,
    ClassPart,
    SettingsPart,
    register_child_part,
    register_class_part,
    register_settings_part,
)
from terrace.school.people.rules import is_principal, marks_for, prints_for

from . import queries


def _of_child(viewer: Account, child: Child) -> Mapping[str, Any]:
    return {"learning": queries.child_view(child), "simulated": child.school.simulated}


def _of_class(viewer: Account, school_class: SchoolClass) -> Mapping[str, Any]:
    return {
        "learning": queries.class_view(school_class),
        "may_print": prints_for(viewer, school_class),
        "may_mark": marks_for(viewer, school_class),
        "simulated": school_class.school.simulated,
    }


CHILD = register_child_part(
    ChildPart("learning", order=10, template="learning/child_part.html", load=_of_child)
)


def _fairness(viewer: Account) -> Mapping[str, Any] | None:
    return {} if is_principal(viewer) else None


FAIRNESS = register_settings_part(
    SettingsPart(
        "learning.fairness", order=40, template="learning/settings_part.html", load=_fairness
    )
)
CLASS = register_class_part(
    ClassPart(
        "learning",
        order=10,
        template="learning/class_part.html",
        action="learning/class_action.html",
        load=_of_class,
    )
)

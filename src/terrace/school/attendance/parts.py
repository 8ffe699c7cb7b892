"""What attendance shows on the child's page and on the class page."""

from collections.abc import Mapping
from typing import Any

from terrace.school.people.models import Account, Child, SchoolClass
from terrace.school.people.registry import (
    ChildPart,
    ClassPart,
    register_child_part,
    register_class_part,
)

from . import queries
from .rules import takes_roll


def _of_child(viewer: Account, child: Child) -> Mapping[str, Any] | None:
    share = queries.this_term(child)
    return {"attendance": share} if share.of else None


def _of_class(viewer: Account, school_class: SchoolClass) -> Mapping[str, Any] | None:
    day = queries.latest_day(school_class.school)
    if day is None or not takes_roll(viewer, school_class):
        return None
    roll = queries.roll_of(school_class, day)
    lines = queries.lines_of(school_class, day) if roll else []
    return {"day": day, "roll": roll, "away": [one for one in lines if one.state != "here"]}


CHILD = register_child_part(
    ChildPart("attendance", order=60, template="attendance/child_part.html", load=_of_child)
)
CLASS = register_class_part(
    ClassPart("attendance", order=5, template="attendance/class_part.html", load=_of_class)
)

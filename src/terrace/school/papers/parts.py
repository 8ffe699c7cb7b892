"""What the class page and the child's page show of paper."""

from collections.abc import Mapping
from typing import Any

from terrace.school.people.models import Account, Child, SchoolClass
from terrace.school.people.registry import (
    ChildPart,
    ClassPart,
    Shows,
    register_child_part,
    register_class_part,
)
from terrace.school.people.rules import marks_for

from . import queries

RUNS_SHOWN = 3
SHEETS_SHOWN = 12


def _of_class(viewer: Account, school_class: SchoolClass) -> Mapping[str, Any] | None:
    if not marks_for(viewer, school_class):
        return None
    return {
        "doubts": queries.open_doubts(school_class),
        "exams": list(queries.latest_exams(school_class)[:RUNS_SHOWN]),
        "runs": list(queries.latest_runs(school_class)[:RUNS_SHOWN]),
    }


def _of_child(viewer: Account, child: Child) -> Mapping[str, Any] | None:
    if not marks_for(viewer, child):
        return None
    sheets = list(queries.read_copies(child)[:SHEETS_SHOWN])
    return {"sheets": sheets} if sheets else None


CLASS_PART = register_class_part(
    ClassPart("papers.stack", 20, "papers/class_part.html", _of_class, Shows.LEARNING)
)
CHILD_PART = register_child_part(
    ChildPart("papers.sheets", 60, "papers/child_part.html", _of_child, Shows.LEARNING)
)

"""What became of the files that were brought in."""

from collections import Counter
from dataclasses import dataclass, field
from typing import Any

from ..importing.problem import Problem

KINDS = ("classes", "children", "staff", "guardians")


@dataclass(slots=True)
class Report:
    """What became of a list: how many of each kind, and every problem."""

    created: Counter[str] = field(default_factory=Counter)
    updated: Counter[str] = field(default_factory=Counter)
    unchanged: Counter[str] = field(default_factory=Counter)
    problems: list[Problem] = field(default_factory=list)

    def add(self, other: "Report") -> None:
        """What became of another file, too."""
        self.created.update(other.created)
        self.updated.update(other.updated)
        self.unchanged.update(other.unchanged)
        self.problems.extend(other.problems)

    def to_json(self) -> dict[str, Any]:
        """The report as plain JSON."""
        return {
            "created": {kind: self.created[kind] for kind in KINDS},
            "updated": {kind: self.updated[kind] for kind in KINDS},
            "unchanged": {kind: self.unchanged[kind] for kind in KINDS},
            "problems": [problem.to_json() for problem in self.problems],
        }

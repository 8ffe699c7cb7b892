"""A list of children as it was read: plain values that travel between processes."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from datetime import date
from typing import Any

from .problem import Problem
from .values import ClassName


@dataclass(frozen=True, slots=True)
class ListedChild:
    """One row of the list."""

    sheet: str
    row: int
    class_name: ClassName
    name: str
    sex: str
    birth_date: date | None
    class_number: int | None
    class_teacher: str
    guardian: str = ""
    relation: str = ""
    phone: str = ""

    @property
    def row_key(self) -> tuple[str, int]:
        """Where it stands in the file."""
        return (self.sheet, self.row)

    def to_json(self) -> dict[str, Any]:
        """The row as plain JSON."""
        return {
            "sheet": self.sheet,
            "row": self.row,
            "grade": self.class_name.grade,
            "branch": self.class_name.branch,
            "name": self.name,
            "sex": self.sex,
            "birth_date": self.birth_date and self.birth_date.isoformat(),
            "class_number": self.class_number,
            "class_teacher": self.class_teacher,
            "guardian": self.guardian,
            "relation": self.relation,
            "phone": self.phone,
        }

    @classmethod
    def from_json(cls, told: Mapping[str, Any]) -> "ListedChild":
        """The row that `to_json` wrote."""
        born = told["birth_date"]
        return cls(
            sheet=told["sheet"],
            row=told["row"],
            class_name=ClassName(grade=told["grade"], branch=told["branch"]),
            name=told["name"],
            sex=told["sex"],
            birth_date=None if born is None else date.fromisoformat(born),
            class_number=told["class_number"],
            class_teacher=told["class_teacher"],
            guardian=told["guardian"],
            relation=told["relation"],
            phone=told["phone"],
        )


@dataclass(frozen=True, slots=True)
class ChildList:
    """What a file says, and what in it is not understood: rows with a problem are left out."""

    children: tuple[ListedChild, ...]
    problems: tuple[Problem, ...]
    headings: Mapping[str, str] = field(default_factory=dict)
    """Under which heading each thing was found, as it is written in the file."""

    def to_json(self) -> dict[str, Any]:
        """The list as plain JSON."""
        return {
            "children": [child.to_json() for child in self.children],
            "problems": [problem.to_json() for problem in self.problems],
        }

    @classmethod
    def from_json(cls, told: Mapping[str, Any]) -> "ChildList":
        """The list that `to_json` wrote."""
        return cls(
            tuple(ListedChild.from_json(child) for child in told["children"]),
            tuple(Problem(**problem) for problem in told["problems"]),
        )


def class_teachers(children: Iterable[ListedChild]) -> dict[ClassName, str]:
    """Who is named as each class's teacher; the first name counts."""
    named: dict[ClassName, str] = {}
    for child in children:
        if child.class_teacher:
            named.setdefault(child.class_name, child.class_teacher)
    return named

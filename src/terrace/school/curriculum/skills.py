"""What a skill is, and how much practice a grade may be given."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Literal

from terrace.school.curriculum.items import Language

Strand = Literal["number", "quantity", "measure", "position", "data", "chance"]
"""Topics of the 2022 standard: 数与运算, 数量关系, 图形的认识与测量, 图形的位置与运动,
数据分类 with 数据的收集、整理与表达, 随机现象发生的可能性.
"""

STRANDS: Mapping[Strand, Mapping[Language, str]] = {
    "number": {"zh": "数与运算", "en": "Numbers and operations"},
    "quantity": {"zh": "数量关系", "en": "Relations between quantities"},
    "measure": {"zh": "图形的认识与测量", "en": "Shapes and measurement"},
    "position": {"zh": "图形的位置与运动", "en": "Position and movement"},
    "data": {"zh": "数据的收集、整理与表达", "en": "Collecting and showing data"},
    "chance": {"zh": "随机现象发生的可能性", "en": "How likely something is"},
}


@dataclass(frozen=True, slots=True)
class Skill:
    """A knowledge component.

    ``can_do`` is a sentence fragment for the child's page: 会用竖式做两位数加法 /
    Can add two-digit numbers in columns. ``prerequisites`` are codes of skills directly before.
    """

    code: str
    grade: int
    strand: Strand
    name: Mapping[Language, str]
    can_do: Mapping[Language, str]
    prerequisites: tuple[str, ...] = ()

    @property
    def in_class(self) -> bool:
        """Grades 1 and 2 have no written homework: their sheets are practised in class."""
        return self.grade <= 2


@dataclass(frozen=True, slots=True)
class SheetLength:
    """How many questions a sheet of a grade holds: what is proposed, and the most a teacher may
    choose.
    """

    questions: int
    most: int
    minutes: int
    place: Literal["class", "home"]
    reason: Mapping[Language, str]


_IN_CLASS: Mapping[Language, str] = {
    "zh": "一、二年级不布置书面家庭作业，这一张在课堂上做，大约十分钟。",
    "en": "Grades 1 and 2 have no written homework: this sheet is for class, about ten minutes.",
}
_AT_HOME: Mapping[Language, str] = {
    "zh": "三至六年级书面作业各科合计每天不超过60分钟，这一张大约二十分钟。",
    "en": "Grades 3 to 6: written homework of all subjects takes at most 60 minutes a day; "
    "this sheet takes about twenty.",
}

_LENGTHS: Mapping[int, SheetLength] = {
    1: SheetLength(8, 10, 10, "class", _IN_CLASS),
    2: SheetLength(10, 12, 10, "class", _IN_CLASS),
    3: SheetLength(12, 16, 20, "home", _AT_HOME),
    4: SheetLength(12, 16, 20, "home", _AT_HOME),
    5: SheetLength(14, 18, 20, "home", _AT_HOME),
    6: SheetLength(14, 18, 20, "home", _AT_HOME),
}


def sheet_length(grade: int) -> SheetLength:
    """Limits for a grade's sheets. Outside 1…6 the nearest grade's hold.

    Source: the 2021 "double reduction" opinion (双减) of the two General Offices, section 2: no
    written homework in grades 1–2, at most 60 minutes a day in grades 3–6. A third of that for
    mathematics, at about 75 to 100 seconds a question.
    """
    return _LENGTHS[min(max(grade, 1), 6)]

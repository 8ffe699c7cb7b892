"""What people write in a cell, understood: classes, sexes, dates, names, numbers."""

import re
import unicodedata
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, datetime, timedelta

from terrace.school.people.models import Sex

from .problem import Unreadable

Cell = str | int | float | bool | datetime | date | None

_GRADES: Mapping[str, int] = {digit: place for place, digit in enumerate("一二三四五六七八九", 1)}
_TENS: Mapping[str, int] = {"十": 10, "十一": 11, "十二": 12}
_BRANCHES: Mapping[str, int] = {branch: place for place, branch in enumerate("甲乙丙丁戊己庚辛", 1)}
_SEXES: Mapping[str, Sex] = {
    "女": Sex.FEMALE,
    "女生": Sex.FEMALE,
    "f": Sex.FEMALE,
    "female": Sex.FEMALE,
    "girl": Sex.FEMALE,
    "2": Sex.FEMALE,
    "男": Sex.MALE,
    "男生": Sex.MALE,
    "m": Sex.MALE,
    "male": Sex.MALE,
    "boy": Sex.MALE,
    "1": Sex.MALE,
}
"""1 and 2 as in GB/T 2261.1 (codes for sex)."""

_CLASS = (
    # 三年级1班, 3年级（2）班, 三年级甲班, 三年级
    re.compile(r"(?P<grade>[一二三四五六七八九1-9])年级[(.\-]?(?P<branch>\w{0,2}?)[)]?班?"),
    # 三(1)班, 三.1班, 三甲班, 3-2
    re.compile(r"(?P<grade>[一二三四五六七八九1-9])[(.\-](?P<branch>[^\W班]{1,2})[)]?班?"),
    re.compile(r"(?P<grade>[一二三四五六七八九1-9])(?P<branch>[甲乙丙丁戊己庚辛a-h])班?"),
    # 301
    re.compile(r"(?P<grade>[1-9])(?P<branch>0[1-9]|1[0-2])班?"),
    # Grade 3 Class 1
    re.compile(r"grade(?P<grade>[1-9])(?:class(?P<branch>\w{1,2}))?"),
)
_RELATIONS: Mapping[str, str] = {
    **dict.fromkeys(("母亲", "妈妈", "母女", "母子", "mother"), "mother"),
    **dict.fromkeys(("父亲", "爸爸", "父女", "父子", "father"), "father"),
    **dict.fromkeys(("奶奶", "外婆", "姥姥", "祖母", "外祖母", "grandmother"), "grandmother"),
    **dict.fromkeys(("爷爷", "外公", "姥爷", "祖父", "外祖父", "grandfather"), "grandfather"),
}
_EXCEL_DAY_ZERO = date(1899, 12, 30)
_WRITTEN_DATE = re.compile(r"(\d{4})[-/.年](\d{1,2})[-/.月](\d{1,2})日?")
_COMPACT_DATE = re.compile(r"(\d{4})(\d{2})(\d{2})")
_FORMULA_STARTS = ("=", "+", "-", "@")
_LONGEST_NAME = 60


@dataclass(frozen=True, slots=True)
class ClassName:
    """A class as it was meant: grade 1 to 9, and which of the grade's classes from 1."""

    grade: int
    branch: int

    @property
    def code(self) -> str:
        """As on a list: `3A`."""
        return f"{self.grade}{chr(ord('A') + self.branch - 1)}"

    @property
    def name(self) -> str:
        """As people say it: `三年级1班`."""
        return f"{'一二三四五六七八九'[self.grade - 1]}年级{self.branch}班"


def words(cell: Cell) -> str:
    """The cell's text: full-width letters made narrow, white space folded, unseen signs taken out.

    Those come along when a name is copied from a chat: 王小红 with one is no other child.
    """
    if cell is None:
        return ""
    if isinstance(cell, float) and cell.is_integer():
        cell = int(cell)
    seen = "".join(sign for sign in str(cell) if unicodedata.category(sign) != "Cf")
    return " ".join(unicodedata.normalize("NFKC", seen).split())


def class_name(cell: Cell) -> ClassName:
    """The class meant by `三年级1班`, `三(1)班`, `三甲`, `3A`, `301`, `Grade 3 Class 1`, …"""
    text = words(cell).lower().replace(" ", "")
    for pattern in _CLASS:
        found = pattern.fullmatch(text)
        if found is None:
            continue
        branch = _branch(found["branch"] or "1")
        if branch is not None:
            return ClassName(
                grade=_GRADES.get(found["grade"]) or int(found["grade"]), branch=branch
            )
    raise Unreadable(
        zh=f"看不懂班级“{words(cell)}”，请写成“三年级1班”。",
        en=f"“{words(cell)}” is not understood as a class: write “三年级1班” or “3A”.",
    )


def class_of_grade(cell: Cell, *, grade: Cell) -> ClassName:
    """The class meant where the grade may stand in a column of its own: 三年级, 1班 or 2."""
    try:
        return class_name(cell)
    except Unreadable:
        branch = words(cell).lower().replace(" ", "").removesuffix("班").strip("()")
        of = words(grade).lower().replace(" ", "").removesuffix("年级").removeprefix("grade")
        if not of:
            raise
        return class_name(f"{of}年级{branch}班")


def _branch(text: str) -> int | None:
    place = _BRANCHES.get(text) or _GRADES.get(text) or _TENS.get(text)
    if place is None and text.isascii() and text.isdigit():
        place = int(text)
    if place is None and len(text) == 1 and "a" <= text <= "l":
        place = ord(text) - ord("a") + 1
    return place if place is not None and 1 <= place <= 12 else None


def sex(cell: Cell) -> str:
    """`f`, `m`, or empty where nothing is written."""
    text = words(cell).lower()
    if not text:
        return ""
    known = _SEXES.get(text)
    if known is None:
        raise Unreadable(
            zh=f"看不懂性别“{words(cell)}”，请写“女”或“男”。",
            en=f"“{words(cell)}” is not understood as a sex: write 女 or 男, F or M.",
        )
    return known.value


def birth_date(cell: Cell, *, today: date) -> date | None:
    """The date of birth, as Excel or people write it; `None` where nothing is written.

    A date on which no child in school can be born (after today, or over 25 years ago) is refused.
    """
    written = words(cell)
    if not written:
        return None
    born = _date(cell, written)
    if born is None:
        raise Unreadable(
            zh=f"看不懂出生日期“{written}”，请写成“2017-03-05”。",
            en=f"“{written}” is not understood as a date of birth: write 2017-03-05.",
        )
    if not today - timedelta(days=25 * 366) <= born <= today:
        raise Unreadable(
            zh=f"出生日期“{born}”不像是在校孩子的，请核对。",
            en=f"A child in school cannot have been born on {born}: please check.",
        )
    return born


def _date(cell: Cell, written: str) -> date | None:
    if isinstance(cell, datetime):
        return cell.date()
    if isinstance(cell, date):
        return cell
    found = _WRITTEN_DATE.match(written.replace(" ", "")) or _COMPACT_DATE.fullmatch(written)
    try:
        if found is not None:
            return date(int(found[1]), int(found[2]), int(found[3]))
        if written.isascii() and written.isdigit() and 20_000 <= int(written) <= 80_000:
            return _EXCEL_DAY_ZERO + timedelta(days=int(written))
    except ValueError:
        return None
    return None


def person_name(cell: Cell) -> str:
    """A person's name. Refused: none, over 60 characters, without a letter, a formula."""
    name = words(cell)
    if not name:
        raise Unreadable(zh="没有写姓名。", en="There is no name.")
    letters = any(unicodedata.category(character).startswith("L") for character in name)
    if name.startswith(_FORMULA_STARTS) or not letters or len(name) > _LONGEST_NAME:
        raise Unreadable(
            zh=f"“{name[:30]}”不像姓名，请核对。",
            en=f"“{name[:30]}” does not look like a name: please check.",
        )
    # 李 雷 is 李雷; Anna Maria keeps her space.
    return name if name.isascii() else re.sub(r"(?<=[^\x00-\x7f]) (?=[^\x00-\x7f])", "", name)


def name_or_nothing(cell: Cell) -> str:
    """A person's name, or empty where nothing is written."""
    return person_name(cell) if words(cell) else ""


def phone(cell: Cell) -> str:
    """A telephone number as it is written; refused: what is none."""
    written = words(cell)
    if written and not re.fullmatch(r"\+?[\d ()/-]{5,30}", written):
        raise Unreadable(
            zh=f"“{written[:30]}”不像电话号码，请核对。",
            en=f"“{written[:30]}” does not look like a telephone number: please check.",
        )
    return written


def relation(cell: Cell) -> str:
    """`mother`, `father`, `grandmother`, `grandfather`; what is not understood is `other`."""
    return _RELATIONS.get(words(cell).lower(), "other")


def class_number(cell: Cell) -> int | None:
    """The child's number on the class list, 1 to 99; `None` where nothing is written."""
    text = words(cell)
    if not text:
        return None
    if not (text.isascii() and text.isdigit() and 1 <= int(text) <= 99):
        raise Unreadable(
            zh=f"座号“{text[:30]}”应是 1 到 99 的数。",
            en=f"The number on the class list must be 1 to 99, not “{text[:30]}”.",
        )
    return int(text)

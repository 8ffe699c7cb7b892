"""Yunling Primary (云岭小学) as a plan: classes, children, dorms and staff."""

import random
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, timedelta

from . import names
from .families import AWAY_SHARE, Relative, family

CHILDREN: Mapping[str, int] = {"1A": 29, "2A": 30, "3A": 32, "4A": 31, "5A": 33, "6A": 31}
"""Children by class: 186."""

BOARDERS: Mapping[str, int] = {"3A": 12, "4A": 14, "5A": 17, "6A": 17}
"""Boarders by class: 60. The youngest sleep at home."""

BEDS = 10


@dataclass(frozen=True, slots=True)
class PlannedChild:
    """One child, with her family; `dorm` is empty for one who sleeps at home."""

    class_code: str
    class_number: int
    name: str
    sex: str
    born: date
    joined: date
    dorm: str
    family: tuple[Relative, ...]


@dataclass(frozen=True, slots=True)
class PlannedAdult:
    """One member of staff; class teacher of `own_class`; `teaches` lists (class, subject)."""

    name: str
    sex: str
    username: str = ""
    appointed: tuple[str, ...] = ()
    own_class: str = ""
    teaches: tuple[tuple[str, str], ...] = ()
    cares_for: str = ""
    """The sex of the boarders whose dorms she looks after; empty for none."""
    mentors: int = 0


STAFF = (
    PlannedAdult("何文清", "f", "principal", appointed=("principal",)),
    PlannedAdult("罗桂芬", "f", "office", appointed=("office",)),
    PlannedAdult("杨丽萍", "f", own_class="1A", teaches=(("1A", "mathematics"), ("1A", "chinese"))),
    PlannedAdult("施美华", "f", own_class="2A", teaches=(("2A", "chinese"),)),
    PlannedAdult(
        "李春晖",
        "f",
        "teacher",
        own_class="3A",
        teaches=(("3A", "mathematics"), ("3A", "chinese")),
    ),
    PlannedAdult("段国忠", "m", own_class="4A", teaches=(("4A", "chinese"),)),
    PlannedAdult("和金花", "f", own_class="5A", teaches=(("5A", "mathematics"),)),
    PlannedAdult("陈建业", "m", own_class="6A", teaches=(("6A", "chinese"), ("5A", "chinese"))),
    PlannedAdult(
        "张学勤",
        "m",
        "maths",
        teaches=(("2A", "mathematics"), ("4A", "mathematics"), ("6A", "mathematics")),
    ),
    PlannedAdult(
        "王思敏",
        "f",
        "listener",
        appointed=("listener",),
        teaches=tuple((code, "english") for code in ("3A", "4A", "5A", "6A")),
    ),
    PlannedAdult(
        "马腾",
        "m",
        "mentor",
        teaches=tuple((code, "sport") for code in CHILDREN),
        mentors=4,
    ),
    PlannedAdult(
        "尹小琴", "f", teaches=tuple((code, "art") for code in CHILDREN), appointed=("listener",)
    ),
    PlannedAdult("普阿英", "f", "dorm", cares_for="f"),
    PlannedAdult("董德明", "m", cares_for="m"),
)


def plan_children(rng: random.Random, *, today: date) -> list[PlannedChild]:
    """All children of the school, class by class; two thirds of them with a parent away."""
    sexes = {
        code: "".join(rng.choice("fm") for _ in range(number)) for code, number in CHILDREN.items()
    }
    called = names.children(rng, "".join(sexes.values()))
    beds: dict[str, int] = {"f": 0, "m": 0}
    planned = []
    school_year = today.year if today.month >= 8 else today.year - 1
    away = _drawn(
        rng, total=sum(CHILDREN.values()), chosen=round(AWAY_SHARE * sum(CHILDREN.values()))
    )
    for code, number in CHILDREN.items():
        grade = int(code[0])
        boards = _drawn(rng, total=number, chosen=BOARDERS.get(code, 0))
        for place in range(number):
            surname, name = next(called)
            sex = sexes[code][place]
            # In the first grade are those who were six before the school year began.
            born = date(school_year - 6 - grade, 9, 1) + timedelta(days=rng.randrange(365))
            dorm = ""
            if boards[place]:
                dorm = _room(sex, beds[sex] // BEDS)
                beds[sex] += 1
            planned.append(
                PlannedChild(
                    class_code=code,
                    class_number=place + 1,
                    name=name,
                    sex=sex,
                    born=born,
                    joined=date(school_year + 1 - grade, 9, 1),
                    dorm=dorm,
                    family=tuple(
                        family(rng, surname=surname, born=born, today=today, away=away.pop())
                    ),
                )
            )
    return planned


def _drawn(rng: random.Random, *, total: int, chosen: int) -> list[bool]:
    """`chosen` times true among `total`, in an order by chance."""
    marks = [place < chosen for place in range(total)]
    rng.shuffle(marks)
    return marks


def _room(sex: str, place: int) -> str:
    return f"{'女' if sex == 'f' else '男'}生{101 + place}室"

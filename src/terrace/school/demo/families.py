"""Families of the demo school: who a child lives with, and where her parents work."""

import random
from dataclasses import dataclass
from datetime import date, timedelta

from . import names

VILLAGES = ("上寨", "下寨", "大坪", "松林", "石桥", "云岭街")
CITIES = ("东莞", "深圳", "佛山", "温州", "宁波", "昆明", "苏州", "厦门")
AWAY_SHARE = 2 / 3


@dataclass(frozen=True, slots=True)
class Relative:
    """One guardian: relation (a code of `people.Guardian`), where she lives and since when."""

    name: str
    relation: str
    phone: str
    place: str
    away: bool
    since: date
    child_lives_with: bool


def phone(rng: random.Random) -> str:
    """A number that looks like one and belongs to nobody: 1380000 and four digits."""
    return f"138 0000 {rng.randrange(10_000):04d}"


def family(
    rng: random.Random, *, surname: str, born: date, today: date, away: bool
) -> list[Relative]:
    """The guardians of one child; with `away`, one parent works in a city or both do."""
    village = rng.choice(VILLAGES)
    who = rng.choices(("both", "father", "mother"), weights=(55, 30, 15))[0] if away else "nobody"
    left = today - timedelta(days=rng.randrange(90, max(91, min(2500, (today - born).days))))
    city = rng.choice(CITIES)

    def parent(relation: str, name: str, *, gone: bool) -> Relative:
        return Relative(
            name=name,
            relation=relation,
            phone=phone(rng),
            place=city if gone else village,
            away=gone,
            since=left if gone else born,
            child_lives_with=not gone,
        )

    relatives = [
        parent(
            "mother",
            names.surname(rng) + rng.choice(names.MOTHERS),
            gone=who in {"both", "mother"},
        ),
        parent("father", surname + rng.choice(names.FATHERS), gone=who in {"both", "father"}),
    ]
    if who == "both" or rng.random() < 0.25:
        at_home = who == "both"
        grandmother = rng.random() < 0.7
        relatives.append(
            Relative(
                name=(names.surname(rng) if grandmother else surname)
                + rng.choice(names.GRANDMOTHERS if grandmother else names.GRANDFATHERS),
                relation="grandmother" if grandmother else "grandfather",
                phone=phone(rng),
                place=village,
                away=False,
                since=born,
                child_lives_with=at_home,
            )
        )
    return relatives

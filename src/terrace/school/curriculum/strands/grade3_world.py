"""Grade 3, sixth part: directions, tables with two headings, choices put together."""

import random

from terrace.school.curriculum.items import Bilingual
from terrace.school.curriculum.stories import story
from terrace.school.curriculum.templates import Draft, Part, both, digits, pick, pick_number

PART = Part(3, "position")

DIRECTIONS = PART.skill(
    "g3-directions",
    zh="东、南、西、北",
    en="North, east, south, west",
    can_zh="会辨认东南西北",
    can_en="Can tell north, east, south and west",
    after=("g1-ordinal",),
)
EIGHT = PART.skill(
    "g3-eight-directions",
    zh="八个方向",
    en="Eight directions",
    can_zh="会辨认东北、西南等八个方向",
    can_en="Can tell eight directions",
    after=(DIRECTIONS,),
)
TWO_TABLES = PART.skill(
    "g3-double-table",
    zh="复式统计表",
    en="Tables with two rows",
    can_zh="会看两行的统计表",
    can_en="Can read a table with two rows",
    after=("g2-table", "g3-add-1000"),
    strand="data",
)
CHOICES = PART.skill(
    "g3-choices",
    zh="搭配",
    en="Putting choices together",
    can_zh="会有序地数出有几种搭配",
    can_en="Can count in how many ways things go together",
    after=("g2-tables",),
    strand="quantity",
)

_FOUR = [("北", "north"), ("东", "east"), ("南", "south"), ("西", "west")]
_ALL = [
    ("北", "north"),
    ("东北", "north-east"),
    ("东", "east"),
    ("东南", "south-east"),
    ("南", "south"),
    ("西南", "south-west"),
    ("西", "west"),
    ("西北", "north-west"),
]


def _way(pair: tuple[str, str]) -> Bilingual:
    return both(*pair)


@PART.template(DIRECTIONS, "facing")
def _(rng: random.Random) -> Draft:
    facing = rng.randrange(4)
    turn, zh, en = rng.choice(
        [(1, "右面", "on your right"), (2, "后面", "behind you"), (3, "左面", "on your left")]
    )
    place_zh, place_en = rng.choice(
        [("站在操场上", "On the school field"), ("站在村口", "At the village gate")]
    )
    statement = both(
        f"{place_zh}，你面向{_FOUR[facing][0]}，你的{zh}是什么方向？",
        f"{place_en} you face {_FOUR[facing][1]}. Which direction is {en}?",
    )
    key = _way(_FOUR[(facing + turn) % 4])
    swapped = "opposite-not-turned" if turn == 2 else "left-right-swapped"
    wrong = [
        (_way(_FOUR[(facing - turn) % 4 if turn != 2 else (facing + 1) % 4]), swapped),
        (_way(_FOUR[facing]), None),
        *((_way(one), None) for one in _FOUR),
    ]
    return pick(rng, statement, key, wrong)


@PART.template(EIGHT, "other-way", difficulty=0.2)
def _(rng: random.Random) -> Draft:
    way = rng.randrange(8)
    zh, en = rng.choice(
        [
            (("学校", "村委会"), ("school", "village hall")),
            (("水井", "果园"), ("well", "orchard")),
            (("车站", "小桥"), ("bus stop", "bridge")),
        ]
    )
    statement = both(
        f"{zh[0]}在{zh[1]}的{_ALL[way][0]}面，那么{zh[1]}在{zh[0]}的哪一面？",
        f"The {en[0]} lies {_ALL[way][1]} of the {en[1]}. Where does the {en[1]} lie from the "
        f"{en[0]}?",
    )
    wrong = [
        (_way(_ALL[way]), "opposite-not-turned"),
        (_way(_ALL[(way + 2) % 8]), "half-turned"),
        (_way(_ALL[(way - 2) % 8]), "half-turned"),
    ]
    return pick(rng, statement, _way(_ALL[(way + 4) % 8]), wrong)


@PART.template(TWO_TABLES, "together", difficulty=0.1)
def _(rng: random.Random) -> Draft:
    a, b, c, d = (rng.randint(31, 190) for _number in range(4))
    told = [
        (
            "苹果：甲村{a}筐，乙村{b}筐；梨：甲村{c}筐，乙村{d}筐。两个村的梨一共有多少筐？",
            (
                "Apples in baskets: first village {a}, second village {b}. Pears: first village "
                "{c}, "
                "second village {d}. How many baskets of pears in all?"
            ),
        ),
        (
            "男生：南校{a}人，北校{b}人；女生：南校{c}人，北校{d}人。女生一共有多少人？",
            (
                "Boys: south school {a}, north school {b}. Girls: south school {c}, north school "
                "{d}. "
                "How many girls in all?"
            ),
        ),
    ]
    wrong = [(a + b, "wrong-row"), (b + d, "wrong-row"), (a + b + c + d, "adds-all")]
    return pick_number(rng, story(rng, told, a=a, b=b, c=c, d=d), c + d, wrong)


@PART.template(CHOICES, "pairs")
def _(rng: random.Random) -> Draft:
    a, b = rng.randint(2, 6), rng.randint(2, 6)
    told = [
        (
            "{a}件上衣和{b}条裤子，一件上衣配一条裤子，有多少种穿法？",
            "With {a} shirts and {b} pairs of trousers, in how many ways can one dress?",
        ),
        (
            "食堂有{a}种菜和{b}种主食，各选一种，有多少种选法？",
            (
                "The canteen has {a} dishes and {b} staples. In how many ways can one take one "
                "of each?"
            ),
        ),
        (
            "从村里到镇上有{a}条路，从镇上到县城有{b}条路，从村里经过镇上到县城有多少种走法？",
            (
                "From the village to the town lead {a} roads, from there to the city {b}. In how "
                "many "
                "ways can one go?"
            ),
        ),
    ]
    return digits(story(rng, told, a=a, b=b), a * b, boxes=2, wrong={a + b: "plus-for-times"})

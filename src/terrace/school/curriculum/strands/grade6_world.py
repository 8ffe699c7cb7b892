"""Grade 6, fourth part: scale, bearings, shares of data, known relations."""

import random

from terrace.school.curriculum.items import Bilingual
from terrace.school.curriculum.stories import story
from terrace.school.curriculum.templates import (
    Draft,
    Part,
    both,
    digits,
    pick,
    pick_number,
)

PART = Part(6, "quantity")

SCALE = PART.skill(
    "g6-scale",
    zh="比例尺",
    en="Scale of a map",
    can_zh="会用比例尺求实际距离",
    can_en="Can find a real distance by the scale of a map",
    after=("g6-proportion", "g3-kilometres"),
)

BEARING = PART.skill(
    "g6-bearing",
    zh="用方向和距离确定位置",
    en="Bearings",
    can_zh="会用方向和角度说明位置",
    can_en="Can say a place by direction and angle",
    after=("g3-eight-directions", "g5-number-pairs", "g5-turn"),
    strand="position",
)

SHARES = PART.skill(
    "g6-pie-chart",
    zh="扇形统计图",
    en="Pie charts",
    can_zh="会用扇形统计图里的百分数",
    can_en="Can use the percentages of a pie chart",
    after=("g6-percent-of", "g5-changes"),
    strand="data",
)

INTEREST = PART.skill(
    "g6-interest",
    zh="利息",
    en="Interest",
    can_zh="会算存款利息",
    can_en="Can work out interest",
    after=("g6-percent-of",),
)

PIGEONS = PART.skill(
    "g6-pigeonholes",
    zh="鸽巢问题",
    en="Pigeonholes",
    can_zh="会说出至少有几个在同一处",
    can_en="Can tell how many at least share a place",
    after=("g2-remainder", "g5-certain"),
)

INVERSE = PART.skill(
    "g6-inverse",
    zh="反比例",
    en="Inverse proportion",
    can_zh="会用反比例解决问题",
    can_en="Can solve problems of inverse proportion",
    after=("g6-proportion", "g4-speed"),
)

TOGETHER = PART.skill(
    "g6-work-together",
    zh="工程问题",
    en="Working together",
    can_zh="会算两个人合做要几天",
    can_en="Can find how long a job takes two together",
    after=("g6-fraction-divide", "g5-fraction-add"),
)

LETTERS = PART.skill(
    "g6-letters",
    zh="用字母表示规律",
    en="Patterns written with letters",
    can_zh="会用式子表示规律",
    can_en="Can write a pattern with a letter",
    after=("g5-equation", "g1-pattern"),
)

_SIDES = [("北", "东", "north", "east"), ("北", "西", "north", "west")]
_SIDES += [("南", "东", "south", "east"), ("南", "西", "south", "west")]

_DAYS = [(3, 6, 2), (4, 12, 3), (6, 12, 4), (6, 30, 5), (10, 15, 6), (12, 24, 8), (8, 24, 6)]
_DAYS += [(20, 30, 12), (15, 30, 10), (9, 18, 6), (12, 36, 9), (10, 40, 8), (5, 20, 4)]


@PART.template(SCALE, "real-distance", difficulty=0.2)
def _(rng: random.Random) -> Draft:
    kilometres, shown = rng.choice((2, 3, 5, 10, 20)), rng.randint(3, 25)
    told = [
        (
            "地图上1厘米表示{k}千米。两个村在图上相距{c}厘米，实际相距多少千米？",
            (
                "On a map 1 cm stands for {k} km. Two villages are {c} cm apart on it. How far "
                "is it "
                "really in km?"
            ),
        ),
        (
            "图上1厘米代表实际{k}千米，量得回家的路是{c}厘米，实际有多少千米？",
            "On a map 1 cm means {k} km. The way home measures {c} cm. How many km is it?",
        ),
    ]
    wrong = {shown + kilometres: "plus-for-times", shown: "times-missing"}
    statement = story(rng, told, k=kilometres, c=shown)
    return digits(statement, shown * kilometres, boxes=3, wrong=wrong)


@PART.template(BEARING, "other-way", difficulty=0.3)
def _(rng: random.Random) -> Draft:
    at = rng.randrange(4)
    degrees = rng.choice([one for one in range(15, 80, 5) if one != 45])
    zh, en = rng.choice(
        [
            (("学校", "小桥"), ("school", "bridge")),
            (("车站", "村口"), ("bus stop", "village gate")),
        ]
    )

    def way(side: int, turned: int) -> Bilingual:
        first, second, first_en, second_en = _SIDES[side]
        return both(f"{first}偏{second}{turned}°", f"{turned}° from {first_en} to {second_en}")

    first, second, first_en, second_en = _SIDES[at]
    statement = both(
        f"{zh[0]}在{zh[1]}的{first}偏{second}{degrees}°方向，{zh[1]}在{zh[0]}的什么方向？",
        f"The {en[0]} lies {degrees}° from {first_en} to {second_en} of the {en[1]}. Where does "
        f"the {en[1]} lie from the {en[0]}?",
    )
    wrong = [
        (way(at, degrees), "opposite-not-turned"),
        (way(3 - at, 90 - degrees), "angle-from-other-side"),
        (way((at + 2) % 4, degrees), "half-turned"),
    ]
    return pick(rng, statement, way(3 - at, degrees), wrong)


@PART.template(SHARES, "part-of-all")
def _(rng: random.Random) -> Draft:
    a, b = rng.randint(2, 8) * 5, rng.randint(2, 8) * 5
    total = rng.randint(2, 45) * 20
    told = [
        (
            "村里的地{total}亩，种玉米占{a}%，种土豆占{b}%，其余种果树。果树有多少亩？",
            (
                "A village has {total} mu of land: maize {a}%, potatoes {b}%, the rest fruit "
                "trees. "
                "How many mu are fruit trees?"
            ),
        ),
        (
            "图书角有{total}本书，故事书占{a}%，科普书占{b}%，其余是工具书。工具书有多少本？",
            (
                "A corner has {total} books: stories {a}%, science {b}%, the rest dictionaries. "
                "How "
                "many dictionaries?"
            ),
        ),
    ]
    key = total * (100 - a - b) // 100
    wrong = {
        100 - a - b: "percent-is-amount",
        total * (a + b) // 100: "the-other-part",
        max(total - a - b, 0): "percent-is-amount",
    }
    return digits(story(rng, told, total=total, a=a, b=b), key, boxes=3, wrong=wrong)


@PART.template(INTEREST, "some-years", difficulty=0.1)
def _(rng: random.Random) -> Draft:
    thousands, rate, years = rng.randint(2, 30), rng.choice((2, 3)), rng.choice((2, 3, 5))
    told = [
        (
            "爸爸把打工挣的{n}元存了{y}年，年利率{r}%，到期利息是多少元？",
            (
                "Dad saves {n} yuan of his wages for {y} years at {r}% a year. What is the "
                "interest in "
                "yuan?"
            ),
        ),
        (
            "合作社存款{n}元，存{y}年，年利率{r}%，到期利息是多少元？",
            (
                "A cooperative saves {n} yuan for {y} years at {r}% a year. What is the interest "
                "in "
                "yuan?"
            ),
        ),
    ]
    total = thousands * 1000
    yearly = total * rate // 100
    wrong = {yearly: "years-forgotten", yearly + years: "plus-for-times"}
    statement = story(rng, told, n=total, y=years, r=rate)
    return digits(statement, yearly * years, boxes=4, wrong=wrong)


@PART.template(PIGEONS, "at-least", difficulty=0.3)
def _(rng: random.Random) -> Draft:
    holes = rng.randint(3, 9)
    birds = holes * rng.randint(1, 6) + rng.randint(1, holes - 1)
    told = [
        (
            "{n}只鸽子飞进{h}个鸽笼，总有一个笼子至少飞进几只？",
            "{n} pigeons fly into {h} boxes. Some box has at least how many?",
        ),
        (
            "{n}本书放进{h}个抽屉，总有一个抽屉至少放几本？",
            "{n} books go into {h} drawers. Some drawer has at least how many?",
        ),
    ]
    wrong = {birds // holes: "remainder-forgotten"}
    wrong[birds // holes + birds % holes] = "remainder-added"
    return digits(story(rng, told, n=birds, h=holes), birds // holes + 1, boxes=2, wrong=wrong)


@PART.template(INVERSE, "same-total", difficulty=0.2)
def _(rng: random.Random) -> Draft:
    total = rng.choice((120, 180, 240, 360, 420, 480, 600, 720))
    ways = [one for one in range(4, 41) if total % one == 0]
    a, c = rng.sample(ways, 2)
    b = total // a
    told = [
        (
            "一堆煤每天烧{a}千克，可以烧{b}天；每天烧{c}千克，可以烧多少天？",
            "At {a} kg a day the coal lasts {b} days. How many days does it last at {c} kg?",
        ),
        (
            "每行栽{a}棵，可以栽{b}行；每行栽{c}棵，可以栽多少行？",
            "With {a} trees a row there are {b} rows. How many rows are there with {c} a row?",
        ),
    ]
    wrong = {b * c // a: "direct-for-inverse", abs(a + b - c): "same-added"}
    return digits(story(rng, told, a=a, b=b, c=c), total // c, boxes=3, wrong=wrong)


@PART.template(TOGETHER, "two-days", difficulty=0.5)
def _(rng: random.Random) -> Draft:
    a, b, key = rng.choice(_DAYS)
    if rng.random() < 0.5:
        a, b = b, a
    told = [
        (
            "修一段水渠，甲队单独修要{a}天，乙队单独修要{b}天，两队合修要多少天？",
            (
                "One team mends a ditch in {a} days, another in {b} days. How many days do both "
                "need "
                "together?"
            ),
        ),
        (
            "收一块地的玉米，爷爷一个人要{a}天，爸爸一个人要{b}天，两人一起要多少天？",
            (
                "Grandpa harvests a field in {a} days, Dad in {b} days. How many days do both need "
                "together?"
            ),
        ),
    ]
    wrong = {a + b: "adds-all", (a + b) // 2: "middle-of-two", abs(a - b): "subtracts-instead"}
    return digits(story(rng, told, a=a, b=b), key, boxes=2, wrong=wrong)


@PART.template(LETTERS, "matchsticks", difficulty=0.2)
def _(rng: random.Random) -> Draft:
    many = rng.randint(5, 30)
    zh, en, first, more = rng.choice(
        [("正方形", "squares", 4, 3), ("三角形", "triangles", 3, 2), ("六边形", "hexagons", 6, 5)]
    )
    statement = both(
        f"用小棒连着摆{zh}：摆1个用{first}根，每多摆1个多用{more}根。摆{many}个用多少根？",
        f"Sticks are laid as {en} in a row: 1 needs {first}, each 1 more needs {more} more. How "
        f"many sticks do {many} need?",
    )
    wrong = [
        (many * first, "shared-side-twice"),
        (many * more, "first-step-missing"),
        (first + more * many, "counts-start"),
    ]
    return pick_number(rng, statement, first + more * (many - 1), wrong)

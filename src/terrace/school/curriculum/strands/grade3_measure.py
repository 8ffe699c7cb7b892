"""Grade 3, fifth part: perimeter and area, larger and smaller units, time."""

import random

from terrace.school.curriculum.stories import Story, story
from terrace.school.curriculum.templates import (
    Draft,
    Part,
    both,
    digits,
    pick,
    pick_number,
    same,
    with_figure,
)

PART = Part(3, "measure")

MILLIMETRES = PART.skill(
    "g3-millimetres",
    zh="毫米和分米",
    en="Millimetres and decimetres",
    can_zh="会换算毫米、厘米和分米",
    can_en="Can change between mm, cm and dm",
    after=("g2-metres",),
)
KILOMETRES = PART.skill(
    "g3-kilometres",
    zh="千米的认识",
    en="Kilometres",
    can_zh="会换算千米和米",
    can_en="Can change kilometres into metres",
    after=("g2-metres", "g3-number-10000"),
)
TONNES = PART.skill(
    "g3-tonnes",
    zh="吨的认识",
    en="Tonnes",
    can_zh="会换算吨和千克",
    can_en="Can change tonnes into kilograms",
    after=("g2-mass", "g3-number-10000"),
)
SECONDS = PART.skill(
    "g3-seconds",
    zh="秒的认识",
    en="Seconds",
    can_zh="会换算分和秒",
    can_en="Can change minutes into seconds",
    after=("g2-hours", "g3-times-tens"),
    strand="quantity",
)
PERIMETER = PART.skill(
    "g3-perimeter",
    zh="长方形的周长",
    en="Perimeter of a rectangle",
    can_zh="会求长方形的周长",
    can_en="Can find the perimeter of a rectangle",
    after=("g2-metres", "g2-mixed"),
)
SQUARE = PART.skill(
    "g3-perimeter-square",
    zh="正方形的周长",
    en="Perimeter of a square",
    can_zh="会由周长求正方形的边长",
    can_en="Can find the side of a square from its perimeter",
    after=(PERIMETER, "g3-divide-two"),
)
AREA_GRID = PART.skill(
    "g3-area-grid",
    zh="面积的认识",
    en="What area is",
    can_zh="会数方格求面积",
    can_en="Can find an area by counting squares",
    after=(PERIMETER, "g2-tables"),
)
AREA = PART.skill(
    "g3-area",
    zh="长方形的面积",
    en="Area of a rectangle",
    can_zh="会求长方形的面积",
    can_en="Can find the area of a rectangle",
    after=(AREA_GRID, "g3-times-two"),
)
AREA_UNITS = PART.skill(
    "g3-area-units",
    zh="面积单位的换算",
    en="Units of area",
    can_zh="会换算面积单位",
    can_en="Can change units of area",
    after=(AREA, MILLIMETRES),
)
CALENDAR = PART.skill(
    "g3-calendar",
    zh="年、月、日",
    en="Years, months, days",
    can_zh="会数两个日期之间有几天",
    can_en="Can count the days between two dates",
    after=("g2-sub-100", "g2-table"),
    strand="quantity",
)
LEAP_YEAR = PART.skill(
    "g3-leap-year",
    zh="平年和闰年",
    en="Leap years",
    can_zh="会判断平年和闰年",
    can_en="Can tell leap years from others",
    after=(CALENDAR, "g3-divide-two"),
    strand="quantity",
)
DAY_CLOCK = PART.skill(
    "g3-24-hours",
    zh="24时计时法",
    en="The 24-hour clock",
    can_zh="会用24时计时法",
    can_en="Can use the 24-hour clock",
    after=("g3-time",),
    strand="quantity",
)


@PART.template(MILLIMETRES, "to-millimetres", difficulty=-0.1)
def _(rng: random.Random) -> Draft:
    whole, rest = rng.randint(2, 29), rng.randint(1, 9)
    told = [
        ("{a}厘米{b}毫米是多少毫米？", "{a} cm {b} mm: how many mm is that?"),
        (
            "一条蚕长{a}厘米{b}毫米，合多少毫米？",
            "A silkworm is {a} cm {b} mm long. How many mm is that?",
        ),
    ]
    wrong = {whole + rest: "unit-not-changed", whole * 100 + rest: "wrong-rate"}
    return digits(story(rng, told, a=whole, b=rest), whole * 10 + rest, boxes=3, wrong=wrong)


@PART.template(KILOMETRES, "to-metres", difficulty=-0.1)
def _(rng: random.Random) -> Draft:
    told: list[Story] = [
        ("{a}千米{b}米是多少米？", "{a} km {b} m: how many metres is that?"),
        (
            "从家到学校{a}千米{b}米，合多少米？",
            "It is {a} km {b} m from home to school. How many metres is that?",
        ),
    ]
    return _thousand(rng, told)


@PART.template(TONNES, "to-kilograms", difficulty=-0.1)
def _(rng: random.Random) -> Draft:
    told: list[Story] = [
        ("{a}吨{b}千克是多少千克？", "{a} t {b} kg: how many kg is that?"),
        (
            "一车煤重{a}吨{b}千克，合多少千克？",
            "A load of coal weighs {a} t {b} kg. How many kg is that?",
        ),
    ]
    return _thousand(rng, told)


def _thousand(rng: random.Random, told: list[Story]) -> Draft:
    whole, rest = rng.randint(1, 9), rng.choice((rng.randint(1, 9) * 10, rng.randint(1, 9) * 100))
    wrong = {
        whole + rest: "unit-not-changed",
        whole * 100 + rest: "wrong-rate",
        whole * 1000: "second-part-left-out",
    }
    return digits(story(rng, told, a=whole, b=rest), whole * 1000 + rest, boxes=4, wrong=wrong)


@PART.template(SECONDS, "to-seconds", difficulty=0.1)
def _(rng: random.Random) -> Draft:
    whole, rest = rng.randint(2, 9), rng.randint(1, 11) * 5
    told = [
        ("{a}分{b}秒是多少秒？", "{a} min {b} s: how many seconds is that?"),
        (
            "跑完操场用了{a}分{b}秒，合多少秒？",
            "A run round the field takes {a} min {b} s. How many seconds is that?",
        ),
    ]
    wrong = {whole * 100 + rest: "hour-is-hundred", whole + rest: "unit-not-changed"}
    return digits(story(rng, told, a=whole, b=rest), whole * 60 + rest, boxes=3, wrong=wrong)


@PART.template(PERIMETER, "fence")
def _(rng: random.Random) -> Draft:
    long = rng.randint(8, 30)
    wide = rng.randint(3, long - 2)
    told = [
        (
            "一块长方形菜地长{a}米，宽{b}米，四周围上篱笆，篱笆长多少米？",
            (
                "A rectangular plot is {a} m long and {b} m wide. How long is the fence around "
                "it in "
                "metres?"
            ),
        ),
        (
            "一个长方形长{a}厘米，宽{b}厘米，周长是多少厘米？",
            "A rectangle is {a} cm long and {b} cm wide. What is its perimeter in cm?",
        ),
    ]
    wrong = {long + wide: "half-the-way-round", long * wide: "area-for-perimeter"}
    return digits(story(rng, told, a=long, b=wide), 2 * (long + wide), boxes=3, wrong=wrong)


@PART.template(SQUARE, "side", difficulty=0.2)
def _(rng: random.Random) -> Draft:
    side = rng.randint(6, 24)
    told = [
        (
            "一根长{n}厘米的铁丝正好围成一个正方形，边长是多少厘米？",
            "A wire of {n} cm is bent into a square. How long is a side in cm?",
        ),
        (
            "沿正方形羊圈走一圈是{n}米，羊圈一边长多少米？",
            "Once around a square sheepfold is {n} m. How long is one side in metres?",
        ),
    ]
    wrong = {side * 2: "half-the-way-round", side * 4 * 4: "times-again"}
    return digits(story(rng, told, n=side * 4), side, boxes=3, wrong=wrong)


@PART.template(AREA_GRID, "count-squares")
def _(rng: random.Random) -> Draft:
    columns, rows = rng.randint(5, 9), rng.randint(3, 6)
    cut_columns, cut_rows = rng.randint(1, columns - 2), rng.randint(1, rows - 1)
    area = columns * rows - cut_columns * cut_rows
    told = [
        (
            "每个小方格是1平方厘米，这个图形的面积是多少平方厘米？",
            "Each small square is 1 square cm. What is the area of the figure in square cm?",
        ),
        (
            "每个小方格是1平方米，这块地的面积是多少平方米？",
            "Each small square is 1 square metre. What is the area of the plot in square metres?",
        ),
    ]
    wrong = {columns * rows: "cut-not-taken", 2 * (columns + rows): "perimeter-for-area"}
    statement = with_figure(story(rng, told), "grid", columns, rows, cut_columns, cut_rows)
    return digits(statement, area, boxes=2, wrong=wrong)


@PART.template(AREA, "plot", difficulty=0.1)
def _(rng: random.Random) -> Draft:
    long = rng.randint(11, 40)
    wide = rng.randint(5, min(long - 1, 24))
    told = [
        (
            "一块长方形玉米地长{a}米，宽{b}米，面积是多少平方米？",
            (
                "A rectangular maize field is {a} m long and {b} m wide. What is its area in "
                "square "
                "metres?"
            ),
        ),
        (
            "教室的一面墙长{a}分米，高{b}分米，面积是多少平方分米？",
            "A wall is {a} dm long and {b} dm high. What is its area in square dm?",
        ),
    ]
    wrong = {2 * (long + wide): "perimeter-for-area", long + wide: "plus-for-times"}
    return digits(story(rng, told, a=long, b=wide), long * wide, boxes=4, wrong=wrong)


@PART.template(AREA_UNITS, "square-units", difficulty=0.2)
def _(rng: random.Random) -> Draft:
    many = rng.randint(2, 60)
    told = [
        ("{n}平方米是多少平方分米？", "How many square dm are {n} square metres?"),
        ("{n}平方分米是多少平方厘米？", "How many square cm are {n} square dm?"),
    ]
    wrong = {many * 10: "rate-of-lengths", many * 1000: "wrong-rate"}
    return digits(story(rng, told, n=many), many * 100, boxes=4, wrong=wrong)


@PART.template(CALENDAR, "days-between", difficulty=0.3)
def _(rng: random.Random) -> Draft:
    month, days = rng.choice(((3, 31), (4, 30), (6, 30), (9, 30), (10, 31), (11, 30)))
    start, end = rng.randint(12, days - 2), rng.randint(2, 20)
    statement = both(
        f"爸爸{month}月{start}日出门，"
        f"{month + 1}月{end}日回来（{month}月有{days}天），过了多少天？",
        f"Dad leaves on day {start} of month {month} and is back on day {end} of month "
        f"{month + 1} (month {month} has {days} days). How many days have passed?",
    )
    passed = days - start + end
    wrong = [
        (passed + 1, "counts-start"),
        (abs(end - start) or passed + 2, "wrong-row"),
        (passed - 1, "month-length"),
    ]
    return pick_number(rng, statement, passed, wrong)


@PART.template(LEAP_YEAR, "which-year", difficulty=0.2)
def _(rng: random.Random) -> Draft:
    year = rng.choice(list(range(1904, 2096, 4)))
    others = [one for one in range(1901, 2100) if one % 4 and one % 2 == 0]
    wrong = [
        (rng.choice((1700, 1800, 1900, 2100)), "leap-every-four"),
        (rng.choice(others), "even-is-leap"),
        (year + rng.choice((1, 3)), None),
        (year + 2, None),
    ]
    statement = both("下面哪一年是闰年？", "Which of these is a leap year?")
    return pick_number(rng, statement, year, wrong)


@PART.template(DAY_CLOCK, "afternoon", difficulty=-0.1)
def _(rng: random.Random) -> Draft:
    hour, minute = rng.randint(1, 11), rng.randint(0, 11) * 5
    told = [
        ("下午（晚上）{t}用24时计时法怎么写？", "How is {t} p.m. written on the 24-hour clock?"),
        (
            "晚上（下午）{t}的班车，车票上用24时计时法怎么写？",
            "A bus leaves at {t} p.m. How does the ticket say it on the 24-hour clock?",
        ),
    ]
    wrong = [
        (same(f"{hour}:{minute:02d}"), "noon-forgotten"),
        (same(f"{hour + 10}:{minute:02d}"), "ten-for-twelve"),
        (same(f"{hour + 11}:{minute:02d}"), None),
        (same(f"{hour + 13}:{minute:02d}"), "hour-twice"),
    ]
    statement = story(rng, told, t=f"{hour}:{minute:02d}")
    return pick(rng, statement, same(f"{hour + 12}:{minute:02d}"), wrong)

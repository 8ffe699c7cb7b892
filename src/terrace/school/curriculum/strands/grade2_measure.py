"""Grade 2, second part: lengths, weights, angles, the clock, first data."""

import random

from terrace.school.curriculum.stories import calculate, story
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

PART = Part(2, "measure")

RULER = PART.skill(
    "g2-ruler",
    zh="用尺子量长度",
    en="Measuring with a ruler",
    can_zh="会用尺子量出几厘米",
    can_en="Can measure centimetres with a ruler",
    after=("g1-sub-10",),
)
METRES = PART.skill(
    "g2-metres",
    zh="米和厘米",
    en="Metres and centimetres",
    can_zh="会换算米和厘米",
    can_en="Can change metres into centimetres",
    after=(RULER, "g1-number-100"),
)
CLOCK = PART.skill(
    "g2-clock",
    zh="认识几时几分",
    en="Hours and minutes on a clock",
    can_zh="会看钟面上的几时几分",
    can_en="Can read hours and minutes on a clock",
    after=("g1-clock-hour", "g2-tables"),
    strand="quantity",
)
HOURS = PART.skill(
    "g2-hours",
    zh="时和分的换算",
    en="Hours and minutes",
    can_zh="会换算时和分",
    can_en="Can change hours into minutes",
    after=(CLOCK, "g2-add-100"),
    strand="quantity",
)
MASS = PART.skill(
    "g2-mass",
    zh="克和千克",
    en="Grams and kilograms",
    can_zh="会换算克和千克",
    can_en="Can change kilograms into grams",
    after=("g2-number-1000",),
)
ANGLE = PART.skill(
    "g2-angle",
    zh="角的初步认识",
    en="First angles",
    can_zh="认得锐角、直角和钝角",
    can_en="Knows acute, right and obtuse angles",
    after=("g1-shapes",),
)
TALLY = PART.skill(
    "g2-tally",
    zh="用“正”字记数",
    en="Counting with tally marks",
    can_zh="会用“正”字整理数据",
    can_en="Can collect numbers with tally marks",
    after=("g1-sort", "g2-tables"),
    strand="data",
)
TABLE = PART.skill(
    "g2-table",
    zh="看简单统计表",
    en="Reading a simple table",
    can_zh="会看统计表回答问题",
    can_en="Can answer questions from a table",
    after=(TALLY, "g2-add-100"),
    strand="data",
)
MIXED = PART.skill(
    "g2-mixed",
    zh="表内混合运算",
    en="Times and plus together",
    can_zh="知道先算乘法，再算加减",
    can_en="Knows that times comes before plus and minus",
    after=("g2-tables", "g2-two-step"),
    strand="number",
)


@PART.template(RULER, "not-from-nought", difficulty=0.2)
def _(rng: random.Random) -> Draft:
    length = 6  # on paper as long as it says: a child may lay her own ruler beside it
    start = rng.randint(1, 4)
    end = rng.randint(start + 1, length)
    told = [
        ("尺子上面的铅笔长多少厘米？", "How many cm long is the pencil above the ruler?"),
        ("尺子上面的豆角长多少厘米？", "How many cm long is the bean above the ruler?"),
        ("尺子上面的粉笔长多少厘米？", "How many cm long is the chalk above the ruler?"),
    ]
    wrong = {
        end: "reads-far-end",
        end - start + 1: "marks-counted",
    }
    return digits(
        with_figure(story(rng, told), "ruler", start, end, length),
        end - start,
        boxes=2,
        wrong=wrong,
    )


@PART.template(METRES, "to-centimetres")
def _(rng: random.Random) -> Draft:
    metres, rest = rng.randint(1, 9), rng.randint(1, 9) * rng.choice((1, 10))
    told = [
        ("{m}米{c}厘米是多少厘米？", "{m} m {c} cm: how many cm is that?"),
        (
            "一根竹竿长{m}米{c}厘米，合多少厘米？",
            "A bamboo pole is {m} m {c} cm long. How many cm is that?",
        ),
    ]
    wrong = {
        metres + rest: "unit-not-changed",
        metres * 10 + rest: "wrong-rate",
        metres * 100: "second-part-left-out",
    }
    return digits(story(rng, told, m=metres, c=rest), metres * 100 + rest, boxes=3, wrong=wrong)


@PART.template(CLOCK, "read-clock", difficulty=0.2)
def _(rng: random.Random) -> Draft:
    hour = rng.randint(1, 12)
    minute = rng.choice([five * 5 for five in range(1, 12) if five not in (6, hour)])
    told = [
        ("钟面上是几时几分？", "What time does the clock show?"),
        ("班车开出时，钟面上是几时几分？", "The bus leaves. What time does the clock show?"),
        ("开始烧水时，钟面上是几时几分？", "The kettle goes on. What time does the clock show?"),
    ]
    wrong = [
        (same(f"{minute // 5}:{hour * 5 % 60:02d}"), "hands-swapped"),
        (same(f"{hour}:{minute // 5:02d}"), "minutes-as-figure"),
        (same(f"{hour % 12 + 1}:{minute:02d}"), "hour-twice"),
        (same(f"{(hour - 2) % 12 + 1}:{minute:02d}"), None),
    ]
    statement = with_figure(story(rng, told), "clock", hour, minute)
    return pick(rng, statement, same(f"{hour}:{minute:02d}"), wrong)


@PART.template(HOURS, "to-minutes", difficulty=0.2)
def _(rng: random.Random) -> Draft:
    hours, rest = rng.randint(1, 4), rng.randint(2, 11) * 5
    told = [
        ("{h}小时{m}分是多少分？", "{h} h {m} min: how many minutes is that?"),
        (
            "坐车回家要{h}小时{m}分，合多少分？",
            "The bus home takes {h} h {m} min. How many minutes is that?",
        ),
    ]
    wrong = {
        hours * 100 + rest: "hour-is-hundred",
        hours + rest: "unit-not-changed",
        hours * 60: "second-part-left-out",
    }
    return digits(story(rng, told, h=hours, m=rest), hours * 60 + rest, boxes=3, wrong=wrong)


@PART.template(MASS, "to-grams", difficulty=0.1)
def _(rng: random.Random) -> Draft:
    kilos, rest = rng.randint(1, 9), rng.randint(1, 9) * 100
    told = [
        ("{k}千克{g}克是多少克？", "{k} kg {g} g: how many grams is that?"),
        (
            "一只鸡重{k}千克{g}克，合多少克？",
            "A hen weighs {k} kg {g} g. How many grams is that?",
        ),
    ]
    wrong = {
        kilos * 100 + rest: "wrong-rate",
        kilos + rest: "unit-not-changed",
        kilos * 1000: "second-part-left-out",
    }
    return digits(story(rng, told, k=kilos, g=rest), kilos * 1000 + rest, boxes=4, wrong=wrong)


_ACUTE = both("锐角", "acute angle")
_RIGHT = both("直角", "right angle")
_OBTUSE = both("钝角", "obtuse angle")
_NONE = both("不是角", "no angle")


@PART.template(ANGLE, "which-kind", difficulty=-0.1)
def _(rng: random.Random) -> Draft:
    degrees = rng.choice([*range(20, 75, 5), 90, 90, 90, *range(110, 165, 5)])
    statement = with_figure(both("这是什么角？", "Which kind of angle is this?"), "angle", degrees)
    named = {"acute": _ACUTE, "right": _RIGHT, "obtuse": _OBTUSE}
    key = "acute" if degrees < 90 else "right" if degrees == 90 else "obtuse"
    wrong = [(words, "angle-by-sides") for kind, words in named.items() if kind != key]
    return pick(rng, statement, named[key], [*wrong, (_NONE, None)])


@PART.template(TALLY, "fives")
def _(rng: random.Random) -> Draft:
    full, rest = rng.randint(2, 9), rng.randint(1, 4)
    told = [
        (
            "用“正”字记数，记了{n}个“正”又{r}画，一共是多少？",
            (
                "A full tally mark is five strokes: {n} full marks and {r} strokes more. "
                "How many strokes?"
            ),
        ),
        (
            "选班长唱票，得了{n}个“正”又{r}画，一共是多少票？",
            (
                "Votes are tallied, five strokes a full mark: {n} full marks and {r} strokes. "
                "How many votes?"
            ),
        ),
    ]
    wrong = {
        full + rest: "unit-not-changed",
        full * 10 + rest: "wrong-rate",
        full * 5: "second-part-left-out",
    }
    return digits(story(rng, told, n=full, r=rest), full * 5 + rest, boxes=2, wrong=wrong)


@PART.template(TABLE, "how-many-more", difficulty=0.1)
def _(rng: random.Random) -> Draft:
    a, b, c = rng.sample(range(12, 60), 3)
    a, c = max(a, c), min(a, c)
    told = [
        (
            "水窖取水：周一{a}桶，周二{b}桶，周三{c}桶。周一比周三多多少桶？",
            (
                "Buckets from the well: Monday {a}, Tuesday {b}, Wednesday {c}. How many more on "
                "Monday than on Wednesday?"
            ),
        ),
        (
            "三个班收的废纸：一班{a}千克，二班{b}千克，三班{c}千克。一班比三班多多少千克？",
            (
                "Waste paper in kg: first class {a}, second class {b}, third class {c}. How much "
                "more "
                "has the first than the third?"
            ),
        ),
    ]
    wrong = [
        (a + c, "more-means-add"),
        (abs(a - b), "wrong-row"),
        (a + b + c, "adds-all"),
    ]
    return pick_number(rng, story(rng, told, a=a, b=b, c=c), a - c, wrong)


@PART.template(MIXED, "times-first")
def _(rng: random.Random) -> Draft:
    a, b, c = rng.randint(5, 30), rng.randint(2, 9), rng.randint(2, 9)
    if rng.random() < 0.5:
        return digits(
            calculate(f"{a} + {b} × {c}"), a + b * c, boxes=3, wrong={(a + b) * c: "left-to-right"}
        )
    a += b * c
    return digits(
        calculate(f"{a} - {b} × {c}"), a - b * c, boxes=3, wrong={(a - b) * c: "left-to-right"}
    )

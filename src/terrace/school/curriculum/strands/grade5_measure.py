"""Grade 5, second part: areas and volumes."""

import random

from terrace.school.curriculum.stories import story
from terrace.school.curriculum.templates import (
    Draft,
    Part,
    digits,
)

PART = Part(5, "measure")

PARALLELOGRAM = PART.skill(
    "g5-parallelogram",
    zh="平行四边形的面积",
    en="Area of a parallelogram",
    can_zh="会求平行四边形的面积",
    can_en="Can find the area of a parallelogram",
    after=("g3-area", "g4-straight-angle"),
)
TRIANGLE = PART.skill(
    "g5-triangle",
    zh="三角形的面积",
    en="Area of a triangle",
    can_zh="会求三角形的面积",
    can_en="Can find the area of a triangle",
    after=(PARALLELOGRAM,),
)
TRAPEZIUM = PART.skill(
    "g5-trapezium",
    zh="梯形的面积",
    en="Area of a trapezium",
    can_zh="会求梯形的面积",
    can_en="Can find the area of a trapezium",
    after=(TRIANGLE, "g4-order"),
)
COMPOSITE = PART.skill(
    "g5-composite",
    zh="组合图形的面积",
    en="Area of figures put together",
    can_zh="会用割补的方法求组合图形的面积",
    can_en="Can find the area of a figure by cutting it up",
    after=("g3-area", "g4-order"),
)
VOLUME = PART.skill(
    "g5-volume",
    zh="长方体的体积",
    en="Volume of a cuboid",
    can_zh="会求长方体的体积",
    can_en="Can find the volume of a cuboid",
    after=("g3-area", "g4-times-three"),
)
SURFACE = PART.skill(
    "g5-surface",
    zh="长方体和正方体的表面积",
    en="Surface of cuboids and cubes",
    can_zh="会求正方体和长方体的表面积",
    can_en="Can find the surface of a cube or cuboid",
    after=(VOLUME,),
)
LITRES = PART.skill(
    "g5-litres",
    zh="容积单位",
    en="Litres and millilitres",
    can_zh="会换算升和毫升",
    can_en="Can change litres into millilitres",
    after=("g4-decimal", VOLUME),
)


@PART.template(PARALLELOGRAM, "base-and-height")
def _(rng: random.Random) -> Draft:
    base, height = rng.randint(8, 40), rng.randint(5, 24)
    slope = height + rng.randint(2, 5)
    told = [
        (
            "平行四边形的底是{a}厘米，高是{b}厘米，邻边是{c}厘米，面积是多少平方厘米？",
            (
                "A parallelogram has a base of {a} cm, a height of {b} cm and a side of {c} cm. "
                "What "
                "is its area in square cm?"
            ),
        ),
        (
            "一块平行四边形的茶园，底{a}米，高{b}米，另一条边{c}米，面积是多少平方米？",
            (
                "A tea garden is a parallelogram with a base of {a} m, a height of {b} m and a "
                "side of "
                "{c} m. What is its area in square metres?"
            ),
        ),
    ]
    wrong = {base * slope: "side-for-height", 2 * (base + slope): "perimeter-for-area"}
    return digits(story(rng, told, a=base, b=height, c=slope), base * height, boxes=4, wrong=wrong)


@PART.template(TRIANGLE, "half")
def _(rng: random.Random) -> Draft:
    base, height = rng.randint(4, 20) * 2, rng.randint(5, 25)
    told = [
        (
            "三角形的底是{a}厘米，高是{b}厘米，面积是多少平方厘米？",
            (
                "A triangle has a base of {a} cm and a height of {b} cm. What is its area in "
                "square "
                "cm?"
            ),
        ),
        (
            "一块三角形菜地底{a}米，高{b}米，面积是多少平方米？",
            (
                "A three-cornered plot has a base of {a} m and a height of {b} m. What is its "
                "area in "
                "square metres?"
            ),
        ),
    ]
    wrong = {base * height: "half-forgotten", base + height: "plus-for-times"}
    return digits(story(rng, told, a=base, b=height), base * height // 2, boxes=4, wrong=wrong)


@PART.template(TRAPEZIUM, "two-sides", difficulty=0.2)
def _(rng: random.Random) -> Draft:
    top = rng.randint(4, 20)
    bottom = top + rng.randint(1, 8) * 2
    height = rng.randint(4, 20)
    told = [
        (
            "梯形的上底是{a}米，下底是{b}米，高是{c}米，面积是多少平方米？",
            (
                "A trapezium has parallel sides of {a} m and {b} m and a height of {c} m. What "
                "is its "
                "area in square metres?"
            ),
        ),
        (
            "水渠的横截面是梯形，上口宽{a}分米，下口宽{b}分米，深{c}分米，横截面是多少平方分米？",
            (
                "A ditch is cut as a trapezium: {a} dm and {b} dm wide, {c} dm deep. How many "
                "square dm "
                "is the cut?"
            ),
        ),
    ]
    wrong = {(top + bottom) * height: "half-forgotten", bottom * height: "one-side-left-out"}
    statement = story(rng, told, a=top, b=bottom, c=height)
    return digits(statement, (top + bottom) * height // 2, boxes=3, wrong=wrong)


@PART.template(COMPOSITE, "corner-cut", difficulty=0.2)
def _(rng: random.Random) -> Draft:
    long, wide = rng.randint(12, 30), rng.randint(8, 20)
    a, b = rng.randint(2, 6), rng.randint(2, 5)
    told = [
        (
            (
                "一块长{long}米、宽{wide}米的长方形地，"
                "一个角上挖了长{a}米、宽{b}米的水池，剩下多少平方米？"
            ),
            (
                "A rectangular plot is {long} m by {wide} m. A pond of {a} m by {b} m is dug in "
                "one "
                "corner. How many square metres are left?"
            ),
        ),
        (
            (
                "一张长{long}厘米、宽{wide}厘米的纸，剪去长{a}厘米、宽{b}厘米的一块，"
                "剩下多少平方厘米？"
            ),
            (
                "From a sheet of {long} cm by {wide} cm a piece of {a} cm by {b} cm is cut. How "
                "many "
                "square cm are left?"
            ),
        ),
    ]
    whole, cut = long * wide, a * b
    wrong = {whole: "cut-not-taken", whole + cut: "adds-instead", cut: "the-other-part"}
    statement = story(rng, told, long=long, wide=wide, a=a, b=b)
    return digits(statement, whole - cut, boxes=3, wrong=wrong)


@PART.template(VOLUME, "box")
def _(rng: random.Random) -> Draft:
    a, b, c = rng.randint(5, 20), rng.randint(3, 15), rng.randint(2, 9)
    told = [
        (
            "长方体水箱长{a}分米，宽{b}分米，高{c}分米，体积是多少立方分米？",
            (
                "A water tank is {a} dm long, {b} dm wide and {c} dm high. What is its volume in "
                "cubic "
                "dm?"
            ),
        ),
        (
            "一堆砖码成长方体，长{a}分米，宽{b}分米，高{c}分米，体积是多少立方分米？",
            (
                "Bricks are stacked {a} dm long, {b} dm wide and {c} dm high. What is the volume "
                "in "
                "cubic dm?"
            ),
        ),
    ]
    wrong = {a * b: "second-step-missing", a + b + c: "plus-for-times"}
    return digits(story(rng, told, a=a, b=b, c=c), a * b * c, boxes=4, wrong=wrong)


@PART.template(SURFACE, "cube", difficulty=0.1)
def _(rng: random.Random) -> Draft:
    edge = rng.randint(3, 20)
    told = [
        (
            "一个正方体的棱长是{a}厘米，表面积是多少平方厘米？",
            "A cube has edges of {a} cm. What is its surface in square cm?",
        ),
        (
            "给棱长{a}分米的正方体木箱六个面刷漆，要刷多少平方分米？",
            "All faces of a wooden cube with edges of {a} dm are painted. How many square dm?",
        ),
    ]
    wrong = {edge**2 * 4: "face-missing", edge**3: "volume-for-surface", edge * 12: "edges-added"}
    return digits(story(rng, told, a=edge), edge**2 * 6, boxes=4, wrong=wrong)


@PART.template(LITRES, "to-millilitres", difficulty=-0.1)
def _(rng: random.Random) -> Draft:
    millilitres = rng.choice([one for one in range(150, 9900, 50) if one % 1000])
    litres = f"{millilitres / 1000:.2f}".rstrip("0").rstrip(".")
    told = [
        ("{n}升是多少毫升？", "How many millilitres are {n} litres?"),
        (
            "一壶开水有{n}升，合多少毫升？",
            "A kettle holds {n} litres. How many millilitres is that?",
        ),
    ]
    wrong = {millilitres // 10: "wrong-rate", millilitres // 100: "point-moved-wrong"}
    return digits(story(rng, told, n=litres), millilitres, boxes=4, wrong=wrong)

"""Grade 6, third part: circles and round bodies."""

import random

from terrace.school.curriculum.items import Bilingual
from terrace.school.curriculum.stories import story
from terrace.school.curriculum.templates import (
    Draft,
    Part,
    digits,
    maths,
    pick,
)

PART = Part(6, "measure")

AROUND = PART.skill(
    "g6-circle-around",
    zh="圆的周长",
    en="Circumference of a circle",
    can_zh="会求圆的周长",
    can_en="Can find the circumference of a circle",
    after=("g3-perimeter", "g5-decimal-times"),
)
CIRCLE = PART.skill(
    "g6-circle-area",
    zh="圆的面积",
    en="Area of a circle",
    can_zh="会求圆的面积",
    can_en="Can find the area of a circle",
    after=(AROUND, "g5-parallelogram"),
)
CYLINDER = PART.skill(
    "g6-cylinder",
    zh="圆柱的体积",
    en="Volume of a cylinder",
    can_zh="会求圆柱的体积",
    can_en="Can find the volume of a cylinder",
    after=("g5-volume", CIRCLE),
)
CONE = PART.skill(
    "g6-cone",
    zh="圆锥的体积",
    en="Volume of a cone",
    can_zh="会求圆锥的体积",
    can_en="Can find the volume of a cone",
    after=(CYLINDER, "g6-fraction-times"),
)


def _hundredths(number: int) -> str:
    """A number of hundredths as a decimal: 1884 → 18.84, 3140 → 31.4."""
    return f"{number / 100:.2f}".rstrip("0").rstrip(".")


def _decimal(number: int) -> Bilingual:
    return maths(_hundredths(number))


@PART.template(AROUND, "diameter")
def _(rng: random.Random) -> Draft:
    diameter = rng.randint(3, 40)
    told = [
        (
            "圆形花坛的直径是{d}米，周长是多少米？（π取3.14）",
            "A round flower bed is {d} m across. How long is it around in metres? (π is 3.14)",
        ),
        (
            "车轮的直径是{d}分米，转一圈走多少分米？（π取3.14）",
            "A wheel is {d} dm across. How far does it roll in one turn in dm? (π is 3.14)",
        ),
    ]
    wrong = [
        (_decimal(628 * diameter), "radius-for-diameter"),
        (_decimal(157 * diameter), "half-the-way-round"),
        (_decimal(314 * diameter * diameter), "area-for-perimeter"),
        (_decimal(314 * (diameter + 1)), None),
    ]
    return pick(rng, story(rng, told, d=diameter), _decimal(314 * diameter), wrong)


@PART.template(CIRCLE, "radius", difficulty=0.1)
def _(rng: random.Random) -> Draft:
    radius = rng.choice([one for one in range(3, 21) if one != 4])
    told = [
        (
            "圆形水池的半径是{r}米，面积是多少平方米？（π取3.14）",
            "A round pond has a radius of {r} m. What is its area in square metres? (π is 3.14)",
        ),
        (
            "一个圆的半径是{r}厘米，面积是多少平方厘米？（π取3.14）",
            "A circle has a radius of {r} cm. What is its area in square cm? (π is 3.14)",
        ),
    ]
    wrong = [
        (_decimal(628 * radius), "perimeter-for-area"),
        (_decimal(314 * radius * radius * 4), "radius-for-diameter"),
        (_decimal(314 * radius), "square-forgotten"),
    ]
    return pick(rng, story(rng, told, r=radius), _decimal(314 * radius * radius), wrong)


@PART.template(CYLINDER, "base-and-height", difficulty=-0.1)
def _(rng: random.Random) -> Draft:
    base, height = rng.randint(12, 90), rng.randint(4, 24)
    told = [
        (
            "圆柱形水桶的底面积是{a}平方分米，高{b}分米，体积是多少立方分米？",
            (
                "A round barrel has a base of {a} square dm and is {b} dm high. What is its "
                "volume in "
                "cubic dm?"
            ),
        ),
        (
            "一根圆木的底面积是{a}平方分米，长{b}分米，体积是多少立方分米？",
            "A log has an end of {a} square dm and is {b} dm long. What is its volume in cubic dm?",
        ),
    ]
    wrong = {base * height // 3: "cone-for-cylinder", base + height: "plus-for-times"}
    return digits(story(rng, told, a=base, b=height), base * height, boxes=4, wrong=wrong)


@PART.template(CONE, "heap", difficulty=0.1)
def _(rng: random.Random) -> Draft:
    base, height = rng.randint(11, 90), rng.randint(2, 9) * 3
    told = [
        (
            "一堆谷子成圆锥形，底面积{a}平方分米，高{b}分米，体积是多少立方分米？",
            (
                "A heap of grain is a cone with a base of {a} square dm and a height of {b} dm. "
                "What "
                "is its volume in cubic dm?"
            ),
        ),
        (
            "圆锥的底面积是{a}平方厘米，高是{b}厘米，体积是多少立方厘米？",
            (
                "A cone has a base of {a} square cm and a height of {b} cm. What is its volume in "
                "cubic cm?"
            ),
        ),
    ]
    wrong = {base * height: "third-forgotten", base * height // 2: "half-for-third"}
    return digits(story(rng, told, a=base, b=height), base * height // 3, boxes=4, wrong=wrong)

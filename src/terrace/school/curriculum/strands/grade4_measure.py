"""Grade 4, third part: angles, triangles, large areas, position, data and known relations."""

import random

from terrace.school.curriculum.stories import story
from terrace.school.curriculum.templates import (
    Draft,
    Part,
    both,
    digits,
    maths,
    pick,
    pick_number,
    with_figure,
)

PART = Part(4, "measure")

STRAIGHT = PART.skill(
    "g4-straight-angle",
    zh="平角和周角",
    en="Straight angles and full turns",
    can_zh="会用平角、直角求未知的角",
    can_en="Can find an angle from a straight or right one",
    after=("g2-angle", "g3-sub-nought"),
)
TRIANGLE_ANGLES = PART.skill(
    "g4-triangle-angles",
    zh="三角形的内角和",
    en="Angles of a triangle",
    can_zh="会用内角和求三角形的角",
    can_en="Can find an angle of a triangle from the other two",
    after=(STRAIGHT,),
)
TRIANGLE_SIDES = PART.skill(
    "g4-triangle-sides",
    zh="三角形三边的关系",
    en="Sides of a triangle",
    can_zh="会判断三条线段能不能围成三角形",
    can_en="Can tell which lengths make a triangle",
    after=("g3-perimeter",),
)
ISOSCELES = PART.skill(
    "g4-isosceles",
    zh="等腰三角形",
    en="Isosceles triangles",
    can_zh="会求等腰三角形的底角",
    can_en="Can find the base angle of an isosceles triangle",
    after=(TRIANGLE_ANGLES, "g3-divide-three"),
)
HECTARE = PART.skill(
    "g4-hectare",
    zh="公顷和平方千米",
    en="Hectares and square kilometres",
    can_zh="会换算公顷和平方千米",
    can_en="Can change square kilometres into hectares",
    after=("g3-area-units", "g4-large-numbers"),
)
MIRROR = PART.skill(
    "g4-mirror",
    zh="轴对称",
    en="Mirror images",
    can_zh="会找一个点的对称点",
    can_en="Can find the mirror image of a point",
    after=("g3-directions", "g3-sub-1000"),
    strand="position",
)
SHIFT = PART.skill(
    "g4-shift",
    zh="平移",
    en="Moving figures",
    can_zh="会在方格纸上平移",
    can_en="Can move a figure along a grid",
    after=("g3-directions", "g3-add-1000"),
    strand="position",
)
CHART = PART.skill(
    "g4-chart",
    zh="条形统计图",
    en="Bar charts",
    can_zh="会看一格代表几的条形统计图",
    can_en="Can read a bar chart whose lines count by more than one",
    after=("g3-double-table", "g2-tables"),
    strand="data",
)
MEAN = PART.skill(
    "g4-mean",
    zh="平均数",
    en="The mean",
    can_zh="会求平均数",
    can_en="Can find a mean",
    after=(CHART, "g3-divide-three"),
    strand="data",
)
PRICE = PART.skill(
    "g4-price",
    zh="单价、数量和总价",
    en="Price, number and total",
    can_zh="会用单价、数量和总价的关系",
    can_en="Can use the relation of price, number and total",
    after=("g3-two-step", "g4-divide-two-digit"),
    strand="quantity",
)
HEADS = PART.skill(
    "g4-heads-and-legs",
    zh="鸡兔同笼",
    en="Heads and legs",
    can_zh="会用假设法解鸡兔同笼",
    can_en="Can solve heads-and-legs problems by supposing",
    after=("g3-two-step", "g4-order"),
    strand="quantity",
)
QUOTIENT = PART.skill(
    "g4-quotient-law",
    zh="商不变的规律",
    en="Quotients that stay the same",
    can_zh="会用商不变的规律",
    can_en="Can change both numbers of a division and keep the quotient",
    after=("g4-divide-two-digit",),
    strand="number",
)


@PART.template(STRAIGHT, "what-is-left")
def _(rng: random.Random) -> Draft:
    degrees = rng.choice([one for one in range(15, 166, 5) if one != 90])
    told = [
        (
            "一个平角分成两个角，一个角是{a}度，另一个角是多少度？",
            "A straight angle is split in two; one part has {a} degrees. How many has the other?",
        ),
        (
            "铁丝折了一个{a}度的角，它和另一个角合成平角，另一个角是多少度？",
            (
                "A wire is bent at {a} degrees; with another angle this makes a straight one. "
                "How many "
                "degrees has the other?"
            ),
        ),
    ]
    wrong = {360 - degrees: "full-for-straight"}
    if degrees < 90:
        wrong[90 - degrees] = "right-for-straight"
    return digits(story(rng, told, a=degrees), 180 - degrees, boxes=3, wrong=wrong)


@PART.template(STRAIGHT, "read-angle", difficulty=0.2)
def _(rng: random.Random) -> Draft:
    degrees = rng.choice([30, 40, 50, 60, 70, 110, 120, 130, 140, 150])
    wrong = [
        (180 - degrees, "other-scale"),
        (90, None),
        (degrees - 20, None),
        (degrees + 20, None),
    ]
    told = [
        ("估一估，这个角大约是多少度？", "About how many degrees has this angle?"),
        ("屋顶的这个角大约是多少度？", "About how many degrees has this angle of a roof?"),
    ]
    return pick_number(rng, with_figure(story(rng, told), "angle", degrees), degrees, wrong)


@PART.template(TRIANGLE_ANGLES, "third-angle")
def _(rng: random.Random) -> Draft:
    a, b = rng.randint(25, 90), rng.randint(20, 80)
    told = [
        (
            "三角形的两个角是{a}度和{b}度，第三个角是多少度？",
            "Two angles of a triangle have {a} and {b} degrees. How many has the third?",
        ),
        (
            "三角形小旗的两个角是{a}度和{b}度，第三个角是多少度？",
            "Two angles of a three-cornered flag have {a} and {b} degrees. How many has the third?",
        ),
    ]
    wrong = {360 - a - b: "full-for-straight", 180 - a: "second-step-missing", a + b: "adds-all"}
    return digits(story(rng, told, a=a, b=b), 180 - a - b, boxes=3, wrong=wrong)


@PART.template(TRIANGLE_SIDES, "third-side", difficulty=0.3)
def _(rng: random.Random) -> Draft:
    a = rng.randint(6, 14)
    b = rng.randint(3, a - 2)
    told = [
        (
            "三角形的两条边长{a}厘米和{b}厘米，第三条边可能是多少厘米？",
            "Two sides of a triangle are {a} cm and {b} cm long. How long can the third be in cm?",
        ),
        (
            "用{a}分米和{b}分米的竹条搭三角架，第三根可能长多少分米？",
            (
                "A three-cornered frame has bamboo strips of {a} dm and {b} dm. How long can the "
                "third "
                "be in dm?"
            ),
        ),
    ]
    key = rng.randint(a - b + 1, a + b - 1)
    wrong = [
        (a + b, "sum-is-enough"),
        (a - b, "difference-is-enough"),
        (a + b + rng.randint(1, 4), None),
        (a + b + 5, None),
    ]
    return pick_number(rng, story(rng, told, a=a, b=b), key, wrong, near=())


@PART.template(ISOSCELES, "base-angle", difficulty=0.2)
def _(rng: random.Random) -> Draft:
    top = rng.choice([one for one in range(20, 151, 2) if one != 60])
    told = [
        (
            "等腰三角形的顶角是{a}度，一个底角是多少度？",
            "The top angle of an isosceles triangle has {a} degrees. How many has a base angle?",
        ),
        (
            "等腰三角形屋架的顶角是{a}度，一个底角是多少度？",
            "The top angle of an isosceles roof frame has {a} degrees. How many has a base angle?",
        ),
    ]
    wrong = {180 - top: "second-step-missing", 180 - 2 * top: "top-taken-twice"}
    return digits(story(rng, told, a=top), (180 - top) // 2, boxes=3, wrong=wrong)


@PART.template(HECTARE, "to-hectares", difficulty=0.1)
def _(rng: random.Random) -> Draft:
    many = rng.randint(2, 99)
    told = [
        ("{n}平方千米是多少公顷？", "How many hectares are {n} square kilometres?"),
        (
            "一片林场有{n}平方千米，合多少公顷？",
            "A forest covers {n} square kilometres. How many hectares is that?",
        ),
    ]
    wrong = {many * 10: "wrong-rate", many * 1000: "wrong-rate"}
    return digits(story(rng, told, n=many), many * 100, boxes=4, wrong=wrong)


@PART.template(MIRROR, "column", difficulty=0.2)
def _(rng: random.Random) -> Draft:
    axis = rng.randint(6, 12)
    point = axis - rng.randint(1, 5)
    statement = both(
        f"方格纸上，对称轴在第{axis}列，点甲在第{point}列。甲的对称点在第几列？",
        f"On squared paper the mirror line is at column {axis}, a point at column {point}. In "
        "which column is its mirror image?",
    )
    wrong = {axis + point: "adds-all", axis - point: "moved-not-mirrored"}
    wrong[2 * axis - point + 1] = "counts-start"
    return digits(statement, 2 * axis - point, boxes=2, wrong=wrong)


@PART.template(SHIFT, "there-and-back")
def _(rng: random.Random) -> Draft:
    start, right = rng.randint(2, 12), rng.randint(5, 12)
    left = rng.randint(2, right - 1)
    statement = both(
        f"图形在第{start}列，先向右平移{right}格，再向左平移{left}格，现在在第几列？",
        f"A figure stands at column {start}. It moves {right} squares to the right, then {left} to "
        "the left. At which column is it now?",
    )
    wrong = {
        start + right + left: "left-right-swapped",
        start + right: "second-step-missing",
        right - left: "start-left-out",
    }
    return digits(statement, start + right - left, boxes=2, wrong=wrong)


@PART.template(CHART, "how-many-more")
def _(rng: random.Random) -> Draft:
    unit = rng.choice((2, 5, 10))
    a, b, c = rng.sample(range(2, 8), 3)
    high, low = max(a, b), min(a, b)
    heights = (high, low, c)
    told = [
        (
            "三个组收玉米的筐数如图。①组比②组多多少筐？",
            "Baskets of maize of three groups. How many more has ① than ②?",
        ),
        (
            "三个村的图书角有多少本书如图。①村比②村多多少本？",
            "Books in the corners of three villages. How many more has ① than ②?",
        ),
    ]
    wrong = {high - low: "line-is-one", (high + low) * unit: "more-means-add"}
    statement = with_figure(story(rng, told), "chart", unit, *heights)
    return digits(statement, (high - low) * unit, boxes=2, wrong=wrong)


@PART.template(MEAN, "of-three", difficulty=0.1)
def _(rng: random.Random) -> Draft:
    mean = rng.randint(12, 80)
    a, b = mean - rng.randint(1, 9), mean + rng.randint(1, 9)
    c = 3 * mean - a - b
    told = [
        (
            "三天摘桃，分别是{a}筐、{b}筐和{c}筐，平均每天多少筐？",
            "On three days {a}, {b} and {c} baskets of peaches are picked. What is the mean a day?",
        ),
        (
            "三个同学跳绳，分别跳了{a}下、{b}下和{c}下，平均每人多少下？",
            "Three pupils skip {a}, {b} and {c} times. What is the mean?",
        ),
    ]
    wrong = {a + b + c: "sum-not-shared", (a + b) // 2: "one-left-out"}
    return digits(story(rng, told, a=a, b=b, c=c), mean, boxes=3, wrong=wrong)


@PART.template(PRICE, "how-many", difficulty=0.1)
def _(rng: random.Random) -> Draft:
    price, many = rng.randint(12, 45), rng.randint(4, 22)
    told = [
        (
            "一袋化肥{price}元，{total}元可以买多少袋？",
            "A bag of fertiliser costs {price} yuan. How many bags can be had for {total} yuan?",
        ),
        (
            "一本字典{price}元，学校花了{total}元，买了多少本？",
            "A dictionary costs {price} yuan and the school pays {total} yuan. How many are there?",
        ),
    ]
    wrong = {price * many - price: "subtracts-instead"}
    return digits(
        story(rng, told, price=price, total=price * many),
        many,
        boxes=3,
        wrong={**wrong, many + 1: "trial-digit-off"},
    )


@PART.template(HEADS, "hens-and-rabbits", difficulty=0.6)
def _(rng: random.Random) -> Draft:
    hens, rabbits = rng.randint(3, 18), rng.randint(2, 15)
    heads, legs = hens + rabbits, hens * 2 + rabbits * 4
    statement = both(
        f"鸡（2条腿）和兔（4条腿）共{heads}只，有{legs}条腿，兔有多少只？",
        f"Hens (2 legs) and rabbits (4 legs) are {heads} in all, with {legs} legs. How "
        f"many rabbits "
        "are there?",
    )
    wrong = {hens: "the-other-part", legs // 4: "adds-all", legs - heads * 2: "second-step-missing"}
    return digits(statement, rabbits, boxes=2, wrong=wrong)


@PART.template(QUOTIENT, "same-quotient", difficulty=0.2)
def _(rng: random.Random) -> Draft:
    quotient, small, times = rng.randint(3, 9), rng.randint(3, 9), rng.choice((10, 100))
    whole = quotient * small
    statement = both(
        f"下面哪个算式的商和{whole} ÷ {small}的商相等？",
        f"Which has the same quotient as {whole} ÷ {small}?",
    )
    wrong = [
        (maths(f"{whole * times} ÷ {small}"), "one-part-only-divided"),
        (maths(f"{whole} ÷ {small * times}"), "one-part-only-divided"),
        (maths(f"{whole + times} ÷ {small + times}"), "same-added"),
    ]
    return pick(rng, statement, maths(f"{whole * times} ÷ {small * times}"), wrong)

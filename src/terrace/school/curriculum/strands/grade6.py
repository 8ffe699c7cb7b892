"""Grade 6, second part: ratio, percentages, proportion, negative numbers."""

import random
from math import gcd

from terrace.school.curriculum.items import Bilingual
from terrace.school.curriculum.stories import around, story
from terrace.school.curriculum.templates import (
    Draft,
    Part,
    both,
    digits,
    maths,
    pick,
    pick_number,
    same,
)

PART = Part(6, "number")

RATIO = PART.skill(
    "g6-ratio",
    zh="比和按比分配",
    en="Ratio and sharing in a ratio",
    can_zh="会化简比，会按比分配",
    can_en="Can simplify ratios and share in a ratio",
    after=("g5-fraction-equal", "g6-fraction-times"),
    strand="quantity",
)
PERCENT = PART.skill(
    "g6-percent",
    zh="百分数的认识",
    en="Percentages",
    can_zh="会把分数、小数和百分数互化",
    can_en="Can turn fractions and decimals into percentages",
    after=("g5-fraction-decimal",),
)
PERCENT_OF = PART.skill(
    "g6-percent-of",
    zh="百分数的应用",
    en="Using percentages",
    can_zh="会用百分数解决折扣、增产的问题",
    can_en="Can solve problems with percentages",
    after=(PERCENT, "g6-fraction-times"),
    strand="quantity",
)
PROPORTION = PART.skill(
    "g6-proportion",
    zh="比例",
    en="Proportion",
    can_zh="会解比例",
    can_en="Can solve proportions",
    after=(RATIO, "g5-equation"),
    strand="quantity",
)
NEGATIVE = PART.skill(
    "g6-negative",
    zh="负数的认识",
    en="Negative numbers",
    can_zh="知道负数的意义，会比大小",
    can_en="Knows what negative numbers mean and can compare them",
    after=("g1-order-20", "g4-decimal"),
)


def _proper(rng: random.Random, low: int = 3, high: int = 9) -> tuple[int, int]:
    """A fraction below one, in lowest terms."""
    while True:
        q = rng.randint(low, high)
        p = rng.randint(1, q - 1)
        if gcd(p, q) == 1:
            return p, q


@PART.template(RATIO, "simplify", difficulty=-0.1)
def _(rng: random.Random) -> Draft:
    p, q = _proper(rng, 3, 8)
    k = rng.randint(2, 9)
    statement = both(
        f"{p * k} : {q * k} 化成最简整数比是多少？", f"What is {p * k} : {q * k} in lowest terms?"
    )

    def ratio(a: int, b: int) -> Bilingual:
        return same(f"{a} : {b}")

    wrong = [
        (ratio(q, p), "order-of-ratio"),
        (ratio(p, q * k), "one-part-only-divided"),
        (ratio(p, p + q), "part-to-whole"),
        (ratio(p * k, q), "one-part-only-divided"),
    ]
    return pick(rng, statement, ratio(p, q), wrong)


@PART.template(RATIO, "share", difficulty=0.4)
def _(rng: random.Random) -> Draft:
    p, q = _proper(rng, 3, 7)
    k = rng.randint(4, 24)
    told = [
        (
            "把{total}千克肥料按 {p} : {q} 分给两块地，第二块地分到多少千克？",
            (
                "{total} kg of fertiliser are shared between two fields as {p} : {q}. How much "
                "does "
                "the second get?"
            ),
        ),
        (
            "水泥和沙子按 {p} : {q} 拌成{total}千克砂浆，沙子要多少千克？",
            "Cement and sand are mixed as {p} : {q} to make {total} kg. How much sand is needed?",
        ),
    ]
    # Both tellings name the same three numbers; their order differs, the ratio's never does.
    wrong = {p * k: "order-of-ratio", k: "one-part-only", (p + q) * k // q: "part-to-part"}
    return digits(story(rng, told, total=(p + q) * k, p=p, q=q), q * k, boxes=3, wrong=wrong)


@PART.template(PERCENT, "from-fraction")
def _(rng: random.Random) -> Draft:
    q = rng.choice([2, 4, 5, 10, 20, 25, 50])
    p = rng.choice([k for k in range(1, q) if gcd(k, q) == 1])
    statement = around(("", " 等于百分之几？"), ("What percentage is ", "?"), f"{p}/{q}")
    wrong = {q: "bar-is-point", p * 10 // q: "point-moved-wrong", p: "top-is-percent"}
    return digits(statement, p * 100 // q, boxes=3, wrong=wrong)


@PART.template(PERCENT, "from-decimal", difficulty=0.1)
def _(rng: random.Random) -> Draft:
    n = rng.randint(2, 9)
    text, key = rng.choice(
        [(f"0.0{n}", n), (f"0.{n}", n * 10), (f"{n}", n * 100), (f"{n}.5", n * 100 + 50)]
    )
    statement = around(("", " 等于百分之几？"), ("What percentage is ", "?"), text)
    wrong = [(key * 10, "point-moved-wrong"), (key * 100, "point-moved-wrong"), (key + 10, None)]
    if key % 10 == 0:
        wrong.insert(0, (key // 10, "point-moved-wrong"))

    def percent(value: int) -> Bilingual:
        return same(f"{value}%")

    return pick(rng, statement, percent(key), [(percent(value), why) for value, why in wrong])


@PART.template(PERCENT_OF, "discount", difficulty=0.2)
def _(rng: random.Random) -> Draft:
    tenths = rng.choice([6, 7, 8, 9])
    price = rng.randint(4, 38) * 10
    told = [
        (
            "一件棉衣原价{price}元，按原价的{pc}%卖，现价多少元？",
            "A winter coat costs {price} yuan and is sold at {pc}% of that. What does it cost now?",
        ),
        (
            "一台水泵原价{price}元，现价是原价的{pc}%，现价多少元？",
            "A pump cost {price} yuan; now it costs {pc}% of that. What does it cost now?",
        ),
    ]
    wrong = {
        price - price * tenths // 10: "the-other-part",
        price - tenths * 10: "percent-is-amount",
        price * tenths: "point-moved-wrong",
    }
    statement = story(rng, told, price=price, pc=tenths * 10)
    return digits(statement, price * tenths // 10, boxes=4, wrong=wrong)


@PART.template(PERCENT_OF, "increase", difficulty=0.5)
def _(rng: random.Random) -> Draft:
    base, pc = rng.randint(3, 40) * 20, rng.choice([5, 10, 15, 20, 25, 30, 40])
    told = [
        (
            "去年收稻谷{base}千克，今年增产{pc}%，今年收多少千克？",
            (
                "Last year {base} kg of rice were harvested, this year {pc}% more. How many "
                "kilograms this year?"
            ),
        ),
        (
            "去年图书室有书{base}本，今年增加了{pc}%，今年有多少本？",
            (
                "Last year the library had {base} books, this year {pc}% more. How many books this "
                "year?"
            ),
        ),
    ]
    more = base * pc // 100
    wrong = [
        (more, "second-step-missing"),
        (base + pc, "percent-is-amount"),
        (base - more, "more-less-swapped"),
    ]
    return pick_number(
        rng, story(rng, told, base=base, pc=pc), base + more, wrong, near=(10, -10, 20)
    )


@PART.template(PROPORTION, "solve", difficulty=0.2)
def _(rng: random.Random) -> Draft:
    p, q = _proper(rng, 3, 9)
    k = rng.randint(3, 12)
    statement = around(
        ("解比例 ", "，x 是多少？"), ("Solve ", ". What is x?"), f"{p} : {q} = {p * k} : x"
    )
    wrong = {q + p * k - p: "same-added", p * p * k // q: "crosswise", k: "one-part-only"}
    return digits(statement, q * k, boxes=3, wrong=wrong)


@PART.template(PROPORTION, "story", difficulty=0.4)
def _(rng: random.Random) -> Draft:
    n, each = rng.randint(3, 6), rng.randint(12, 45)
    m = rng.randint(n + 2, 12)
    told = [
        (
            "拖拉机{n}小时耕地{total}亩，照这样，{m}小时耕地多少亩？",
            (
                "A tractor ploughs in {n} hours {total} mu of land. At this rate, how much in {m} "
                "hours?"
            ),
        ),
        (
            "{n}天烧煤{total}千克，照这样，{m}天烧煤多少千克？",
            (
                "In {n} days {total} kg of coal are burnt. At this rate, how many kilograms in {m} "
                "days?"
            ),
        ),
    ]
    wrong = [
        (n * each + m - n, "same-added"),
        (n * each * m, "one-part-only-divided"),
        (each, "second-step-missing"),
    ]
    return pick_number(rng, story(rng, told, n=n, total=n * each, m=m), m * each, wrong)


@PART.template(NEGATIVE, "lowest", difficulty=-0.1)
def _(rng: random.Random) -> Draft:
    a, b = sorted(rng.sample(range(2, 19), 2))
    c = rng.randint(1, 9)
    told = [
        ("下面哪个气温最低？（单位：℃）", "Which temperature is the lowest (in ℃)?"),
        ("下面哪个数最小？", "Which number is the smallest?"),
    ]
    wrong = [
        (maths(f"-{a}"), "minus-ignored"),
        (maths("0"), "nought-is-least"),
        (maths(str(c)), "minus-ignored"),
    ]
    return pick(rng, story(rng, told), maths(f"-{b}"), wrong)


@PART.template(NEGATIVE, "difference", difficulty=0.3)
def _(rng: random.Random) -> Draft:
    a, b = rng.randint(2, 15), rng.randint(3, 15)
    told = [
        (
            "山上夜里气温是-{a}℃，中午是{b}℃，相差多少℃？",
            (
                "On the mountain it is -{a} ℃ at night and {b} ℃ at noon. How many degrees apart "
                "is "
                "that?"
            ),
        ),
        (
            "屋外-{a}℃，教室里{b}℃，教室里比屋外高多少℃？",
            (
                "Outside it is -{a} ℃, in the classroom {b} ℃. How many degrees warmer is the "
                "classroom?"
            ),
        ),
    ]
    wrong = {abs(b - a): "minus-ignored", b: "nought-is-least"}
    return digits(story(rng, told, a=a, b=b), a + b, boxes=3, wrong=wrong)


@PART.template(NEGATIVE, "meaning")
def _(rng: random.Random) -> Draft:
    n = rng.randint(3, 60) * 10
    told = [
        (
            "收入{n}元记作+{n}元，支出{m}元记作多少元？",
            "Earning {n} yuan is written +{n}. How is spending {m} yuan written?",
        ),
        (
            "水库水位上升{n}厘米记作+{n}厘米，下降{m}厘米记作多少厘米？",
            "A rise of {n} cm in a reservoir is written +{n}. How is a fall of {m} cm written?",
        ),
    ]
    m = n + rng.choice([-1, 1]) * rng.randint(1, 2) * 10
    wrong = [
        (maths(str(m)), "minus-ignored"),
        (maths(f"-{n}"), None),
        (maths(f"-{n + m}"), "adds-instead"),
    ]
    return pick(rng, story(rng, told, n=n, m=m), maths(f"-{m}"), wrong)

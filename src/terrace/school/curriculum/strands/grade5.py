"""Grade 5: decimals times and divided by, equations, factors and multiples, fractions of different
denominators.
"""

import random
from math import gcd

from terrace.school.curriculum.stories import around, calculate, story
from terrace.school.curriculum.templates import (
    Draft,
    Part,
    both,
    digits,
    maths,
    number,
    pick,
    pick_number,
)

PART = Part(5, "number")

DECIMAL_TIMES = PART.skill(
    "g5-decimal-times",
    zh="小数乘法",
    en="Multiplying decimals",
    can_zh="会算小数乘法",
    can_en="Can multiply decimals",
    after=("g4-decimal", "g4-times-three"),
)
DECIMAL_DIVIDE = PART.skill(
    "g5-decimal-divide",
    zh="小数除法",
    en="Dividing decimals",
    can_zh="会算小数除法",
    can_en="Can divide decimals",
    after=(DECIMAL_TIMES, "g4-divide-two-digit"),
)
EQUATION = PART.skill(
    "g5-equation",
    zh="简易方程",
    en="Simple equations",
    can_zh="会解简单的方程",
    can_en="Can solve simple equations",
    after=("g3-check", "g4-order"),
    strand="quantity",
)
FACTORS = PART.skill(
    "g5-factors",
    zh="因数和倍数",
    en="Factors and multiples",
    can_zh="会找因数和倍数，知道2、3、5的倍数的特征",
    can_en="Can find factors and multiples and knows the signs of 2, 3 and 5",
    after=("g2-divide", "g3-divide-two"),
)
COMMON = PART.skill(
    "g5-common",
    zh="最大公因数和最小公倍数",
    en="Greatest common factor, least common multiple",
    can_zh="会求最大公因数和最小公倍数",
    can_en="Can find the greatest common factor and the least common multiple",
    after=(FACTORS,),
)
FRACTION_EQUAL = PART.skill(
    "g5-fraction-equal",
    zh="分数的基本性质、约分和通分",
    en="Equal fractions",
    can_zh="会约分和通分",
    can_en="Can simplify fractions and bring them to one denominator",
    after=("g3-fraction-compare", COMMON),
)
FRACTION_ADD = PART.skill(
    "g5-fraction-add",
    zh="异分母分数加减法",
    en="Adding fractions of different denominators",
    can_zh="会算异分母分数加减法",
    can_en="Can add and subtract fractions of different denominators",
    after=(FRACTION_EQUAL, "g3-fraction-add"),
)
FRACTION_DECIMAL = PART.skill(
    "g5-fraction-decimal",
    zh="分数和小数的互化",
    en="Fractions as decimals",
    can_zh="会把分数化成小数，把小数化成分数",
    can_en="Can turn fractions into decimals and back",
    after=(FRACTION_EQUAL, DECIMAL_DIVIDE),
)


def _decimal(value: int, places: int) -> str:
    """An integer with the point so many places from the right, no noughts at the end."""
    text = f"{value // 10**places}.{value % 10**places:0{places}d}"
    return text.rstrip("0").rstrip(".")


@PART.template(DECIMAL_TIMES, "calculate", difficulty=0.2)
def _(rng: random.Random) -> Draft:
    a = rng.choice([n for n in range(12, 98) if n % 10])
    b = rng.choice([n for n in range(12, 49) if n % 10 not in (0, 5)])
    wrong = [
        (maths(_decimal(a * b, 1)), "point-moved-wrong"),
        (maths(_decimal(a * b, 3)), "point-moved-wrong"),
        (maths(str(a * b)), "point-forgotten"),
    ]
    return pick(
        rng, calculate(f"{_decimal(a, 1)} × {_decimal(b, 1)}"), maths(_decimal(a * b, 2)), wrong
    )


@PART.template(DECIMAL_TIMES, "price")
def _(rng: random.Random) -> Draft:
    a, n = rng.choice([n for n in range(12, 98) if n % 10]), rng.randint(3, 9)
    told = [
        ("苹果每斤{a}元，买{n}斤要多少元？", "Apples cost {a} yuan a jin. What do {n} jin cost?"),
        (
            "一吨水{a}元，用了{n}吨，水费多少元？",
            "A tonne of water costs {a} yuan. What do {n} tonnes cost?",
        ),
    ]
    wrong = [
        (maths(_decimal(a * n, 2)), "point-moved-wrong"),
        (maths(str(a * n)), "point-forgotten"),
        (maths(_decimal(a + n * 10, 1)), "plus-for-times"),
        (maths(_decimal(a * n + 10, 1)), None),
    ]
    return pick(rng, story(rng, told, a=_decimal(a, 1), n=n), maths(_decimal(a * n, 1)), wrong)


@PART.template(DECIMAL_DIVIDE, "by-whole", difficulty=0.1)
def _(rng: random.Random) -> Draft:
    b = rng.randint(3, 9)
    q = rng.choice([n for n in range(12, 98) if n % 10])
    wrong = [
        (maths(str(q)), "point-forgotten"),
        (maths(_decimal(q, 2)), "point-moved-wrong"),
        (maths(_decimal(q + 10, 1)), "trial-digit-off"),
    ]
    return pick(rng, calculate(f"{_decimal(q * b, 1)} ÷ {b}"), maths(_decimal(q, 1)), wrong)


@PART.template(DECIMAL_DIVIDE, "by-decimal", difficulty=0.5)
def _(rng: random.Random) -> Draft:
    b = rng.choice([n for n in range(3, 25) if n % 10])
    q = rng.randint(4, 48)
    told = [
        (
            "一根铁丝长{total}米，每{b}米剪一段，可以剪几段？",
            "A wire of {total} m is cut into pieces of {b} m. How many pieces?",
        ),
        (
            "有{total}升油，每瓶装{b}升，可以装几瓶？",
            "{total} litres of oil fill bottles of {b} litres. How many bottles?",
        ),
    ]
    wrong = {q * 10: "point-moved-wrong", q // 10: "point-moved-wrong", q + 1: "trial-digit-off"}
    statement = story(rng, told, total=_decimal(q * b, 1), b=_decimal(b, 1))
    return digits(statement, q, boxes=3, wrong=wrong)


@PART.template(EQUATION, "one-step", difficulty=-0.2)
def _(rng: random.Random) -> Draft:
    a, x = rng.randint(3, 9), rng.randint(4, 25)
    statement = around(("解方程 ", "，x 是多少？"), ("Solve ", ". What is x?"), f"{a} x = {a * x}")
    wrong = {a * x - a: "subtracts-instead", a * a * x: "times-again", x + 1: "trial-digit-off"}
    return digits(statement, x, boxes=3, wrong=wrong)


@PART.template(EQUATION, "two-steps", difficulty=0.3)
def _(rng: random.Random) -> Draft:
    a, x, b = rng.randint(2, 9), rng.randint(3, 15), rng.randint(3, 30)
    statement = around(
        ("解方程 ", "，x 是多少？"), ("Solve ", ". What is x?"), f"{a} x + {b} = {a * x + b}"
    )
    wrong = {a * x: "second-step-missing", a * x + b - b - a: "subtracts-instead"}
    if (a * x + 2 * b) % a == 0:
        wrong[(a * x + 2 * b) // a] = "sign-not-turned"
    return digits(statement, x, boxes=3, wrong=wrong)


@PART.template(EQUATION, "story", difficulty=0.6)
def _(rng: random.Random) -> Draft:
    a, x, b = rng.randint(2, 4), rng.randint(12, 45), rng.randint(3, 15)
    told = [
        (
            "一个数的{a}倍加上{b}等于{total}，这个数是多少？",
            "{a} times a number and {b} more make {total}. What is the number?",
        ),
        (
            "鸡的只数的{a}倍加上{b}正好是{total}，鸡有多少只？",
            (
                "{a} times the number of hens and {b} more is exactly {total}. How many hens are "
                "there?"
            ),
        ),
    ]
    total = a * x + b
    wrong = {a * x: "second-step-missing", a * total + b: "times-again"}
    return digits(story(rng, told, a=a, b=b, total=total), x, boxes=3, wrong=wrong)


@PART.template(FACTORS, "which-factor", difficulty=-0.1)
def _(rng: random.Random) -> Draft:
    n = rng.choice([24, 28, 30, 32, 36, 40, 42, 45, 48, 50, 54, 56, 60, 64, 72])
    factors = [k for k in range(3, n // 2 + 1) if n % k == 0]
    others = [k for k in range(3, n // 2 + 1) if n % k]
    key = rng.choice(factors)
    statement = both(f"下面哪个数是{n}的因数？", f"Which of these is a factor of {n}?")
    wrong = [(2 * n, "multiple-for-factor"), *((k, None) for k in rng.sample(others, 2))]
    return pick_number(rng, statement, key, wrong, near=())


@PART.template(FACTORS, "sign", difficulty=0.2)
def _(rng: random.Random) -> Draft:
    by = rng.choice([3, 5, 2])
    keys = [n for n in range(101, 999) if n % by == 0]
    key = rng.choice(keys)
    # Wrong ones carry the sign of another number: the last digit for 3, the digit sum for others.
    tempting = [n for n in range(101, 999) if n % by and (n % 10 == 3 if by == 3 else n % 3 == 0)]
    wrong = [(number(n), "sign-of-another") for n in rng.sample(tempting, 3)]
    statement = both(f"下面哪个数是{by}的倍数？", f"Which of these is a multiple of {by}?")
    return pick(rng, statement, number(key), wrong)


@PART.template(COMMON, "greatest-factor", difficulty=0.2)
def _(rng: random.Random) -> Draft:
    g = rng.randint(3, 12)
    p, q = rng.choice([(2, 3), (3, 4), (2, 5), (3, 5), (4, 5), (2, 7)])
    told = [
        ("{a}和{b}的最大公因数是多少？", "What is the greatest common factor of {a} and {b}?"),
        (
            "长{a}米、宽{b}米的菜地划成同样大的正方形小块，没有剩余，正方形边长最大是多少米？",
            (
                "A vegetable plot of {a} m by {b} m is divided into equal squares with nothing "
                "left. How many metres is the side of the largest possible square?"
            ),
        ),
    ]
    wrong = {
        g * p * q: "multiple-for-factor",
        g * (q - p): "difference-for-factor",
        1: "not-the-greatest",
    }
    return digits(story(rng, told, a=g * q, b=g * p), g, boxes=3, wrong=wrong)


@PART.template(COMMON, "least-multiple", difficulty=0.3)
def _(rng: random.Random) -> Draft:
    g = rng.randint(2, 6)
    p, q = rng.choice([(2, 3), (3, 4), (2, 5), (3, 5), (1, 2), (1, 3)])
    a, b = g * p, g * q
    told = [
        ("{a}和{b}的最小公倍数是多少？", "What is the least common multiple of {a} and {b}?"),
        (
            "一路车每{a}分钟一班，二路车每{b}分钟一班，同时发车后，至少过多少分钟又同时发车？",
            (
                "One bus leaves every {a} minutes, another every {b}. They leave together. After "
                "how many minutes at least do they leave together again?"
            ),
        ),
    ]
    key = g * p * q
    wrong = [(a * b, "product-for-multiple"), (g, "factor-for-multiple"), (a + b, "plus-for-times")]
    return pick_number(rng, story(rng, told, a=a, b=b), key, wrong, near=(g, -g, 2 * g, a))


@PART.template(FRACTION_EQUAL, "simplest", difficulty=0.1)
def _(rng: random.Random) -> Draft:
    while True:
        q = rng.randint(3, 9)
        p, k = rng.randint(2, q - 1), rng.randint(2, 6)
        if gcd(p, q) == 1:
            break
    statement = around(
        ("把 ", " 约成最简分数，是多少？"), ("What is ", " in lowest terms?"), f"{p * k}/{q * k}"
    )
    wrong = [
        (maths(f"{p}/{q * k}"), "one-part-only-divided"),
        (maths(f"{p * k}/{q}"), "one-part-only-divided"),
        (maths(f"{q}/{p}"), "upside-down"),
        (maths(f"{p}/{q + 1}"), None),
    ]
    return pick(rng, statement, maths(f"{p}/{q}"), wrong)


@PART.template(FRACTION_EQUAL, "missing-top")
def _(rng: random.Random) -> Draft:
    while True:
        q = rng.randint(3, 9)
        p, k = rng.randint(1, q - 1), rng.randint(2, 8)
        if gcd(p, q) == 1:
            break
    statement = around(
        ("", f" 等于分母是{q * k}的哪个分数？分子是几？"),
        ("Write ", f" with denominator {q * k}. What is the numerator?"),
        f"{p}/{q}",
    )
    wrong = {p: "one-part-only-divided", p + q * k - q: "same-added"}
    return digits(statement, p * k, boxes=3, wrong=wrong)


_PAIRS = [(2, 3), (2, 5), (3, 4), (3, 5), (4, 5), (4, 6), (6, 9), (3, 6), (4, 8), (5, 6)]


@PART.template(FRACTION_ADD, "add", difficulty=0.3)
def _(rng: random.Random) -> Draft:
    m, n = rng.choice(_PAIRS)
    a, b = _coprime(rng, m), _coprime(rng, n)
    p, q = a * n + b * m, m * n
    wrong = [
        (maths(_reduced(a + b, m + n)), "denominators-added"),
        (maths(_reduced(a + b, q)), "tops-not-widened"),
        (maths(_reduced(a + b, max(m, n))), "tops-not-widened"),
        (maths(_reduced(p + 1, q)), None),
    ]
    return pick(rng, calculate(f"{a}/{m} + {b}/{n}"), maths(_reduced(p, q)), wrong)


@PART.template(FRACTION_ADD, "subtract", difficulty=0.5)
def _(rng: random.Random) -> Draft:
    while True:
        m, n = rng.choice(_PAIRS)
        a, b = _coprime(rng, m), _coprime(rng, n)
        if a * n > b * m and a * n - b * m != m * n:
            break
    p, q = a * n - b * m, m * n
    wrong = [
        (maths(_reduced(a * n + b * m, q)), "adds-instead"),
        (maths(_reduced(abs(a - b) or 1, abs(m - n))), "denominators-added"),
        (maths(_reduced(abs(a - b) or 1, q)), "tops-not-widened"),
        (maths(_reduced(p + 1, q)), None),
        (maths(_reduced(p + 2, q)), None),
    ]
    return pick(rng, calculate(f"{a}/{m} - {b}/{n}"), maths(_reduced(p, q)), wrong)


@PART.template(FRACTION_DECIMAL, "to-decimal")
def _(rng: random.Random) -> Draft:
    n = rng.choice([2, 4, 5, 8, 20, 25])
    a = _coprime(rng, n)
    thousandths = a * 1000 // n
    statement = around(("", " 化成小数是多少？"), ("What is ", " as a decimal?"), f"{a}/{n}")
    wrong = [
        (maths(f"{a}.{n}"), "bar-is-point"),
        (maths(f"0.{a}{n}" if a != 1 else f"0.{n}"), "bar-is-point"),
        (maths(_decimal(thousandths * 10, 3)), "point-moved-wrong"),
        (maths(_decimal(thousandths + 100, 3)), None),
        (maths(_decimal(thousandths + 50, 3)), None),
    ]
    return pick(rng, statement, maths(_decimal(thousandths, 3)), wrong)


@PART.template(FRACTION_DECIMAL, "to-fraction", difficulty=0.2)
def _(rng: random.Random) -> Draft:
    hundredths = rng.choice([n for n in range(4, 97) if gcd(n, 100) > 1 and n % 10])
    statement = around(
        ("", " 化成最简分数是多少？"),
        ("What is ", " as a fraction in lowest terms?"),
        _decimal(hundredths, 2),
    )
    wrong = [
        (maths(_reduced(hundredths, 1000)), "wrong-place"),
        (maths(_reduced(hundredths, 10)), "wrong-place"),
        (maths(f"1/{hundredths}"), "bar-is-point"),
        (maths(_reduced(hundredths + 2, 100)), None),
    ]
    return pick(rng, statement, maths(_reduced(hundredths, 100)), wrong)


def _coprime(rng: random.Random, n: int) -> int:
    return rng.choice([k for k in range(1, n) if gcd(k, n) == 1])


def _reduced(p: int, q: int) -> str:
    common = gcd(p, q)
    return f"{p // common}/{q // common}" if q // common > 1 else str(p // common)

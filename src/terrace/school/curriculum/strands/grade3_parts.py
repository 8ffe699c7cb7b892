"""Grade 3, fourth part: first fractions and first decimals."""

import random

from terrace.school.curriculum.items import Bilingual
from terrace.school.curriculum.stories import around, calculate, story
from terrace.school.curriculum.templates import Draft, Part, both, digits, maths, pick, with_figure

PART = Part(3, "number")

FRACTION = PART.skill(
    "g3-fraction",
    zh="分数的初步认识",
    en="First fractions",
    can_zh="知道几分之几是什么意思",
    can_en="Knows what a fraction means",
    after=("g2-share",),
)
FRACTION_COMPARE = PART.skill(
    "g3-fraction-compare",
    zh="分数大小的比较",
    en="Comparing fractions",
    can_zh="会比较简单分数的大小",
    can_en="Can compare simple fractions",
    after=(FRACTION,),
)
FRACTION_ADD = PART.skill(
    "g3-fraction-add",
    zh="同分母分数加减法",
    en="Adding and subtracting fractions with one denominator",
    can_zh="会算同分母分数的加减法",
    can_en="Can add and subtract fractions with one denominator",
    after=(FRACTION,),
)
FRACTION_OF = PART.skill(
    "g3-fraction-of",
    zh="求一个数的几分之几",
    en="A fraction of a number",
    can_zh="会求一些东西的几分之几",
    can_en="Can find a fraction of a number of things",
    after=(FRACTION, "g2-divide"),
)
DECIMAL = PART.skill(
    "g3-decimal",
    zh="小数的初步认识",
    en="First decimals",
    can_zh="会用小数表示几元几角、几米几分米",
    can_en="Can write yuan and jiao, metres and decimetres as decimals",
    after=("g2-number-1000", FRACTION),
)
DECIMAL_ADD = PART.skill(
    "g3-decimal-add",
    zh="一位小数的加减法",
    en="Adding and subtracting with one decimal place",
    can_zh="会算一位小数的加减法",
    can_en="Can add and subtract with one decimal place",
    after=(DECIMAL, "g2-add-100", "g2-sub-100"),
)


def _fraction(a: int, b: int) -> Bilingual:
    return maths(f"{a}/{b}")


@PART.template(FRACTION, "shared", difficulty=-0.2)
def _(rng: random.Random) -> Draft:
    n = rng.randint(5, 9)
    a = rng.choice([k for k in range(2, n - 1) if 2 * k != n])
    told = [
        (
            "一块饼平均分成{n}份，吃了{a}份，吃了这块饼的几分之几？",
            (
                "A pancake is cut into {n} equal parts and {a} are eaten. What fraction of it is "
                "eaten?"
            ),
        ),
        (
            "一块菜地平均分成{n}份，{a}份种了辣椒，辣椒占这块地的几分之几？",
            (
                "A plot is divided into {n} equal parts; {a} are planted with chillies. What "
                "fraction has chillies?"
            ),
        ),
    ]
    wrong = [
        (_fraction(n - a, n), "the-other-part"),
        (_fraction(a, n - a), "part-to-part"),
        (_fraction(n, a), "upside-down"),
        (_fraction(1, n), None),
    ]
    return pick(rng, story(rng, told, n=n, a=a), _fraction(a, n), wrong)


@PART.template(FRACTION, "the-rest", difficulty=0.2)
def _(rng: random.Random) -> Draft:
    n = rng.randint(5, 9)
    a = rng.choice([k for k in range(2, n - 1) if 2 * k != n])
    told = [
        (
            "一根绳子平均剪成{n}段，用去{a}段，还剩这根绳子的几分之几？",
            "A rope is cut into {n} equal pieces and {a} are used. What fraction is left?",
        ),
        (
            "一桶水平均分成{n}份，浇花用了{a}份，还剩这桶水的几分之几？",
            (
                "A bucket of water is divided into {n} equal parts and {a} are used. What fraction "
                "is left?"
            ),
        ),
    ]
    wrong = [
        (_fraction(a, n), "the-other-part"),
        (_fraction(n - a, a), "part-to-part"),
        (_fraction(n, n - a), "upside-down"),
        (_fraction(1, n), None),
    ]
    return pick(rng, story(rng, told, n=n, a=a), _fraction(n - a, n), wrong)


@PART.template(FRACTION, "bar", difficulty=-0.3)
def _(rng: random.Random) -> Draft:
    n = rng.randint(5, 10)
    a = rng.choice([k for k in range(2, n) if 2 * k != n])
    told = [
        ("涂色部分是整条的几分之几？", "What fraction of the bar is shaded?"),
        (
            "涂色部分种了豆角，占这块地的几分之几？",
            "The shaded part has beans. What fraction is it?",
        ),
    ]
    wrong = [
        (_fraction(n - a, n), "the-other-part"),
        (_fraction(a, n - a), "part-to-part"),
        (_fraction(n, a), "upside-down"),
        (_fraction(a, n + 1), None),
    ]
    return pick(rng, with_figure(story(rng, told), "bar", a, n), _fraction(a, n), wrong)


@PART.template(FRACTION_COMPARE, "unit", difficulty=0.1)
def _(rng: random.Random) -> Draft:
    denominators = sorted(rng.sample(range(2, 13), 4))
    statement = both("哪个分数最大？", "Which fraction is the largest?")
    wrong = [
        (_fraction(1, denominators[3]), "larger-denominator-larger"),
        (_fraction(1, denominators[2]), "larger-denominator-larger"),
        (_fraction(1, denominators[1]), None),
    ]
    return pick(rng, statement, _fraction(1, denominators[0]), wrong)


@PART.template(FRACTION_COMPARE, "same-denominator", difficulty=-0.1)
def _(rng: random.Random) -> Draft:
    n = rng.randint(6, 12)
    tops = sorted(rng.sample(range(1, n), 4))
    statement = both("哪个分数最小？", "Which fraction is the smallest?")
    wrong = [
        (_fraction(tops[3], n), "larger-looks-smaller"),
        (_fraction(tops[2], n), "larger-looks-smaller"),
        (_fraction(tops[1], n), None),
    ]
    return pick(rng, statement, _fraction(tops[0], n), wrong)


@PART.template(FRACTION_ADD, "add")
def _(rng: random.Random) -> Draft:
    n = rng.randint(6, 11)
    a = rng.randint(1, n - 4)
    b = rng.randint(2, n - 1 - a)
    wrong = [
        (_fraction(a + b, 2 * n), "denominators-added"),
        (_fraction(abs(a - b) or a + b + 1, n), "subtracts-instead" if a != b else None),
        (_fraction(a + b, n + 1), None),
        (_fraction(n, a + b), "upside-down"),
    ]
    return pick(rng, calculate(f"{a}/{n} + {b}/{n}"), _fraction(a + b, n), wrong)


@PART.template(FRACTION_ADD, "subtract", difficulty=0.2)
def _(rng: random.Random) -> Draft:
    n = rng.randint(6, 11)
    a = rng.randint(4, n - 1)
    b = rng.randint(2, a - 2)
    wrong = [
        (_fraction(a + b, n), "adds-instead"),
        (_fraction(b, n), None),
        (_fraction(a - b, 2 * n), "denominators-added"),
        (_fraction(a - b + 1, n), None),
    ]
    if b == a - b:
        wrong = wrong[:1] + wrong[2:]
    return pick(rng, calculate(f"{a}/{n} - {b}/{n}"), _fraction(a - b, n), wrong)


@PART.template(FRACTION_ADD, "from-one", difficulty=0.3)
def _(rng: random.Random) -> Draft:
    n = rng.randint(5, 11)
    a = rng.choice([k for k in range(2, n - 1) if 2 * k != n])
    wrong = [
        (_fraction(a, n), "the-other-part"),
        (_fraction(a - 1, n), "one-is-one-part"),
        (_fraction(n, n - a), "upside-down"),
        (_fraction(n - a + 1, n), None),
        (_fraction(1, n), None),
    ]
    return pick(rng, calculate(f"1 - {a}/{n}"), _fraction(n - a, n), wrong)


@PART.template(FRACTION_OF, "of-things", difficulty=0.4)
def _(rng: random.Random) -> Draft:
    n, each = rng.randint(3, 8), rng.randint(3, 9)
    a = rng.randint(2, n - 1)
    total = n * each
    zh, en = rng.choice(
        [
            (
                "{total}棵果树，其中{f}是桃树，桃树有多少棵？",
                "There are {total} fruit trees; {f} are peach trees. How many peach trees?",
            ),
            (
                "{total}个同学，其中{f}住校，住校的有多少人？",
                "There are {total} pupils; {f} board at school. How many board?",
            ),
        ]
    )
    statement = _with_fraction(zh, en, total=total, fraction=f"{a}/{n}")
    wrong = {
        each: "one-part-only",
        total - a * each: "the-other-part",
        total - a: "subtracts-instead",
    }
    return digits(statement, a * each, boxes=2, wrong=wrong)


@PART.template(DECIMAL, "money", difficulty=-0.2)
def _(rng: random.Random) -> Draft:
    y, j = rng.randint(2, 19), rng.randint(1, 9)
    told = [
        (
            "一支钢笔{y}元{j}角，写成小数是多少元？",
            "A pen costs {y} yuan {j} jiao. How many yuan is that?",
        ),
        (
            "一斤花生{y}元{j}角，写成小数是多少元？",
            "A jin of peanuts costs {y} yuan {j} jiao. How many yuan is that?",
        ),
    ]
    wrong = [
        (maths(f"{y}.0{j}"), "wrong-place"),
        (maths(f"{y}{j}"), "point-forgotten"),
        (maths(f"0.{y}{j}"), "wrong-place"),
    ]
    return pick(rng, story(rng, told, y=y, j=j), maths(f"{y}.{j}"), wrong)


@PART.template(DECIMAL, "largest", difficulty=0.2)
def _(rng: random.Random) -> Draft:
    whole = rng.randint(3, 9)
    a, b = sorted(rng.sample(range(1, 9), 2))
    key = f"{whole}.{b}"
    wrong = [
        (maths(f"{whole - 1}.{9}"), "last-digit-decides"),
        (maths(f"{whole}.{a}"), None),
        (maths(f"0.{whole}{9}"), "more-digits-larger"),
    ]
    return pick(rng, both("哪个数最大？", "Which number is the largest?"), maths(key), wrong)


@PART.template(DECIMAL, "length", difficulty=0.1)
def _(rng: random.Random) -> Draft:
    m, d = rng.randint(1, 9), rng.randint(1, 9)
    told = [
        (
            "一根竹竿长{m}米{d}分米，是多少米？",
            "A bamboo pole is {m} m {d} dm long. How many metres is that?",
        ),
        (
            "一条水沟长{m}米{d}分米，是多少米？",
            "A ditch is {m} m {d} dm long. How many metres is that?",
        ),
    ]
    wrong = [
        (maths(f"{m}.0{d}"), "wrong-place"),
        (maths(f"{m}{d}"), "point-forgotten"),
        (maths(f"0.{m}{d}"), "wrong-place"),
    ]
    return pick(rng, story(rng, told, m=m, d=d), maths(f"{m}.{d}"), wrong)


@PART.template(DECIMAL_ADD, "add", difficulty=0.1)
def _(rng: random.Random) -> Draft:
    a, b = rng.randint(1, 8) * 10 + rng.randint(3, 9), rng.randint(1, 8) * 10 + rng.randint(7, 9)
    total = a + b
    unjoined = f"{a // 10 + b // 10}.{a % 10 + b % 10}"
    wrong = [
        (maths(_tenths(total - 10)), "carry-dropped"),
        (maths(unjoined), "parts-added-apart"),
        (maths(str(total)), "point-forgotten"),
    ]
    return pick(rng, calculate(f"{_tenths(a)} + {_tenths(b)}"), maths(_tenths(total)), wrong)


@PART.template(DECIMAL_ADD, "change", difficulty=0.4)
def _(rng: random.Random) -> Draft:
    a = rng.choice([10, 20, 50])
    b = rng.randint(a * 10 // 4, a * 10 - 15)
    b += b % 10 == 0
    told = [
        (
            "妈妈买菜用了{b}元，付了{a}元，应找回多少元？",
            "Vegetables cost {b} yuan and {a} yuan are paid. How much is given back?",
        ),
        (
            "车票{b}元，付了{a}元，应找回多少元？",
            "A ticket costs {b} yuan and {a} yuan are paid. How much is given back?",
        ),
    ]
    left = a * 10 - b
    wrong = [
        (maths(_tenths(left + 10)), "borrow-not-paid"),
        (maths(_tenths((a - b // 10) * 10 + b % 10)), "smaller-from-larger"),
        (maths(_tenths(a * 10 + b)), "adds-instead"),
        (maths(_tenths(left + 1)), None),
    ]
    return pick(rng, story(rng, told, b=_tenths(b), a=a), maths(_tenths(left)), wrong)


def _tenths(number: int) -> str:
    """A number of tenths as a decimal: 35 → 3.5, 40 → 4."""
    return f"{number // 10}.{number % 10}" if number % 10 else str(number // 10)


def _with_fraction(zh: str, en: str, *, total: int, fraction: str) -> Bilingual:
    zh_before, zh_after = zh.format(total=total, f="|").split("|")
    en_before, en_after = en.format(total=total, f="|").split("|")
    return around((zh_before, zh_after), (en_before, en_after), fraction)

"""Grade 4: large numbers, long multiplication and division, order of operations, speed."""

import random

from terrace.school.curriculum.faulty import second_row_not_moved
from terrace.school.curriculum.stories import around, calculate, story
from terrace.school.curriculum.templates import (
    Draft,
    Part,
    digits,
    maths,
    pick,
    pick_number,
)

PART = Part(4, "number")
LARGE = PART.skill(
    "g4-large-numbers",
    zh="亿以内数的认识",
    en="Numbers to a hundred million",
    can_zh="会读写亿以内的数",
    can_en="Can read and write numbers to a hundred million",
    after=("g3-number-10000",),
)
ROUND = PART.skill(
    "g4-round",
    zh="求近似数（四舍五入）",
    en="Rounding",
    can_zh="会用四舍五入法求近似数",
    can_en="Can round numbers",
    after=(LARGE, "g3-estimate"),
)
TIMES_THREE = PART.skill(
    "g4-times-three",
    zh="三位数乘两位数",
    en="Three digits times two digits",
    can_zh="会算三位数乘两位数",
    can_en="Can multiply three digits by two digits",
    after=("g3-times-two", "g3-times-nought"),
)
DIVIDE_TENS = PART.skill(
    "g4-divide-two-digit",
    zh="除数是两位数的除法",
    en="Division by two digits",
    can_zh="会做除数是两位数的除法",
    can_en="Can divide by a two-digit number",
    after=("g3-divide-nought", "g3-times-two"),
)
ORDER = PART.skill(
    "g4-order",
    zh="四则混合运算",
    en="Order of operations",
    can_zh="知道先乘除后加减，有括号先算括号里的",
    can_en="Knows which operation comes first, and what brackets do",
    after=("g3-two-step",),
)
LAWS = PART.skill(
    "g4-laws",
    zh="运算律",
    en="Laws of operations",
    can_zh="会用运算律使计算简便",
    can_en="Can use the laws of operations to calculate more easily",
    after=(ORDER, TIMES_THREE),
)
SPEED = PART.skill(
    "g4-speed",
    zh="速度、时间和路程",
    en="Speed, time and distance",
    can_zh="会用速度、时间和路程的关系解决问题",
    can_en="Can use speed, time and distance",
    after=("g3-two-step", "g3-times-two"),
    strand="quantity",
)


@PART.template(LARGE, "compose")
def _(rng: random.Random) -> Draft:
    w, o = rng.randint(12, 98), rng.randint(2, 9)
    told = [
        (
            "{w}个万和{o}个百组成的数是多少？",
            "{w} ten-thousands and {o} hundreds make which number?",
        ),
        (
            "计数器的万级表示{w}个万，百位有{o}颗珠，别的数位没有珠，这个数是多少？",
            (
                "A counting frame shows {w} ten-thousands, {o} beads on the hundreds and none "
                "elsewhere. Which number is it?"
            ),
        ),
    ]
    wrong = [
        (w * 10000 + o * 1000, "wrong-place"),
        (w * 1000 + o * 100, "nought-left-out"),
        (w * 10000 + o, "wrong-place"),
    ]
    return pick_number(rng, story(rng, told, w=w, o=o), w * 10000 + o * 100, wrong)


@PART.template(LARGE, "in-ten-thousands", difficulty=0.1)
def _(rng: random.Random) -> Draft:
    w = rng.randint(12, 980) * 10
    told = [
        ("把{n}改写成用“万”作单位的数，是多少万？", "How many ten-thousands (万) is {n}?"),
        (
            "全县去年种树{n}棵，是多少万棵？",
            "A county planted {n} trees last year. How many ten-thousands (万) is that?",
        ),
    ]
    wrong = {w // 10: "noughts-lost", w * 10: "noughts-added"}
    return digits(story(rng, told, n=w * 10000), w, boxes=4, wrong=wrong)


@PART.template(ROUND, "to-ten-thousand", difficulty=0.1)
def _(rng: random.Random) -> Draft:
    w = rng.randint(12, 97)
    rest = rng.choice([rng.randint(5001, 9899), rng.randint(1100, 4999)])
    n = w * 10000 + rest
    told = [
        (
            "{n}四舍五入到万位，大约是多少万？",
            "Round {n} to ten-thousands (万). About how many is it?",
        ),
        (
            "某县有{n}人，四舍五入到万位，大约是多少万人？",
            "A county has {n} people. About how many ten-thousands (万) is that, rounded?",
        ),
    ]
    key = w + (rest >= 5000)
    wrong = {
        w if key > w else w + 1: "rounds-down" if key > w else "rounds-up",
        w * 10: "noughts-added",
    }
    return digits(story(rng, told, n=n), key, boxes=2, wrong=wrong)


@PART.template(ROUND, "to-hundred")
def _(rng: random.Random) -> Draft:
    h = rng.randint(12, 88)
    rest = rng.choice([rng.randint(51, 94), rng.randint(11, 49)])
    n = h * 100 + rest
    told = [
        ("{n}四舍五入到百位，大约是多少？", "Round {n} to the nearest hundred. What is it?"),
        (
            "一车苹果重{n}千克，大约是几百千克？（四舍五入到百位）",
            "A load of apples weighs {n} kg. About how many kilograms to the nearest hundred?",
        ),
    ]
    key = (h + (rest >= 50)) * 100
    other = h * 100 if key > h * 100 else (h + 1) * 100
    wrong = [
        (other, "rounds-down" if key > other else "rounds-up"),
        ((n + 5) // 10 * 10, "wrong-place"),
        ((n + 500) // 1000 * 1000, "wrong-place"),
    ]
    return pick_number(rng, story(rng, told, n=n), key, wrong, near=(200, -200, 300))


@PART.template(TIMES_THREE, "calculate", difficulty=0.3)
def _(rng: random.Random) -> Draft:
    a = rng.randint(12, 48) * 10 + rng.randint(2, 9)
    b = rng.randint(1, 4) * 10 + rng.randint(2, 9)
    wrong = [
        (second_row_not_moved(a, b), "second-row-not-moved"),
        (a * b - 100, "carry-dropped"),
        (a * b + 1000, "carry-twice"),
    ]
    return pick_number(rng, calculate(f"{a} × {b}"), a * b, wrong)


@PART.template(TIMES_THREE, "story", difficulty=0.4)
def _(rng: random.Random) -> Draft:
    a, b = rng.randint(11, 39) * 10 + rng.randint(2, 8), rng.randint(12, 25)
    told = [
        (
            "温室里每行种{a}棵菜苗，有{b}行，一共多少棵？",
            "A greenhouse has {a} seedlings in each row and {b} rows. How many seedlings?",
        ),
        (
            "水泵每小时抽水{a}升，{b}小时抽水多少升？",
            "A pump lifts {a} litres an hour. How many litres in {b} hours?",
        ),
    ]
    wrong = {second_row_not_moved(a, b): "second-row-not-moved", a + b: "plus-for-times"}
    return digits(story(rng, told, a=a, b=b), a * b, boxes=4, wrong=wrong)


@PART.template(DIVIDE_TENS, "calculate", difficulty=0.4)
def _(rng: random.Random) -> Draft:
    while True:
        b, q = rng.randint(12, 49), rng.randint(6, 38)
        if 100 <= b * q < 1000:
            break
    wrong = {
        q * 10: "noughts-added",
        q + 1: "trial-digit-off",
        q - 1: "trial-digit-off",
        q // 10: "stops-after-first-digit",
    }
    return digits(calculate(f"{b * q} ÷ {b}"), q, boxes=3, wrong=wrong)


@PART.template(DIVIDE_TENS, "left-over", difficulty=0.7)
def _(rng: random.Random) -> Draft:
    while True:
        b, q = rng.randint(12, 45), rng.randint(6, 29)
        r = rng.randint(2, b - 1)
        if 100 <= b * q + r < 1000 and r != q:
            break
    told = [
        (
            "{total}千克花生，每{b}千克装一袋，装满若干袋后还剩多少千克？",
            (
                "{total} kg of peanuts, {b} kg to a sack. After the full sacks, how many kilograms "
                "are left?"
            ),
        ),
        (
            "{total}名学生乘车，每辆坐{b}人，坐满若干辆后还剩多少人？",
            "{total} pupils, {b} on each bus. After the full buses, how many pupils are left?",
        ),
    ]
    wrong = [(q, "quotient-for-remainder"), (r + b, "remainder-too-large"), (b - r, None)]
    return pick_number(rng, story(rng, told, total=b * q + r, b=b), r, wrong)


@PART.template(ORDER, "times-first")
def _(rng: random.Random) -> Draft:
    b, c = rng.randint(3, 9), rng.randint(3, 9)
    a = rng.randint(b * c + 5, 120)
    if rng.random() < 0.5:
        wrong = {(a + b) * c: "left-to-right", a + b + c: "plus-for-times"}
        return digits(calculate(f"{a} + {b} × {c}"), a + b * c, boxes=4, wrong=wrong)
    wrong = {(a - b) * c: "left-to-right", a - b - c: "plus-for-times"}
    return digits(calculate(f"{a} - {b} × {c}"), a - b * c, boxes=4, wrong=wrong)


@PART.template(ORDER, "brackets", difficulty=0.3)
def _(rng: random.Random) -> Draft:
    c = rng.randint(3, 9)
    q = rng.randint(6, 15)
    b = rng.randint(11, 40)
    a = q * c + b
    # Both orders must come out even, so that the number alone gives nothing away.
    b += (-b) % c
    a = q * c + b
    wrong = {a - b // c: "brackets-ignored", a - b: "second-step-missing"}
    return digits(calculate(f"({a} - {b}) ÷ {c}"), q, boxes=4, wrong=wrong)


@PART.template(LAWS, "distribute", difficulty=0.4)
def _(rng: random.Random) -> Draft:
    a = rng.randint(13, 48)
    b = rng.randint(12, 88)
    b -= b % 10 == 0
    rest = 100 - b
    wrong = {
        a * 10: "noughts-lost",
        a * b + rest: "shared-factor-once",
        a * 2 * 100: "factor-doubled",
    }
    return digits(calculate(f"{a} × {b} + {a} × {rest}"), a * 100, boxes=4, wrong=wrong)


@PART.template(LAWS, "same-value", difficulty=0.5)
def _(rng: random.Random) -> Draft:
    a, extra = rng.randint(12, 49), rng.randint(2, 9)
    statement = around(
        ("下面哪个算式和 ", " 得数相同？"),
        ("Which has the same value as ", "?"),
        f"{a} × {100 + extra}",
    )
    wrong = [
        (maths(f"{a} × 100 + {extra}"), "shared-factor-once"),
        (maths(f"{a} × 100 × {extra}"), "plus-for-times"),
        (maths(f"{a} + 100 × {extra}"), "factor-on-wrong-side"),
    ]
    return pick(rng, statement, maths(f"{a} × 100 + {a} × {extra}"), wrong)


@PART.template(SPEED, "distance")
def _(rng: random.Random) -> Draft:
    v, t = rng.randint(35, 80), rng.randint(3, 9)
    told = [
        (
            "客车每小时行{v}千米，{t}小时行多少千米？",
            "A bus goes {v} km an hour. How far does it go in {t} hours?",
        ),
        (
            "小红每分钟走{v}米，走了{t}分钟，走了多少米？",
            "Xiaohong walks {v} m a minute for {t} minutes. How many metres is that?",
        ),
    ]
    wrong = {v + t: "plus-for-times", v // t: "divides-instead"}
    return digits(story(rng, told, v=v, t=t), v * t, boxes=3, wrong=wrong)


@PART.template(SPEED, "time", difficulty=0.3)
def _(rng: random.Random) -> Draft:
    v, t = rng.choice([45, 48, 54, 56, 64, 72]), rng.randint(3, 9)
    told = [
        (
            "从家乡到省城{s}千米，长途车每小时行{v}千米，要行几小时？",
            (
                "The provincial city is {s} km away; the coach goes {v} km an hour. How many hours "
                "does it take?"
            ),
        ),
        (
            "一段路长{s}米，小明每分钟走{v}米，要走几分钟？",
            "A road is {s} m long; Xiaoming walks {v} m a minute. How many minutes does it take?",
        ),
    ]
    wrong = [
        (v * t - v, "subtracts-instead"),
        (t + 1, "trial-digit-off"),
        (t - 1, "trial-digit-off"),
    ]
    return pick_number(rng, story(rng, told, s=v * t, v=v), t, wrong)


@PART.template(SPEED, "there-and-back", difficulty=0.7)
def _(rng: random.Random) -> Draft:
    v, t, extra = rng.randint(40, 60), rng.randint(3, 6), rng.randint(11, 39)
    told = [
        (
            "汽车每小时行{v}千米，行了{t}小时后离终点还有{extra}千米，全程多少千米？",
            (
                "A car goes {v} km an hour. After {t} hours it is still {extra} km from its goal. "
                "How long is the whole way?"
            ),
        ),
        (
            "小军每分钟跳绳{v}下，跳了{t}分钟，离目标还差{extra}下，目标是多少下？",
            (
                "Xiaojun skips {v} times a minute. After {t} minutes he is {extra} short of his "
                "goal. What is his goal?"
            ),
        ),
    ]
    wrong = {v * t: "second-step-missing", v * t - extra: "subtracts-instead"}
    return digits(story(rng, told, v=v, t=t, extra=extra), v * t + extra, boxes=3, wrong=wrong)

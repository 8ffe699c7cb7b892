"""Grade 3, second part: multiplying by one digit and by two, and how many times as many."""

import random

from terrace.school.curriculum.faulty import (
    second_row_not_moved,
    times_units_only,
    times_without_carry,
)
from terrace.school.curriculum.stories import calculate, story
from terrace.school.curriculum.templates import Draft, Part, digits, pick_number

PART = Part(3, "number")
TIMES_TENS = PART.skill(
    "g3-times-tens",
    zh="整十、整百数乘一位数",
    en="Tens and hundreds times one digit",
    can_zh="会口算整十、整百数乘一位数",
    can_en="Can multiply tens and hundreds in the head",
    after=("g2-tables", "g2-number-1000"),
)
TIMES_ONE = PART.skill(
    "g3-times-one",
    zh="两位数乘一位数",
    en="Two digits times one digit",
    can_zh="会用竖式做两位数乘一位数",
    can_en="Can multiply a two-digit number by one digit",
    after=(TIMES_TENS, "g2-add-100"),
)
TIMES_CARRY = PART.skill(
    "g3-times-carry",
    zh="三位数乘一位数（连续进位）",
    en="Three digits times one digit with carrying",
    can_zh="会做连续进位的乘法",
    can_en="Can multiply three digits by one digit with carrying",
    after=(TIMES_ONE,),
)
TIMES_NOUGHT = PART.skill(
    "g3-times-nought",
    zh="因数中间有0的乘法",
    en="Multiplication with a nought inside",
    can_zh="因数中间有0也会乘",
    can_en="Can multiply a number with a nought inside",
    after=(TIMES_CARRY,),
)
TIMES_AS_MANY = PART.skill(
    "g3-times-as-many",
    zh="倍的认识",
    en="So many times as many",
    can_zh="知道一个数是另一个数的几倍",
    can_en="Knows how many times as many",
    after=("g2-tables", "g2-divide"),
    strand="quantity",
)
TIMES_TWO = PART.skill(
    "g3-times-two",
    zh="两位数乘两位数",
    en="Two digits times two digits",
    can_zh="会用竖式做两位数乘两位数",
    can_en="Can multiply two-digit numbers in columns",
    after=(TIMES_CARRY,),
)


@PART.template(TIMES_TENS, "calculate", difficulty=-0.3)
def _(rng: random.Random) -> Draft:
    a, b = rng.randint(2, 9), rng.randint(3, 9)
    zeros = rng.choice([10, 100])
    wrong = {
        a * b: "noughts-lost",
        a * b * zeros // 10: "noughts-lost",
        a * b * zeros * 10: "noughts-added",
    }
    return digits(calculate(f"{a * zeros} × {b}"), a * b * zeros, boxes=4, wrong=wrong)


@PART.template(TIMES_TENS, "story")
def _(rng: random.Random) -> Draft:
    a, b = rng.randint(2, 9) * 10, rng.randint(3, 9)
    told = [
        (
            "一袋化肥{a}斤，{b}袋一共多少斤？",
            "A sack of fertiliser weighs {a} jin. How much do {b} sacks weigh?",
        ),
        (
            "一盒彩笔{a}元，买{b}盒要多少元？",
            "A box of pens costs {a} yuan. What do {b} boxes cost?",
        ),
    ]
    wrong = [
        (a * b // 10, "noughts-lost"),
        (a + b, "plus-for-times"),
        (a * b * 10, "noughts-added"),
    ]
    return pick_number(rng, story(rng, told, a=a, b=b), a * b, wrong)


@PART.template(TIMES_ONE, "calculate")
def _(rng: random.Random) -> Draft:
    a, b = rng.randint(13, 49), rng.randint(2, 9)
    wrong = {
        times_without_carry(a, b): "carry-dropped",
        times_units_only(a, b): "tens-not-multiplied",
        a + b: "plus-for-times",
    }
    return digits(calculate(f"{a} × {b}"), a * b, boxes=4, wrong=wrong)


@PART.template(TIMES_ONE, "story", difficulty=0.2)
def _(rng: random.Random) -> Draft:
    a, b = rng.choice([n for n in range(14, 49) if n % 10]), rng.randint(3, 8)
    told = [
        (
            "一块菜地每行种{a}棵葱，种了{b}行，一共多少棵？",
            "A plot has {a} leeks in each row and {b} rows. How many leeks?",
        ),
        (
            "一辆班车坐{a}人，{b}辆一共坐多少人？",
            "A bus seats {a} people. How many do {b} buses seat?",
        ),
    ]
    wrong = [
        (times_units_only(a, b), "tens-not-multiplied"),
        (times_without_carry(a, b), "carry-dropped"),
        (a + b, "plus-for-times"),
    ]
    return pick_number(rng, story(rng, told, a=a, b=b), a * b, wrong, near=(10, -10, 1))


@PART.template(TIMES_CARRY, "calculate", difficulty=0.3)
def _(rng: random.Random) -> Draft:
    b = rng.randint(3, 9)
    while True:
        a = rng.randint(124, 989)
        if "0" not in str(a) and a % 10 * b >= 10 and a // 10 % 10 * b >= 10:
            break
    wrong = {
        times_without_carry(a, b): "carry-dropped",
        a * b - a % 10 * b // 10 * 10: "carry-dropped",
    }
    return digits(calculate(f"{a} × {b}"), a * b, boxes=4, wrong=wrong)


@PART.template(TIMES_CARRY, "story", difficulty=0.5)
def _(rng: random.Random) -> Draft:
    a, b = rng.randint(13, 48) * 10 + rng.randint(3, 9), rng.randint(4, 9)
    told = [
        (
            "从县城到省城{a}千米，货车跑了{b}个单程，一共多少千米？",
            (
                "From the county town to the provincial city is {a} km. A lorry drives it {b} "
                "times. How many kilometres?"
            ),
        ),
        ("一箱书有{a}本，{b}箱一共多少本？", "A case holds {a} books. How many are in {b} cases?"),
    ]
    wrong = [
        (times_without_carry(a, b), "carry-dropped"),
        (a * b - a % 10 * b // 10 * 10, "carry-dropped"),
        (a * b + 100, "carry-twice"),
    ]
    return pick_number(rng, story(rng, told, a=a, b=b), a * b, wrong, near=(10, -10, -100))


@PART.template(TIMES_NOUGHT, "calculate", difficulty=0.5)
def _(rng: random.Random) -> Draft:
    a, b = rng.randint(2, 9) * 100 + rng.randint(2, 9), rng.randint(3, 9)
    wrong = {
        a // 100 * 10 * b + a % 10 * b: "nought-left-out",
        a * b + 10 * b: "nought-times-is-number",
        a // 100 * b * 100 + a % 10 * b % 10: "carry-dropped",
    }
    return digits(calculate(f"{a} × {b}"), a * b, boxes=4, wrong=wrong)


@PART.template(TIMES_AS_MANY, "how-many-times", difficulty=0.1)
def _(rng: random.Random) -> Draft:
    b, n = rng.randint(3, 9), rng.randint(2, 8)
    told = [
        (
            "山羊有{big}只，黄牛有{b}头，山羊的只数是黄牛的几倍？",
            "There are {big} goats and {b} oxen. How many times as many goats as oxen?",
        ),
        (
            "爸爸挑了{big}担水，小明挑了{b}担，爸爸挑的是小明的几倍？",
            (
                "Father carries {big} loads of water, Xiaoming {b}. How many times as many does "
                "Father carry?"
            ),
        ),
    ]
    wrong = [
        (b * n - b, "difference-for-times"),
        (b * n + b, "plus-for-times"),
        (n + 1, "next-row-of-table"),
    ]
    return pick_number(rng, story(rng, told, big=b * n, b=b), n, wrong)


@PART.template(TIMES_AS_MANY, "times-of", difficulty=0.2)
def _(rng: random.Random) -> Draft:
    a, n = rng.randint(6, 24), rng.randint(3, 6)
    told = [
        (
            "梨树有{a}棵，苹果树的棵数是梨树的{n}倍，苹果树有多少棵？",
            "There are {a} pear trees and {n} times as many apple trees. How many apple trees?",
        ),
        (
            "小明走到学校要{a}分钟，走到镇上的时间是它的{n}倍，走到镇上要多少分钟？",
            (
                "Xiaoming walks to school in {a} minutes. To town it takes {n} times as long. "
                "How many minutes is that?"
            ),
        ),
    ]
    wrong = {a + n: "plus-for-times", a * (n + 1): "times-and-itself"}
    return digits(story(rng, told, a=a, n=n), a * n, boxes=3, wrong=wrong)


@PART.template(TIMES_AS_MANY, "sum", difficulty=0.6)
def _(rng: random.Random) -> Draft:
    a, n = rng.randint(11, 24), rng.randint(3, 6)
    told = [
        (
            "梨树有{a}棵，苹果树的棵数是梨树的{n}倍，两种树一共有多少棵？",
            "There are {a} pear trees and {n} times as many apple trees. How many trees in all?",
        ),
        (
            "男生捡了{a}个瓶子，女生捡的是男生的{n}倍，一共捡了多少个？",
            "The boys collect {a} bottles, the girls {n} times as many. How many in all?",
        ),
    ]
    wrong = {a * n: "second-step-missing", a + a + n: "plus-for-times"}
    return digits(story(rng, told, a=a, n=n), a * (n + 1), boxes=3, wrong=wrong)


@PART.template(TIMES_TWO, "calculate", difficulty=0.5)
def _(rng: random.Random) -> Draft:
    a, b = rng.randint(13, 89), rng.randint(12, 69)
    wrong = {
        second_row_not_moved(a, b): "second-row-not-moved",
        a // 10 * (b // 10) * 100 + a % 10 * (b % 10): "cross-products-missing",
    }
    return digits(calculate(f"{a} × {b}"), a * b, boxes=4, wrong=wrong)


@PART.template(TIMES_TWO, "story", difficulty=0.6)
def _(rng: random.Random) -> Draft:
    a, b = rng.randint(2, 6) * 10 + rng.randint(2, 9), rng.randint(1, 4) * 10 + rng.randint(2, 8)
    told = [
        (
            "食堂每天用{a}斤菜，{b}天用多少斤？",
            "A canteen uses {a} jin of vegetables a day. How many in {b} days?",
        ),
        (
            "一排有{a}个座位，{b}排一共有多少个？",
            "A row has {a} seats. How many seats are in {b} rows?",
        ),
    ]
    wrong = [
        (second_row_not_moved(a, b), "second-row-not-moved"),
        (a // 10 * (b // 10) * 100 + a % 10 * (b % 10), "cross-products-missing"),
        (a + b, "plus-for-times"),
    ]
    return pick_number(rng, story(rng, told, a=a, b=b), a * b, wrong, near=(10, -10, 100))

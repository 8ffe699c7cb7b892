"""Grade 3, third part: dividing by one digit, and problems in two steps."""

import random

from terrace.school.curriculum.faulty import nought_left_out
from terrace.school.curriculum.stories import calculate, story
from terrace.school.curriculum.templates import Draft, Part, digits, pick_number

PART = Part(3, "number")
DIVIDE_TWO = PART.skill(
    "g3-divide-two",
    zh="两位数除以一位数",
    en="Two digits divided by one digit",
    can_zh="会做两位数除以一位数",
    can_en="Can divide a two-digit number by one digit",
    after=("g2-remainder", "g3-times-one"),
)
DIVIDE_THREE = PART.skill(
    "g3-divide-three",
    zh="三位数除以一位数",
    en="Three digits divided by one digit",
    can_zh="会做三位数除以一位数",
    can_en="Can divide a three-digit number by one digit",
    after=(DIVIDE_TWO,),
)
DIVIDE_NOUGHT = PART.skill(
    "g3-divide-nought",
    zh="商中间有0的除法",
    en="Division with a nought in the quotient",
    can_zh="会做商中间有0的除法",
    can_en="Can divide when the quotient has a nought inside",
    after=(DIVIDE_THREE,),
)
TWO_STEP = PART.skill(
    "g3-two-step",
    zh="乘除和加减的两步问题",
    en="Problems in two steps with times and divided by",
    can_zh="会解决乘除加减两步的问题",
    can_en="Can solve problems in two steps",
    after=("g2-two-step", "g3-times-one", DIVIDE_TWO),
    strand="quantity",
)


@PART.template(DIVIDE_TWO, "calculate", difficulty=0.1)
def _(rng: random.Random) -> Draft:
    while True:
        b, q = rng.randint(2, 7), rng.randint(11, 39)
        if b * q < 100:
            break
    wrong = {
        q % 10 * 10 + q // 10: "digits-swapped",
        b * q - b: "subtracts-instead",
        q // 10: "stops-after-first-digit",
    }
    return digits(calculate(f"{b * q} ÷ {b}"), q, boxes=3, wrong=wrong)


@PART.template(DIVIDE_TWO, "left-over", difficulty=0.5)
def _(rng: random.Random) -> Draft:
    while True:
        b, q = rng.randint(3, 8), rng.randint(11, 29)
        r = rng.randint(1, b - 1)
        if b * q + r < 100:
            break
    told = [
        (
            "{total}根木条，每{b}根做一个架子，做完后还剩几根？",
            "{total} strips of wood, {b} for each frame. After all the frames, how many are left?",
        ),
        (
            "{total}个同学，每{b}人一组，分完后还剩几人？",
            "{total} pupils in groups of {b}. How many are left over?",
        ),
    ]
    wrong = {q: "quotient-for-remainder", r + b: "remainder-too-large"}
    return digits(story(rng, told, total=b * q + r, b=b), r, boxes=3, wrong=wrong)


@PART.template(DIVIDE_THREE, "calculate", difficulty=0.4)
def _(rng: random.Random) -> Draft:
    while True:
        b, q = rng.randint(3, 9), rng.randint(24, 289)
        if 100 <= b * q < 1000 and "0" not in str(q):
            break
    wrong = {
        q // 10: "stops-after-first-digit",
        q * 10: "noughts-added",
        b * q - b: "subtracts-instead",
    }
    return digits(calculate(f"{b * q} ÷ {b}"), q, boxes=3, wrong=wrong)


@PART.template(DIVIDE_THREE, "story", difficulty=0.5)
def _(rng: random.Random) -> Draft:
    while True:
        b, q = rng.randint(3, 8), rng.randint(32, 189)
        if 150 <= b * q < 1000 and "0" not in str(q):
            break
    told = [
        (
            "{total}棵树苗平均分给{b}个村，每个村多少棵？",
            "{total} young trees are shared equally among {b} villages. How many does each get?",
        ),
        (
            "学校取暖，{total}斤煤烧了{b}天，平均每天烧多少斤？",
            "{total} jin of coal heat the school for {b} days. How many jin a day on average?",
        ),
    ]
    wrong = [
        (q // 10, "stops-after-first-digit"),
        (b * q - b, "subtracts-instead"),
        (q * 10, "noughts-added"),
    ]
    return pick_number(rng, story(rng, told, total=b * q, b=b), q, wrong)


@PART.template(DIVIDE_NOUGHT, "calculate", difficulty=0.7)
def _(rng: random.Random) -> Draft:
    while True:
        b, q = rng.randint(2, 8), rng.randint(1, 4) * 100 + rng.randint(2, 9)
        if b * q < 1000:
            break
    wrong = {nought_left_out(q): "nought-left-out", q // 100 * 100 + q % 10 * 10: "wrong-place"}
    return digits(calculate(f"{b * q} ÷ {b}"), q, boxes=3, wrong=wrong)


@PART.template(DIVIDE_NOUGHT, "story", difficulty=0.8)
def _(rng: random.Random) -> Draft:
    while True:
        b, q = rng.randint(3, 8), rng.randint(1, 3) * 100 + rng.randint(2, 9)
        if b * q < 1000:
            break
    told = [
        (
            "{total}斤大米平均装进{b}个粮柜，每个粮柜装多少斤？",
            "{total} jin of rice go equally into {b} bins. How much in each?",
        ),
        (
            "{total}张纸平均订成{b}本，每本多少张？",
            "{total} sheets of paper make {b} equal books. How many sheets in each?",
        ),
    ]
    wrong = [
        (nought_left_out(q), "nought-left-out"),
        (q // 100 * 100 + q % 10 * 10, "wrong-place"),
        (b * q - b, "subtracts-instead"),
    ]
    return pick_number(rng, story(rng, told, total=b * q, b=b), q, wrong)


@PART.template(TWO_STEP, "buy-and-change", difficulty=0.4)
def _(rng: random.Random) -> Draft:
    a, n = rng.randint(6, 18), rng.randint(3, 5)
    paid = 100
    told = [
        (
            "一个暖水袋{a}元，买{n}个，付{paid}元，应找回多少元？",
            (
                "A hot-water bottle costs {a} yuan. {n} are bought and {paid} yuan paid. How much "
                "is given back?"
            ),
        ),
        (
            "一本练习册{a}元，买{n}本，付{paid}元，应找回多少元？",
            (
                "A workbook costs {a} yuan. {n} are bought and {paid} yuan paid. How much is given "
                "back?"
            ),
        ),
    ]
    wrong = {
        a * n: "second-step-missing",
        paid - a: "times-missing",
        paid - a - n: "plus-for-times",
    }
    return digits(story(rng, told, a=a, n=n, paid=paid), paid - a * n, boxes=3, wrong=wrong)


@PART.template(TWO_STEP, "share-the-rest", difficulty=0.6)
def _(rng: random.Random) -> Draft:
    n, each, used = rng.randint(3, 8), rng.randint(6, 11), rng.randint(8, 26)
    told = [
        (
            "有{total}斤红薯，先吃了{used}斤，剩下的平均装{n}袋，每袋多少斤？",
            (
                "Of {total} jin of sweet potatoes {used} are eaten; the rest go equally into {n} "
                "bags. How much in each?"
            ),
        ),
        (
            "有{total}本书，借出{used}本，剩下的平均放在{n}层书架上，每层多少本？",
            (
                "Of {total} books {used} are lent; the rest stand equally on {n} shelves. How many "
                "on each?"
            ),
        ),
    ]
    total = n * each + used
    wrong = [
        (n * each, "second-step-missing"),
        (total - used - n, "subtracts-instead"),
        (total // n, "first-step-missing"),
    ]
    return pick_number(rng, story(rng, told, total=total, used=used, n=n), each, wrong)

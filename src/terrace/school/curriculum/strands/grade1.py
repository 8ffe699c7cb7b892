"""Grade 1: numbers to 100, adding and taking away to 20."""

import random

from terrace.school.curriculum.faulty import swapped
from terrace.school.curriculum.stories import calculate, story
from terrace.school.curriculum.templates import Draft, Part, both, digits, number, pick, pick_number

PART = Part(1, "number")

ORDER_20 = PART.skill(
    "g1-order-20",
    zh="20以内数的顺序",
    en="Order of numbers to 20",
    can_zh="会按顺序数20以内的数，会比大小",
    can_en="Can count in order to 20 and tell which number is larger",
)
ADD_10 = PART.skill(
    "g1-add-10",
    zh="10以内的加法",
    en="Addition to 10",
    can_zh="会算10以内的加法",
    can_en="Can add within 10",
)
SUB_10 = PART.skill(
    "g1-sub-10",
    zh="10以内的减法",
    en="Subtraction to 10",
    can_zh="会算10以内的减法",
    can_en="Can subtract within 10",
    after=(ADD_10,),
)
PLACE_20 = PART.skill(
    "g1-place-20",
    zh="11到20各数的认识",
    en="Numbers 11 to 20 as ten and ones",
    can_zh="知道十几是一个十和几个一",
    can_en="Knows that the teens are one ten and some ones",
    after=(ORDER_20,),
)
ADD_20 = PART.skill(
    "g1-add-20",
    zh="20以内的进位加法",
    en="Addition to 20 across ten",
    can_zh="会用凑十法算20以内的进位加法",
    can_en="Can add within 20 by making ten",
    after=(ADD_10, PLACE_20),
)
SUB_20 = PART.skill(
    "g1-sub-20",
    zh="20以内的退位减法",
    en="Subtraction to 20 across ten",
    can_zh="会算20以内的退位减法",
    can_en="Can subtract within 20 across ten",
    after=(SUB_10, ADD_20),
)
NUMBER_100 = PART.skill(
    "g1-number-100",
    zh="100以内数的认识",
    en="Numbers to 100",
    can_zh="认识100以内的数，知道几个十和几个一",
    can_en="Knows numbers to 100 as tens and ones",
    after=(PLACE_20,),
)
ADD_TENS = PART.skill(
    "g1-add-tens",
    zh="两位数加减一位数、整十数",
    en="Two-digit numbers plus or minus ones and tens",
    can_zh="会口算两位数加减一位数和整十数",
    can_en="Can add and subtract ones and tens in the head",
    after=(ADD_20, NUMBER_100),
)


@PART.template(ORDER_20, "after", difficulty=-0.6)
def _(rng: random.Random) -> Draft:
    n = rng.randint(8, 18)
    told = [
        ("{n}后面的一个数是几？", "Which number comes right after {n}?"),
        (
            "小梅排第{n}，排在她后面的同学排第几？",
            "Xiaomei is number {n} in line. Which number is right behind her?",
        ),
    ]
    return digits(story(rng, told, n=n), n + 1, boxes=2, wrong={n - 1: "before-after"})


@PART.template(ORDER_20, "largest", difficulty=-0.3)
def _(rng: random.Random) -> Draft:
    key = rng.randint(12, 20)
    # Below it: one that ends in a larger digit, so that the last digit misleads.
    tempting = rng.choice([n for n in range(5, 10) if n % 10 > key % 10] or [9])
    others = rng.sample([n for n in range(2, key) if n != tempting], 2)
    statement = both("哪个数最大？", "Which number is the largest?")
    wrong = [(number(tempting), "last-digit-decides"), *((number(n), None) for n in others)]
    return pick(rng, statement, number(key), wrong)


@PART.template(ADD_10, "calculate", difficulty=-0.5)
def _(rng: random.Random) -> Draft:
    a = rng.randint(1, 8)
    b = rng.randint(1, 10 - a)
    wrong = {a + b - 1: "counts-start", abs(a - b): "subtracts-instead"}
    return digits(calculate(f"{a} + {b}"), a + b, boxes=2, wrong=wrong)


@PART.template(ADD_10, "story")
def _(rng: random.Random) -> Draft:
    a, b = rng.randint(2, 5), rng.randint(2, 5)
    told = [
        (
            "院子里有{a}只鸡，又来了{b}只，现在有几只？",
            "{a} hens are in the yard and {b} more come. How many are there now?",
        ),
        (
            "小明有{a}支铅笔，老师又给他{b}支，一共有几支？",
            "Xiaoming has {a} pencils and gets {b} more. How many has he now?",
        ),
    ]
    return digits(
        story(rng, told, a=a, b=b), a + b, boxes=2, wrong={abs(a - b): "subtracts-instead"}
    )


@PART.template(SUB_10, "calculate", difficulty=-0.3)
def _(rng: random.Random) -> Draft:
    a = rng.randint(4, 10)
    b = rng.randint(1, a - 1)
    wrong = {a - b + 1: "counts-start", a + b: "adds-instead"}
    return digits(calculate(f"{a} - {b}"), a - b, boxes=2, wrong=wrong)


@PART.template(SUB_10, "story", difficulty=0.2)
def _(rng: random.Random) -> Draft:
    a = rng.randint(5, 10)
    b = rng.randint(2, a - 2)
    told = [
        (
            "筐里有{a}个桃子，吃了{b}个，还剩几个？",
            "{a} peaches are in the basket; {b} are eaten. How many are left?",
        ),
        (
            "车上有{a}个人，到站下了{b}个，车上还有几个人？",
            "{a} people are on the bus; {b} get off. How many stay on?",
        ),
    ]
    return digits(story(rng, told, a=a, b=b), a - b, boxes=2, wrong={a + b: "adds-instead"})


@PART.template(PLACE_20, "ten-and-ones", difficulty=-0.2)
def _(rng: random.Random) -> Draft:
    ones = rng.randint(2, 9)
    told = [
        ("{t}个十和{n}个一合起来是多少？", "{t} ten and {n} ones make which number?"),
        (
            "小棒{t}捆（每捆十根）零{n}根，一共几根？",
            "{t} bundle of ten sticks and {n} single sticks: how many sticks?",
        ),
    ]
    statement = story(rng, told, t=1, n=ones)
    wrong = [
        (ones * 10 + 1, "digits-swapped"),
        (1 + ones, "adds-digits"),
        (100 + ones, "writes-as-heard"),
    ]
    return pick_number(rng, statement, 10 + ones, wrong)


@PART.template(ADD_20, "calculate")
def _(rng: random.Random) -> Draft:
    a = rng.randint(5, 9)
    b = rng.randint(11 - a, 9)
    wrong = {a + b - 10: "ten-forgotten", a + b - 1: "counts-start"}
    return digits(calculate(f"{a} + {b}"), a + b, boxes=2, wrong=wrong)


@PART.template(ADD_20, "story", difficulty=0.3)
def _(rng: random.Random) -> Draft:
    a = rng.randint(5, 9)
    b = rng.randint(11 - a, 9)
    told = [
        (
            "奶奶上午摘了{a}个南瓜，下午摘了{b}个，一共摘了几个？",
            "Grandma picks {a} pumpkins in the morning and {b} in the afternoon. How many in all?",
        ),
        (
            "左边有{a}盆花，右边有{b}盆花，一共有几盆？",
            "{a} pots of flowers stand on the left and {b} on the right. How many in all?",
        ),
    ]
    wrong = {a + b - 10: "ten-forgotten", abs(a - b): "subtracts-instead"}
    return digits(story(rng, told, a=a, b=b), a + b, boxes=2, wrong=wrong)


@PART.template(SUB_20, "calculate", difficulty=0.3)
def _(rng: random.Random) -> Draft:
    b = rng.randint(3, 9)
    a = rng.randint(11, 9 + b)
    wrong = {
        abs(a % 10 - b): "smaller-from-larger",
        a - b + 1: "counts-start",
        a - b + 10: "ten-kept",
    }
    return digits(calculate(f"{a} - {b}"), a - b, boxes=2, wrong=wrong)


@PART.template(SUB_20, "more-than", difficulty=0.7)
def _(rng: random.Random) -> Draft:
    b = rng.randint(3, 9)
    a = rng.randint(11, 9 + b)
    told = [
        (
            "小红跳绳跳了{a}下，小军跳了{b}下，小红比小军多跳几下？",
            "Xiaohong skips {a} times, Xiaojun {b} times. How many more does Xiaohong skip?",
        ),
        (
            "山羊有{a}只，绵羊有{b}只，山羊比绵羊多几只？",
            "There are {a} goats and {b} sheep. How many more goats than sheep?",
        ),
    ]
    wrong = {a + b: "more-means-add", abs(a % 10 - b): "smaller-from-larger"}
    return digits(story(rng, told, a=a, b=b), a - b, boxes=2, wrong=wrong)


@PART.template(NUMBER_100, "tens-and-ones", difficulty=-0.2)
def _(rng: random.Random) -> Draft:
    tens = rng.randint(2, 9)
    ones = rng.choice([n for n in range(1, 10) if n != tens])
    told = [
        ("{t}个十和{n}个一合起来是多少？", "{t} tens and {n} ones make which number?"),
        (
            "鸡蛋{t}盒（每盒十个）零{n}个，一共几个？",
            "{t} boxes of ten eggs and {n} single eggs: how many eggs?",
        ),
    ]
    wrong = [
        (swapped(tens * 10 + ones), "digits-swapped"),
        (tens + ones, "adds-digits"),
        (tens * 100 + ones, "writes-as-heard"),
    ]
    return pick_number(rng, story(rng, told, t=tens, n=ones), tens * 10 + ones, wrong)


@PART.template(NUMBER_100, "neighbour", difficulty=0.2)
def _(rng: random.Random) -> Draft:
    n = rng.randint(2, 9) * 10 + rng.choice([0, 9, rng.randint(1, 8)])
    n = min(n, 98)
    told = [
        ("比{n}多一的数是几？", "Which number is one more than {n}?"),
        ("数数：{n}的下一个数是几？", "Counting on: which number follows {n}?"),
    ]
    wrong = {n - 1: "before-after", n // 10 * 10: "ten-not-passed", n + 10: "tens-for-ones"}
    return digits(story(rng, told, n=n), n + 1, boxes=2, wrong=wrong)


@PART.template(ADD_TENS, "add-tens")
def _(rng: random.Random) -> Draft:
    a = rng.randint(12, 59)
    tens = rng.randint(1, (98 - a) // 10)
    wrong = {a + tens: "tens-for-ones"}
    return digits(calculate(f"{a} + {tens * 10}"), a + tens * 10, boxes=2, wrong=wrong)


@PART.template(ADD_TENS, "add-ones", difficulty=0.3)
def _(rng: random.Random) -> Draft:
    a = rng.randint(2, 7) * 10 + rng.randint(2, 8)
    b = rng.randint(2, 9)
    wrong = [
        (a + 10 * b, "tens-for-ones"),
        ((a + b) - 10, "ten-forgotten"),
        (a + b + 1, "counts-start"),
    ]
    if a % 10 + b < 10:
        wrong = [wrong[0], (a - b, "subtracts-instead"), wrong[2]]
    return pick_number(rng, calculate(f"{a} + {b}"), a + b, wrong)


@PART.template(ADD_TENS, "take-ones", difficulty=0.6)
def _(rng: random.Random) -> Draft:
    ones = rng.randint(1, 7)
    a = rng.randint(2, 9) * 10 + ones
    b = rng.randint(ones + 1, 9)
    wrong = {
        a - ones + (b - ones): "smaller-from-larger",
        a - b + 10: "borrow-not-paid",
    }
    return digits(calculate(f"{a} - {b}"), a - b, boxes=2, wrong=wrong)

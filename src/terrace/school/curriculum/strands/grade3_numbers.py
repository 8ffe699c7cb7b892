"""Grade 3, first part: adding and taking away to ten thousand, estimating, time."""

import random

from terrace.school.curriculum.faulty import (
    add_without_carry,
    borrow_across_nought,
    borrow_not_paid,
    smaller_from_larger,
)
from terrace.school.curriculum.stories import around, calculate, story
from terrace.school.curriculum.templates import Draft, Part, both, digits, pick, pick_number, same

PART = Part(3, "number")

NUMBER_10000 = PART.skill(
    "g3-number-10000",
    zh="万以内数的认识",
    en="Numbers to ten thousand",
    can_zh="会读写万以内的数",
    can_en="Can read and write numbers to ten thousand",
    after=("g2-number-1000",),
)
ADD_1000 = PART.skill(
    "g3-add-1000",
    zh="三位数加法（进位）",
    en="Three-digit addition with carrying",
    can_zh="会用竖式做三位数加法",
    can_en="Can add three-digit numbers in columns",
    after=("g2-add-100", "g2-number-1000"),
)
SUB_1000 = PART.skill(
    "g3-sub-1000",
    zh="三位数减法（退位）",
    en="Three-digit subtraction with borrowing",
    can_zh="会做三位数退位减法",
    can_en="Can subtract three-digit numbers with borrowing",
    after=("g2-sub-100", "g2-number-1000"),
)
SUB_NOUGHT = PART.skill(
    "g3-sub-nought",
    zh="中间有0的退位减法",
    en="Subtraction across a nought",
    can_zh="被减数中间有0也会退位",
    can_en="Can borrow across a nought",
    after=(SUB_1000,),
)
CHECK = PART.skill(
    "g3-check",
    zh="加减法的验算",
    en="Checking addition and subtraction",
    can_zh="会用加减法的关系求未知数和验算",
    can_en="Can find a missing number and check a result by the inverse",
    after=(ADD_1000, SUB_1000),
    strand="quantity",
)
ESTIMATE = PART.skill(
    "g3-estimate",
    zh="加减法的估算",
    en="Estimating sums and differences",
    can_zh="会估算三位数加减法",
    can_en="Can estimate sums and differences of three-digit numbers",
    after=(ADD_1000,),
)
TIME = PART.skill(
    "g3-time",
    zh="经过的时间",
    en="Time that has passed",
    can_zh="会算经过了多长时间",
    can_en="Can tell how much time has passed",
    after=("g2-sub-100",),
    strand="quantity",
)


@PART.template(NUMBER_10000, "compose")
def _(rng: random.Random) -> Draft:
    k, t = rng.sample(range(2, 10), 2)
    told = [
        ("{k}个千和{t}个十组成的数是多少？", "{k} thousands and {t} tens make which number?"),
        (
            "计数器的千位有{k}颗珠，十位有{t}颗珠，别的数位没有珠，表示多少？",
            (
                "A counting frame shows {k} beads on the thousands, {t} on the tens and none "
                "elsewhere. Which number is it?"
            ),
        ),
    ]
    wrong = [
        (k * 100 + t * 10, "nought-left-out"),
        (k * 1000 + t * 100, "wrong-place"),
        (k * 1000 + t, "wrong-place"),
    ]
    return pick_number(rng, story(rng, told, k=k, t=t), k * 1000 + t * 10, wrong)


@PART.template(NUMBER_10000, "next", difficulty=0.3)
def _(rng: random.Random) -> Draft:
    n = rng.randint(1, 9) * 1000 + rng.choice(
        [rng.randint(1, 9) * 100 + 99, 999, rng.randint(10, 98) * 10 + 9]
    )
    n = min(n, 9899)
    told = [
        ("{n}的下一个数是多少？", "Which number comes next after {n}?"),
        (
            "里程表现在是{n}千米，再走一千米是多少？",
            "A meter shows {n} km. What does it show one kilometre later?",
        ),
    ]
    wrong = {n - 1: "before-after", n + 10: "tens-for-ones", n // 10 * 10: "ten-not-passed"}
    return digits(story(rng, told, n=n), n + 1, boxes=4, wrong=wrong)


def _carrying(rng: random.Random) -> tuple[int, int]:
    """Two three-digit numbers below 1000 together, that carry at least once."""
    while True:
        a, b = rng.randint(125, 689), rng.randint(118, 689)
        if a + b < 1000 and add_without_carry(a, b) != a + b:
            return a, b


def _borrowing(rng: random.Random) -> tuple[int, int]:
    """Two three-digit numbers whose difference borrows, no nought above."""
    while True:
        a, b = rng.randint(321, 989), rng.randint(112, 899)
        if a - b > 30 and "0" not in str(a) and smaller_from_larger(a, b) != a - b:
            return a, b


@PART.template(ADD_1000, "calculate")
def _(rng: random.Random) -> Draft:
    a, b = _carrying(rng)
    wrong = {
        add_without_carry(a, b): "carry-dropped",
        a + b + 10: "carry-twice",
        a + b + 100: "carry-twice",
    }
    return digits(calculate(f"{a} + {b}"), a + b, boxes=4, wrong=wrong)


@PART.template(ADD_1000, "story", difficulty=0.2)
def _(rng: random.Random) -> Draft:
    a, b = _carrying(rng)
    told = [
        (
            "东村收稻谷{a}袋，西村收{b}袋，两村一共收多少袋？",
            "The east village brings in {a} sacks of rice, the west village {b}. How many in all?",
        ),
        (
            "上午借出{a}本书，下午借出{b}本，一天借出多少本？",
            "A library lends {a} books in the morning, {b} in the afternoon. How many that day?",
        ),
    ]
    wrong = [
        (add_without_carry(a, b), "carry-dropped"),
        (a + b + 10, "carry-twice"),
        (abs(a - b), "subtracts-instead"),
    ]
    return pick_number(rng, story(rng, told, a=a, b=b), a + b, wrong, near=(-10, 100, 1, -1))


@PART.template(SUB_1000, "calculate", difficulty=0.2)
def _(rng: random.Random) -> Draft:
    a, b = _borrowing(rng)
    wrong = {
        smaller_from_larger(a, b): "smaller-from-larger",
        borrow_not_paid(a, b): "borrow-not-paid",
    }
    return digits(calculate(f"{a} - {b}"), a - b, boxes=4, wrong=wrong)


@PART.template(SUB_1000, "story", difficulty=0.4)
def _(rng: random.Random) -> Draft:
    a, b = _borrowing(rng)
    told = [
        (
            "到省城有{a}千米，长途车已经走了{b}千米，还要走多少千米？",
            "The provincial city is {a} km away; the coach has gone {b} km. How far is it still?",
        ),
        (
            "水池有{a}桶水，浇菜用了{b}桶，还剩多少桶？",
            "A tank holds {a} buckets; {b} go to the vegetables. How many are left?",
        ),
    ]
    wrong = [
        (smaller_from_larger(a, b), "smaller-from-larger"),
        (borrow_not_paid(a, b), "borrow-not-paid"),
        (a + b, "adds-instead"),
    ]
    return pick_number(rng, story(rng, told, a=a, b=b), a - b, wrong, near=(10, -10, 1, -1))


@PART.template(SUB_NOUGHT, "calculate", difficulty=0.6)
def _(rng: random.Random) -> Draft:
    ones = rng.randint(0, 7)
    a = rng.randint(3, 9) * 100 + ones
    b = rng.randint(1, a // 100 - 1) * 100 + rng.randint(1, 8) * 10 + rng.randint(ones + 1, 9)
    wrong = {
        smaller_from_larger(a, b): "smaller-from-larger",
        borrow_across_nought(a, b): "nought-kept-ten",
        borrow_not_paid(a, b): "borrow-not-paid",
    }
    return digits(calculate(f"{a} - {b}"), a - b, boxes=4, wrong=wrong)


@PART.template(SUB_NOUGHT, "change", difficulty=0.7)
def _(rng: random.Random) -> Draft:
    a = rng.randint(3, 9) * 100
    b = rng.randint(1, a // 100 - 1) * 100 + rng.randint(1, 8) * 10 + rng.randint(1, 9)
    told = [
        (
            "妈妈带了{a}元，买棉衣用去{b}元，还剩多少元？",
            "Mother has {a} yuan and pays {b} yuan for a winter coat. How many yuan are left?",
        ),
        (
            "一卷电线长{a}米，用去{b}米，还剩多少米？",
            "A roll of wire is {a} m long; {b} m are used. How many metres are left?",
        ),
    ]
    wrong = [
        (borrow_across_nought(a, b), "nought-kept-ten"),
        (borrow_not_paid(a, b), "borrow-not-paid"),
        (smaller_from_larger(a, b), "smaller-from-larger"),
    ]
    return pick_number(rng, story(rng, told, a=a, b=b), a - b, wrong, near=(10, -10, 100))


@PART.template(CHECK, "missing-part")
def _(rng: random.Random) -> Draft:
    a, b = _carrying(rng)
    blank = rng.choice(["（　） + {a} = {total}", "{a} + （　） = {total}"])
    line = blank.format(a=a, total=a + b)
    statement = both(
        f"{line}，（　）里填几？", f"{line.replace('（　）', '(   )')}. Which number is missing?"
    )
    wrong = {a + a + b: "adds-instead", smaller_from_larger(a + b, a): "smaller-from-larger"}
    return digits(statement, b, boxes=4, wrong=wrong)


@PART.template(CHECK, "missing-whole", difficulty=0.4)
def _(rng: random.Random) -> Draft:
    a, b = _carrying(rng)
    statement = both(
        f"（　） - {a} = {b}，（　）里填几？", f"(   ) - {a} = {b}. Which number is missing?"
    )
    wrong = {abs(a - b): "subtracts-instead", add_without_carry(a, b): "carry-dropped"}
    return digits(statement, a + b, boxes=4, wrong=wrong)


@PART.template(CHECK, "which-check", difficulty=0.3)
def _(rng: random.Random) -> Draft:
    a, b = _borrowing(rng)
    statement = around(
        ("验算 ", "，可以算哪一个？"), ("Which calculation checks ", "?"), f"{a} - {b} = {a - b}"
    )
    from_sum = [
        (same(f"{a} + {b}"), "adds-instead"),
        (same(f"{a} + {a - b}"), "check-adds-whole"),
        (same(f"{b} - {a - b}"), None),
    ]
    key = same(f"{a - b} + {b}")
    return pick(rng, statement, key, from_sum)


@PART.template(ESTIMATE, "sum", difficulty=0.1)
def _(rng: random.Random) -> Draft:
    a = rng.randint(2, 4) * 100 + rng.choice([-1, 1]) * rng.randint(2, 9)
    b = rng.randint(2, 4) * 100 + rng.choice([-1, 1]) * rng.randint(2, 9)
    told = [
        (
            "上半年用水{a}吨，下半年用水{b}吨，全年大约用水多少吨？",
            (
                "{a} tonnes of water are used in the first half year, {b} in the second. About how "
                "many in the year?"
            ),
        ),
        ("{a}加{b}，大约是多少？", "{a} plus {b} is about how much?"),
    ]
    key = round(a, -2) + round(b, -2)
    wrong = [
        (a // 100 * 100 + b // 100 * 100, "rounds-down"),
        (key + 100, "rounds-up"),
        (key - 100, "rounds-down"),
    ]
    return pick_number(rng, story(rng, told, a=a, b=b), key, wrong, near=(200, -200, 300))


@PART.template(ESTIMATE, "enough-money", difficulty=0.3)
def _(rng: random.Random) -> Draft:
    a = rng.randint(1, 3) * 100 + rng.choice([-1, 1]) * rng.randint(2, 9)
    b = rng.randint(1, 3) * 100 + rng.choice([-1, 1]) * rng.randint(2, 9)
    told = [
        (
            "取暖炉{a}元，被子{b}元。带多少钱最合适，够用又不多带？",
            (
                "A stove costs {a} yuan, a quilt {b} yuan. Which amount is enough, and no more "
                "than "
                "needed?"
            ),
        ),
        (
            "水泵{a}元，水管{b}元。带多少钱最合适，够用又不多带？",
            (
                "A pump costs {a} yuan, a hose {b} yuan. Which amount is enough, and no more than "
                "needed?"
            ),
        ),
    ]
    # Whole fifties: the least that is enough is the key, the one below is not enough.
    key = -(-(a + b) // 50) * 50
    wrong = [(key - 50, "rounds-down"), (key + 100, "rounds-up"), (key + 200, "rounds-up")]
    return pick_number(rng, story(rng, told, a=a, b=b), key, wrong)


@PART.template(TIME, "minutes", difficulty=0.3)
def _(rng: random.Random) -> Draft:
    h = rng.randint(6, 17)
    start, length = rng.randint(20, 50), rng.randint(15, 55)
    start += max(0, 61 - start - length)
    start = min(start, 59)
    length = max(length, 62 - start)
    end = start + length - 60
    told = [
        (
            "班车{h}:{m:02d}开车，{k}:{n:02d}到镇上，路上用了多少分钟？",
            (
                "The bus leaves at {h}:{m:02d} and reaches town at {k}:{n:02d}. How many minutes "
                "does it take?"
            ),
        ),
        (
            "小军{h}:{m:02d}从家出发，{k}:{n:02d}到学校，走了多少分钟？",
            (
                "Xiaojun leaves home at {h}:{m:02d} and is at school at {k}:{n:02d}. How many "
                "minutes did he walk?"
            ),
        ),
    ]
    statement = story(rng, told, h=h, m=start, k=h + 1, n=end)
    wrong = {
        length + 40: "hour-is-hundred",
        abs(start - end): "smaller-from-larger",
        length + 60: "hour-twice",
    }
    return digits(statement, length, boxes=3, wrong=wrong)


@PART.template(TIME, "arrival", difficulty=0.5)
def _(rng: random.Random) -> Draft:
    h, start = rng.randint(7, 16), rng.randint(6, 11) * 5
    length = rng.randint((65 - start) // 5, 10) * 5
    told = [
        (
            "{h}:{m:02d}开始上课，上了{length}分钟，几时几分下课？",
            "A lesson begins at {h}:{m:02d} and lasts {length} minutes. When does it end?",
        ),
        (
            "{h}:{m:02d}开始烧水取暖，{length}分钟后水开，那时是几时几分？",
            (
                "Water is put on at {h}:{m:02d} and boils after {length} minutes. What time is it "
                "then?"
            ),
        ),
    ]

    def clock(minutes: int) -> tuple[int, int]:
        return minutes // 60, minutes % 60

    def shown(hour: int, minute: int) -> str:
        return f"{hour}:{minute:02d}"

    end = h * 60 + start + length
    hundred = start + length - 100 if start + length >= 100 else start + length - 60 + 40
    options = [
        (shown(*clock(end - 60)), "hour-not-passed"),
        (shown(h + 1, hundred % 60), "hour-is-hundred"),
        (shown(*clock(end + 60)), "hour-twice"),
        (shown(*clock(end + 10)), None),
    ]
    return pick(
        rng,
        story(rng, told, h=h, m=start, length=length),
        same(shown(*clock(end))),
        [(same(text), why) for text, why in options],
    )

"""Grade 2: adding and taking away to 100, the meaning of times and divided by, the tables, numbers
to 1000.
"""

import random

from terrace.school.curriculum.faulty import (
    add_without_carry,
    borrow_not_paid,
    smaller_from_larger,
)
from terrace.school.curriculum.stories import calculate, story
from terrace.school.curriculum.templates import Draft, Part, both, digits, pick, pick_number, same

PART = Part(2, "number")

ADD_100 = PART.skill(
    "g2-add-100",
    zh="100以内的进位加法",
    en="Two-digit addition with carrying",
    can_zh="会用竖式做两位数加法",
    can_en="Can add two-digit numbers in columns",
    after=("g1-add-tens",),
)
SUB_100 = PART.skill(
    "g2-sub-100",
    zh="100以内的退位减法",
    en="Two-digit subtraction with borrowing",
    can_zh="会用竖式做两位数退位减法",
    can_en="Can subtract two-digit numbers with borrowing",
    after=("g1-sub-20", "g1-add-tens"),
)
TIMES_MEANING = PART.skill(
    "g2-times-meaning",
    zh="乘法的初步认识",
    en="What multiplying means",
    can_zh="知道几个几可以用乘法算",
    can_en="Knows that equal groups can be multiplied",
    after=("g1-add-20",),
)
TABLES = PART.skill(
    "g2-tables",
    zh="表内乘法",
    en="Times tables",
    can_zh="会背会用乘法口诀",
    can_en="Can use the times tables",
    after=(TIMES_MEANING,),
)
SHARE = PART.skill(
    "g2-share",
    zh="平均分",
    en="Sharing equally",
    can_zh="会平均分",
    can_en="Can share equally",
    after=(TIMES_MEANING,),
)
DIVIDE = PART.skill(
    "g2-divide",
    zh="表内除法",
    en="Division within the tables",
    can_zh="会用乘法口诀求商",
    can_en="Can divide with the times tables",
    after=(TABLES, SHARE),
)
REMAINDER = PART.skill(
    "g2-remainder",
    zh="有余数的除法",
    en="Division with a remainder",
    can_zh="会算有余数的除法",
    can_en="Can divide with a remainder",
    after=(DIVIDE,),
)
NUMBER_1000 = PART.skill(
    "g2-number-1000",
    zh="1000以内数的认识",
    en="Numbers to 1000",
    can_zh="认识1000以内的数",
    can_en="Knows numbers to 1000",
    after=("g1-number-100",),
)
TWO_STEP = PART.skill(
    "g2-two-step",
    zh="两步计算的问题",
    en="Problems in two steps",
    can_zh="会解决加减两步的问题",
    can_en="Can solve problems that add and take away",
    after=(ADD_100, SUB_100),
    strand="quantity",
)


@PART.template(ADD_100, "calculate")
def _(rng: random.Random) -> Draft:
    a = rng.randint(1, 5) * 10 + rng.randint(3, 9)
    b = rng.randint(1, 8 - a // 10) * 10 + rng.randint(10 - a % 10, 9)
    wrong = {add_without_carry(a, b): "carry-dropped", a + b + 10: "carry-twice"}
    return digits(calculate(f"{a} + {b}"), a + b, boxes=3, wrong=wrong)


@PART.template(ADD_100, "story", difficulty=0.3)
def _(rng: random.Random) -> Draft:
    a = rng.randint(2, 4) * 10 + rng.randint(4, 9)
    b = rng.randint(1, 4) * 10 + rng.randint(10 - a % 10, 9)
    told = [
        (
            "第一块地收了{a}袋玉米，第二块地收了{b}袋，一共收了多少袋？",
            "One field gives {a} sacks of maize, another {b}. How many sacks in all?",
        ),
        (
            "故事书有{a}本，科学书有{b}本，一共有多少本？",
            "There are {a} story books and {b} science books. How many books in all?",
        ),
    ]
    wrong = {add_without_carry(a, b): "carry-dropped", abs(a - b): "subtracts-instead"}
    return digits(story(rng, told, a=a, b=b), a + b, boxes=3, wrong=wrong)


@PART.template(SUB_100, "calculate", difficulty=0.2)
def _(rng: random.Random) -> Draft:
    ones = rng.randint(0, 7)
    a = rng.randint(4, 9) * 10 + ones
    b = rng.randint(1, a // 10 - 2) * 10 + rng.randint(ones + 1, 9)
    wrong = {
        smaller_from_larger(a, b): "smaller-from-larger",
        borrow_not_paid(a, b): "borrow-not-paid",
    }
    return digits(calculate(f"{a} - {b}"), a - b, boxes=2, wrong=wrong)


@PART.template(SUB_100, "story", difficulty=0.5)
def _(rng: random.Random) -> Draft:
    ones = rng.randint(0, 6)
    a = rng.randint(4, 9) * 10 + ones
    b = rng.randint(1, a // 10 - 2) * 10 + rng.randint(ones + 1, 9)
    told = [
        (
            "全程{a}千米，班车已经开了{b}千米，还剩多少千米？",
            "The way is {a} km; the bus has gone {b} km. How many kilometres are left?",
        ),
        (
            "水缸里有{a}瓢水，用去{b}瓢，还有多少瓢？",
            "A jar holds {a} scoops of water; {b} are used. How many are left?",
        ),
    ]
    wrong = [
        (smaller_from_larger(a, b), "smaller-from-larger"),
        (borrow_not_paid(a, b), "borrow-not-paid"),
        (a + b, "adds-instead"),
    ]
    return pick_number(rng, story(rng, told, a=a, b=b), a - b, wrong)


@PART.template(TIMES_MEANING, "write-as-times", difficulty=-0.3)
def _(rng: random.Random) -> Draft:
    a, n = rng.randint(3, 9), rng.randint(3, 6)
    a = a if a != n else a + 1
    statement = calculate(" + ".join([str(a)] * n))
    statement = {
        "zh": (statement["zh"][0], "（　）　用乘法怎样写？"),
        "en": (statement["en"][0], " (   )  How is it written with times?"),
    }
    from_times = [
        (same(f"{a}+{n}"), "plus-for-times"),
        (same(f"{a}×{a}"), "counts-not-groups"),
        (same(f"{a}×{n - 1}"), "signs-counted"),
        (same(f"{n}+{n}"), None),
    ]
    return pick(rng, statement, same(f"{a}×{n}"), from_times)


@PART.template(TIMES_MEANING, "groups")
def _(rng: random.Random) -> Draft:
    n, a = rng.randint(3, 6), rng.randint(2, 5)
    told = [
        (
            "有{n}个篮子，每个篮子里有{a}个梨，一共有几个梨？",
            "There are {n} baskets with {a} pears in each. How many pears?",
        ),
        (
            "{n}张桌子，每张坐{a}个人，一共坐几个人？",
            "{n} tables, {a} people at each. How many people?",
        ),
    ]
    return digits(story(rng, told, n=n, a=a), n * a, boxes=2, wrong={n + a: "plus-for-times"})


@PART.template(TABLES, "calculate")
def _(rng: random.Random) -> Draft:
    a, b = rng.randint(3, 9), rng.randint(3, 9)
    wrong = {
        a * (b - 1): "next-row-of-table",
        a * (b + 1): "next-row-of-table",
        a + b: "plus-for-times",
    }
    return digits(calculate(f"{a} × {b}"), a * b, boxes=2, wrong=wrong)


@PART.template(TABLES, "story", difficulty=0.2)
def _(rng: random.Random) -> Draft:
    a, b = rng.randint(4, 9), rng.randint(4, 9)
    told = [
        (
            "菜地里种了{a}行白菜，每行{b}棵，一共种了多少棵？",
            "A plot has {a} rows of cabbages, {b} in each. How many cabbages?",
        ),
        (
            "一个星期有{a}次送水，每次{b}桶，一共送多少桶？",
            "Water comes {a} times a week, {b} buckets each time. How many buckets a week?",
        ),
    ]
    wrong = [
        (a + b, "plus-for-times"),
        (a * (b - 1), "next-row-of-table"),
        ((a + 1) * b, "next-row-of-table"),
    ]
    return pick_number(rng, story(rng, told, a=a, b=b), a * b, wrong)


@PART.template(SHARE, "each-gets", difficulty=-0.2)
def _(rng: random.Random) -> Draft:
    n, each = rng.randint(2, 5), rng.randint(2, 6)
    told = [
        (
            "把{total}个红薯平均分给{n}家，每家分几个？",
            "{total} sweet potatoes are shared equally among {n} homes. How many does each get?",
        ),
        (
            "{total}个同学平均分成{n}组，每组几人？",
            "{total} pupils form {n} equal groups. How many in each?",
        ),
    ]
    wrong = {n * each - n: "subtracts-instead", n * each: "not-shared"}
    return digits(story(rng, told, total=n * each, n=n), each, boxes=2, wrong=wrong)


@PART.template(DIVIDE, "calculate")
def _(rng: random.Random) -> Draft:
    a, b = rng.randint(2, 9), rng.randint(3, 9)
    wrong = {a * b - b: "subtracts-instead", a + 1: "next-row-of-table", a - 1: "next-row-of-table"}
    return digits(calculate(f"{a * b} ÷ {b}"), a, boxes=2, wrong=wrong)


@PART.template(DIVIDE, "how-many-groups", difficulty=0.3)
def _(rng: random.Random) -> Draft:
    each, n = rng.randint(3, 9), rng.randint(4, 9)
    told = [
        (
            "{total}个鸡蛋，每{each}个装一盒，可以装几盒？",
            "{total} eggs are packed {each} to a box. How many boxes?",
        ),
        (
            "{total}米长的绳子，每{each}米剪一段，可以剪几段？",
            "A rope of {total} m is cut into pieces of {each} m. How many pieces?",
        ),
    ]
    wrong = [
        (each * n - each, "subtracts-instead"),
        (n - 1, "next-row-of-table"),
        (n + 1, "next-row-of-table"),
    ]
    return pick_number(rng, story(rng, told, total=each * n, each=each), n, wrong)


@PART.template(REMAINDER, "what-is-left", difficulty=0.1)
def _(rng: random.Random) -> Draft:
    b, q = rng.randint(4, 9), rng.randint(3, 8)
    r = rng.randint(1, b - 1)
    told = [
        (
            "{total}个苹果，每{b}个装一袋，装完整袋后还剩几个？",
            "{total} apples are packed {b} to a bag. After the full bags, how many are left over?",
        ),
        ("{total}÷{b}，余数是几？", "{total} ÷ {b}: what is the remainder?"),
    ]
    wrong = {q: "quotient-for-remainder", r + b: "remainder-too-large"}
    return digits(story(rng, told, total=b * q + r, b=b), r, boxes=2, wrong=wrong)


@PART.template(REMAINDER, "one-more-trip", difficulty=0.7)
def _(rng: random.Random) -> Draft:
    b, q = rng.randint(4, 9), rng.randint(3, 8)
    r = rng.randint(1, b - 1)
    told = [
        (
            "{total}个同学去镇上，每辆车坐{b}人，至少要几辆车？",
            "{total} pupils go to town, {b} in each car. How many cars are needed at least?",
        ),
        (
            "{total}桶水，每次最多运{b}桶，至少要运几次？",
            "{total} buckets of water, at most {b} a trip. How many trips are needed at least?",
        ),
    ]
    wrong = [
        (q, "remainder-forgotten"),
        (r, "remainder-for-quotient"),
        (q + r, "remainder-added"),
    ]
    return pick_number(rng, story(rng, told, total=b * q + r, b=b), q + 1, wrong)


@PART.template(NUMBER_1000, "place")
def _(rng: random.Random) -> Draft:
    h, o = rng.sample(range(2, 10), 2)
    told = [
        ("{h}个百和{o}个一合起来是多少？", "{h} hundreds and {o} ones make which number?"),
        (
            "一百张一叠的作业纸有{h}叠，另有{o}张，一共多少张？",
            "Paper lies in {h} piles of a hundred and {o} single sheets. How many sheets?",
        ),
    ]
    key = h * 100 + o
    wrong = [
        (h * 10 + o, "nought-left-out"),
        (h * 100 + o * 10, "wrong-place"),
        (h * 1000 + o, "writes-as-heard"),
    ]
    return pick_number(rng, story(rng, told, h=h, o=o), key, wrong)


@PART.template(NUMBER_1000, "largest", difficulty=0.2)
def _(rng: random.Random) -> Draft:
    h = rng.randint(3, 9)
    t, o = rng.sample(range(8), 2)
    t, o = max(t, o), min(t, o)
    key = h * 100 + t * 10 + o
    # Fewer hundreds with larger last digits; the same with fewer tens; two digits, both nine.
    wrong = [
        ((h - 1) * 100 + 99, "last-digit-decides"),
        (h * 100 + o * 10 + 9 if o < t else h * 100, "last-digit-decides"),
        (99, "last-digit-decides"),
    ]
    return pick_number(
        rng, both("哪个数最大？", "Which number is the largest?"), key, wrong, near=(-1, -2, -3)
    )


@PART.template(TWO_STEP, "on-and-off", difficulty=0.2)
def _(rng: random.Random) -> Draft:
    a = rng.randint(25, 60)
    b = rng.randint(8, 19)
    c = rng.randint(12, 29)
    c = c if c != b else c + 1
    told = [
        (
            "班车上有{a}人，到站下去{b}人，又上来{c}人，现在车上有多少人？",
            "{a} people are on the bus; {b} get off and {c} get on. How many are on it now?",
        ),
        (
            "图书角有{a}本书，借出{b}本，又新来{c}本，现在有多少本？",
            (
                "A book corner has {a} books; {b} are lent and {c} new ones come. How many are "
                "there now?"
            ),
        ),
    ]
    wrong = {a + b + c: "adds-all", a - b: "second-step-missing", a + b - c: "steps-swapped"}
    return digits(story(rng, told, a=a, b=b, c=c), a - b + c, boxes=3, wrong=wrong)


@PART.template(TWO_STEP, "two-more", difficulty=0.5)
def _(rng: random.Random) -> Draft:
    a, more = rng.randint(21, 39), rng.randint(4, 15)
    told = [
        (
            "合唱队有{a}人，舞蹈队比合唱队多{more}人，两个队一共有多少人？",
            (
                "The choir has {a} pupils; the dance group has {more} more than that. How many "
                "have "
                "both together?"
            ),
        ),
        (
            "爷爷养鸡{a}只，养的鸭比鸡多{more}只，鸡鸭一共多少只？",
            "Grandpa keeps {a} hens and {more} more ducks than hens. How many birds in all?",
        ),
    ]
    statement = story(rng, told, a=a, more=more)
    wrong = {a + more: "second-step-missing", a + a - more: "more-less-swapped"}
    return digits(statement, 2 * a + more, boxes=3, wrong=wrong)

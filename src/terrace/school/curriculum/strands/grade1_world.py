"""Grade 1, second part: patterns, sorting, shapes, clocks and money."""

import random

from terrace.school.curriculum.stories import story
from terrace.school.curriculum.templates import (
    Draft,
    Part,
    both,
    digits,
    pick,
    pick_number,
    same,
    with_figure,
)

PART = Part(1, "number")

SPLIT = PART.skill(
    "g1-split-10",
    zh="10以内数的分与合",
    en="Splitting numbers up to 10",
    can_zh="会把10以内的数分成两部分",
    can_en="Can split a number up to 10 into two parts",
    after=("g1-order-20",),
)
ORDINAL = PART.skill(
    "g1-ordinal",
    zh="第几和几个",
    en="Which place in a line",
    can_zh="分得清“第几”和“几个”",
    can_en="Tells “which place” from “how many”",
    after=("g1-order-20", "g1-add-10"),
)
PATTERN = PART.skill(
    "g1-pattern",
    zh="找规律",
    en="Finding a pattern",
    can_zh="会按规律接着往下写数",
    can_en="Can go on with a pattern of numbers",
    after=("g1-add-10",),
    strand="quantity",
)
SORT = PART.skill(
    "g1-sort",
    zh="分类与计数",
    en="Sorting and counting",
    can_zh="会把东西分类，再数出每类有几个",
    can_en="Can sort things and count each kind",
    after=("g1-order-20",),
    strand="data",
)
SHAPES = PART.skill(
    "g1-shapes",
    zh="认识平面图形",
    en="Flat shapes",
    can_zh="知道三角形、正方形有几条边",
    can_en="Knows how many sides triangles and squares have",
    after=("g1-add-20",),
    strand="measure",
)
HOUR = PART.skill(
    "g1-clock-hour",
    zh="认识整时和半时",
    en="Full and half hours on a clock",
    can_zh="会看整时和半时的钟面",
    can_en="Can read full and half hours on a clock",
    after=("g1-order-20",),
    strand="quantity",
)
MONEY = PART.skill(
    "g1-money",
    zh="认识元和角",
    en="Yuan and jiao",
    can_zh="会换算元和角",
    can_en="Can change yuan into jiao",
    after=("g1-number-100",),
    strand="quantity",
)
CHANGE = PART.skill(
    "g1-money-change",
    zh="简单的找零",
    en="Simple change",
    can_zh="会算买东西找回几元",
    can_en="Can work out the change in whole yuan",
    after=(MONEY, "g1-sub-20"),
    strand="quantity",
)


@PART.template(SPLIT, "other-part", difficulty=-0.2)
def _(rng: random.Random) -> Draft:
    whole = rng.randint(5, 10)
    part = rng.randint(1, whole - 1)
    told = [
        ("{whole}可以分成{part}和几？", "{whole} can be split into {part} and what?"),
        (
            "{whole}个土豆放在两个篮子里，一个篮子放{part}个，另一个篮子放几个？",
            "{whole} potatoes go into two baskets, {part} into one. How many into the other?",
        ),
    ]
    return digits(
        story(rng, told, whole=whole, part=part),
        whole - part,
        boxes=2,
        wrong={whole + part: "adds-instead"},
    )


@PART.template(ORDINAL, "queue", difficulty=0.3)
def _(rng: random.Random) -> Draft:
    before, behind = rng.randint(2, 8), rng.randint(2, 8)
    told = [
        (
            "小明排队上车，前面有{a}人，后面有{b}人，这一队一共有几人？",
            "Xiaoming queues for the bus: {a} people before him, {b} behind. How many in all?",
        ),
        (
            "小红排队打饭，前面有{a}人，后面有{b}人，这一队一共有几人？",
            "Xiaohong queues for lunch: {a} people before her, {b} behind. How many in all?",
        ),
    ]
    return digits(
        story(rng, told, a=before, b=behind),
        before + behind + 1,
        boxes=2,
        wrong={before + behind: "self-not-counted", before + behind + 2: "counts-start"},
    )


@PART.template(PATTERN, "next")
def _(rng: random.Random) -> Draft:
    start, step = rng.randint(1, 9), rng.choice((2, 3, 5))
    row = [start + step * at for at in range(5)]
    shown = "，".join(map(str, row[:4]))
    statement = both(
        f"按规律填数：{shown}，下一个数是几？",
        f"Go on with the pattern: {', '.join(map(str, row[:4]))}. Which number comes next?",
    )
    wrong = {row[3] + 1: "step-is-one", row[3] + row[3] - row[0]: "step-too-large"}
    return digits(statement, row[4], boxes=2, wrong=wrong)


@PART.template(SORT, "how-many", difficulty=-0.1)
def _(rng: random.Random) -> Draft:
    kinds = rng.sample(
        [("鸡", "hen"), ("鸭", "duck"), ("羊", "goat"), ("鹅", "goose"), ("狗", "dog")], 3
    )
    row = [rng.choice(kinds) for _place in range(rng.randint(7, 10))]
    asked = rng.choice(row)
    count = row.count(asked)
    zh = "、".join(name for name, _english in row)
    en = ", ".join(name for _chinese, name in row)
    statement = both(
        f"院子里依次走过：{zh}。一共走过几只{asked[0]}？",
        f"Through the yard come: {en}. How many times does a {asked[1]} come?",
    )
    wrong = {len(row): "counts-all", len(row) - count: "the-other-part"}
    return digits(statement, count, boxes=2, wrong=wrong)


@PART.template(SHAPES, "sticks")
def _(rng: random.Random) -> Draft:
    many = rng.randint(2, 5)
    zh, en, sides = rng.choice(
        [("三角形", "triangle", 3), ("正方形", "square", 4), ("长方形", "rectangle", 4)]
    )
    things = rng.choice([("小棒", "sticks"), ("竹条", "bamboo strips")])
    statement = both(
        f"一根{things[0]}摆一条边，分开摆{many}个{zh}，要多少根{things[0]}？",
        f"One of the {things[1]} makes one side. To lay {many} times a {en}, each apart, "
        f"how many {things[1]} are needed?",
    )
    wrong = {sides: "times-missing", many + sides: "plus-for-times"}
    return digits(statement, many * sides, boxes=2, wrong=wrong)


@PART.template(HOUR, "read-clock", difficulty=-0.2)
def _(rng: random.Random) -> Draft:
    hour, minute = rng.randint(1, 12), rng.choice((0, 30))
    after = hour % 12 + 1
    before = (hour - 2) % 12 + 1
    told = [
        ("钟面上是什么时刻？", "What time does the clock show?"),
        ("校车到村口时，钟面上是什么时刻？", "The bus comes. What time does the clock show?"),
        ("奶奶喂鸡时，钟面上是什么时刻？", "Grandma feeds the hens. What time is it?"),
    ]
    if minute:
        wrong = [
            (same(f"{after}:30"), "hour-twice"),
            (same(f"6:{hour * 5 % 60:02d}"), "hands-swapped"),
            (same(f"{hour}:00"), "half-not-seen"),
            (same(f"{before}:30"), None),
        ]
    else:
        wrong = [
            (same(f"12:{hour * 5 % 60:02d}"), "hands-swapped"),
            (same(f"{hour}:30"), None),
            (same(f"{after}:00"), "hour-twice"),
            (same(f"{before}:00"), None),
        ]
    statement = with_figure(story(rng, told), "clock", hour, minute)
    return pick(rng, statement, same(f"{hour}:{minute:02d}"), wrong)


@PART.template(MONEY, "to-jiao", difficulty=0.1)
def _(rng: random.Random) -> Draft:
    yuan, jiao = rng.randint(1, 9), rng.randint(1, 9)
    told = [
        ("{y}元{j}角一共是多少角？", "{y} yuan {j} jiao: how many jiao is that?"),
        (
            "一个鸡蛋饼{y}元{j}角，合多少角？",
            "An egg pancake costs {y} yuan {j} jiao. How many jiao is that?",
        ),
    ]
    wrong = {yuan + jiao: "unit-not-changed", yuan * 10: "second-part-left-out"}
    return digits(story(rng, told, y=yuan, j=jiao), yuan * 10 + jiao, boxes=2, wrong=wrong)


@PART.template(CHANGE, "market", difficulty=0.1)
def _(rng: random.Random) -> Draft:
    paid = rng.choice((10, 20))
    price = rng.randint(3, paid - 2)
    told = [
        (
            "赶集买一把菜花了{price}元，付了{paid}元，应找回多少元？",
            "At the market a cabbage costs {price} yuan and {paid} yuan are paid. What comes back?",
        ),
        (
            "一本练习本{price}元，付了{paid}元，应找回多少元？",
            "A notebook costs {price} yuan and {paid} yuan are paid. What comes back?",
        ),
    ]
    wrong = [(paid + price, "adds-instead"), (paid - price + 1, "counts-start"), (price, None)]
    return pick_number(rng, story(rng, told, price=price, paid=paid), paid - price, wrong)

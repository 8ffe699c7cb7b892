"""Grade 5, third part: position, data, chance, prime numbers."""

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

PART = Part(5, "position")

PAIRS = PART.skill(
    "g5-number-pairs",
    zh="用数对表示位置",
    en="Pairs of numbers for a place",
    can_zh="会用数对表示位置",
    can_en="Can say a place by a pair of numbers",
    after=("g4-shift",),
)

TURN = PART.skill(
    "g5-turn",
    zh="旋转",
    en="Turning",
    can_zh="会算转过的角度",
    can_en="Can work out how far something has turned",
    after=("g4-straight-angle", "g2-clock"),
)

LINE_CHART = PART.skill(
    "g5-changes",
    zh="折线统计图：看变化",
    en="Reading changes in data",
    can_zh="会看出数据的变化",
    can_en="Can read how data change",
    after=("g4-chart",),
    strand="data",
)

CHANCE = PART.skill(
    "g5-chance",
    zh="可能性的大小",
    en="More and less likely",
    can_zh="会比较可能性的大小",
    can_en="Can tell what is more likely",
    after=("g3-fraction-compare", "g4-chart"),
    strand="chance",
)

CERTAIN = PART.skill(
    "g5-certain",
    zh="一定、可能和不可能",
    en="Certain, possible, impossible",
    can_zh="会判断一定、可能和不可能",
    can_en="Can tell certain, possible and impossible",
    after=("g1-sort", "g3-choices"),
    strand="chance",
)

TREES = PART.skill(
    "g5-trees",
    zh="植树问题",
    en="Trees along a road",
    can_zh="分得清间隔数和棵数",
    can_en="Tells the gaps from the trees",
    after=("g3-divide-three", "g2-ruler"),
    strand="quantity",
)

PRIMES = PART.skill(
    "g5-primes",
    zh="质数和合数",
    en="Prime numbers",
    can_zh="会判断质数",
    can_en="Can tell prime numbers",
    after=("g5-factors",),
    strand="number",
)

_COLOURS = [("红", "red"), ("黄", "yellow"), ("蓝", "blue"), ("白", "white"), ("绿", "green")]

_PRIMES = (11, 13, 17, 19, 23, 29, 31, 37, 41, 43, 47, 53, 59, 61, 67, 71, 73, 79, 83, 89, 97)

_LOOK_PRIME = (21, 27, 33, 39, 49, 51, 57, 63, 69, 77, 81, 87, 91, 93)


@PART.template(PAIRS, "seat", difficulty=-0.2)
def _(rng: random.Random) -> Draft:
    column, row = rng.sample(range(1, 9), 2)
    told = [
        (
            "小芳坐在第{r}行、第{c}列，用数对（列，行）怎么表示？",
            "Xiaofang sits in row {r}, column {c}. How is her place written as (column, row)?",
        ),
        (
            "这棵桃树在果园第{r}行、第{c}列，用数对（列，行）怎么表示？",
            "A peach tree stands in row {r}, column {c}. How is it written as (column, row)?",
        ),
    ]
    wrong = [
        (same(f"({row}, {column})"), "row-column-swapped"),
        (same(f"({column}, {row + 1})"), "counts-start"),
        (same(f"({column + 1}, {row})"), "counts-start"),
    ]
    return pick(rng, story(rng, told, r=row, c=column), same(f"({column}, {row})"), wrong)


@PART.template(TURN, "minute-hand")
def _(rng: random.Random) -> Draft:
    minutes = rng.choice([one for one in range(5, 56, 5) if one != 30])
    start = rng.randint(1, 11)
    told = [
        (
            "从{h}时起，分针走了{m}分，转过了多少度？",
            "From {h} o'clock the minute hand moves on {m} minutes. How many degrees does it turn?",
        ),
        (
            "从{h}时开始上课，过了{m}分，分针转过了多少度？",
            (
                "A lesson begins at {h} o'clock. After {m} minutes, how many degrees has the "
                "minute "
                "hand turned?"
            ),
        ),
    ]
    wrong = {minutes: "unit-not-changed", 360 - minutes * 6: "the-other-part"}
    return digits(story(rng, told, h=start, m=minutes), minutes * 6, boxes=3, wrong=wrong)


@PART.template(LINE_CHART, "largest-change", difficulty=0.2)
def _(rng: random.Random) -> Draft:
    steps = rng.sample(range(1, 9), 3)
    start = rng.randint(2, 12)
    row = [start]
    for step in steps:
        row.append(row[-1] + step)
    told = [
        (
            "折线统计图上，四个月的气温是{a}℃、{b}℃、{c}℃、{d}℃。相邻两个月最多升高多少℃？",
            (
                "A chart shows four months: {a} ℃, {b} ℃, {c} ℃, {d} ℃. What is the largest rise "
                "from "
                "one to the next in ℃?"
            ),
        ),
        (
            "豆苗四周的高度是{a}厘米、{b}厘米、{c}厘米、{d}厘米。长得最快的一周长高多少厘米？",
            (
                "A bean is {a} cm, {b} cm, {c} cm, {d} cm high in four weeks. By how many cm "
                "does it "
                "grow in its best week?"
            ),
        ),
    ]
    wrong = {row[-1]: "value-for-change", row[-1] - row[0]: "first-to-last", min(steps): None}
    statement = story(rng, told, **dict(zip("abcd", row, strict=True)))
    named = {number: why for number, why in wrong.items() if why}
    return digits(statement, max(steps), boxes=2, wrong=named)


@PART.template(CHANCE, "most-likely", difficulty=-0.1)
def _(rng: random.Random) -> Draft:
    colours = rng.sample(_COLOURS, 4)
    counts = sorted(rng.sample(range(1, 12), 4), reverse=True)
    order = list(zip(colours, counts, strict=True))
    rng.shuffle(order)
    zh = "、".join(f"{count}个{name}球" for (name, _en), count in order)
    en = ", ".join(f"{count} {name}" for (_zh, name), count in order)
    asked_zh, asked_en, key = rng.choice([("最大", "most", 0), ("最小", "least", 3)])
    statement = both(
        f"袋子里有{zh}，任意摸一个，摸到哪种颜色的可能性{asked_zh}？",
        f"A bag holds balls: {en}. One is drawn blindly. Which colour is {asked_en} likely?",
    )
    others = [3 - key, 1, 2]
    wrong = [
        (both(f"{colours[at][0]}色", colours[at][1]), "likely-turned-round" if not place else None)
        for place, at in enumerate(others)
    ]
    return pick(rng, statement, both(f"{colours[key][0]}色", colours[key][1]), wrong)


@PART.template(CERTAIN, "bag", difficulty=-0.2)
def _(rng: random.Random) -> Draft:
    (a, b) = rng.sample(_COLOURS, 2)
    many, others = rng.randint(5, 19), rng.choice((0, rng.randint(1, 4)))
    asked = rng.choice((a, b))
    rest_zh = f"{others}个{b[0]}球" if others else "没有别的球"
    rest_en = f"{others} {b[1]}" if others else "no others"
    statement = both(
        f"袋子里有{many}个{a[0]}球，{rest_zh}。任意摸一个，摸到{asked[0]}球是怎样的？",
        f"A bag holds {many} {a[1]} balls and {rest_en}. One is drawn blindly. That it is "
        f"{asked[1]} is what?",
    )
    words = {
        "certain": both("一定的", "certain"),
        "possible": both("可能的", "possible, not certain"),
        "impossible": both("不可能的", "impossible"),
    }
    key = "possible" if others else "certain" if asked == a else "impossible"
    wrong = [(told, "likely-is-certain") for name, told in words.items() if name != key]
    return pick(rng, statement, words[key], [*wrong, (both("说不出来", "cannot be said"), None)])


@PART.template(TREES, "both-ends", difficulty=0.2)
def _(rng: random.Random) -> Draft:
    gap, gaps = rng.choice((4, 5, 6, 8, 10)), rng.randint(8, 40)
    told = [
        (
            "一条{n}米长的村路，一边每隔{g}米栽一棵树，两端都栽，要栽多少棵？",
            (
                "A village road is {n} m long. A tree stands every {g} m on one side, at both ends "
                "too. How many trees?"
            ),
        ),
        (
            "一条{n}米长的水渠，一边每隔{g}米立一根桩，两端都立，要立多少根？",
            (
                "A ditch is {n} m long. A post stands every {g} m along it, at both ends too. "
                "How many "
                "posts?"
            ),
        ),
    ]
    wrong = {gaps: "gaps-for-trees", gaps - 1: "ends-left-out"}
    return digits(story(rng, told, n=gap * gaps, g=gap), gaps + 1, boxes=2, wrong=wrong)


@PART.template(PRIMES, "which-prime", difficulty=0.1)
def _(rng: random.Random) -> Draft:
    wrong = [(number, "odd-is-prime") for number in rng.sample(_LOOK_PRIME, 2)]
    wrong.append((rng.choice((15, 25, 35, 45, 55, 65, 85, 95)), "odd-is-prime"))
    statement = both("下面哪个数是质数？", "Which of these is a prime number?")
    return pick_number(rng, statement, rng.choice(_PRIMES), wrong, near=())


@PART.template(CHANCE, "chart", difficulty=0.1)
def _(rng: random.Random) -> Draft:
    heights = rng.sample(range(1, 9), 4)
    best = heights.index(max(heights))
    statement = with_figure(
        both(
            "摸球100次，①②③④四种球摸到的次数如图。袋子里哪种球很可能最多？",
            "Balls are drawn 100 times; the chart shows how often each kind came. Of which kind "
            "are there probably the most?",
        ),
        "chart",
        5,
        *heights,
    )
    least = heights.index(min(heights))
    order = sorted({0, 1, 2, 3} - {best, least}, key=lambda at: -heights[at])
    wrong = [(same("①②③④"[least]), "likely-turned-round")]
    wrong += [(same("①②③④"[at]), "last-digit-decides") for at in order[:1]]
    return pick(
        rng, statement, same("①②③④"[best]), [*wrong, *((same("①②③④"[at]), None) for at in order)]
    )

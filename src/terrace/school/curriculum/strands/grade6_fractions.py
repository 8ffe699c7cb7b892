"""Grade 6, first part: multiplying and dividing fractions."""

import random
from math import gcd

from terrace.school.curriculum.items import Bilingual
from terrace.school.curriculum.stories import around, calculate
from terrace.school.curriculum.templates import (
    Draft,
    Part,
    digits,
    maths,
    pick,
)

PART = Part(6, "number")

FRACTION_TIMES = PART.skill(
    "g6-fraction-times",
    zh="分数乘法",
    en="Multiplying fractions",
    can_zh="会算分数乘法",
    can_en="Can multiply fractions",
    after=("g5-fraction-equal", "g3-fraction-of"),
)
FRACTION_DIVIDE = PART.skill(
    "g6-fraction-divide",
    zh="分数除法",
    en="Dividing fractions",
    can_zh="会算分数除法",
    can_en="Can divide fractions",
    after=(FRACTION_TIMES,),
)


def _reduced(p: int, q: int) -> str:
    common = gcd(p, q)
    return f"{p // common}/{q // common}" if q // common > 1 else str(p // common)


def _proper(rng: random.Random, low: int = 3, high: int = 9) -> tuple[int, int]:
    """A fraction below one, in lowest terms."""
    while True:
        q = rng.randint(low, high)
        p = rng.randint(1, q - 1)
        if gcd(p, q) == 1:
            return p, q


@PART.template(FRACTION_TIMES, "calculate", difficulty=0.1)
def _(rng: random.Random) -> Draft:
    (a, b), (c, d) = _proper(rng), _proper(rng)
    wrong = [
        (maths(_reduced(a * d, b * c)), "crosswise"),
        (maths(_reduced(a * c, b + d)), "denominators-added"),
        (maths(_reduced(a + c, b * d)), "plus-for-times"),
        (maths(_reduced(a * c + 1, b * d)), None),
        (maths(_reduced(a * c + 2, b * d)), None),
        (maths(_reduced(a * c + 3, b * d)), None),
    ]
    return pick(rng, calculate(f"{a}/{b} × {c}/{d}"), maths(_reduced(a * c, b * d)), wrong)


@PART.template(FRACTION_TIMES, "of-amount", difficulty=0.2)
def _(rng: random.Random) -> Draft:
    p, q = _proper(rng)
    total = q * rng.randint(4, 25)
    zh, en = rng.choice(
        [
            (
                "一块地有{n}平方米，其中 | 种蔬菜，种蔬菜的有多少平方米？",
                "A field has {n} square metres; | of it is vegetables. How many square metres?",
            ),
            (
                "水窖里有{n}桶水，用去了 | ，用去多少桶？",
                "A cistern holds {n} buckets of water; | of it is used. How many buckets are used?",
            ),
        ]
    )
    statement = _words(zh.format(n=total), en.format(n=total), f"{p}/{q}")
    wrong = {
        total // q: "one-part-only",
        total - total * p // q: "the-other-part",
        total * q // p: "divides-instead",
    }
    return digits(statement, total * p // q, boxes=3, wrong=wrong)


@PART.template(FRACTION_DIVIDE, "calculate", difficulty=0.3)
def _(rng: random.Random) -> Draft:
    while True:
        (a, b), (c, d) = _proper(rng), _proper(rng)
        # Dividing equals by equals, or by what turns into itself, would let a wrong way be right.
        if (a, b) != (c, d):
            break
    wrong = [
        (maths(_reduced(a * c, b * d)), "times-not-turned"),
        (maths(_reduced(b * c, a * d)), "first-turned"),
        (maths(_reduced(b * d, a * c)), "both-turned"),
        (maths(_reduced(a * d + 1, b * c)), None),
        (maths(_reduced(a * d + 2, b * c)), None),
    ]
    return pick(rng, calculate(f"{a}/{b} ÷ {c}/{d}"), maths(_reduced(a * d, b * c)), wrong)


@PART.template(FRACTION_DIVIDE, "whole-from-part", difficulty=0.5)
def _(rng: random.Random) -> Draft:
    p, q = _proper(rng)
    part = p * rng.randint(4, 20)
    zh, en = rng.choice(
        [
            (
                "修一条水渠，已经修了{n}米，正好是全长的 | ，全长多少米？",
                (
                    "{n} m of a canal are dug: exactly | of its length. How long is it in all, in "
                    "metres?"
                ),
            ),
            (
                "学校里有{n}人住校，正好是全校人数的 | ，全校多少人？",
                (
                    "{n} pupils of a school board: exactly | of them all. How many pupils has "
                    "the school?"
                ),
            ),
        ]
    )
    statement = _words(zh.format(n=part), en.format(n=part), f"{p}/{q}")
    wrong = {
        part * p // q: "times-not-turned",
        part // p: "one-part-only",
        part * q: "one-part-only-divided",
    }
    return digits(statement, part // p * q, boxes=3, wrong=wrong)


def _words(zh: str, en: str, fraction: str) -> Bilingual:
    zh_before, zh_after = zh.split("|")
    en_before, en_after = en.split("|")
    return around((zh_before, zh_after), (en_before, en_after), fraction)

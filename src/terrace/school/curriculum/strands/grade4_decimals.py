"""Grade 4, second part: decimals."""

import random

from terrace.school.curriculum.stories import calculate, story
from terrace.school.curriculum.templates import Draft, Part, both, digits, maths, pick

PART = Part(4, "number")

DECIMAL = PART.skill(
    "g4-decimal",
    zh="小数的意义和大小比较",
    en="Decimals: place value and comparison",
    can_zh="知道小数各数位的意义，会比大小",
    can_en="Knows the places of a decimal and can compare decimals",
    after=("g3-decimal", "g3-fraction-compare"),
)
DECIMAL_ADD = PART.skill(
    "g4-decimal-add",
    zh="小数加减法",
    en="Adding and subtracting decimals",
    can_zh="会算小数加减法",
    can_en="Can add and subtract decimals",
    after=(DECIMAL, "g3-decimal-add", "g3-sub-nought"),
)


@PART.template(DECIMAL, "compose", difficulty=0.1)
def _(rng: random.Random) -> Draft:
    o, t = rng.randint(2, 9), rng.randint(2, 9)
    statement = both(
        f"{o}个一和{t}个百分之一组成的数是多少？", f"{o} ones and {t} hundredths make which number?"
    )
    wrong = [
        (maths(f"{o}.{t}"), "wrong-place"),
        (maths(f"{o}.00{t}"), "wrong-place"),
        (maths(f"{o * 100 + t}"), "point-forgotten"),
    ]
    return pick(rng, statement, maths(f"{o}.0{t}"), wrong)


@PART.template(DECIMAL, "largest", difficulty=0.3)
def _(rng: random.Random) -> Draft:
    whole = rng.randint(0, 8)
    t = rng.randint(4, 9)
    low = rng.randint(1, t - 2)
    wrong = [
        (maths(f"{whole}.{low}{rng.randint(11, 99)}"), "more-digits-larger"),
        (maths(f"{whole}.0{t}"), "nought-left-out"),
        (maths(f"{whole}.{t - 1}{rng.randint(1, 9)}"), "more-digits-larger"),
    ]
    return pick(
        rng, both("哪个数最大？", "Which number is the largest?"), maths(f"{whole}.{t}"), wrong
    )


@PART.template(DECIMAL, "move-point", difficulty=0.2)
def _(rng: random.Random) -> Draft:
    n = rng.randint(12, 98)
    n += n % 10 == 0
    told = [
        (
            "一张纸板厚0.{n}毫米，100张摞起来厚多少毫米？",
            "A sheet of card is 0.{n} mm thick. How many millimetres are 100 of them?",
        ),
        ("0.{n}乘100，得多少？", "What is 0.{n} times 100?"),
    ]
    wrong = {n // 10: "point-moved-wrong", n * 10: "point-moved-wrong"}
    return digits(story(rng, told, n=n), n, boxes=3, wrong=wrong)


@PART.template(DECIMAL_ADD, "add", difficulty=0.2)
def _(rng: random.Random) -> Draft:
    a = rng.randint(11, 89)
    b = rng.choice([n for n in range(112, 889) if n % 10])
    total = a * 10 + b
    wrong = [
        (maths(_hundredths(a + b)), "last-digits-lined-up"),
        (maths(_hundredths(total - 100)), "carry-dropped"),
        (maths(_hundredths(total * 10)), "point-moved-wrong"),
        (maths(_hundredths(total + 10)), None),
    ]
    return pick(
        rng,
        calculate(f"{_hundredths(a * 10)} + {_hundredths(b)}"),
        maths(_hundredths(total)),
        wrong,
    )


@PART.template(DECIMAL_ADD, "subtract", difficulty=0.5)
def _(rng: random.Random) -> Draft:
    a = rng.randint(4, 9)
    b = rng.choice([n for n in range(112, a * 100 - 111) if n % 10])
    told = [
        (
            "一根水管长{a}米，用去{b}米，还剩多少米？",
            "A pipe is {a} m long; {b} m are used. How many metres are left?",
        ),
        (
            "一桶油重{a}千克，用去{b}千克，还剩多少千克？",
            "A can holds {a} kg of oil; {b} kg are used. How many kilograms are left?",
        ),
    ]
    left = a * 100 - b
    wrong = [
        (maths(_hundredths(left + 100)), "borrow-not-paid"),
        (maths(_hundredths((a - b // 100) * 100 + b % 100)), "smaller-from-larger"),
        (maths(_hundredths(left + 10)), "nought-kept-ten"),
        (maths(_hundredths(a * 100 + b)), "adds-instead"),
    ]
    return pick(rng, story(rng, told, a=a, b=_hundredths(b)), maths(_hundredths(left)), wrong)


def _hundredths(number: int) -> str:
    """A number of hundredths as a decimal without noughts at its end: 350 → 3.5."""
    text = f"{number // 100}.{number % 100:02d}"
    return text.rstrip("0").rstrip(".")

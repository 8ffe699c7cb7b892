"""Every template solved again, from what a child reads: the printed English text, nothing else.

Each way is another one than the generator's: sentences are parsed, calculations are evaluated
from their text with exact fractions, and the rest is found by counting, listing or searching.
"""

import re
from fractions import Fraction

from tests.school.curriculum import solutions_measure
from tests.school.curriculum.reading import (
    Question,
    Solution,
    calculated,
    counted_down,
    counted_up,
    evaluate,
    first,
    one,
    piles,
)


def minutes(q: Question) -> tuple[int, int, int, int]:
    """Two clock times from a text."""
    (h, m), (k, n) = re.findall(r"(\d+):(\d\d)", q.text)
    return int(h), int(m), int(k), int(n)


def walked_minutes(q: Question) -> int:
    h, m, k, n = minutes(q)
    return len(range(h * 60 + m, k * 60 + n))


def arrival(q: Question) -> str:
    h, m, length = q.n
    for _ in range(length):
        m += 1
        if m == 60:
            h, m = h + 1, 0
    return f"{h}:{m:02d}"


def which_check(q: Question) -> str:
    """The sum of difference and what was taken away, in that order on this sheet."""
    whole, taken, left = q.n
    fits = [o for o in q.options if "+" in o and evaluate(o) == whole]
    assert fits == [f"{left} + {taken}"]
    return fits[0]


def same_value(q: Question) -> str:
    shown = re.findall(r"\d+ × \d+", q.text)[0]
    return one(q, lambda option: evaluate(option) == evaluate(shown))


def as_times(q: Question) -> str:
    terms = q.text.split("=")[0].split("+")
    return f"{terms[0].strip()}×{len(terms)}"


def left_over_fraction(q: Question) -> Fraction:
    parts, taken = q.n
    return Fraction(len(range(taken, parts)), parts)


def largest(q: Question) -> Fraction:
    return sorted(q.values)[-1]


def smallest(q: Question) -> Fraction:
    return sorted(q.values)[0]


def common_factor(q: Question) -> int:
    a, b = q.n
    return max(k for k in range(1, a + 1) if a % k == 0 and b % k == 0)


def common_multiple(q: Question) -> int:
    a, b = q.n
    return min({a * k for k in range(1, b + 1)} & {b * k for k in range(1, a + 1)})


def equation(q: Question) -> int:
    a, *more, right = q.n
    return first(lambda x: a * x + sum(more) == right)


def lowest_terms(q: Question) -> str:
    shown = q.numbers[0]
    return one(q, lambda o: Fraction(o) == shown and str(Fraction(o)) == o)


def hidden(q: Question) -> int:
    """The number that makes "(   ) + a = b" or "(   ) - a = b" true."""
    line = q.text.split(". ")[0]
    left, right = line.split(" = ")
    return first(lambda x: evaluate(left.replace("(   )", str(x))) == Fraction(right))


def simplified_ratio(q: Question) -> str:
    a, b = q.n
    k = max(k for k in range(1, a + 1) if a % k == 0 and b % k == 0)
    return f"{a // k} : {b // k}"


def ratio_share(q: Question) -> int:
    """Dealt out in turn: p to the first, q to the second, until nothing is left."""
    p, r = (int(n) for n in re.findall(r"(\d+) : (\d+)", q.text)[0])
    (total,) = (int(n) for n in re.findall(r"(\d+) kg", q.text))
    second = 0
    while total > 0:
        total -= p + r
        second += r
    assert total == 0
    return second


def proportion(q: Question) -> int:
    a, b, c = q.n
    return first(lambda x: a * x == b * c)


def apart(q: Question) -> int:
    (below,) = re.findall(r"-(\d+) ℃", q.text)
    (above,) = re.findall(r"(?<!-)\b(\d+) ℃", q.text)
    return len(range(-int(below), int(above)))


def enough(q: Question) -> int:
    cost = sum(q.n)
    return int(min(value for value in q.values if value >= cost))


def rounded(q: Question, to: int) -> int:
    """The nearest multiple; nothing lies half-way on these sheets."""
    (number,) = q.n
    return min(range(0, number + 2 * to, to), key=lambda multiple: abs(multiple - number))


def whole_from_part(q: Question) -> int:
    part, share = q.numbers
    return first(lambda whole: whole * share == part, 1)


SOLUTIONS: dict[str, Solution] = {
    "g1-order-20/after": lambda q: counted_up(q.n[0], 1),
    "g1-order-20/largest": largest,
    "g1-add-10/calculate": calculated,
    "g1-add-10/story": lambda q: counted_up(*q.n),
    "g1-sub-10/calculate": calculated,
    "g1-sub-10/story": lambda q: counted_down(*q.n),
    "g1-place-20/ten-and-ones": lambda q: counted_up(counted_up(0, q.n[0], 10), q.n[-1]),
    "g1-add-20/calculate": calculated,
    "g1-add-20/story": lambda q: counted_up(*q.n),
    "g1-sub-20/calculate": calculated,
    "g1-sub-20/more-than": lambda q: counted_down(*q.n),
    "g1-number-100/tens-and-ones": lambda q: counted_up(counted_up(0, q.n[0], 10), q.n[-1]),
    "g1-number-100/neighbour": lambda q: counted_up(q.n[0], 1),
    "g1-add-tens/add-tens": calculated,
    "g1-add-tens/add-ones": calculated,
    "g1-add-tens/take-ones": calculated,
    "g2-add-100/calculate": calculated,
    "g2-add-100/story": lambda q: counted_up(*q.n),
    "g2-sub-100/calculate": calculated,
    "g2-sub-100/story": lambda q: counted_down(*q.n),
    "g2-times-meaning/write-as-times": as_times,
    "g2-times-meaning/groups": lambda q: counted_up(0, *q.n),
    "g2-tables/calculate": calculated,
    "g2-tables/story": lambda q: counted_up(0, *q.n),
    "g2-share/each-gets": lambda q: piles(*q.n)[0],
    "g2-divide/calculate": calculated,
    "g2-divide/how-many-groups": lambda q: piles(*q.n)[0],
    "g2-remainder/what-is-left": lambda q: piles(*q.n)[1],
    "g2-remainder/one-more-trip": lambda q: first(lambda trips: trips * q.n[1] >= q.n[0]),
    "g2-number-1000/place": lambda q: counted_up(counted_up(0, q.n[0], 100), q.n[1]),
    "g2-number-1000/largest": largest,
    "g2-two-step/on-and-off": lambda q: q.n[0] - q.n[1] + q.n[2],
    "g2-two-step/two-more": lambda q: sum([q.n[0], q.n[0] + q.n[1]]),
    "g3-number-10000/compose": lambda q: counted_up(counted_up(0, q.n[0], 1000), q.n[1], 10),
    "g3-number-10000/next": lambda q: counted_up(q.n[0], 1),
    "g3-add-1000/calculate": calculated,
    "g3-add-1000/story": lambda q: counted_up(*q.n),
    "g3-sub-1000/calculate": calculated,
    "g3-sub-1000/story": lambda q: counted_down(*q.n),
    "g3-sub-nought/calculate": calculated,
    "g3-sub-nought/change": lambda q: counted_down(*q.n),
    "g3-check/missing-part": hidden,
    "g3-check/missing-whole": hidden,
    "g3-check/which-check": which_check,
    "g3-estimate/sum": lambda q: sum(
        min(range(0, 1000, 100), key=lambda hundred: abs(hundred - n)) for n in q.n
    ),
    "g3-estimate/enough-money": enough,
    "g3-time/minutes": walked_minutes,
    "g3-time/arrival": arrival,
    "g3-times-tens/calculate": calculated,
    "g3-times-tens/story": lambda q: counted_up(0, q.n[1], q.n[0]),
    "g3-times-one/calculate": calculated,
    "g3-times-one/story": lambda q: counted_up(0, q.n[1], q.n[0]),
    "g3-times-carry/calculate": calculated,
    "g3-times-carry/story": lambda q: counted_up(0, q.n[1], q.n[0]),
    "g3-times-nought/calculate": calculated,
    "g3-times-as-many/how-many-times": lambda q: piles(*q.n)[0],
    "g3-times-as-many/times-of": lambda q: counted_up(0, q.n[1], q.n[0]),
    "g3-times-as-many/sum": lambda q: counted_up(q.n[0], q.n[1], q.n[0]),
    "g3-divide-two/calculate": calculated,
    "g3-divide-two/left-over": lambda q: piles(*q.n)[1],
    "g3-divide-three/calculate": calculated,
    "g3-divide-three/story": lambda q: piles(*q.n)[0],
    "g3-divide-nought/calculate": calculated,
    "g3-divide-nought/story": lambda q: piles(*q.n)[0],
    "g3-times-two/calculate": calculated,
    "g3-times-two/story": lambda q: counted_up(0, q.n[1], q.n[0]),
    "g3-two-step/buy-and-change": lambda q: counted_up(q.n[2], q.n[1], -q.n[0]),
    "g3-two-step/share-the-rest": lambda q: first(lambda x: x * q.n[2] + q.n[1] == q.n[0]),
    "g3-fraction/shared": lambda q: Fraction(len(range(q.n[1])), q.n[0]),
    "g3-fraction/the-rest": left_over_fraction,
    "g3-fraction-compare/unit": largest,
    "g3-fraction-compare/same-denominator": smallest,
    "g3-fraction-add/add": calculated,
    "g3-fraction-add/subtract": calculated,
    "g3-fraction-add/from-one": calculated,
    "g3-fraction-of/of-things": lambda q: q.numbers[0] * q.numbers[1],
    "g3-decimal/money": lambda q: Fraction(q.n[0] * 10 + q.n[1], 10),
    "g3-decimal/largest": largest,
    "g3-decimal/length": lambda q: Fraction(q.n[0] * 10 + q.n[1], 10),
    "g3-decimal-add/add": calculated,
    "g3-decimal-add/change": lambda q: q.numbers[1] - q.numbers[0],
    "g4-large-numbers/compose": lambda q: counted_up(counted_up(0, q.n[0], 10_000), q.n[1], 100),
    "g4-large-numbers/in-ten-thousands": lambda q: piles(q.n[0], 10_000)[0],
    "g4-round/to-ten-thousand": lambda q: rounded(q, 10_000) // 10_000,
    "g4-round/to-hundred": lambda q: rounded(q, 100),
    "g4-times-three/calculate": calculated,
    "g4-times-three/story": lambda q: counted_up(0, q.n[1], q.n[0]),
    "g4-divide-two-digit/calculate": calculated,
    "g4-divide-two-digit/left-over": lambda q: piles(*q.n)[1],
    "g4-order/times-first": calculated,
    "g4-order/brackets": calculated,
    "g4-laws/distribute": calculated,
    "g4-laws/same-value": same_value,
    "g4-speed/distance": lambda q: counted_up(0, q.n[1], q.n[0]),
    "g4-speed/time": lambda q: piles(*q.n)[0],
    "g4-speed/there-and-back": lambda q: counted_up(q.n[2], q.n[1], q.n[0]),
    "g4-decimal/compose": lambda q: Fraction(q.n[0] * 100 + q.n[1], 100),
    "g4-decimal/largest": largest,
    "g4-decimal/move-point": lambda q: q.numbers[0] * 100,
    "g4-decimal-add/add": calculated,
    "g4-decimal-add/subtract": lambda q: q.numbers[0] - q.numbers[1],
    "g5-decimal-times/calculate": calculated,
    "g5-decimal-times/price": lambda q: q.numbers[0] * q.numbers[1],
    "g5-decimal-divide/by-whole": calculated,
    "g5-decimal-divide/by-decimal": lambda q: first(lambda x: x * q.numbers[1] == q.numbers[0]),
    "g5-equation/one-step": equation,
    "g5-equation/two-steps": equation,
    "g5-equation/story": equation,
    "g5-factors/which-factor": lambda q: one(q, lambda o: q.n[0] % int(o) == 0),
    "g5-factors/sign": lambda q: one(q, lambda o: int(o) % q.n[0] == 0),
    "g5-common/greatest-factor": common_factor,
    "g5-common/least-multiple": common_multiple,
    "g5-fraction-equal/simplest": lowest_terms,
    "g5-fraction-equal/missing-top": lambda q: q.numbers[0] * q.numbers[1],
    "g5-fraction-add/add": calculated,
    "g5-fraction-add/subtract": calculated,
    "g5-fraction-decimal/to-decimal": lambda q: q.numbers[0],
    "g5-fraction-decimal/to-fraction": lowest_terms,
    "g6-fraction-times/calculate": calculated,
    "g6-fraction-times/of-amount": lambda q: q.numbers[0] * q.numbers[1],
    "g6-fraction-divide/calculate": calculated,
    "g6-fraction-divide/whole-from-part": whole_from_part,
    "g6-ratio/simplify": simplified_ratio,
    "g6-ratio/share": ratio_share,
    "g6-percent/from-fraction": lambda q: q.numbers[0] * 100,
    "g6-percent/from-decimal": lambda q: q.numbers[0] * 100,
    "g6-percent-of/discount": lambda q: first(lambda x: x * 100 == q.n[0] * q.n[1]),
    "g6-percent-of/increase": lambda q: first(lambda x: (x - q.n[0]) * 100 == q.n[0] * q.n[1]),
    "g6-proportion/solve": proportion,
    "g6-proportion/story": lambda q: first(lambda x: x * q.n[0] == q.n[1] * q.n[2]),
    "g6-negative/lowest": smallest,
    "g6-negative/difference": apart,
    "g6-negative/meaning": lambda q: -q.numbers[-1],
}

SOLUTIONS |= solutions_measure.SOLUTIONS

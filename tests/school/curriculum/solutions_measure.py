"""The second half of the solutions: clocks, lengths, shapes, places, data, chance.

As in `solutions`, nothing is taken from a generator: what a child reads is parsed, what a figure
shows stands as numbers in brackets, and the answer is found by counting, listing or searching.
"""

import itertools
import re
from collections.abc import Callable
from datetime import date
from fractions import Fraction

from tests.school.curriculum.reading import (
    Question,
    Solution,
    calculated,
    counted_down,
    counted_up,
    first,
    one,
    piles,
)

RINGS = ["north", "north-east", "east", "south-east", "south", "south-west", "west", "north-west"]


def clock(q: Question) -> str:
    """The option that says what the clock shows: its figure reads "[7:40]"."""
    (shown,) = re.findall(r"\[(\d+:\d\d)\]", q.text)
    return one(q, lambda option: option == shown)


def figure(q: Question) -> tuple[int, ...]:
    """The numbers of the figure."""
    (shown,) = re.findall(r"\[([\d, ]+)\]", q.text)
    return tuple(int(number) for number in shown.split(","))


def units(rate: int) -> Solution:
    """So many large units and so many small ones, counted one after the other."""
    return lambda q: counted_up(sum(counted_up(0, rate) for _large in range(q.n[0])), q.n[1])


def next_number(q: Question) -> int:
    """The pattern goes on with the step that all its numbers keep."""
    (step,) = {after - before for before, after in zip(q.n, q.n[1:], strict=False)}
    return counted_up(q.n[-1], step)


def kinds(q: Question) -> int:
    row, asked = re.findall(r"come: (.*)\. How many times does a (\w+) come", q.text)[0]
    return row.split(", ").count(asked)


def sides(q: Question) -> int:
    (name,) = re.findall(r"a (triangle|square|rectangle)", q.text)
    return sum({"triangle": 3, "square": 4, "rectangle": 4}[name] for _one in range(q.n[-1]))


def kind_of_angle(q: Question) -> str:
    (degrees,) = (int(n) for n in re.findall(r"\[(\d+)°\]", q.text))
    return {-1: "acute angle", 0: "right angle", 1: "obtuse angle"}[(degrees > 90) - (degrees < 90)]


def walked_round(q: Question) -> int:
    """Along the four sides, one after the other."""
    long, wide = q.n
    return counted_up(counted_up(counted_up(counted_up(0, long), wide), long), wide)


def squares(q: Question) -> int:
    columns, rows, cut_columns, cut_rows = figure(q)
    return len(
        {
            (column, row)
            for column in range(columns)
            for row in range(rows)
            if not (column >= columns - cut_columns and row < cut_rows)
        }
    )


def cells(*lengths: int) -> int:
    """Unit squares or cubes, in layers."""
    total = 1
    for length in lengths:
        total = sum(total for _layer in range(length))
    return total


def days(q: Question) -> int:
    start, month, end = q.n[0], q.n[1], q.n[2]
    return (date(2023, month + 1, end) - date(2023, month, start)).days


def leap(q: Question) -> str:
    def has_29th(year: str) -> bool:
        try:
            date(int(year), 2, 29)
        except ValueError:
            return False
        return True

    return one(q, has_29th)


def afternoon(q: Question) -> str:
    (hour, minute) = re.findall(r"(\d+):(\d\d)", q.text)[0]
    return f"{counted_up(int(hour), 12)}:{minute}"


def beside(q: Question) -> str:
    (facing,) = re.findall(r"you face (\w+)", q.text)
    quarter = {"right": 2, "behind": 4, "left": 6}
    (turn,) = [step for word, step in quarter.items() if word in q.text]
    return RINGS[(RINGS.index(facing) + turn) % 8]


def other_way(q: Question) -> str:
    (way,) = re.findall(r"lies ([a-z-]+) of", q.text)
    opposite = {"north": "south", "south": "north", "east": "west", "west": "east"}
    return "-".join(opposite[word] for word in way.split("-"))


def bearing(q: Question) -> str:
    degrees, first_way, second_way = re.findall(r"lies (\d+)° from (\w+) to (\w+) of", q.text)[0]
    opposite = {"north": "south", "south": "north", "east": "west", "west": "east"}
    return f"{degrees}° from {opposite[first_way]} to {opposite[second_way]}"


def third_side(q: Question) -> str:
    """The one length that reaches: any two sides together are longer than the third."""
    a, b = q.n

    def closes(option: str) -> bool:
        lengths = sorted((a, b, int(option)))
        return lengths[0] + lengths[1] > lengths[2]

    return one(q, closes)


def mirrored(q: Question) -> int:
    axis, point = q.n
    return first(lambda column: column - axis == axis - point and column != point)


def rabbits(q: Question) -> int:
    hen, rabbit, heads, legs = q.n
    return first(lambda many: many * rabbit + (heads - many) * hen == legs)


def same_quotient(q: Question) -> str:
    def quotient(text: str) -> Fraction:
        a, b = (int(number) for number in re.findall(r"\d+", text))
        return Fraction(a, b)

    return one(q, lambda option: quotient(option) == quotient(q.text))


def turned(q: Question) -> int:
    """Six degrees a minute, since sixty minutes are a full turn."""
    return first(lambda degrees: degrees * 60 == q.n[1] * 360)


def rises(q: Question) -> int:
    row = q.n
    return max(b - a for a, b in itertools.pairwise(row))


def likely(q: Question) -> str:
    counts = {name: int(many) for many, name in re.findall(r"(\d+) (\w+)", q.text)}
    chosen: Callable[..., str] = max if "most likely" in q.text else min
    return chosen(counts, key=lambda name: counts[name])


def tallest(q: Question) -> str:
    _unit, *heights = figure(q)
    return sorted(zip(heights, "①②③④", strict=False))[-1][1]


def certain(q: Question) -> str:
    balls = {name: int(many) for many, name in re.findall(r"(\d+) (\w+)", q.text)}
    (asked,) = re.findall(r"That it is (\w+) is", q.text)
    drawn = [name for name, many in balls.items() for _ball in range(many)]
    right = sum(name == asked for name in drawn)
    if right == len(drawn):
        return "certain"
    return "possible, not certain" if right else "impossible"


def trees(q: Question) -> int:
    length, gap = q.n
    return len(range(0, length + 1, gap))


def prime(q: Question) -> str:
    return one(q, lambda o: [k for k in range(1, int(o) + 1) if int(o) % k == 0] == [1, int(o)])


PI = Fraction("3.14")


def fair_share(q: Question) -> int:
    """One more or less at a time is handed from the most to the fewest."""
    row = list(q.n)
    while max(row) - min(row) > 1:
        row[row.index(max(row))] -= 1
        row[row.index(min(row))] += 1
    assert len(set(row)) == 1
    return row[0]


def rest_of_all(q: Question) -> int:
    total, *parts = q.n
    return total - sum(first(lambda x, part=part: x * 100 == total * part) for part in parts)  # type: ignore[misc]


def interest(q: Question) -> int:
    saved, years, rate = q.n
    return sum(first(lambda x: x * 100 == saved * rate) for _year in range(years))


def crowded(q: Question) -> int:
    """Shared out one by one as evenly as can be, the fullest place has this many."""
    birds, holes = q.n
    boxes = [0] * holes
    for bird in range(birds):
        boxes[bird % holes] += 1
    return max(boxes)


def together(q: Question) -> int:
    a, b = q.n
    return first(lambda day: Fraction(day, a) + Fraction(day, b) == 1)


def sticks(q: Question) -> int:
    _one, start, _more, step, many = q.n
    return counted_up(start, many - 1, step)


SOLUTIONS: dict[str, Solution] = {
    "g1-split-10/other-part": lambda q: first(lambda x: q.n[1] + x == q.n[0]),
    "g1-ordinal/queue": lambda q: len([*range(q.n[0]), "self", *range(q.n[1])]),
    "g1-pattern/next": next_number,
    "g1-sort/how-many": kinds,
    "g1-shapes/sticks": sides,
    "g1-clock-hour/read-clock": clock,
    "g1-money/to-jiao": units(10),
    "g1-money-change/market": lambda q: first(lambda x: q.n[0] + x == q.n[1]),
    "g2-ruler/not-from-nought": lambda q: len(range(*figure(q)[:2])),
    "g2-metres/to-centimetres": units(100),
    "g2-clock/read-clock": clock,
    "g2-hours/to-minutes": units(60),
    "g2-mass/to-grams": units(1000),
    "g2-angle/which-kind": kind_of_angle,
    "g2-tally/fives": units(5),
    "g2-table/how-many-more": lambda q: len(range(q.n[2], q.n[0])),
    "g2-mixed/times-first": calculated,
    "g3-millimetres/to-millimetres": units(10),
    "g3-kilometres/to-metres": units(1000),
    "g3-tonnes/to-kilograms": units(1000),
    "g3-seconds/to-seconds": units(60),
    "g3-perimeter/fence": walked_round,
    "g3-perimeter-square/side": lambda q: first(lambda x: x + x + x + x == q.n[0]),
    "g3-area-grid/count-squares": squares,
    "g3-area/plot": lambda q: cells(*q.n),
    "g3-area-units/square-units": lambda q: sum(cells(10, 10) for _one in range(q.n[0])),
    "g3-calendar/days-between": days,
    "g3-leap-year/which-year": leap,
    "g3-24-hours/afternoon": afternoon,
    "g3-fraction/bar": lambda q: q.numbers[-1],
    "g3-directions/facing": beside,
    "g3-eight-directions/other-way": other_way,
    "g3-double-table/together": lambda q: sum(q.n[2:]),
    "g3-choices/pairs": lambda q: len([(a, b) for a in range(q.n[0]) for b in range(q.n[1])]),
    "g4-straight-angle/what-is-left": lambda q: first(lambda x: q.n[0] + x == 180),
    "g4-straight-angle/read-angle": lambda q: q.n[0],
    "g4-triangle-angles/third-angle": lambda q: first(lambda x: sum(q.n) + x == 180),
    "g4-triangle-sides/third-side": third_side,
    "g4-isosceles/base-angle": lambda q: first(lambda x: q.n[0] + x + x == 180),
    "g4-hectare/to-hectares": lambda q: piles(q.n[0] * 1_000_000, 10_000)[0],
    "g4-mirror/column": mirrored,
    "g4-shift/there-and-back": lambda q: counted_down(counted_up(q.n[0], q.n[1]), q.n[2]),
    "g4-chart/how-many-more": lambda q: figure(q)[1] * figure(q)[0] - figure(q)[2] * figure(q)[0],
    "g4-mean/of-three": fair_share,
    "g4-price/how-many": lambda q: piles(q.n[1], q.n[0])[0],
    "g4-heads-and-legs/hens-and-rabbits": rabbits,
    "g4-quotient-law/same-quotient": same_quotient,
    "g5-parallelogram/base-and-height": lambda q: cells(q.n[0], q.n[1]),
    "g5-triangle/half": lambda q: first(lambda x: x + x == cells(*q.n)),
    "g5-trapezium/two-sides": lambda q: first(
        lambda x: x + x == cells(q.n[0], q.n[2]) + cells(q.n[1], q.n[2])
    ),
    "g5-composite/corner-cut": lambda q: cells(*q.n[:2]) - cells(*q.n[2:]),
    "g5-volume/box": lambda q: cells(*q.n),
    "g5-surface/cube": lambda q: sum(cells(q.n[0], q.n[0]) for _face in range(6)),
    "g5-litres/to-millilitres": lambda q: q.numbers[0] * 1000,
    "g5-number-pairs/seat": lambda q: f"({q.n[1]}, {q.n[0]})",
    "g5-turn/minute-hand": turned,
    "g5-changes/largest-change": rises,
    "g5-chance/most-likely": likely,
    "g5-chance/chart": tallest,
    "g5-certain/bag": certain,
    "g5-trees/both-ends": trees,
    "g5-primes/which-prime": prime,
    "g6-circle-around/diameter": lambda q: q.numbers[0] * PI,
    "g6-circle-area/radius": lambda q: q.numbers[0] ** 2 * PI,
    "g6-cylinder/base-and-height": lambda q: cells(*q.n),
    "g6-cone/heap": lambda q: first(lambda x: x + x + x == cells(*q.n)),
    "g6-scale/real-distance": lambda q: counted_up(0, q.n[2], q.n[1]),
    "g6-bearing/other-way": bearing,
    "g6-pie-chart/part-of-all": rest_of_all,
    "g6-interest/some-years": interest,
    "g6-pigeonholes/at-least": crowded,
    "g6-inverse/same-total": lambda q: first(lambda x: x * q.n[2] == q.n[0] * q.n[1]),
    "g6-work-together/two-days": together,
    "g6-letters/matchsticks": sticks,
}

"""Keys, points, and what an exam tells of its questions."""

import random

import pytest
from hypothesis import given
from hypothesis import strategies as st

from terrace.engines.paper.fdistribution import f_quantile
from terrace.engines.paper.scoring import (
    ChoiceKey,
    NumberKey,
    Said,
    correlation,
    score,
    statistics,
    total,
)

TWO = frozenset({0, 2})


@pytest.mark.parametrize(
    ("rule", "said", "points"),
    [
        ("all", (0, 2), 4.0),
        ("all", (0,), 0.0),
        ("all", (), 0.0),
        ("any", (2,), 4.0),
        ("any", (0, 2), 0.0),
        ("any", (1,), 0.0),
        ("part", (0,), 2.0),
        ("part", (0, 2), 4.0),
        ("part", (0, 1), 0.0),
        ("part", (0, 1, 2), 2.0),
        ("part", (1, 3), 0.0),
    ],
)
def test_points_follow_the_rule_of_the_key(rule: str, said: tuple[int, ...], points: float) -> None:
    key = ChoiceKey("q1", 4, TWO, points=4.0, rule=rule)  # type: ignore[arg-type]
    assert score(key, said) == points


def test_a_number_counts_with_or_without_leading_zeros_and_never_empty() -> None:
    key = NumberKey("q1", frozenset({"7", "12"}), points=2)
    assert [score(key, said) for said in ("007", "12", "", "70", "0")] == [2, 2, 0, 0, 0]
    assert score(NumberKey("q1", frozenset({"0"})), "00") == 1
    assert score(NumberKey("q1", frozenset({"0"})), "") == 0


def test_a_key_without_a_right_answer_cannot_be() -> None:
    with pytest.raises(KeyError):
        ChoiceKey("q1", 4, frozenset())
    with pytest.raises(KeyError):
        ChoiceKey("q1", 4, frozenset({4}))
    with pytest.raises(KeyError):
        NumberKey("q1", frozenset({"-3"}))


def test_what_is_not_known_is_named_and_not_counted_as_wrong() -> None:
    keys = [ChoiceKey("a", 4, frozenset({1})), NumberKey("b", frozenset({"5"}), points=3)]
    assert total(keys, {"b": "5"}) == total(keys, {"b": "05"})
    assert (total(keys, {"b": "5"}).points, total(keys, {"b": "5"}).unknown) == (3, ("a",))
    assert total(keys, {"b": "5"}).out_of == 4


KEYS = [ChoiceKey(f"q{at}", 4, frozenset({at % 4})) for at in range(6)]


def known_class() -> list[dict[str, Said]]:
    """Ten children: the n-th solves her first n // 2 questions and marks the next option else."""
    return [
        {
            key.name: ((at % 4,) if at < child // 2 else ((at + 1) % 4,))
            for at, key in enumerate(KEYS)
        }
        for child in range(10)
    ]


def test_difficulty_discrimination_and_answers_by_hand() -> None:
    told = statistics(KEYS, known_class())
    assert [item.solved for item in told.items] == [0.8, 0.6, 0.4, 0.2, 0.0, 0.0]
    first = told.items[0]
    assert [(one.answer, one.children, one.is_right) for one in first.answers] == [
        ((0,), 8, True),
        ((1,), 2, False),
        ((2,), 0, False),
        ((3,), 0, False),
    ]
    assert told.items[5].discrimination is None
    solved = [1.0 if child // 2 > 0 else 0.0 for child in range(10)]
    rest = [max(child // 2 - 1, 0) / 5 for child in range(10)]
    assert first.discrimination == pytest.approx(correlation(solved, rest))


def test_alpha_is_kr20_where_all_is_right_or_wrong() -> None:
    told = statistics(KEYS, known_class())
    shares = [item.solved or 0.0 for item in told.items]
    count = 10
    totals = [child // 2 for child in range(10)]
    mean = sum(totals) / count
    spread = sum((value - mean) ** 2 for value in totals) / count
    kr20 = 6 / 5 * (1 - sum(share * (1 - share) for share in shares) / spread)
    assert told.reliability is not None
    assert told.reliability.alpha == pytest.approx(kr20)
    assert told.reliability.low < kr20 < told.reliability.high <= 1


@pytest.mark.parametrize(
    ("share", "first", "second", "value"),
    [(0.95, 5, 10, 3.3258), (0.975, 10, 10, 3.7168), (0.95, 1, 1, 161.4476), (0.95, 3, 30, 2.9223)],
)
def test_the_f_distribution_is_the_printed_table(
    share: float, first: int, second: int, value: float
) -> None:
    assert f_quantile(share, first, second) == pytest.approx(value, rel=1e-4)


@given(st.integers(1, 60), st.integers(1, 900), st.floats(0.02, 0.98))
def test_the_f_distribution_turned_over_is_itself(first: int, second: int, share: float) -> None:
    turned = f_quantile(1 - share, second, first)
    assert f_quantile(share, first, second) * turned == pytest.approx(1, rel=1e-6)


@given(st.integers(1, 900), st.floats(0.02, 0.98))
def test_with_two_degrees_the_f_distribution_has_a_formula(second: int, share: float) -> None:
    formula = second / 2 * ((1 - share) ** (-2 / second) - 1)
    assert f_quantile(share, 2, second) == pytest.approx(formula, rel=1e-6)


@given(st.lists(st.tuples(*[st.sampled_from([(), (0,), (1,), (2,), (1, 2)])] * 6), max_size=12))
def test_the_order_of_children_does_not_matter(rows: list[tuple[tuple[int, ...], ...]]) -> None:
    answers: list[dict[str, Said]] = [
        {key.name: said for key, said in zip(KEYS, row, strict=True)} for row in rows
    ]
    mixed = answers.copy()
    random.Random(4).shuffle(mixed)
    one, other = statistics(KEYS, answers), statistics(KEYS, mixed)
    for a, b in zip(one.items, other.items, strict=True):
        assert [(x.answer, x.children) for x in a.answers] == [
            (x.answer, x.children) for x in b.answers
        ]
        assert sum(x.children for x in a.answers) == a.children == len(rows)
        assert (a.discrimination is None) == (b.discrimination is None)
        assert a.solved == pytest.approx(b.solved)
        assert a.low is None or a.low - 1e-9 <= (a.solved or 0) <= (a.high or 0) + 1e-9


@given(st.frozensets(st.integers(0, 5), min_size=1), st.frozensets(st.integers(0, 5)))
def test_points_lie_between_nothing_and_all(right: frozenset[int], marked: frozenset[int]) -> None:
    for rule in ("all", "any", "part"):
        key = ChoiceKey("q", 6, right, points=3, rule=rule)  # type: ignore[arg-type]
        assert 0 <= score(key, tuple(sorted(marked))) <= 3

"""Fairness measured: a group that is foreseen worse is found, too few children say nothing."""

import numpy as np

from terrace.engines.learner.fairness import compare


def answers(
    children: int, each: int, *, off: float, seed: int = 1
) -> tuple[list[bool], list[float], list[int]]:
    """Even children succeed as foreseen, odd ones by `off` more often."""
    rng = np.random.default_rng(seed)
    correct, chance, pupil = [], [], []
    for child in range(children):
        for _ in range(each):
            p = float(rng.uniform(0.2, 0.7))
            chance.append(p)
            correct.append(bool(rng.random() < p + off * (child % 2)))
            pupil.append(child)
    return correct, chance, pupil


ODD = {child: child % 2 == 1 for child in range(60)}


def test_a_group_of_whom_too_little_is_expected_is_found() -> None:
    (found,) = compare(*answers(60, 60, off=0.2), groups={"odd": ODD}, rng=np.random.default_rng(1))
    assert found.enough
    assert (found.inside.children, found.outside.children) == (30, 30)
    assert found.inside.gap is not None
    assert found.outside.gap is not None
    assert found.inside.gap.high < -0.1
    assert found.outside.gap.low < 0 < found.outside.gap.high
    assert found.inside.auc is not None
    assert found.inside.auc.low < found.inside.auc.value < found.inside.auc.high


def test_alike_is_found_alike() -> None:
    (found,) = compare(*answers(60, 60, off=0.0), groups={"odd": ODD}, rng=np.random.default_rng(1))
    assert found.inside.gap is not None
    assert found.inside.gap.low < 0 < found.inside.gap.high


def test_with_too_few_children_or_answers_nothing_is_said() -> None:
    few = {child: child < 9 for child in range(60)}
    (found,) = compare(*answers(60, 60, off=0.2), groups={"few": few}, rng=np.random.default_rng(1))
    assert not found.enough
    assert (found.inside.gap, found.inside.auc, found.outside.gap) == (None, None, None)
    (found,) = compare(*answers(60, 4, off=0.2), groups={"odd": ODD}, rng=np.random.default_rng(1))
    assert not found.enough


def test_of_whom_nothing_is_known_counts_on_neither_side() -> None:
    known = {child: belongs for child, belongs in ODD.items() if child < 40}
    (found,) = compare(
        *answers(60, 60, off=0.0), groups={"odd": known}, rng=np.random.default_rng(1)
    )
    assert (found.inside.children, found.outside.children) == (20, 20)

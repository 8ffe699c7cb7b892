"""Trees: they learn what a line cannot, and what they say is an exact sum."""

import numpy as np
from hypothesis import given, settings
from hypothesis import strategies as st

from terrace.engines.learner.forecast.forest import Growth, binned, edges_of, fit
from terrace.engines.learner.forecast.growing import BINS


def crossed(rows: int = 2_000):  # type: ignore[no-untyped-def]
    rng = np.random.default_rng(4)
    x = rng.normal(size=(rows, 5)).astype(np.float32)
    correct = ((x[:, 0] > 0) != (x[:, 3] > 0)).astype(np.int8)
    return x, correct


def grown(growth: Growth, seed: int = 1):  # type: ignore[no-untyped-def]
    x, correct = crossed()
    rows = len(x)
    return fit(
        x,
        correct,
        np.ones(rows),
        np.zeros(rows),
        np.arange(rows) // 10,
        growth=growth,
        rng=np.random.default_rng(seed),
    )


def test_a_cross_is_learnt() -> None:
    x, correct = crossed()
    logits = grown(Growth(trees=40, leaves=8, rate=0.3, features=0.8)).logits(x, np.zeros(len(x)))
    assert ((logits > 0) == correct).mean() > 0.97


def test_the_same_seed_gives_the_same_trees() -> None:
    one, other = (grown(Growth(trees=5, leaves=8)) for _ in range(2))
    assert one.feature.tolist() == other.feature.tolist()
    assert one.value.tolist() == other.value.tolist()


@settings(deadline=None)
@given(st.lists(st.floats(-5, 5, width=32), min_size=5, max_size=5))
def test_the_terms_are_the_whole(values: list[float]) -> None:
    x = np.array(values, np.float32)
    added, rest = FOREST.terms(x)
    whole = FOREST.logits(x[None], np.zeros(1))[0]
    assert abs(added.sum() + rest - whole) < 1e-6


def test_a_feature_that_is_not_looked_at_adds_nothing() -> None:
    x, _ = crossed()
    added, _ = FOREST.terms(x[0])
    looked_at = set(FOREST.feature[FOREST.feature >= 0].tolist())
    assert {int(one) for one in np.flatnonzero(added)} <= looked_at


@given(st.lists(st.sampled_from([0.0, 1.0, 2.5, -3.0]), min_size=2, max_size=60))
def test_few_values_have_a_bin_each(values: list[float]) -> None:
    x = np.array(values, np.float32)[:, None]
    bins = binned(x, edges_of(x, np.random.default_rng(1)))[:, 0]
    assert len(set(bins.tolist())) == len(set(values))
    assert bins[np.argsort(x[:, 0], kind="stable")].tolist() == sorted(bins.tolist())


def test_many_values_share_bins_of_equal_count() -> None:
    x = np.random.default_rng(2).normal(size=(6_400, 1)).astype(np.float32)
    counts = np.bincount(binned(x, edges_of(x, np.random.default_rng(1)))[:, 0], minlength=BINS)
    assert counts.min() > 60
    assert counts.max() < 140


FOREST = grown(Growth(trees=20, leaves=8, rate=0.2))


def test_what_is_only_chance_is_not_learnt() -> None:
    rng = np.random.default_rng(6)
    x = rng.normal(size=(600, 5)).astype(np.float32)
    correct = (rng.random(600) < 0.6).astype(np.int8)
    start = np.full(600, np.log(1.5))
    trees = fit(x, correct, np.ones(600), start, np.arange(600), growth=Growth(), rng=rng)
    assert len(trees.feature) < 5
    assert np.abs(trees.logits(x, start) - start).max() < 0.5

"""The laws of attention: measures by brute force, a rule that sorts as said, an honest verdict."""

from contextlib import suppress

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from terrace.engines.attention import measures
from terrace.engines.attention.evaluating import evaluate
from terrace.engines.attention.model import calibrated, fit
from terrace.engines.attention.rule import rule, terms
from terrace.engines.attention.table import Refused, Table, encoding, read

SCORES = st.lists(
    st.tuples(st.integers(0, 6), st.integers(0, 1), st.integers(0, 3)), min_size=1, max_size=25
)


@given(SCORES)
def test_auc_is_the_share_of_pairs_in_order(rows: list[tuple[int, int, int]]) -> None:
    score = np.array([float(one[0]) for one in rows])
    target = np.array([float(one[1]) for one in rows])
    weights = np.array([[float(one[2]) for one in rows]])
    won = pairs = 0.0
    for a, ta, wa in rows:
        for b, tb, wb in rows:
            if ta == 1 and tb == 0:
                pairs += wa * wb
                won += wa * wb * (1.0 if a > b else 0.5 if a == b else 0.0)
    found = float(measures.auc(score, target, weights)[0])
    assert np.isnan(found) if pairs == 0 else found == pytest.approx(won / pairs)


@given(st.lists(st.tuples(st.floats(0, 1), st.integers(0, 1)), min_size=1, max_size=30))
def test_ece_weighs_each_bin_by_its_pupils(rows: list[tuple[float, int]]) -> None:
    chance = np.array([one[0] for one in rows])
    target = np.array([float(one[1]) for one in rows])
    wrong = 0.0
    for k in range(10):
        inside = [(p, t) for p, t in zip(chance, target, strict=True) if min(int(p * 10), 9) == k]
        wrong += abs(sum(p for p, _ in inside) - sum(t for _, t in inside))
    assert float(measures.ece(chance, target)[0]) == pytest.approx(wrong / len(rows))


@given(st.lists(st.integers(-20, 20), min_size=2, max_size=30))
def test_the_rule_sorts_as_it_is_said(values: list[int]) -> None:
    table = Table({"mark": tuple(str(one) for one in values)}, tuple(range(2, len(values) + 2)))
    rising = rule(terms("mark:asc"), table).score(table)
    falling = rule(terms("mark:desc"), table).score(table)
    assert np.allclose(rising + falling, 1.0)
    for a, x in zip(rising, values, strict=True):
        for b, y in zip(rising, values, strict=True):
            assert (a < b) == (x < y)


def school(rng: np.random.Generator, pupils: int, *, helpful: float) -> Table:
    """Pupils whose need comes from absences, and (``helpful``) from how often they ask."""
    absences = rng.poisson(4, pupils)
    asks = rng.normal(size=pupils)
    logit = 0.5 * (absences - 4) - helpful * asks - 0.5
    target = rng.random(pupils) < 1 / (1 + np.exp(-logit))
    return Table(
        {
            "absences": tuple(str(one) for one in absences),
            "asks": tuple(f"{one:.3f}" for one in asks),
            "noise": tuple(rng.choice(["a", "b", "c"], pupils)),
            "sex": tuple(rng.choice(["f", "m"], pupils)),
            "need": tuple(str(int(one)) for one in target),
        },
        tuple(range(2, pupils + 2)),
    )


@pytest.mark.parametrize(("helpful", "verdict"), [(2.5, "model"), (0.0, "rule")])
def test_the_model_is_taken_only_where_it_is_surely_better(helpful: float, verdict: str) -> None:
    found = [
        evaluate(
            school(np.random.default_rng(seed), 400, helpful=helpful),
            school(np.random.default_rng(seed + 100), 400, helpful=helpful),
            target="need",
            terms=terms("absences:asc"),
            audit=["sex"],
        )
        for seed in range(8)
    ]
    # The interval may miss once in forty.
    assert sum(one.verdict == verdict for one in found) >= 7
    for one in found:
        assert (one.verdict == "model") == (one.difference.low > 0)
        assert one.difference.low <= one.difference.mean <= one.difference.high


def test_where_the_rest_says_nothing_the_model_is_about_the_rule() -> None:
    before = school(np.random.default_rng(5), 300, helpful=0.0)
    plain = rule(terms("absences:asc"), before).score(before)
    code = encoding(before, before, without=["need", "sex"])
    target = before.target("need")
    made = fit(plain, code.apply(before), target, np.random.default_rng(0))
    alone = calibrated(plain, target)
    apart = made.probability(plain, code.apply(before)) - alone.probability(
        plain, np.zeros((300, 0))
    )
    assert np.abs(apart).mean() < 0.05


def test_one_seed_one_answer() -> None:
    rows = school(np.random.default_rng(1), 120, helpful=1.0)
    asked = {"target": "need", "terms": terms("absences:asc"), "audit": ["sex"]}
    first = evaluate(rows, rows, **asked)  # type: ignore[arg-type]
    assert first.told() == evaluate(rows, rows, **asked).told()  # type: ignore[arg-type]


@settings(max_examples=25, deadline=None)
@given(st.integers(0, 10_000))
def test_what_audits_never_predicts(seed: int) -> None:
    """Whatever stands in the audited column, and under another name, no chance changes."""
    rng = np.random.default_rng(seed)
    rows = school(rng, 60, helpful=1.0)
    if len(set(rows.columns["need"])) < 2:
        return
    renamed = {"f": "girl", "m": "boy"}
    shadow = dict(rows.columns, gender=tuple(renamed[one] for one in rows.columns["sex"]))
    other = dict(rows.columns, sex=tuple(rng.choice(["f", "m"], 60)))
    other["gender"] = tuple(renamed[one] for one in other["sex"])
    found = [
        evaluate(table, table, target="need", terms=terms("absences:asc"), audit=["sex"])
        for table in (Table(shadow, rows.lines), Table(other, rows.lines))
    ]
    assert found[0].auc == found[1].auc
    assert found[0].brier == found[1].brier


@pytest.mark.parametrize(
    ("target", "said", "audit"),
    [
        ("need", "need:asc", []),
        ("need", "absences:asc", ["absences"]),
        ("need", "asks:asc", ["need"]),
    ],
)
def test_what_is_foreseen_what_foresees_and_what_audits_are_apart(
    target: str, said: str, audit: list[str]
) -> None:
    rows = school(np.random.default_rng(3), 60, helpful=1.0)
    with pytest.raises(Refused):
        evaluate(rows, rows, target=target, terms=terms(said), audit=audit)


def test_pupils_of_one_kind_teach_nothing() -> None:
    rows = school(np.random.default_rng(3), 80, helpful=1.0)
    calm = Table(dict(rows.columns, need=("0",) * 80), rows.lines)
    found = evaluate(calm, rows, target="need", terms=terms("absences:asc"), audit=[])
    assert found.verdict == "rule"
    assert found.auc == found.rule_auc


def test_a_coarser_or_finer_copy_of_what_audits_never_predicts() -> None:
    rows = school(np.random.default_rng(4), 80, helpful=1.0)
    rng = np.random.default_rng(5)
    level = tuple(rng.choice(["0", "1", "2", "3"], 80))
    more = dict(
        rows.columns,
        level=level,
        coarse=tuple("low" if one in "01" else "high" for one in level),
        fine=tuple(f"{one}{rng.choice(['x', 'y'])}" for one in level),
    )
    code = encoding(Table(more, rows.lines), Table(more, rows.lines), without=["need", "level"])
    assert not {"coarse", "fine"} & (code.numeric.keys() | code.words.keys())


def test_what_the_target_was_made_from_never_predicts() -> None:
    rows = school(np.random.default_rng(6), 200, helpful=1.0)
    mark = tuple(
        str(4 + k % 6 if need == "0" else k % 4) for k, need in enumerate(rows.columns["need"])
    )
    more = Table(dict(rows.columns, mark=mark), rows.lines)
    assert "mark" not in encoding(more, more, without=["need"]).numeric


@given(st.lists(st.floats(0, 1), min_size=1, max_size=40), st.floats(0, 1))
def test_an_interval_holds_its_value(resampled: list[float], at: float) -> None:
    found = measures.centred(at, np.array(resampled))
    assert 0 <= found.low <= found.mean <= found.high


def test_a_group_of_few_says_nothing() -> None:
    rows = school(np.random.default_rng(2), 200, helpful=1.0)
    few = dict(rows.columns, sex=("x",) * 10 + rows.columns["sex"][10:])
    told = evaluate(
        Table(few, rows.lines),
        Table(few, rows.lines),
        target="need",
        terms=terms("absences:asc"),
        audit=["sex"],
    ).told()
    assert told["groups"]["sex"]["groups"]["x"] == {
        "pupils": 10,
        "needed_support": told["groups"]["sex"]["groups"]["x"]["needed_support"],
        "too_few": True,
    }


@given(st.binary(max_size=300))
def test_any_bytes_are_read_or_refused(data: bytes) -> None:
    with suppress(Refused):
        table = read(data)
        for name in table.columns:
            assert len(table.column(name)) == len(table)


@pytest.mark.parametrize(
    ("text", "line", "words"),
    [
        ("a,b\n1,2\n3\n", 3, "1 cells"),
        ("a,a\n1,2\n", 1, "two columns"),
        ("", 0, "empty"),
        ("a,b\n", 0, "empty"),
        ("a\0b\n", 0, "not a text table"),
    ],
)
def test_a_broken_table_is_answered_with_line_and_reason(text: str, line: int, words: str) -> None:
    with pytest.raises(Refused) as refused:
        read(text.encode())
    assert (refused.value.line, words in refused.value.en) == (line, True)

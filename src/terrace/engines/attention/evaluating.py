"""Rule or model: which foresees a later term better, by how much, and alike for all groups?"""

from collections.abc import Sequence
from dataclasses import dataclass
from itertools import pairwise
from typing import Any

import numpy as np
from numpy.typing import NDArray

from terrace.engines.attention import measures
from terrace.engines.attention.measures import Interval, rounded
from terrace.engines.attention.model import calibrated, fit
from terrace.engines.attention.rule import Term, rule
from terrace.engines.attention.table import MISSING, Refused, Table, as_number, encoding

Floats = NDArray[np.float64]

RESAMPLES = 2000
CELLS_AT_ONCE = 4_000_000
"""Resamples times pupils held in memory at once."""
FEW = 20
"""A group of fewer pupils, or with fewer than `FEW_OF_A_KIND` of either target, says nothing."""
FEW_OF_A_KIND = 5
MOST_GROUPS = 12
"""A column of numbers with more values is cut into four groups of like size."""


@dataclass(frozen=True, slots=True)
class Evaluation:
    """What came out. Values are NaN where the later pupils all have one target."""

    auc: float
    brier: float
    ece: float
    rule_auc: float
    difference: Interval
    groups: dict[str, Any]
    verdict: str
    """``model`` only if the whole interval of the difference lies above 0, else ``rule``."""

    def told(self) -> dict[str, Any]:
        """As plain JSON; what cannot be said is null."""
        plain: dict[str, Any] = {
            "auc": rounded(self.auc),
            "brier": rounded(self.brier),
            "ece": rounded(self.ece),
            "rule_auc": rounded(self.rule_auc),
            "difference": self.difference.told(),
            "groups": self.groups,
            "verdict": self.verdict,
        }
        return {name: _without_nan(one) for name, one in plain.items()}


def evaluate(
    train: Table,
    test: Table,
    *,
    target: str,
    terms: Sequence[Term],
    audit: Sequence[str],
    seed: int = 0,
) -> Evaluation:
    """Set up rule and model on ``train``, and try both on ``test``.

    The columns of ``audit`` foresee nothing: they say for whom it holds. Raises `table.Refused`.
    """
    _apart(target, terms, audit)
    rng = np.random.default_rng(seed)
    known, later = train.target(target), test.target(target)
    plain = rule(terms, train)
    known_rule, later_rule = plain.score(train), plain.score(test)
    for one in audit:
        train.column(one)
        test.column(one)
    code = encoding(train, test, without=[target, *audit])
    alone = calibrated(known_rule, known)
    none = np.zeros((len(test), 0))
    chances = {"rule": alone.probability(later_rule, none)}
    if 0 < known.sum() < len(known):
        made = fit(known_rule, code.apply(train), known, rng)
        score = chances["model"] = made.probability(later_rule, code.apply(test))
    else:  # pupils of one kind teach nothing: the model is the rule
        score, chances["model"] = later_rule, chances["rule"]
    share = float(known.mean()) if len(known) else 0.0
    model_auc = float(measures.auc(score, later)[0])
    rule_auc = float(measures.auc(later_rule, later)[0])
    drawn = _differences(score, later_rule, later, rng)
    difference = measures.interval(model_auc - rule_auc, drawn)
    better = np.isfinite(difference.low) and difference.low > 0
    return Evaluation(
        auc=model_auc,
        brier=measures.brier(chances["model"], later),
        ece=float(measures.ece(chances["model"], later)[0]),
        rule_auc=rule_auc,
        difference=difference,
        groups={one: _groups(test, one, chances, later, share, rng) for one in audit},
        verdict="model" if better else "rule",
    )


def _apart(target: str, terms: Sequence[Term], audit: Sequence[str]) -> None:
    """What is foreseen, what foresees, and what audits are different columns."""
    for term in terms:
        if term.column == target:
            raise Refused(
                0, f"规则不能用目标列「{target}」", f"the rule cannot use the target “{target}”"
            )
        if term.column in audit:
            raise Refused(
                0,
                f"「{term.column}」用来审查，就不能在规则里",
                f"“{term.column}” audits, so it cannot be in the rule",
            )
    if target in audit:
        raise Refused(
            0, f"目标列「{target}」不能用来审查", f"the target “{target}” cannot be audited"
        )


def _differences(model: Floats, plain: Floats, target: Floats, rng: np.random.Generator) -> Floats:
    """Model's AUC less the rule's on the same resampled pupils, shape (RESAMPLES,)."""
    at_once = max(1, min(RESAMPLES, CELLS_AT_ONCE // max(1, len(target))))
    found = []
    for first in range(0, RESAMPLES, at_once):
        weights = measures.resamples(target, min(at_once, RESAMPLES - first), rng)
        found.append(measures.auc(model, target, weights) - measures.auc(plain, target, weights))
    return np.concatenate(found)


def _groups(
    test: Table,
    column: str,
    chances: dict[str, Floats],
    target: Floats,
    share: float,
    rng: np.random.Generator,
) -> dict[str, Any]:
    """Each group's calibration and false positives, for rule and model; the widest gaps.

    As many pupils are flagged as needed support before.
    """
    labels = _labels(test.column(column))
    flagged = {who: _flagged(chance, share) for who, chance in chances.items()}
    groups: dict[str, Any] = {}
    drawn: dict[str, dict[str, list[Floats]]] = {who: {} for who in chances}
    at: dict[str, dict[str, list[float]]] = {who: {} for who in chances}
    for label in sorted(set(labels)):
        rows = np.flatnonzero(labels == label)
        told: dict[str, Any] = {"pupils": len(rows), "needed_support": int(target[rows].sum())}
        kinds = (told["needed_support"], len(rows) - told["needed_support"])
        told["too_few"] = len(rows) < FEW or min(kinds) < FEW_OF_A_KIND
        if not told["too_few"]:
            count = max(1, min(RESAMPLES // 2, CELLS_AT_ONCE // len(rows)))
            weights = measures.resamples(target[rows], count, rng)
            for who, chance in chances.items():
                told[who] = {}
                for name, value, resampled in _of_group(
                    chance[rows], flagged[who][rows], target[rows], weights
                ):
                    told[who][name] = measures.centred(value, resampled).told()
                    drawn[who].setdefault(name, []).append(resampled)
                    at[who].setdefault(name, []).append(value)
        groups[label] = told
    gaps = {
        who: {name: _gap(at[who][name], rows).told() for name, rows in named.items()}
        for who, named in drawn.items()
        if any(len(rows) > 1 for rows in named.values())
    }
    return {"groups": groups, "gaps": gaps}


def _of_group(
    chance: Floats, flagged: NDArray[np.bool_], target: Floats, weights: Floats
) -> list[tuple[str, float, Floats]]:
    return [
        ("ece", float(measures.ece(chance, target)[0]), measures.ece(chance, target, weights)),
        (
            "false_positive_rate",
            float(measures.false_positives(flagged, target)[0]),
            measures.false_positives(flagged, target, weights),
        ),
    ]


def _gap(at: list[float], drawn: list[Floats]) -> Interval:
    """The widest distance between two groups."""
    shortest = min(len(one) for one in drawn)
    stacked = np.stack([one[:shortest] for one in drawn])
    return measures.centred(max(at) - min(at), stacked.max(axis=0) - stacked.min(axis=0))


def _flagged(chance: Floats, share: float) -> NDArray[np.bool_]:
    """The pupils with the greatest chance, as many as that share of them; ties together."""
    if not len(chance):
        return np.zeros(0, bool)
    wanted = round(share * len(chance))
    if wanted == 0:
        return np.zeros(len(chance), bool)
    return np.asarray(chance >= np.sort(chance)[-wanted])


def _labels(cells: Sequence[str]) -> NDArray[np.str_]:
    """The group of each pupil; many different numbers are cut into quarters."""
    told = ["" if cell.casefold() in MISSING else cell for cell in cells]
    if len(set(told)) <= MOST_GROUPS:
        return np.array([one or "?" for one in told])
    try:
        values = np.array([as_number(one) for one in told])
    except ValueError:
        return np.array([one or "?" for one in told])
    cuts = np.unique(np.nanquantile(values, (0.25, 0.5, 0.75)))
    names = _between(cuts)
    return np.array(
        ["?" if np.isnan(one) else names[int(np.searchsorted(cuts, one))] for one in values]
    )


def _between(cuts: Floats) -> list[str]:
    shown = [f"{one:g}" for one in cuts]
    return [
        f"≤ {shown[0]}",
        *(f"{a}–{b}" for a, b in pairwise(shown)),
        f"> {shown[-1]}",
    ]


def _without_nan(told: Any) -> Any:
    if isinstance(told, dict):
        return {name: _without_nan(one) for name, one in told.items()}
    if isinstance(told, float) and not np.isfinite(told):
        return None
    return told

"""Our boosted trees beside LightGBM's and scikit-learn's, on the same features.

    OMP_NUM_THREADS=1 OPENBLAS_NUM_THREADS=1 TERRACE_DATA=… python bench/trees.py [--json]

A forecaster learnt from folds 3 and 4 of ASSISTments 2009 describes folds 5 and 1; each kind of
tree learns from fold 5 and foresees fold 1, with the same number of trees and leaves, on one
thread. Peers that are not installed are named.
"""

import argparse
import os
import sys
import time
from collections.abc import Callable
from pathlib import Path

import numpy as np
from numpy.typing import NDArray

from learner_data import assist2009
from table import show
from terrace.engines.learner.forecast import forest
from terrace.engines.learner.forecast.answers import Answers, Gathering, Vocabulary
from terrace.engines.learner.forecast.forecaster import fit
from terrace.engines.learner.forecast.scores import scores

GROWTH = forest.Growth()
Features = NDArray[np.float32]
Right = NDArray[np.int8]
Chances = NDArray[np.float64]
Foresee = Callable[[Features, Right, Features], Chances]


def gathered(folder: Path, folds: list[int], words: Vocabulary) -> Answers:
    gathering = Gathering(words)
    for fold in folds:
        for pupil, item, skills, correct, _ in assist2009(folder, fold):
            gathering.add(pupil=pupil, item=item, skills=skills.split("|"), correct=correct == "1")
    return gathering.answers()


def ours(x: Features, y: Right, asked: Features) -> Chances:
    start = float(np.log(y.mean() / (1.0 - y.mean())))
    rows = len(x)
    trees = forest.fit(
        x,
        y,
        np.ones(rows),
        np.full(rows, start),
        np.arange(rows) // 50,
        growth=forest.Growth(patience=GROWTH.trees),
        rng=np.random.default_rng(1),
    )
    return 1.0 / (1.0 + np.exp(-trees.logits(asked, np.full(len(asked), start))))


def lightgbm(x: Features, y: Right, asked: Features) -> Chances:
    from lightgbm import LGBMClassifier

    model = LGBMClassifier(
        n_estimators=GROWTH.trees,
        num_leaves=GROWTH.leaves,
        learning_rate=GROWTH.rate,
        colsample_bytree=GROWTH.features,
        subsample=GROWTH.groups,
        subsample_freq=1,
        reg_lambda=GROWTH.ridge,
        min_child_samples=40,
        max_bin=63,
        n_jobs=1,
        verbose=-1,
    )
    model.fit(x, y)
    return np.asarray(model.predict_proba(asked)[:, 1])


def scikit_learn(x: Features, y: Right, asked: Features) -> Chances:
    from sklearn.ensemble import HistGradientBoostingClassifier

    model = HistGradientBoostingClassifier(
        max_iter=GROWTH.trees,
        max_leaf_nodes=GROWTH.leaves,
        learning_rate=GROWTH.rate,
        max_features=GROWTH.features,
        l2_regularization=GROWTH.ridge,
        min_samples_leaf=40,
        max_bins=63,
        early_stopping=False,
    )
    return np.asarray(model.fit(x, y).predict_proba(asked)[:, 1])


KINDS: dict[str, Foresee] = {"terrace": ours, "LightGBM": lightgbm, "scikit-learn": scikit_learn}


def main() -> int:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--json", action="store_true")
    chosen = parser.parse_args()
    where = os.environ.get("TERRACE_DATA")
    if not where:
        print("TERRACE_DATA names no folder with test data: nothing to measure", file=sys.stderr)
        return 2
    folder = Path(where) / "knowledge-tracing"
    words = Vocabulary()
    fitted = fit(gathered(folder, [3, 4], words), rng=np.random.default_rng(1))
    known, asked = (gathered(folder, [fold], words.copy()) for fold in (5, 1))
    x, of = fitted.features(known), fitted.features(asked)
    ours(x[:2_000], known.correct[:2_000], of[:10])  # compiled before it is timed
    results = []
    for name, foresee in KINDS.items():
        before = time.process_time()
        try:
            chance = foresee(x, known.correct, of)
        except ImportError as missing:
            print(f"{name}: not here ({missing})", file=sys.stderr)
            continue
        cpu = time.process_time() - before
        found = scores(asked.correct, chance)
        results.append(
            {"trees": name, "AUC": f"{found.auc:.4f}", "ECE": f"{found.ece:.4f}", "CPU s": cpu}
        )
    show("The same features", results, as_json=chosen.json)
    return 0


if __name__ == "__main__":
    raise SystemExit(main())

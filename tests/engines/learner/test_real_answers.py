"""On real answers the next one is foreseen better than by Elo. Needs TERRACE_DATA."""

import os
import sys
from pathlib import Path

import numpy as np
import pytest

from terrace.engines.learner.forecast.answers import Answers, Gathering, Vocabulary
from terrace.engines.learner.forecast.forecaster import fit
from terrace.engines.learner.forecast.forest import Growth
from terrace.engines.learner.forecast.scores import scores

DATA = Path(os.environ.get("TERRACE_DATA", "")) / "knowledge-tracing"
BENCH = Path(__file__).parents[3] / "bench"


@pytest.mark.skipif(
    not (DATA / "assist2009_pid_fold1.csv.gz").exists(),
    reason="TERRACE_DATA names no folder with ASSISTments 2009: real answers were not tried",
)
def test_the_next_answer_is_foreseen_better_than_by_elo(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.syspath_prepend(str(BENCH))
    from learner_data import Row, assist2009
    from learner_peers import elo, online

    try:
        train, test = (list(assist2009(DATA, fold)) for fold in (3, 2))
        assert len(test) == 51_736, "rows of one answer are merged"

        def gathered(rows: list[Row], words: Vocabulary) -> Answers:
            gathering = Gathering(words)
            for pupil, item, skills, correct, _ in rows:
                gathering.add(
                    pupil=pupil, item=item, skills=skills.split("|"), correct=correct == "1"
                )
            return gathering.answers()

        words = Vocabulary()
        fitted = fit(gathered(train, words), rng=np.random.default_rng(1), growth=Growth(trees=40))
        asked = gathered(test, words.copy())
        ours = scores(asked.correct, fitted.predict(asked))
        correct = np.array([row[3] == "1" for row in test], np.int8)
        light, peer = (scores(correct, np.array(one(train, test))) for one in (online, elo))
    finally:
        for name in ("learner_data", "learner_peers"):
            sys.modules.pop(name, None)
    assert ours.auc is not None
    assert light.auc is not None
    assert peer.auc is not None
    assert ours.auc > light.auc + 0.03 > peer.auc + 0.035
    assert ours.ece < 0.03
    assert light.ece < 0.05

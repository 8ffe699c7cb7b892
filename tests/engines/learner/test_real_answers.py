"""On real answers the learner foresees the next one better than Elo. Needs TERRACE_DATA."""

import importlib.util
import os
from pathlib import Path

import pytest

DATA = Path(os.environ.get("TERRACE_DATA", "")) / "knowledge-tracing"
BENCH = Path(__file__).parents[3] / "bench" / "learner.py"


@pytest.mark.skipif(
    not (DATA / "assist2009_pid_fold1.csv.gz").exists(),
    reason="TERRACE_DATA names no folder with ASSISTments 2009: real answers were not tried",
)
def test_the_next_answer_is_foreseen_better_than_by_elo() -> None:
    spec = importlib.util.spec_from_file_location("bench_learner", BENCH)
    assert spec is not None
    assert spec.loader is not None
    bench = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(bench)
    train, test = bench.read_fold(DATA, 3), bench.read_fold(DATA, 2)
    assert sum(map(len, test.values())) == 51_736, "repeated rows are merged"
    learner = bench.measures(bench.online_learner(train, test))
    elo = bench.measures(bench.elo(train, test))
    assert learner["auc"] > elo["auc"] + 0.005
    assert learner["auc"] > 0.74
    assert learner["log_loss"] < elo["log_loss"]
    assert learner["ece"] < 0.05

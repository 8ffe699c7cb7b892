"""Reasons: their sum is the prediction, their numbers are in the answers."""

import numpy as np
import pytest
from hypothesis import given, settings

from terrace.engines.learner.forecast.explaining import explain
from terrace.engines.learner.forecast.live import Live
from tests.engines.learner.forecast.answering import Row, fitted, rows

FITTED = fitted()


@settings(deadline=None, max_examples=60)
@given(rows)
def test_every_reason_is_true(found: list[Row]) -> None:
    live = Live(FITTED)
    hers = [row for row in found if row[0] == found[0][0]]
    for _, item, skills, correct, seconds in hers[:-1]:
        live.learn(item=item, skills=skills, correct=correct, seconds=seconds)
    _, item, skills, _, seconds = hers[-1]
    told = explain(live, item=item, skills=skills, seconds=seconds)
    logit = np.log(told.foreseen.chance / (1.0 - told.foreseen.chance))
    assert told.usual + sum(one.logits for one in told.reasons) == pytest.approx(logit, abs=1e-5)
    facts = {one.family: one.facts for one in told.reasons}
    before = [(row[1], tuple(sorted(set(row[2]))) or (f"\0{row[1]}",), row[3]) for row in hers[:-1]]
    assert facts["pupil"] == {
        "answers": len(before),
        "right": sum(correct for _, _, correct in before),
    }
    same_item = [correct for name, _, correct in before if name == item]
    assert facts["own_item"] == {"answers": len(same_item), "right": sum(same_item)}
    needed = tuple(sorted(set(skills))) or (f"\0{item}",)
    met = [sum(skill in group for _, group, _ in before) for skill in needed]
    right = [sum(skill in group and correct for _, group, correct in before) for skill in needed]
    if len(needed) == 1:
        assert facts["own_skill"]["answers"] == pytest.approx(met[0], abs=0.02)
        assert facts["own_skill"]["right"] == pytest.approx(right[0], abs=0.02)
    latest = [correct for _, group, correct in before[-12:] if group[0] == needed[0]][-4:]
    assert facts["own_skill"]["latest"] == len(latest)
    assert facts["own_skill"]["latest_right"] == sum(latest)

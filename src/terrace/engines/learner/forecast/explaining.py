"""Why the forecaster foresees what it foresees: an exact sum, and numbers to say it with."""

from collections.abc import Iterable
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from terrace.engines.learner.forecast.forecaster import NAMED
from terrace.engines.learner.forecast.history import LATEST
from terrace.engines.learner.forecast.live import Foreseen, Live


@dataclass(frozen=True, slots=True)
class Reason:
    """One family of features: what it adds, in logits, and the numbers that it rests on.

    ``facts`` by ``family``: *pupil* answers, right; *own_skill* answers, right, latest,
    latest_right; *own_item* answers, right; *item* answers (of all pupils), share (right);
    *skill* the same; *practice* answers_since; *time* days_since; *others*, *double* none.
    """

    family: str
    logits: float
    facts: dict[str, float]


@dataclass(frozen=True, slots=True)
class Explanation:
    """``usual`` + the reasons' logits is the logit of ``foreseen.chance``."""

    foreseen: Foreseen
    usual: float
    reasons: tuple[Reason, ...]


def explain(
    live: Live, *, item: str, skills: Iterable[str], seconds: float | None = None
) -> Explanation:
    """Reasons for the next answer, the weightiest first."""
    skills = tuple(skills)
    foreseen = live.foresee(item=item, skills=skills, seconds=seconds)
    x = live.features(item=item, skills=skills, seconds=seconds)
    line, trees = live.forecaster.logistic, live.forecaster.forest
    added, rest = trees.terms(x)
    added[: len(line.weight)] += line.terms(x[: len(line.weight)])
    families: dict[str, float] = {}
    for (_, family), logits in zip(NAMED, added, strict=True):
        families[family] = families.get(family, 0.0) + float(logits)
    reasons = [
        Reason(family, logits, _facts(live, family, item=item, skills=skills, x=x))
        for family, logits in families.items()
    ]
    reasons.sort(key=lambda one: -abs(one.logits))
    return Explanation(foreseen, line.intercept + rest, tuple(reasons))


def _facts(
    live: Live, family: str, *, item: str, skills: tuple[str, ...], x: NDArray[np.float32]
) -> dict[str, float]:
    value = {name: float(number) for (name, _), number in zip(NAMED, x, strict=True)}
    general = live.history.general
    if family == "pupil":
        return {"answers": float(general[0]), "right": float(general[1])}
    if family == "own_skill":
        right, wrong = np.expm1(value["skill_right"]), np.expm1(value["skill_wrong"])
        latest = _latest(live, item=item, skills=skills)
        return {
            "answers": round(float(right + wrong), 2),
            "right": round(float(right), 2),
            "latest": float(len(latest)),
            "latest_right": float(sum(latest)),
        }
    if family == "own_item":
        right, wrong = value["item_right"], value["item_wrong"]
        return {"answers": right + wrong, "right": right}
    if family in ("item", "skill"):
        logit = value[f"{family}_difficulty"]
        answers = np.expm1(value[f"{family}_evidence"])
        return {
            "answers": float(round(float(answers))),
            "share": float(1.0 / (1.0 + np.exp(-logit))),
        }
    if family == "practice" and value["skill_right"] + value["skill_wrong"] > 0:
        return {"answers_since": value["skill_rest"] - 1.0}
    if family == "time" and value["skill_pause"] >= 0:
        return {"days_since": float(np.expm1(value["skill_pause"])) / 86_400.0}
    return {}


def _latest(live: Live, *, item: str, skills: tuple[str, ...]) -> list[int]:
    """The latest answers on the first skill among the latest of all, oldest first, at most 4."""
    lead = live.skill_numbers(skills, item=item)[0]
    answered = int(live.history.general[0])
    found = []
    for back in range(min(answered, LATEST)):
        at = live.history.latest[(answered - 1 - back) % LATEST]
        if at[0] == lead:
            found.append(int(at[1]))
    return found[:4][::-1]

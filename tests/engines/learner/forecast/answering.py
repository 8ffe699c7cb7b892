"""Pupils who answer: simulated worlds and Hypothesis strategies for the forecaster's tests."""

import numpy as np
from hypothesis import strategies as st

from terrace.engines.learner.forecast.answers import Answers, Gathering, Vocabulary
from terrace.engines.learner.forecast.forecaster import Forecaster, fit
from terrace.engines.learner.forecast.forest import Growth

SMALL = Growth(trees=12, leaves=8, rate=0.2, least=2.0)

Row = tuple[str, str, tuple[str, ...], bool, float | None]

rows = st.lists(
    st.tuples(
        st.sampled_from(["an", "bo", "cai"]),
        st.sampled_from(["i1", "i2", "i3", "i4", "new"]),
        st.sampled_from([("add",), ("add", "carry"), ("times",), ("never seen",), ()]),
        st.booleans(),
        st.none() | st.floats(0, 1e7),
    ),
    min_size=1,
    max_size=30,
)


def gathered(found: list[Row], vocabulary: Vocabulary | None = None) -> Answers:
    gathering = Gathering(vocabulary)
    for pupil, item, skills, correct, seconds in found:
        gathering.add(pupil=pupil, item=item, skills=skills, correct=correct, seconds=seconds)
    return gathering.answers()


def world(*, pupils: int = 60, each: int = 40, seed: int = 3, times: bool = False) -> list[Row]:
    """Pupils with an ability, items with a difficulty, four skills that are learnt while
    practised; the last one opens only after some practice of the one before.
    """
    rng = np.random.default_rng(seed)
    difficulty = rng.normal(0.0, 1.0, 40)
    found: list[Row] = []
    for pupil in range(pupils):
        ability = rng.normal(0.3, 1.0)
        practised = np.zeros(4)
        clock = 0.0
        for _ in range(each):
            item = int(rng.integers(0, 40))
            skill = item % 4
            clock += float(rng.exponential(3_600.0))
            logit = ability + 0.15 * practised[skill] - difficulty[item]
            if skill == 3:
                logit = 2.5 if practised[2] > 4 else -2.5
            correct = bool(rng.random() < 1.0 / (1.0 + np.exp(-logit)))
            practised[skill] += 1.0
            name = ("add", "carry", "times", "share")[skill]
            found.append((f"p{pupil}", f"i{item}", (name,), correct, clock if times else None))
    return found


def fitted(seed: int = 3) -> Forecaster:
    return fit(gathered(world(seed=seed)), rng=np.random.default_rng(seed), growth=SMALL)

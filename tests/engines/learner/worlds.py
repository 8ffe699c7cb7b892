"""Small worlds for the learner's tests: skills in a row, items of known difficulty, any history."""

import itertools
import random
from collections.abc import Mapping

from hypothesis import strategies as st

from terrace.engines.learner.attempt import Attempt
from terrace.engines.learner.bank import ItemBank
from terrace.engines.learner.graph import SkillGraph
from terrace.engines.learner.learner import Learner
from terrace.engines.learner.plan import Candidate
from terrace.engines.learner.pupil import Estimate, Pupil

SKILLS = tuple(f"s{place}" for place in range(8))
GRAPH = SkillGraph({after: (before,) for before, after in itertools.pairwise(SKILLS)})
TODAY = 20_050.0

BANK = ItemBank(
    difficulty={
        f"{skill}/{variant}": Estimate(-3.0 + 0.3 * place + 0.3 * variant, 0.2)
        for place, skill in enumerate(SKILLS)
        for variant in range(10)
    },
    skills={skill: Estimate(-1.65 + 0.3 * place, 0.3) for place, skill in enumerate(SKILLS)},
)
LEARNER = Learner(GRAPH, BANK)
CANDIDATES = tuple(
    Candidate(f"{skill}/{variant}", (skill,)) for skill in SKILLS for variant in range(10)
)

skills = st.sampled_from([*SKILLS, "never-heard-of"])
days = st.none() | st.floats(19_900, TODAY, allow_nan=False)
attempts = st.builds(
    Attempt,
    item=st.sampled_from([*BANK.difficulty, "new-item"]),
    skills=st.lists(skills, min_size=0, max_size=3).map(tuple),
    correct=st.booleans(),
    day=days,
)
histories = st.lists(attempts, max_size=30)


def practised(
    skill: str, right: str, *, learner: Learner = LEARNER, start: float = 20_000
) -> Pupil:
    """A child who answered questions of one skill, middling, every three days: "+" or "-"."""
    return learner.rebuild(
        Attempt(f"{skill}/{4 + place % 3}", (skill,), sign == "+", start + 3 * place)
        for place, sign in enumerate(right)
    )


def a_class(size: int, *, seed: int = 1, answers: int = 80) -> Mapping[str, Pupil]:
    """Children of different abilities who worked their way up the skills."""
    rng = random.Random(seed)
    found = {}
    for number in range(size):
        ability = rng.gauss(0.0, 1.0)
        pupil = LEARNER.newcomer()
        for place in range(answers):
            skill = SKILLS[min(place * len(SKILLS) // answers, len(SKILLS) - 1)]
            item = f"{skill}/{rng.randrange(10)}"
            right = rng.random() < 1 / (1 + 2.7 ** (BANK.difficulty[item].mean - ability))
            pupil = LEARNER.update(pupil, Attempt(item, (skill,), right, 19_950 + place))
        found[f"child {number:02d}"] = pupil
    return found

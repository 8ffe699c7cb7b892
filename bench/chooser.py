"""What a term of worksheets brings: ours beside Kolibri's order, knowledge tracing and chance.

    python bench/chooser.py [--pupils 200] [--seeds 1] [--target .75] [--json]

Four simulators, frozen before the chooser was measured with them. Every way of choosing fills the
same 18 weekly sheets of 12 questions from the same 384 kinds, a whole sheet before any answer to
it, and sees nothing but answers. The item difficulties of ours and the parameters of tracing are
fitted to the same earlier class of 100 that had random sheets in the same simulator. Where a peer
has settings, one setting is taken for all simulators: the one that does best over the four.

Gained: true knowledge (0…1 over all skills) a week after the last sheet, less that at the start,
for each worksheet. Intervals: 95 %, bootstrap over pupils, paired.
"""

import argparse
import json
import random
import sys
import time
from collections.abc import Sequence
from typing import Any

import numpy as np

from table import show
from terrace.engines.learner.attempt import Attempt
from terrace.engines.learner.calibrate import calibrate
from terrace.engines.learner.learner import Learner
from terrace.engines.learner.plan import Candidate
from terrace.engines.learner.pupil import Pupil
from terrace.engines.learner.settings import Settings
from terrace.engines.learner.simulators.all import simulators
from terrace.engines.learner.simulators.curriculum import Curriculum, Question, curriculum
from terrace.engines.learner.simulators.peers import AtRandom, MasteryInOrder, TracedInOrder
from terrace.engines.learner.simulators.simulator import Simulator
from terrace.engines.learner.simulators.term import (
    WEEKS,
    Life,
    Told,
    answers_by_pupil,
    live,
    worth_most,
)
from terrace.engines.learner.simulators.tracing_fit import fit

LEVEL = 2.4
"""Where a third grade starts, in the authors' logits."""
GOALS = {"m of n": 1.25, "tracing": 1.15, "random": 1.5}
PILOT_SEED, PILOT_PUPILS = 9_000, 100
RESAMPLES = 4_000


class Ours:
    """The chooser of this package, with difficulties calibrated on the earlier class."""

    name = "ours"

    def __init__(self, of: Curriculum, before: Sequence[Life], settings: Settings) -> None:
        answers = {
            name: [attempt(one) for one in told] for name, told in answers_by_pupil(before).items()
        }
        bank = calibrate(answers, prior=of.judged, levels=dict.fromkeys(answers, LEVEL))
        self.learner = Learner(of.graph, bank, settings)
        self._candidates = tuple(Candidate(one.item, (one.skill,)) for one in of.all_questions)
        self._questions = {one.item: one for one in of.all_questions}
        self.foreseen: list[float] = []
        self.spent = 0.0

    def start(self) -> Pupil:
        """A third-grader of whom nothing is known."""
        return self.learner.newcomer(LEVEL)

    def sheet(self, state: Pupil, *, day: float, length: int, rng: random.Random) -> list[Question]:
        """As the school chooses it."""
        begun = time.process_time()
        plan = self.learner.choose(
            state, candidates=self._candidates, length=length, day=day, rng=rng
        )
        self.spent += time.process_time() - begun
        self.foreseen.append(plan.chance or 0.0)
        return [self._questions[one.candidate.item] for one in plan.chosen]

    def learn(self, state: Pupil, answers: Sequence[Told]) -> Pupil:
        """Fold the sheet's answers."""
        for one in answers:
            state = self.learner.update(state, attempt(one))
        return state


def attempt(told: Told) -> Attempt:
    """An answer as the learner takes it."""
    question, answer, day = told
    return Attempt(question.item, (question.skill,), answer.correct, day)


def sequences(of: Curriculum, lives: Sequence[Life]) -> dict[str, list[list[bool]]]:
    """Skill → each child's answers in order, for the fit of tracing."""
    found: dict[str, list[list[bool]]] = {skill: [] for skill in of.skills}
    for life in lives:
        own: dict[str, list[bool]] = {}
        for question, answer, _ in life.told:
            own.setdefault(question.skill, []).append(answer.correct)
        for skill, given in own.items():
            found[skill].append(given)
    return found


def term(
    simulator: Simulator[Any], of: Curriculum, *, pupils: int, seed: int, settings: Settings
) -> dict[str, Any]:
    """Every way of choosing, in one simulator: name → gained by pupil; and how ours went."""
    before = live(simulator, AtRandom(of), pupils=PILOT_PUPILS, seed=PILOT_SEED + seed)
    traced = fit(sequences(of, before))
    ours = Ours(of, before, settings)
    policies: list[tuple[str, Any]] = [
        ("ours", ours),
        ("random", AtRandom(of)),
        *(
            ("m of n", MasteryInOrder(of, needed=needed, of=out_of, from_grade=from_grade))
            for needed, out_of in ((3, 5), (5, 7))
            for from_grade in (False, True)
        ),
        *(("tracing", TracedInOrder(of, traced, from_grade=grade)) for grade in (False, True)),
    ]
    found: dict[str, Any] = {}
    for kind, policy in policies:
        lives = live(simulator, policy, pupils=pupils, seed=seed)
        found[policy.name] = {
            "kind": kind,
            "gained": np.array([life.gained for life in lives]) / WEEKS,
            "right": sum(life.right for life in lives) / pupils,
        }
    found["ours"]["foreseen"] = sum(ours.foreseen) / len(ours.foreseen)
    found["ours"]["ms_per_sheet"] = 1000 * ours.spent / len(ours.foreseen)
    return found


def best_settings(terms: dict[str, list[dict[str, Any]]]) -> dict[str, str]:
    """For each peer the one setting that gains most over all simulators, beside random there."""
    of: dict[str, dict[str, list[float]]] = {}
    for runs in terms.values():
        for run in runs:
            chance = float(run["random"]["gained"].mean())
            for name, one in run.items():
                gains = of.setdefault(one["kind"], {}).setdefault(name, [])
                gains.append(float(one["gained"].mean()) / chance)
    return {kind: max(found, key=lambda name: sum(found[name])) for kind, found in of.items()}


def ratio(ours: np.ndarray, peer: np.ndarray, rng: np.random.Generator) -> tuple[float, ...]:
    """Ratio of mean gains, and the bounds of 95 % by resampling pupils in pairs."""
    drawn = rng.integers(0, len(ours), size=(RESAMPLES, len(ours)))
    ratios = ours[drawn].mean(axis=1) / peer[drawn].mean(axis=1)
    low, high = np.quantile(ratios, [0.025, 0.975])
    return float(ours.mean() / peer.mean()), float(low), float(high)


def main() -> int:
    """Print the tables, or one JSON object."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--pupils", type=int, default=200)
    parser.add_argument("--seeds", default="1", help="worlds, e.g. 1,2,3: each its own curriculum")
    parser.add_argument("--ceiling", action="store_true", help="also with a look into the head")
    parser.add_argument("--target", type=float, help="mean chance of success of a sheet (Settings)")
    parser.add_argument("--json", action="store_true")
    chosen = parser.parse_args()
    ours_settings = Settings(target=chosen.target) if chosen.target else Settings()
    terms: dict[str, list[dict[str, Any]]] = {}
    ceilings: dict[str, list[float]] = {}
    for seed in (int(one) for one in chosen.seeds.split(",")):
        of = curriculum(random.Random(seed))
        for simulator in simulators(of, seed=seed):
            terms.setdefault(simulator.name, []).append(
                term(simulator, of, pupils=chosen.pupils, seed=seed, settings=ours_settings)
            )
            print(f"{simulator.name}, world {seed}: done", file=sys.stderr)
            if chosen.ceiling:
                ceilings.setdefault(simulator.name, []).extend(
                    worth_most(simulator, of, pupils=10, seed=seed)
                )
    settings = best_settings(terms)
    rng = np.random.default_rng(1)
    gained_rows, ratio_rows, worst = [], [], {}
    for name, runs in terms.items():
        for policy in runs[0]:
            gained = np.concatenate([run[policy]["gained"] for run in runs])
            gained_rows.append(
                {
                    "simulator": name,
                    "sheets": policy,
                    "gained a sheet, %": round(100 * float(gained.mean()), 3),
                    "right": round(sum(run[policy]["right"] for run in runs) / len(runs), 3),
                }
            )
        if name in ceilings:
            mean = sum(ceilings[name]) / len(ceilings[name]) / WEEKS
            gained_rows.append(
                {
                    "simulator": name,
                    "sheets": "(with a look into the head)",
                    "gained a sheet, %": round(100 * mean, 3),
                    "right": 0.0,
                }
            )
        ours = np.concatenate([run["ours"]["gained"] for run in runs])
        for peer, goal in GOALS.items():
            other = np.concatenate([run[settings[peer]]["gained"] for run in runs])
            value, low, high = ratio(ours, other, rng)
            worst[peer] = min(worst.get(peer, (9.0,)), (value, low, high, name))
            ratio_rows.append(
                {
                    "simulator": name,
                    "ours against": f"{peer} ({settings[peer]})",
                    "ratio": round(value, 3),
                    "95 %": f"{low:.3f}–{high:.3f}",
                    "goal": goal,
                }
            )
    ours_rows = [
        {
            "simulator": name,
            "foreseen": round(sum(run["ours"]["foreseen"] for run in runs) / len(runs), 3),
            "right": round(sum(run["ours"]["right"] for run in runs) / len(runs), 3),
            "ms a sheet": round(sum(run["ours"]["ms_per_sheet"] for run in runs) / len(runs), 2),
        }
        for name, runs in terms.items()
    ]
    worst_rows = [
        {
            "ours against": peer,
            "worst simulator": worst[peer][3],
            "ratio": round(worst[peer][0], 3),
            "95 %": f"{worst[peer][1]:.3f}–{worst[peer][2]:.3f}",
            "goal": goal,
            "reached": "yes" if worst[peer][0] >= goal else "no",
        }
        for peer, goal in GOALS.items()
    ]
    if chosen.json:
        print(
            json.dumps(
                {
                    "pupils": chosen.pupils,
                    "seeds": chosen.seeds,
                    "gained": gained_rows,
                    "ratios": ratio_rows,
                    "ours": ours_rows,
                    "worst": worst_rows,
                },
                ensure_ascii=False,
            )
        )
        return 0
    show("Knowledge gained", gained_rows, as_json=False)
    show("Ours against the others", ratio_rows, as_json=False)
    show("Our sheets: chance foreseen, share right, time", ours_rows, as_json=False)
    show("The worst simulator", worst_rows, as_json=False)
    return 0


if __name__ == "__main__":
    raise SystemExit(main())

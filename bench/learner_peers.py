"""What others would foresee from the same answers. Each: training rows, test rows → chances."""

import json
import os
import subprocess
import sys
from collections import defaultdict
from collections.abc import Callable
from math import exp, log1p

from learner_data import Row
from terrace.engines.learner.attempt import Attempt
from terrace.engines.learner.calibrate import calibrate
from terrace.engines.learner.learner import Learner


class NotHere(Exception):
    """The peer is not installed on this machine."""


def online(train: list[Row], test: list[Row]) -> list[float]:
    """Our own light learner, which keeps the children's states in a school."""
    learner = Learner(bank=calibrate(_attempts(train)))
    foreseen = []
    pupils = {}
    for pupil, item, skills, correct, _ in test:
        state = pupils.get(pupil) or learner.newcomer()
        needed = tuple(skills.split("|"))
        foreseen.append(learner.predict(state, item=item, skills=needed).chance)
        pupils[pupil] = learner.update(state, Attempt(item, needed, correct == "1"))
    return foreseen


def elo(train: list[Row], test: list[Row]) -> list[float]:
    """One ability a pupil, one difficulty an item, steps that shrink (Pelánek 2016)."""
    difficulty: dict[str, float] = defaultdict(float)
    count: dict[str, int] = defaultdict(int)
    foreseen: list[float] = []
    for learn, rows in ((True, train), (False, test)):
        ability: dict[str, float] = defaultdict(float)
        answered: dict[str, int] = defaultdict(int)
        for pupil, item, _, correct, _ in rows:
            chance = 1.0 / (1.0 + exp(difficulty[item] - ability[pupil]))
            surprise = float(correct) - chance
            if learn:
                difficulty[item] -= surprise / (1.0 + 0.05 * count[item])
                count[item] += 1
            else:
                foreseen.append(chance)
            ability[pupil] += surprise / (1.0 + 0.05 * answered[pupil])
            answered[pupil] += 1
    return foreseen


def best_lr(train: list[Row], test: list[Row]) -> list[float]:
    """Logistic regression on item, skills and counts of right and wrong answers, in all and for
    each skill (Gervet, Koedinger, Schneider, Mitchell 2020).
    """
    try:
        from scipy.sparse import csr_matrix
        from sklearn.linear_model import LogisticRegression
    except ImportError as missing:
        raise NotHere(str(missing)) from missing
    columns: dict[tuple[str, str], int] = {}

    def matrix(rows: list[Row], *, learn: bool) -> csr_matrix:
        counts: dict[tuple[str, str], list[int]] = defaultdict(lambda: [0, 0])
        values: list[float] = []
        places: list[int] = []
        start = [0]

        def put(kind: str, name: str, value: float) -> None:
            key = (kind, name)
            if learn:
                columns.setdefault(key, len(columns))
            if value and key in columns:
                places.append(columns[key])
                values.append(value)

        for pupil, item, skills, correct, _ in rows:
            put("item", item, 1.0)
            for kind, name in (("all", ""), *(("skill", one) for one in skills.split("|"))):
                right, wrong = counts[pupil, kind + name]
                if kind == "skill":
                    put("skill", name, 1.0)
                put(kind + " right", name, log1p(right))
                put(kind + " wrong", name, log1p(wrong))
            for name in ("all", *("skill" + one for one in skills.split("|"))):
                counts[pupil, name][correct != "1"] += 1
            start.append(len(places))
        return csr_matrix((values, places, start), shape=(len(rows), len(columns)))

    known = matrix(train, learn=True)
    asked = matrix(test, learn=False)
    model = LogisticRegression(max_iter=300)
    model.fit(known, [row[3] == "1" for row in train])
    return [float(one) for one in model.predict_proba(asked)[:, 1]]


PYBKT = """
import json, sys, time
import pandas as pd
from pyBKT.models import Model
train, test = (pd.DataFrame(rows, columns=["user_id", "item", "skill_name", "correct", "when"])
               for rows in json.load(sys.stdin))
for frame in (train, test):
    frame["order_id"] = range(len(frame))
    frame["correct"] = frame["correct"].astype(int)
before = time.process_time()
model = Model(seed=1, num_fits=1, parallel=False)
model.fit(data=train)
foreseen = model.predict(data=test)
spent = time.process_time() - before
foreseen = foreseen.sort_values("order_id")["correct_predictions"].fillna(0.5)
json.dump({"chance": list(foreseen), "cpu_seconds": spent}, sys.stdout)
"""


def pybkt(train: list[Row], test: list[Row]) -> tuple[list[float], float]:
    """Bayesian knowledge tracing, one start, by the set of skills; in the Python that
    `TERRACE_PYBKT` names (it needs an older scikit-learn than others allow).
    """
    python = os.environ.get("TERRACE_PYBKT")
    if not python:
        raise NotHere("TERRACE_PYBKT names no Python with pyBKT")
    ended = subprocess.run(
        [python, "-c", PYBKT],
        input=json.dumps([train, test]),
        capture_output=True,
        text=True,
        env={name: value for name, value in os.environ.items() if name != "PYTHONPATH"},
    )
    if ended.returncode:
        print(ended.stderr[-500:], file=sys.stderr)
        raise NotHere("pyBKT ended with an error")
    told = json.loads(ended.stdout[ended.stdout.index('{"chance"') :])
    return told["chance"], told["cpu_seconds"]


Peer = Callable[[list[Row], list[Row]], list[float] | tuple[list[float], float]]
PEERS: dict[str, Peer] = {"online": online, "elo": elo, "best-lr": best_lr, "pybkt": pybkt}


def _attempts(rows: list[Row]) -> dict[str, list[Attempt]]:
    found: dict[str, list[Attempt]] = defaultdict(list)
    for pupil, item, skills, correct, _ in rows:
        found[pupil].append(Attempt(item, tuple(skills.split("|")), correct == "1"))
    return found

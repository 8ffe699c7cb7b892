"""Goods shared out by leximin: seconds for many receivers, and for the proof.

    python bench/allocation.py [--receivers 2000] [--goods 20] [--seed 1] [--json]

Scarce: of each good there is a fraction of what all could use, another for each good;
receivers stand at many levels. CPU seconds.
"""

import argparse
import json
import time

import numpy as np

from table import show
from terrace.engines.allocation.check import check
from terrace.engines.allocation.planning import plan
from terrace.engines.allocation.problem import read


def main() -> None:
    """Make problems of several kinds, plan, prove."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--receivers", type=int, default=2000)
    parser.add_argument("--goods", type=int, default=20)
    parser.add_argument("--seed", type=int, default=1)
    parser.add_argument("--json", action="store_true")
    asked = parser.parse_args()
    rows = []
    for usable in (0.02, 0.05, 0.35):
        rng = np.random.default_rng(asked.seed)
        problem = scarce(rng, asked.receivers, asked.goods, usable)
        before = time.process_time()
        made = plan(read(problem))
        planned = time.process_time()
        wrong = check(problem, json.loads(json.dumps(made)))
        rows.append(
            {
                "receivers": asked.receivers,
                "goods": asked.goods,
                "usable": f"{usable:.0%}",
                "levels": len(made["levels"]),
                "plan s": round(planned - before, 2),
                "check s": round(time.process_time() - planned, 2),
                "proven": "yes" if not wrong else "NO",
            }
        )
    show("Leximin", rows, as_json=asked.json)


def scarce(
    rng: np.random.Generator, receivers: int, goods: int, usable: float
) -> dict[str, object]:
    """A problem in which a receiver can use this share of the goods, up to a limit for each."""
    weights = rng.integers(20, 400, receivers)
    can = rng.random((receivers, goods)) < usable
    limits = can * rng.integers(1, 60, (receivers, goods)) * weights[:, None] // 40
    amounts = (limits.sum(axis=0) * rng.uniform(0.05, 0.8, goods)).astype(int)
    return {
        "kind": "goods",
        "goods": [{"id": f"g{k}", "amount": int(one)} for k, one in enumerate(amounts)],
        "receivers": [
            {
                "id": f"r{at}",
                "weight": int(weights[at]),
                "limits": {f"g{k}": int(limits[at, k]) for k in range(goods)},
            }
            for at in range(receivers)
        ],
    }


if __name__ == "__main__":
    main()

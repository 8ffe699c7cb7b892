"""Elections counted: seconds and megabytes of one pass and of add1, beside pabutools, and again.

    TERRACE_DATA=… [TERRACE_PABUTOOLS=…/bin/python] python bench/ballots.py [--recount] [--json]

Every `.pb` file of the test data, each count in its own process, parsing apart. pabutools (GPL)
runs in a process and environment of its own: exact, one pass, utility `cost`; it is spared the
largest file unless `--all` is given (two minutes, two gigabytes).
"""

import argparse
import json
import os
import resource
import subprocess
import sys
import time
from pathlib import Path

from table import show
from terrace.engines.ballots import recount
from terrace.engines.ballots.pabulib import read
from terrace.engines.ballots.raising import add_one
from terrace.engines.ballots.shares import equal_shares

LARGE = 2_000_000
"""Bytes of a file from which the peer is asked only with `--all`."""

PEER = """
import json, sys, time
from pabutools.election import parse_pabulib, Cost_Sat
from pabutools.rules import method_of_equal_shares
from pabutools.tiebreaking import lexico_tie_breaking, TieBreakingRule
from pabutools import fractions
fractions.FRACTION = "gmpy2"
instance, profile = parse_pabulib(sys.argv[1])
votes = {p: sum(p in ballot for ballot in profile) for p in instance}
ties = TieBreakingRule(lambda i, b, p: (p.cost, -votes[p], p.name))
before = time.process_time()
found = method_of_equal_shares(instance, profile, sat_class=Cost_Sat, tie_breaking=ties)
spent = time.process_time() - before
print(json.dumps({"seconds": spent, "winners": sorted(p.name for p in found)}))
"""


def main() -> None:
    """Count each file, here and by the peer."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--recount", action="store_true")
    parser.add_argument("--all", action="store_true")
    parser.add_argument("--json", action="store_true")
    parser.add_argument("--one", help="count this file and say so; used by the others")
    asked = parser.parse_args()
    if asked.one:
        sys.stdout.write(json.dumps(ours(Path(asked.one), again=asked.recount)))
        return
    if "TERRACE_DATA" not in os.environ:
        sys.exit("TERRACE_DATA names no folder with the elections")
    rows = []
    for file in sorted((Path(os.environ["TERRACE_DATA"]) / "budgeting").glob("*.pb")):
        words = [sys.executable, __file__, "--one", str(file)]
        words += ["--recount"] if asked.recount else []
        told = json.loads(subprocess.run(words, check=True, capture_output=True).stdout)
        row = {"file": file.stem[:28], **told["row"]}
        peer = os.environ.get("TERRACE_PABUTOOLS")
        if peer and (asked.all or file.stat().st_size < LARGE):
            done = subprocess.run([peer, "-c", PEER, str(file)], check=False, capture_output=True)
            if done.returncode:
                row |= {"pabutools s": "failed", "times": "", "same": ""}
            else:
                theirs = json.loads(done.stdout)
                row |= {
                    "pabutools s": round(theirs["seconds"], 2),
                    "times": round(theirs["seconds"] / told["row"]["pass s"]),
                    "same": "yes" if theirs["winners"] == told["pass"] else "NO",
                }
        elif peer:
            row |= {"pabutools s": "–", "times": "", "same": ""}
        rows.append(row)
    show("Equal shares", rows, as_json=asked.json)


def ours(file: Path, *, again: bool) -> dict[str, object]:
    """One pass, add1, and the recount of add1."""
    before = time.process_time()
    asked = read(file.read_bytes())
    assert asked.supporters
    assert asked.votes
    parsed = time.process_time()
    outcome = equal_shares(asked, asked.budget / asked.count, "cost")
    passed = time.process_time()
    completed, raised = add_one(asked, "cost", outcome)
    added = time.process_time()
    ids = [one.id for one in asked.projects]
    row: dict[str, object] = {
        "voters": asked.count,
        "projects": len(ids),
        "parse s": round(parsed - before, 2),
        "pass s": round(passed - parsed, 4),
        "add1 s": round(added - passed, 2),
        "raised": raised,
        "funded": len(completed.rounds),
        "spent": int(asked.spent(completed.winners)),
        "MB": round(resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024),
    }
    if again:
        published = recount.Ballots(
            {
                "budget": str(asked.budget),
                "projects": [{"id": one.id, "cost": str(one.cost)} for one in asked.projects],
                "ballots": [
                    {"supports": [ids[one] for one in kind], "voters": int(many)}
                    for kind, many in zip(asked.kinds, asked.voters, strict=True)
                ],
            }
        )
        started = time.process_time()
        found = recount.count(published, "equal-shares", "cost", "add1")
        row["recount s"] = round(time.process_time() - started, 1)
        row["recount"] = (
            "same" if found == sorted(ids[one] for one in completed.winners) else "DIFFERS"
        )
    return {"row": row, "pass": sorted(ids[one] for one in outcome.winners)}


if __name__ == "__main__":
    main()

"""All tests: `python tools/run_tests.py [soak]`. What was skipped is the last thing printed.

First what can be checked without running, then every test on SQLite, then those in a real
Chromium, then on a real PostgreSQL every test that touches the database. A part that fails does not
keep the others from running; the exit code is 0 only when all passed.
"""

import os
import re
import subprocess
import sys
import tempfile
import time
import xml.etree.ElementTree as ElementTree
from contextlib import ExitStack
from dataclasses import dataclass, field
from pathlib import Path

from postgres import NoServerError, throwaway

HERE = Path(__file__).parents[1]


@dataclass(slots=True)
class Outcome:
    """What the parts came to."""

    passed: int = 0
    failed: int = 0
    skipped: list[str] = field(default_factory=list)
    broken: list[str] = field(default_factory=list)
    times: list[tuple[str, float]] = field(default_factory=list)


def run(name: str, words: list[str], outcome: Outcome, environment: dict[str, str]) -> None:
    """Run one part, its output straight through."""
    print(f"\n== {name}", flush=True)
    started = time.monotonic()
    code = subprocess.run(words, cwd=HERE, env=environment, check=False).returncode
    outcome.times.append((name, time.monotonic() - started))
    if code != 0:
        outcome.broken.append(f"{name} (exit {code})")


def pytest(name: str, marks: str, outcome: Outcome, environment: dict[str, str]) -> None:
    """Run one round of tests and count what it came to."""
    with tempfile.TemporaryDirectory() as folder:
        report = Path(folder) / "report.xml"
        words = [sys.executable, "-m", "pytest", "-q", "-m", marks, f"--junit-xml={report}"]
        run(name, words, outcome, environment)
        if report.exists():
            count(name, report, outcome)


def count(name: str, report: Path, outcome: Outcome) -> None:
    """Add the numbers of a JUnit report; a reason that skips many tests is told once."""
    reasons: dict[str, int] = {}
    for case in ElementTree.parse(report).getroot().iter("testcase"):  # noqa: S314 - we wrote it
        skipped = case.find("skipped")
        if skipped is not None:
            reason = re.sub(r"^Skipped: ", "", skipped.get("message") or "no reason given")
            reasons[reason] = reasons.get(reason, 0) + 1
        elif case.find("failure") is not None or case.find("error") is not None:
            outcome.failed += 1
        else:
            outcome.passed += 1
    for reason, many in reasons.items():
        outcome.skipped += [f"{name}: {reason}"] * many


def main(words: list[str]) -> int:
    """Run everything, tell what it came to; the exit code."""
    outcome = Outcome()
    plain = {name: value for name, value in os.environ.items() if name != "DATABASE_URL"}
    subprocess.run([HERE / "tools" / "system"], check=False)
    marks = "soak" if words == ["soak"] else "not soak"
    if marks != "soak":
        run("Checks without running", [str(HERE / "tools" / "lint")], outcome, plain)
    pytest("SQLite", f"({marks}) and not browser", outcome, plain)
    # In a process of their own: the browser's driver leaves an event loop in the one it ran in,
    # where Django then refuses its database.
    pytest("Browser", f"({marks}) and browser", outcome, plain | {"DJANGO_ALLOW_ASYNC_UNSAFE": "1"})
    with ExitStack() as stack:
        url = os.environ.get("DATABASE_URL", "")
        if not url.startswith("postgres"):
            try:
                url = stack.enter_context(throwaway())
            except NoServerError as none:
                outcome.skipped.append(f"PostgreSQL, every test: {none}")
                url = ""
        if url:
            on_postgres = plain | {"DATABASE_URL": url}
            chosen = "soak" if marks == "soak" else "not soak and not browser"
            pytest("PostgreSQL", f"({chosen}) and on_database", outcome, on_postgres)
    if not os.environ.get("TERRACE_DATA"):
        outcome.skipped.append("real data: TERRACE_DATA names no folder; generated data was used")
    tell(outcome)
    return 1 if outcome.broken else 0


def tell(outcome: Outcome) -> None:
    """Times, what is broken, the count, and last what was skipped."""
    print()
    for name, seconds in outcome.times:
        print(f"{seconds:6.0f} s  {name}")
    for broken in outcome.broken:
        print(f"NOT PASSED: {broken}")
    print(f"\n{outcome.passed} passed, {outcome.failed} failed, {len(outcome.skipped)} skipped")
    for reason in sorted(set(outcome.skipped)):
        many = outcome.skipped.count(reason)
        print(f"skipped: {reason}" + (f" ({many} tests)" if many > 1 else ""))
    if not outcome.skipped:
        print("skipped: nothing")


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))

"""Seconds from `terrace serve` to the first answer, for a school that was stopped, beside Kolibri.

python bench/start.py [--times 5] [--without-kolibri] [--json]
"""

import argparse
import statistics
import tempfile
from pathlib import Path

import kolibri
from running import make_school, served
from table import show


def main() -> None:
    """Measure and print."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--times", type=int, default=5)
    parser.add_argument("--without-kolibri", action="store_true")
    parser.add_argument("--json", action="store_true")
    asked = parser.parse_args()
    rows = []

    def note(what: str, seconds: list[float]) -> None:
        rows.append(
            {
                "what": what,
                "median s": round(statistics.median(seconds), 2),
                "worst s": round(max(seconds), 2),
            }
        )

    with tempfile.TemporaryDirectory() as folder:
        home = Path(folder)
        make_school(home / "terrace")
        took = []
        for _ in range(asked.times):
            with served(home / "terrace") as school:
                took.append(school.seconds_to_answer)
        note("Terrace, demo school", took)
        command = None if asked.without_kolibri else kolibri.install(home / "kolibri-env")
        if command is not None:
            took = []
            for again in range(asked.times + 1):
                with kolibri.served(command, home / "kolibri") as peer:
                    if again:  # the first start makes its database
                        took.append(peer.seconds_to_answer)
            note(f"Kolibri {kolibri.VERSION}, empty", took)
        elif not asked.without_kolibri:
            rows.append({"what": "Kolibri did not install", "median s": "–", "worst s": "–"})
    show("From start to the first answer", rows, as_json=asked.json)


if __name__ == "__main__":
    main()

"""A week's sheets for the whole demo school: chosen, laid out, in PDFs.

    python bench/week.py [--json]

CPU seconds of one process (imports and start apart), with the school's term behind it.
"""

import argparse
import json
import subprocess
import sys
import tempfile
from pathlib import Path

from running import environment, make_school
from table import show

MAKE_ALL = """
import json, time
began = time.process_time()
import django; django.setup()
from terrace.school.learning import actions as learning
from terrace.school.papers import actions as papers
from terrace.school.papers.models import PrintRun
from terrace.school.people.models import SchoolClass
from terrace.school.learning.models import WeekPlan
from terrace.school.learning.choosing import candidates_for
import terrace.engines.paper.printer
from django.utils import timezone
from datetime import timedelta
from terrace.school.calendar.queries import week_of
setup = time.process_time() - began
week = week_of(timezone.localdate()) + timedelta(weeks=1)
choosing = printing = wall = 0.0
sheets = 0
for school_class in SchoolClass.objects.order_by("code"):
    plan = learning.prepare_week(school_class=school_class, week=week, versions=None, by=None)
    begun, clock = time.perf_counter(), time.process_time()
    sheets += len(learning.choose_week(plan, fitting=True))
    chosen = time.process_time()
    assert papers.make_pdf(plan.run_id) == "ready"
    printing += time.process_time() - chosen
    choosing += chosen - clock
    wall += time.perf_counter() - begun
found = {"sheets": sheets, "setup": setup, "choosing": choosing, "printing": printing}
print(json.dumps(found | {"wall": wall}))
"""


def main() -> None:
    """Measure and print."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--json", action="store_true")
    asked = parser.parse_args()
    with tempfile.TemporaryDirectory() as folder:
        make_school(Path(folder))
        done = subprocess.run(
            [sys.executable, "-c", MAKE_ALL],
            env=environment(Path(folder)),
            check=True,
            capture_output=True,
        )
    found = json.loads(done.stdout.splitlines()[-1])
    rows = [
        {"what": f"{found['sheets']} sheets chosen", "CPU s": round(found["choosing"], 2)},
        {"what": "laid out, in six PDFs", "CPU s": round(found["printing"], 2)},
        {"what": "together", "CPU s": round(found["choosing"] + found["printing"], 2)},
        {"what": "together, by the clock", "CPU s": round(found["wall"], 2)},
        {"what": "start of the process", "CPU s": round(found["setup"], 2)},
    ]
    show("A week's sheets for the whole school", rows, as_json=asked.json)


if __name__ == "__main__":
    main()

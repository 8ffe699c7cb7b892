"""Memory of a school at rest, after one of every job has run: supervisor, site and worker.

    python bench/memory.py [--json]

PSS counts what processes share once (Linux: /proc/PID/smaps_rollup).
"""

import argparse
import subprocess
import sys
import tempfile
import time
from pathlib import Path

from load import run_load
from running import environment, make_school, served, sign_in
from table import show

EVERY_JOB = """
import django; django.setup()
import tempfile, time
from pathlib import Path
from django.utils import timezone
from terrace.school.calendar.queries import week_of
from terrace.school.demo.photos import take_photos
from terrace.school.learning import actions as learning, jobs as learning_jobs
from terrace.school.papers import actions as papers, jobs as papers_jobs
from terrace.school.papers.models import Photo, PrintRun
from terrace.school.people.models import Account, SchoolClass
from terrace.school.journal import jobs as journal_jobs
from terrace.school.jobs import jobs as own_jobs

def until(done):
    for _ in range(1200):
        if done():
            return
        time.sleep(0.1)
    raise SystemExit("a job did not end in two minutes")

teacher = Account.objects.get(username="teacher")
third = SchoolClass.objects.get(code="3A")
plan = learning.plan_week(
    school_class=third, week=week_of(timezone.localdate()), versions=None, by=teacher
)
until(lambda: PrintRun.objects.get(pk=plan.run_id).state == "ready")
stack = papers.open_stack(school_class=third, by=teacher)
with tempfile.TemporaryDirectory() as folder:
    for photo in take_photos(third, out=Path(folder), seed=5).photos:
        with photo.open("rb") as stream:
            papers.receive_photo(stack=stack, name=photo.name, stream=stream, by=teacher)
papers_jobs.read_stack.enqueue(stack_id=str(stack.pk))
until(lambda: not Photo.objects.filter(stack=stack, state="waiting").exists())
for job in (
    papers_jobs.read_waiting,
    papers_jobs.erase_done,
    learning_jobs.ask_for_week,
    journal_jobs.chain,
    own_jobs.forget_finished,
):
    job.enqueue()
"""


def tree(root: int) -> dict[int, str]:
    """A process and all that descend from it: process id → command line."""
    parents: dict[int, int] = {}
    words: dict[int, str] = {}
    for folder in Path("/proc").glob("[0-9]*"):
        try:
            stat = (folder / "stat").read_text().rpartition(")")[2].split()
            command = (folder / "cmdline").read_bytes().replace(b"\0", b" ").decode()
        except OSError:
            continue
        parents[int(folder.name)] = int(stat[1])
        words[int(folder.name)] = command.strip()
    inside = {root}
    while grown := {pid for pid, parent in parents.items() if parent in inside} - inside:
        inside |= grown
    return {pid: words.get(pid, "") for pid in sorted(inside)}


def pss_megabytes(pid: int) -> float:
    """Proportional set size of one process."""
    for line in Path(f"/proc/{pid}/smaps_rollup").read_text().splitlines():
        if line.startswith("Pss:"):
            return int(line.split()[1]) / 1024
    raise ValueError(f"no Pss for {pid}")


def main() -> None:
    """Measure and print."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--json", action="store_true")
    asked = parser.parse_args()
    with tempfile.TemporaryDirectory() as folder:
        home = Path(folder)
        logins = {login["role"]: login for login in make_school(home)}
        with served(home) as school:
            at_start = sum(pss_megabytes(pid) for pid in tree(school.process.pid))
            subprocess.run([sys.executable, "-c", EVERY_JOB], env=environment(home), check=True)
            cookie = sign_in(school.url, logins["class_teacher"])
            for path in ("/", "/classes/", "/doubts/", "/settings/"):
                run_load(school.url + path, cookie=cookie, seconds=2)
            time.sleep(10)
            rows = [
                {"process": _name(words), "PSS MB": round(pss_megabytes(pid), 1)}
                for pid, words in tree(school.process.pid).items()
            ]
    rows.append(
        {
            "process": "all, after every job",
            "PSS MB": round(sum(float(row["PSS MB"]) for row in rows), 1),
        }
    )
    rows.append({"process": "all, just started", "PSS MB": round(at_start, 1)})
    show("Memory of a school at rest", rows, as_json=asked.json)


def _name(words: str) -> str:
    for part, name in (
        ("terrace.cli.supervisor", "supervisor"),
        ("terrace.web.server", "site"),
        ("terrace.school.jobs", "worker"),
    ):
        if part in words:
            return name
    return words[:40]


if __name__ == "__main__":
    main()

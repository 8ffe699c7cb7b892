"""Tasks for tests, thin as an app's `jobs.py`."""

from django_tasks import task

from terrace.school.jobs.actions import run_in_child


@task()
def add(first: int, second: int) -> int:
    """The sum, worked out in a child process."""
    total: int = run_in_child("tests.school.jobs.errands.add", first=first, second=second)
    return total


@task()
def fail(why: str) -> None:
    """Fail in a child process."""
    run_in_child("tests.school.jobs.errands.fail", why=why)


@task()
def wait_for(go: str, started: str) -> str:
    """Wait in a child process until the file `go` is there."""
    answer: str = run_in_child("tests.school.jobs.errands.wait_for", go=go, started=started)
    return answer

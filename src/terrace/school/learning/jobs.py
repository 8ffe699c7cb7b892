"""Slow work of learning: each task starts a child process, which loads the heavy parts and ends."""

from django_tasks import task

from terrace.school.jobs.actions import JobFailed, run_in_child

from . import actions, todos


@task()
def make_week(plan_id: str) -> None:
    """Choose and print a week's sheets."""
    try:
        run_in_child("terrace.school.learning.actions.make_week", plan_id=plan_id)
    except JobFailed:
        actions.fail_week(plan_id)
        raise


@task()
def measure_fairness(school_id: str) -> None:
    """Set groups of children side by side; NumPy stays in the child process."""
    run_in_child("terrace.school.learning.actions.measure_fairness", school_id=school_id)


@task()
def ask_for_week() -> int:
    """Put this week's sheets on the list of each class's teacher; how many classes."""
    return todos.ask_for_week()

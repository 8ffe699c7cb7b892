"""Slow work on paper: each task starts a child process, which loads the heavy parts and ends."""

from django_tasks import task

from terrace.school.jobs.actions import JobFailed, run_in_child

from . import actions, queries, todos


@task()
def make_pdf(run_id: str) -> None:
    """Make the PDF of a run."""
    try:
        run_in_child("terrace.school.papers.actions.make_pdf", run_id=run_id)
    except JobFailed:
        actions.fail_run(run_id, problem="unexpected")
        raise


@task()
def read_stack(stack_id: str) -> None:
    """Read what waits of a stack; 45 photographs sent one by one do not start 45 children."""
    while queries.photos_wait(stack_id):
        try:
            told = run_in_child("terrace.school.papers.actions.read_stack", stack_id=stack_id)
        except JobFailed:
            # It may be one photograph that brings the reader down: the others go on.
            if not actions.blame(stack_id):
                raise
            continue
        if not told["left"] or told["trouble"]:
            break


@task()
def read_waiting() -> None:
    """Try again what could not be read, such as after a full disk."""
    for stack_id in queries.stacks_with_waiting():
        read_stack.enqueue(stack_id=str(stack_id))


@task()
def look_again() -> None:
    """Let Today say what waits in each class, also where a child or teacher has changed class."""
    todos.refresh_all()


@task()
def erase_done() -> int:
    """Erase photographs and crops that are done with; how many files."""
    return actions.erase_done()

"""Slow work of the timetable: a child process looks for the plan, and ends."""

from django_tasks import task

from terrace.school.jobs.actions import JobFailed, run_in_child

from . import actions


@task()
def seek(timetable_id: str) -> None:
    """Look for a plan: first the short way, then in earnest."""
    seek_in_child = "terrace.school.timetable.actions.seek"
    try:
        found = run_in_child(seek_in_child, timetable_id=timetable_id, plainly=True)
        if not found["complete"]:
            run_in_child(seek_in_child, timetable_id=timetable_id)
    except JobFailed:
        actions.give_up(timetable_id)
        raise


@task()
def look_over() -> int:
    """Let Today forget lessons that are over; ask for cover of those that come near."""
    return actions.look_over()

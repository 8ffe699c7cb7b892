"""Regular work of care, thin."""

from django_tasks import task

from . import actions


@task()
def look_over() -> int:
    """Wishes and what was agreed: nothing is forgotten."""
    return actions.look_over()

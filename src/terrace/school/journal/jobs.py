"""What the journal does by itself."""

from django_tasks import task

from . import actions, clock


@task()
def chain() -> int:
    """Number and chain what was written since, and remember on disk how late it is."""
    clock.stamp()
    return actions.chain()

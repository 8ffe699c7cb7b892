"""The worker's own housekeeping."""

from datetime import timedelta

from django.utils import timezone
from django_tasks import task
from django_tasks_db.models import DBTaskResult

KEEP = timedelta(days=14)
"""How long a finished task is kept, to be looked at when something went wrong."""


@task()
def forget_finished() -> int:
    """Erase the tasks that ended more than `KEEP` ago; how many."""
    erased, _ = (
        DBTaskResult.objects.finished().filter(finished_at__lt=timezone.now() - KEEP).delete()
    )
    return erased

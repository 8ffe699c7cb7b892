"""What is forgotten by itself."""

from django_tasks import task

from . import actions


@task()
def forget_old() -> None:
    """Erase what nobody needs any more: see `actions.forget_old`."""
    actions.forget_old()

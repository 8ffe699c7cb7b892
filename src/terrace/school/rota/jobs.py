"""Slow work of rotas: the plan is made in a child process, which ends."""

from django_tasks import task

from terrace.school.jobs.actions import run_in_child

from . import actions


@task()
def make(rota_id: str) -> None:
    """Plan a rota, again while it changes in the meantime."""
    for _ in range(10):
        told = run_in_child("terrace.school.rota.actions.make", rota_id=rota_id)
        if not told["changed_meanwhile"]:
            return
    actions.plan_again(rota_id)


@task()
def look_over() -> int:
    """Today's turns onto Today; what was missed comes back."""
    return actions.look_over()

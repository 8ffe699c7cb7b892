"""A run whose paper exists without a PDF of ours: its answers are entered, not photographed."""

from django.db import transaction

from terrace.school.journal import clock
from terrace.school.journal.actions import record

from .. import verbs
from ..models import PrintRun
from .printing import pages_of


def close_without_pdf(run: PrintRun) -> None:
    """Say that the run's sheets have been printed and that no PDF of them is kept.

    So stands a run once its PDF has been erased; its sheets have no layout, so nothing can be read
    from photographs of them, only entered (`record_answers`). Twice is once.
    """
    with transaction.atomic():
        run = PrintRun.objects.select_for_update().select_related("school").get(pk=run.pk)
        if run.state == PrintRun.State.READY:
            return
        run.state, run.ready_at = PrintRun.State.READY, clock.now()
        run.pages = pages_of(run)
        run.cost_fen = run.pages * run.school.page_cost_fen
        run.save(update_fields=["state", "ready_at", "pages", "cost_fen"])
        run.sheets.update(name="")
        record(
            verbs.RUN_READY,
            school_id=run.school_id,
            by_id=run.made_by_id,
            subject_id=run.pk,
            payload={"pages": run.pages},
        )

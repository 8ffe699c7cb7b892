"""What can happen to learning, for the journal."""

from django.utils.translation import gettext_lazy as _

from terrace.school.journal.registry import SyncedTo, Verb, register

WEEK_PLANNED = register(Verb("learning.week_planned", _("asked for a week's sheets")))
WEEK_MADE = register(Verb("learning.week_made", _("chose the questions of a week's sheets")))
FAIRNESS_MEASURED = register(
    Verb("learning.fairness_measured", _("had it measured whether all children are foreseen alike"))
)
CONCLUDED = register(
    Verb(
        "learning.concluded",
        _("learnt from a child's sheet what she can do"),
        synced_to=SyncedTo.COUNTY,
    )
)
REBUILT = register(Verb("learning.rebuilt", _("worked out anew what children can do")))
CALIBRATED = register(
    Verb("learning.calibrated", _("learnt from the school's answers how hard questions are"))
)
